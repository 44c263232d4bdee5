#include "core/letters/message.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/domain/late_library.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

// --- The library ---

/// The functions of GMime, and of GLib below it, that are needed here.
struct MailMaker {
  LateLibrary library{"libgmime-3.0.so.0"};

#define CRM_FUNCTION(name) \
  decltype(&::name) name = library.needed(decltype(&::name){nullptr}, #name)
  CRM_FUNCTION(g_mime_init);
  CRM_FUNCTION(g_object_unref);
  CRM_FUNCTION(g_mime_stream_mem_new);
  CRM_FUNCTION(g_mime_stream_mem_new_with_buffer);
  CRM_FUNCTION(g_mime_stream_mem_get_byte_array);
  CRM_FUNCTION(g_mime_data_wrapper_new_with_stream);
  CRM_FUNCTION(g_mime_message_new);
  CRM_FUNCTION(g_mime_message_get_addresses);
  CRM_FUNCTION(g_mime_message_set_subject);
  CRM_FUNCTION(g_mime_message_set_message_id);
  CRM_FUNCTION(g_mime_message_set_mime_part);
  CRM_FUNCTION(g_mime_multipart_new_with_subtype);
  CRM_FUNCTION(g_mime_multipart_set_boundary);
  CRM_FUNCTION(g_mime_multipart_add);
  CRM_FUNCTION(g_mime_object_set_header);
  CRM_FUNCTION(g_mime_object_set_content_type_parameter);
  CRM_FUNCTION(g_mime_object_set_disposition);
  CRM_FUNCTION(g_mime_object_write_to_stream);
  CRM_FUNCTION(g_mime_part_new_with_type);
  CRM_FUNCTION(g_mime_part_set_content);
  CRM_FUNCTION(g_mime_part_set_content_encoding);
  CRM_FUNCTION(g_mime_part_set_content_id);
  CRM_FUNCTION(g_mime_part_set_filename);
  CRM_FUNCTION(internet_address_mailbox_new);
  CRM_FUNCTION(internet_address_set_charset);
  CRM_FUNCTION(internet_address_list_add);
#undef CRM_FUNCTION
};

/// nullptr when the library is not installed.
const MailMaker* mail_maker() {
  return opened_once<MailMaker>([](const MailMaker& library) { library.g_mime_init(); });
}

// --- Values ---

constexpr std::array picture_kinds = {
    std::pair{".png", "png"}, std::pair{".jpg", "jpeg"},  std::pair{".jpeg", "jpeg"},
    std::pair{".gif", "gif"}, std::pair{".webp", "webp"}, std::pair{".svg", "svg+xml"},
};

const char* picture_kind(const std::string& name) {
  const std::string small = lowered(name);
  for (const auto& [ending, kind] : picture_kinds)
    if (small.ends_with(ending)) return kind;
  return nullptr;
}

/// A header's value: one line.
std::string one_line(std::string_view text) {
  return std::string(trimmed(composed(printable_line(text))));
}

/// RFC 5322 knows it as one word of signs, for the names of ours no more is needed.
bool is_header_name(std::string_view name) {
  return !name.empty() && name.size() < 70 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// Line ends as LF, no NUL, one line break at the end.
std::string plain_lines(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    const bool part_of_end = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!part_of_end) lines += text[i] == '\r' ? '\n' : text[i];
  }
  if (!lines.ends_with('\n')) lines += '\n';
  return lines;
}

Result<void> check(const Message& message) {
  if (message.to.empty()) return error(Error::asked_wrongly("the letter is to nobody"));
  std::vector<const Mailbox*> all{&message.from};
  for (const Mailbox& one : message.to) all.push_back(&one);
  for (const Mailbox& one : message.reply_to) all.push_back(&one);
  for (const Mailbox* one : all)
    if (const std::string why = why_no_address(one->address); !why.empty())
      return error(
          Error::asked_wrongly("the address \"" + printable_line(one->address) + "\" " + why));
  if (trimmed(message.text).empty() && trimmed(message.html).empty())
    return error(Error::asked_wrongly("the letter says nothing"));
  if (!is_utf8(message.text) || !is_utf8(message.html))
    return error(Error::asked_wrongly("the letter is not UTF-8"));
  for (const InlinePicture& picture : message.pictures)
    if (picture_kind(picture.name) == nullptr)
      return error(Error::asked_wrongly(
          "the picture " + printable_line(picture.name) + " is of no kind that mails show",
          "save it as .png or .jpg"));
  for (const auto& [name, value] : message.headers)
    if (!is_header_name(name))
      return error(Error::asked_wrongly("\"" + printable_line(name) + "\" is no header's name"));
  return {};
}

