#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <set>

#include "cli/commands/exporting.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

struct AddressLine {
  std::string email, name, other;
  /// When the customer was last spoken to; what is known earlier comes later.
  std::int32_t last = 0;
};

/// Each word of what was typed, asked of a name, its Latin spelling, and an address.
class Typed {
 public:
  Typed(const std::vector<std::string>& texts, const std::string& country) {
    for (const std::string& text : texts)
      for (const std::string_view part : split(text, ' ')) {
        const std::string_view word = trimmed(part);
        if (word.empty()) continue;
        folded_.push_back(folded(word));
        who_.emplace_back(word, country);
      }
  }

  bool is_empty() const { return who_.empty(); }

  /// `names`: those of the one who is asked about, and the company's.
  template <class Somebody>
  bool fits(const Somebody& somebody, const Customer& customer, const std::string& email) const {
    const std::string said = folded(somebody.name + " " + customer.name + " " + email);
    for (std::size_t i = 0; i < who_.size(); ++i)
      if (said.find(folded_[i]) == said.npos && !who_[i].could_mean(somebody) &&
          !who_[i].could_mean(customer))
        return false;
    return true;
  }

 private:
  std::vector<std::string> folded_;
  std::vector<Who> who_;
};

/// One column, whatever stands in it.
std::string column(const std::string& text) {
  return std::string(trimmed(printable_line(text)));
}

bool refuses_mail(const Contact& contact) {
  const Consent* const consent = find_named(contact.consent, "email");
  return consent != nullptr && !consent->given;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : ", ") + part;
  return all;
}

template <class Somebody>
void put_lines(const Somebody& somebody, const Customer& customer, const std::string& what,
               std::int32_t last, const Typed& typed, std::vector<AddressLine>& lines) {
  for (const Labelled& entry : somebody.emails) {
    const std::string email = column(without_scheme(entry.value));
    if (!looks_like_email(email) || !typed.fits(somebody, customer, email)) continue;
    lines.push_back(
        {email, column(somebody.name),
         column(joined({what, entry.label, refuses_mail(somebody) ? "wants no mail" : ""})), last});
  }
}

std::vector<AddressLine> lines_of(const Customer& customer, const Typed& typed, const Moment& now) {
  const Interaction* const contact = last_contact(customer, now);
  const std::int32_t last = contact == nullptr ? 0 : contact->at.day.number();
  std::vector<AddressLine> lines;
  put_lines(customer, customer, customer.status, last, typed, lines);
  for (const Person& person : customer.people)
    if (!person.left)
      put_lines(person, customer, joined({person.role, customer.name}), last, typed, lines);
  return lines;
}

/// A name before an address, in quotes where RFC 5322 wants them.
std::string mailbox(const AddressLine& line) {
  if (line.name.empty()) return line.email;
  const bool plain = std::all_of(line.name.begin(), line.name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == ' ' || c == '-' || c == '\'';
  });
  if (plain) return line.name + " <" + line.email + ">";
  std::string quoted = "\"";
  for (const char c : line.name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\" <" + line.email + ">";
}

}  // namespace

void export_addresses(const std::string& format, const std::vector<std::string>& words,
                      const Desk& desk) {
  World& world = desk.world();
  const Typed typed(words, desk.settings().country);
  if (typed.is_empty())
    throw Failure(Error::asked_wrongly("whose address?", "crm export " + format + " anna"));
  const auto look = [&](const Customer& customer,
                        const std::string&) -> std::optional<std::vector<AddressLine>> {
    if (customer.is_deleted()) return std::nullopt;
    auto lines = lines_of(customer, typed, desk.now());
    if (lines.empty()) return std::nullopt;
    return lines;
  };
  const Needs needs{Depth::brief, FieldSet::of({"id", "name", "status", "emails", "phones",
                                                "aliases", "external", "links", "people", "consent",
                                                "interactions", "deleted", "merged_into"})};
  const auto scan = desk.scan<std::vector<AddressLine>>(look, needs);
  std::vector<AddressLine> lines;
  for (const auto& some : scan.found) lines.insert(lines.end(), some.begin(), some.end());
  std::stable_sort(lines.begin(), lines.end(), [](const AddressLine& a, const AddressLine& b) {
    return a.last != b.last ? a.last > b.last : folded(a.name) < folded(b.name);
  });
  std::set<std::string> seen;
  std::erase_if(lines,
                [&](const AddressLine& line) { return !seen.insert(lowered(line.email)).second; });
  if (format == "mutt") {
    std::string said;
    for (const std::string& word : words) said += (said.empty() ? "" : " ") + word;
    // Mutt shows the first line, and takes it for the reason where the exit code is not 0.
    world.out << (lines.empty()       ? "nobody fits \"" + printable_line(said) + "\""
                  : lines.size() == 1 ? "1 address"
                                      : fmt::format("{} addresses", lines.size()))
              << "\n";
  }
  for (const AddressLine& line : lines) {
    if (format == "notmuch")
      world.out << mailbox(line) << "\n";
    else
      world.out << line.email << "\t" << line.name << (format == "mutt" ? "\t" + line.other : "")
                << "\n";
  }
  // The other two take an exit code for a failure.
  if (lines.empty() && format == "mutt") throw ExitCode{static_cast<int>(Error::Kind::failed)};
}

}  // namespace crm
