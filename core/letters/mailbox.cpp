#include "core/letters/mailbox.hpp"

#include "core/domain/text.hpp"

namespace crm {

std::string why_no_address(std::string_view address) {
  constexpr std::size_t longest = 254;
  if (address.empty()) return "is empty";
  if (address.size() > longest) return "is longer than an address can be";
  if (!is_utf8(address) || !is_printable_line(address)) return "has signs that no address has";
  const auto at = address.rfind('@');
  if (at == address.npos) return "has no @";
  const std::string_view mailbox = address.substr(0, at), host = address.substr(at + 1);
  if (mailbox.empty()) return "has nothing before the @";
  if (host.empty()) return "has nothing after the @";
  if (mailbox.find('@') != mailbox.npos) return "has more than one @";
  if (address.find_first_of(" <>()[],;:\\\"'`|$") != address.npos)
    return "has signs that no address has";
  if (!is_ascii(mailbox)) return "has letters before the @ that few mail servers take";
  if (mailbox.front() == '-' || host.front() == '-' || host.front() == '.' || host.back() == '.' ||
      host.find("..") != host.npos)
    return "is not written as an address";
  return "";
}

std::string same_address(std::string_view address) {
  return lowered(composed(trimmed(address)));
}

Result<Mailbox> Mailbox::parse(std::string_view text) {
  const std::string_view whole = trimmed(text);
  Mailbox mailbox;
  const auto open = whole.find('<');
  if (open == whole.npos || !whole.ends_with('>')) {
    mailbox.address = std::string(whole);
  } else {
    mailbox.address = std::string(trimmed(whole.substr(open + 1, whole.size() - open - 2)));
    std::string_view name = trimmed(whole.substr(0, open));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
      name = name.substr(1, name.size() - 2);
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (name[i] == '\\' && i + 1 < name.size()) ++i;
      mailbox.name += name[i];
    }
  }
  if (const std::string why = why_no_address(mailbox.address); !why.empty())
    return error(
        Error::asked_wrongly("the address \"" + printable_line(mailbox.address) + "\" " + why,
                             "write it like bob@acme.example or Bob Ray <bob@acme.example>"));
  return mailbox;
}

}  // namespace crm