// --- Parts ---

/// As quoted printable where most of it is ASCII, so that it can be read as it stands.
GMimeContentEncoding encoding_of(std::string_view text) {
  const auto beyond = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }));
  return beyond > text.size() / 4 ? GMIME_CONTENT_ENCODING_BASE64
                                  : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

/// Parts within parts, each taken over by the one that it stands in.
class Body {
 public:
  Body(const MailMaker& library, const Message& message) : library_(library), message_(message) {}

  /// The whole, to be given back.
  GMimeObject* make() {
    if (message_.html.empty()) return text_part("plain", message_.text);
    if (message_.text.empty()) return shown_part();
    GMimeMultipart* const both = group("alternative");
    add(both, text_part("plain", message_.text));
    add(both, shown_part());
    return reinterpret_cast<GMimeObject*>(both);
  }

 private:
  GMimeObject* text_part(const char* kind, const std::string& text) const {
    GMimePart* const part = library_.g_mime_part_new_with_type("text", kind);
    auto* const object = reinterpret_cast<GMimeObject*>(part);
    library_.g_mime_object_set_content_type_parameter(object, "charset", "utf-8");
    fill(part, plain_lines(text), encoding_of(text));
    return object;
  }

  /// The HTML with its pictures.
  GMimeObject* shown_part() {
    if (message_.pictures.empty()) return text_part("html", message_.html);
    GMimeMultipart* const all = group("related");
    add(all, text_part("html", message_.html));
    for (const InlinePicture& picture : message_.pictures) {
      GMimePart* const part =
          library_.g_mime_part_new_with_type("image", picture_kind(picture.name));
      const std::string name = one_line(picture.name);
      library_.g_mime_part_set_content_id(part, name.c_str());
      library_.g_mime_object_set_disposition(reinterpret_cast<GMimeObject*>(part), "inline");
      library_.g_mime_part_set_filename(part, name.c_str());
      fill(part, picture.bytes, GMIME_CONTENT_ENCODING_BASE64);
      add(all, reinterpret_cast<GMimeObject*>(part));
    }
    return reinterpret_cast<GMimeObject*>(all);
  }

  void fill(GMimePart* part, const std::string& bytes, GMimeContentEncoding encoding) const {
    GMimeStream* const stream =
        library_.g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size());
    GMimeDataWrapper* const wrapper =
        library_.g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    library_.g_mime_part_set_content(part, wrapper);
    library_.g_mime_part_set_content_encoding(part, encoding);
    library_.g_object_unref(wrapper);
    library_.g_object_unref(stream);
  }

  GMimeMultipart* group(const char* kind) {
    GMimeMultipart* const parts = library_.g_mime_multipart_new_with_subtype(kind);
    // No encoding of ours writes "=_", so it can't occur in a part.
    library_.g_mime_multipart_set_boundary(parts, fmt::format("=_crm_{}", ++groups_).c_str());
    return parts;
  }

  void add(GMimeMultipart* parts, GMimeObject* part) const {
    library_.g_mime_multipart_add(parts, part);
    library_.g_object_unref(part);
  }

  const MailMaker& library_;
  const Message& message_;
  int groups_ = 0;
};

void add_mailbox(const MailMaker& library, GMimeMessage* mail, GMimeAddressType kind,
                 const Mailbox& mailbox) {
  const std::string name = one_line(mailbox.name);
  InternetAddress* const address = library.internet_address_mailbox_new(
      name.empty() ? nullptr : name.c_str(), mailbox.address.c_str());
  library.internet_address_set_charset(address, "utf-8");
  library.internet_address_list_add(library.g_mime_message_get_addresses(mail, kind), address);
  library.g_object_unref(address);
}

}  // namespace

std::string message_id(std::string_view word, const Mailbox& from) {
  std::string id;
  for (const char c : word)
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
        c == '_' || (c == '.' && !id.empty() && id.back() != '.'))
      id += c;
  while (id.ends_with('.')) id.pop_back();
  const std::string host = from.address.substr(from.address.rfind('@') + 1);
  return id + "@" + (host.empty() || !is_ascii(host) ? "crm.invalid" : host);
}

std::string mail_name(std::string_view message_id) {
  return "mail:" + std::string(message_id);
}

std::string mail_date_text(const Moment& moment) {
  const Day day = moment.day;
  const int second = moment.second.value_or(0), offset = moment.offset.value_or(0);
  const int away = std::abs(offset);
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} {}{:02}{:02}", weekday_name(day), day.day(),
                     month_name(day.month()), day.year(), second / 3600, second / 60 % 60,
                     second % 60, offset < 0 ? '-' : '+', away / 60, away % 60);
}

Result<std::string> mail_bytes(const Message& message) {
  if (auto fits = check(message); !fits) return error(fits.error());
  const MailMaker* const found = mail_maker();
  if (found == nullptr)
    return error(Error::failed("mails cannot be written without GMime",
                               "install the Debian package libgmime-3.0-0"));
  const MailMaker& library = *found;
  const Owned<GMimeMessage> mail(library.g_object_unref, library.g_mime_message_new(TRUE));
  auto* const object = mail.as<GMimeObject>();
  add_mailbox(library, mail.get(), GMIME_ADDRESS_TYPE_FROM, message.from);
  for (const Mailbox& one : message.to)
    add_mailbox(library, mail.get(), GMIME_ADDRESS_TYPE_TO, one);
  for (const Mailbox& one : message.reply_to)
    add_mailbox(library, mail.get(), GMIME_ADDRESS_TYPE_REPLY_TO, one);
  library.g_mime_message_set_subject(mail.get(), one_line(message.subject).c_str(), "utf-8");
  library.g_mime_object_set_header(object, "Date", mail_date_text(message.date).c_str(), nullptr);
  if (!message.id.empty())
    library.g_mime_message_set_message_id(mail.get(), one_line(message.id).c_str());
  for (const auto& [name, value] : message.headers)
    library.g_mime_object_set_header(object, name.c_str(), one_line(value).c_str(), "utf-8");
  const Owned<GMimeObject> body(library.g_object_unref, Body(library, message).make());
  library.g_mime_message_set_mime_part(mail.get(), body.get());

  const Owned<GMimeStream> stream(library.g_object_unref, library.g_mime_stream_mem_new());
  library.g_mime_object_write_to_stream(object, nullptr, stream.get());
  const GByteArray* const bytes =
      library.g_mime_stream_mem_get_byte_array(stream.as<GMimeStreamMem>());
  std::string text(reinterpret_cast<const char*>(bytes->data), bytes->len);
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

std::string with_mail_ends(std::string_view bytes) {
  std::string ended;
  for (const char c : bytes) {
    if (c == '\n') ended += '\r';
    ended += c;
  }
  return ended;
}

std::string in_mbox(std::string_view bytes, const Mailbox& from, const Moment& date) {
  // `Sat Nov 21 09:15:00 2026`, in UTC.
  const std::int64_t local = std::int64_t{date.day.number()} * 86400 + date.second.value_or(0) -
                             60 * date.offset.value_or(0);
  const Day day = Day::since_epoch(local / 86400);
  const auto second = static_cast<int>(local - std::int64_t{day.number()} * 86400);
  std::string mail = fmt::format("From {} {} {} {:2} {:02}:{:02}:{:02} {}\n", from.address,
                                 weekday_name(day), month_name(day.month()), day.day(),
                                 second / 3600, second / 60 % 60, second % 60, day.year());
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const std::string_view line = rest.substr(0, end);
    const auto word = line.find_first_not_of('>');
    if (word != line.npos && line.substr(word).starts_with("From ")) mail += '>';
    mail += line;
    rest.remove_prefix(end);
  }
  return mail + (mail.ends_with('\n') ? "\n" : "\n\n");
}

}  // namespace crm
