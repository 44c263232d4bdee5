#include "core/exchange/gmime.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "core/domain/late_library.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/hypertext.hpp"
#include "core/exchange/transfer_coding.hpp"

namespace crm {
namespace {

constexpr std::size_t longest_text = 65536;
/// Deeper nothing is looked for: nobody writes such mails.
constexpr int deepest = 32;
constexpr std::size_t most_attachments = 100;

// --- The library ---

/// The functions of GMime, and of GLib below it, that are needed here.
struct Gmime {
  LateLibrary library{"libgmime-3.0.so.0"};

#define CRM_FUNCTION(name) \
  decltype(&::name) name = library.needed(decltype(&::name){nullptr}, #name)
  CRM_FUNCTION(g_mime_init);
  CRM_FUNCTION(g_object_unref);
  CRM_FUNCTION(g_type_check_instance_is_a);
  CRM_FUNCTION(g_date_time_to_unix);
  CRM_FUNCTION(g_date_time_get_utc_offset);
  CRM_FUNCTION(g_date_time_unref);
  CRM_FUNCTION(g_mime_stream_mem_new);
  CRM_FUNCTION(g_mime_stream_mem_new_with_buffer);
  CRM_FUNCTION(g_mime_stream_mem_get_byte_array);
  CRM_FUNCTION(g_mime_parser_new_with_stream);
  CRM_FUNCTION(g_mime_parser_construct_message);
  CRM_FUNCTION(g_mime_parser_options_new);
  CRM_FUNCTION(g_mime_parser_options_free);
  CRM_FUNCTION(g_mime_parser_options_set_fallback_charsets);
  CRM_FUNCTION(g_mime_message_get_from);
  CRM_FUNCTION(g_mime_message_get_sender);
  CRM_FUNCTION(g_mime_message_get_reply_to);
  CRM_FUNCTION(g_mime_message_get_to);
  CRM_FUNCTION(g_mime_message_get_cc);
  CRM_FUNCTION(g_mime_message_get_bcc);
  CRM_FUNCTION(g_mime_message_get_subject);
  CRM_FUNCTION(g_mime_message_get_mime_part);
  CRM_FUNCTION(g_mime_object_get_header);
  CRM_FUNCTION(g_mime_object_get_content_type);
  CRM_FUNCTION(g_mime_object_get_disposition);
  CRM_FUNCTION(g_mime_content_type_get_media_type);
  CRM_FUNCTION(g_mime_content_type_get_media_subtype);
  CRM_FUNCTION(g_mime_content_type_get_parameter);
  CRM_FUNCTION(g_mime_multipart_get_type);
  CRM_FUNCTION(g_mime_multipart_get_count);
  CRM_FUNCTION(g_mime_multipart_get_part);
  CRM_FUNCTION(g_mime_part_get_type);
  CRM_FUNCTION(g_mime_part_get_content);
  CRM_FUNCTION(g_mime_part_get_filename);
  CRM_FUNCTION(g_mime_part_get_content_id);
  CRM_FUNCTION(g_mime_data_wrapper_write_to_stream);
  CRM_FUNCTION(g_mime_utils_header_decode_date);
  CRM_FUNCTION(internet_address_list_length);
  CRM_FUNCTION(internet_address_list_get_address);
  CRM_FUNCTION(internet_address_mailbox_get_type);
  CRM_FUNCTION(internet_address_mailbox_get_addr);
  CRM_FUNCTION(internet_address_group_get_type);
  CRM_FUNCTION(internet_address_group_get_members);
#undef CRM_FUNCTION

  template <class Object>
  bool is(Object* object, GType type) const {
    return object != nullptr &&
           g_type_check_instance_is_a(reinterpret_cast<GTypeInstance*>(object), type) != 0;
  }
};

/// nullptr when the library is not installed.
const Gmime* gmime() {
  return opened_once<Gmime>([](const Gmime& library) { library.g_mime_init(); });
}

// --- Texts ---

std::string one_line(const char* text) {
  return text == nullptr ? "" : std::string(trimmed(composed(printable_line(text))));
}

/// Up to where no character is torn.
std::string_view cut(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return text;
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80) --longest;
  return text.substr(0, longest);
}

/// Lines end with LF.
std::string with_plain_ends(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      plain += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      plain += '\n';
  }
  return plain;
}

/// `=?utf-8?B?SGk=?=` as `=?utf-8?Q?=48=69?=`. GMime takes neighbouring words in base64 for one,
/// and reads no further than the first's filling.
std::string with_quoted_words(std::string_view header) {
  std::string quoted;
  for (auto begin = header.find("=?"); begin != header.npos; begin = header.find("=?")) {
    const auto charset_end = header.find('?', begin + 2);
    const auto word = charset_end == header.npos ? charset_end : charset_end + 3;
    const auto end = word == header.npos ? word : header.find("?=", word);
    if (end == header.npos) break;
    const std::string_view coding = header.substr(charset_end, 3);
    const auto bytes = coding == "?B?" || coding == "?b?"
                           ? from_base64(header.substr(word, end - word))
                           : std::nullopt;
    if (!bytes) {
      quoted += header.substr(0, charset_end);
      header.remove_prefix(charset_end);
      continue;
    }
    quoted.append(header.substr(0, charset_end)).append("?Q?");
    for (const unsigned char byte : *bytes) quoted += fmt::format("={:02X}", byte);
    header.remove_prefix(end);
  }
  return quoted.append(header);
}

/// With its words so, where that matters.
std::string with_quoted_words_in_header(std::string_view bytes) {
  const auto lf = bytes.find("\n\n"), crlf = bytes.find("\n\r\n");
  const std::string_view header = bytes.substr(0, std::min(lf, crlf));
  if (header.find("=?=") == header.npos) return {};
  return with_quoted_words(header).append(bytes.substr(header.size()));
}

/// Written in a charset that is often named wrongly, and may be unknown.
std::string decoded(std::string_view bytes, std::string charset) {
  const bool sound = charset.size() < 40 && std::all_of(charset.begin(), charset.end(), [](char c) {
                       return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ||
                              c == '_' || c == '.' || c == ':';
                     });
  charset = lowered(charset);
  // What is meant by these is more than they say.
  if (!sound || charset.empty() || charset == "us-ascii" || charset == "utf-8" ||
      charset == "iso-8859-1")
    charset = charset != "iso-8859-1" && is_utf8(bytes) ? "" : "windows-1252";
  if (charset == "gb2312" || charset == "gbk" || charset == "x-gbk") charset = "gb18030";
  if (charset == "ks_c_5601-1987") charset = "cp949";
  if (charset.empty()) return std::string(bytes);
  if (auto text = in_utf8(bytes, charset)) return *std::move(text);
  return is_utf8(bytes) ? std::string(bytes) : in_utf8(bytes, "windows-1252").value_or("");
}

/// `<a@b> <c@d>`; a word alone where there are no brackets.
std::vector<std::string> message_ids(const char* header) {
  std::vector<std::string> ids;
  const std::string text = one_line(header);
  const auto keep = [&](std::string_view id) {
    std::string kept;
    for (const char c : id)
      if (c != ' ') kept += c;
    if (!kept.empty() && kept.size() <= 255) ids.push_back(std::move(kept));
  };
  for (std::size_t begin = text.find('<'); begin != text.npos; begin = text.find('<', begin + 1)) {
    const std::size_t end = text.find('>', begin);
    if (end == text.npos) break;
    keep(std::string_view(text).substr(begin + 1, end - begin - 1));
    begin = end;
  }
  if (ids.empty() && !text.empty() && text.find_first_of(" <>") == text.npos) keep(text);
  return ids;
}

// --- Dates ---

/// `+0100`, `GMT`: an offset, or a word for one that everybody knows.
bool has_known_zone(std::string text) {
  if (const auto comment = text.find('('); comment != text.npos) text.resize(comment);
  const std::string_view whole = trimmed(text);
  const std::string zone(whole.substr(whole.find_last_of(" \t") + 1));
  if (zone.size() == 5 && (zone.front() == '+' || zone.front() == '-')) return true;
  constexpr std::array known = {"gmt", "ut",  "utc", "z",   "est", "edt",
                                "cst", "cdt", "mst", "mdt", "pst", "pdt"};
  return std::find(known.begin(), known.end(), lowered(zone)) != known.end();
}

std::optional<Moment> date_of(const Gmime& library, const std::string& text) {
  if (text.empty()) return std::nullopt;
  GDateTime* const found = library.g_mime_utils_header_decode_date(text.c_str());
  if (found == nullptr) {
    const auto iso = Moment::parse(trimmed(text));
    return iso && iso->timed() ? std::optional(*iso) : std::nullopt;
  }
  const std::int64_t seconds = library.g_date_time_to_unix(found);
  const std::int64_t offset = library.g_date_time_get_utc_offset(found) / 60'000'000;
  library.g_date_time_unref(found);
  // There were no mails before; a machine without a clock says so.
  if (seconds < 86400 || offset < -24 * 60 || offset > 24 * 60) return std::nullopt;
  const std::int64_t local = seconds + offset * 60;
  Moment moment{Day::since_epoch(local / 86400), std::int32_t(local % 86400), {}, true};
  if (moment.day.number() != local / 86400) return std::nullopt;
  if (has_known_zone(text)) moment.offset = std::int32_t(offset);
  return moment;
}

// --- Addresses ---

void add_addresses(const Gmime& library, InternetAddressList* list, std::vector<std::string>& found,
                   int depth = 0) {
  if (list == nullptr || depth > deepest) return;
  const int count = library.internet_address_list_length(list);
  for (int i = 0; i < count; ++i) {
    InternetAddress* const address = library.internet_address_list_get_address(list, i);
    if (library.is(address, library.internet_address_mailbox_get_type())) {
      std::string text = one_line(library.internet_address_mailbox_get_addr(
          reinterpret_cast<InternetAddressMailbox*>(address)));
      const auto at = text.find('@');
      const bool whole = at != text.npos && at > 0 && at + 1 < text.size() &&
                         text.find_first_of(" <>,;") == text.npos && text.size() <= 320;
      if (whole && std::find(found.begin(), found.end(), text) == found.end())
        found.push_back(std::move(text));
    } else if (library.is(address, library.internet_address_group_get_type())) {
      add_addresses(library,
                    library.internet_address_group_get_members(
                        reinterpret_cast<InternetAddressGroup*>(address)),
                    found, depth + 1);
    }
  }
}

std::vector<std::string> addresses(const Gmime& library, InternetAddressList* list) {
  std::vector<std::string> found;
  add_addresses(library, list, found);
  return found;
}

// --- Parts ---

std::string type_of(const Gmime& library, GMimeObject* part) {
  GMimeContentType* const type = library.g_mime_object_get_content_type(part);
  if (type == nullptr) return "text/plain";
  const char* const first = library.g_mime_content_type_get_media_type(type);
  const char* const second = library.g_mime_content_type_get_media_subtype(type);
  return lowered(one_line(first)) + "/" + lowered(one_line(second));
}

/// What a part says, decoded.
std::string content(const Gmime& library, GMimePart* part) {
  GMimeDataWrapper* const wrapper = library.g_mime_part_get_content(part);
  if (wrapper == nullptr) return {};
  const Owned<GMimeStream> stream(library.g_object_unref, library.g_mime_stream_mem_new());
  library.g_mime_data_wrapper_write_to_stream(wrapper, stream.get());
  const GByteArray* const bytes =
      library.g_mime_stream_mem_get_byte_array(reinterpret_cast<GMimeStreamMem*>(stream.get()));
  if (bytes == nullptr || bytes->data == nullptr) return {};
  std::string text(reinterpret_cast<const char*>(bytes->data), bytes->len);
  GMimeContentType* const type =
      library.g_mime_object_get_content_type(reinterpret_cast<GMimeObject*>(part));
  const char* const charset =
      type == nullptr ? nullptr : library.g_mime_content_type_get_parameter(type, "charset");
  return decoded(text, charset == nullptr ? "" : charset);
}

/// Gathers from part to part: the first texts, and what is attached.
struct Contents {
  std::string plain, html;
  std::vector<std::string> attachments;
};

void gather(const Gmime& library, GMimeObject* part, Contents& contents, int depth = 0) {
  if (part == nullptr || depth > deepest) return;
  if (library.is(part, library.g_mime_multipart_get_type())) {
    auto* const parts = reinterpret_cast<GMimeMultipart*>(part);
    const int count = library.g_mime_multipart_get_count(parts);
    for (int i = 0; i < count; ++i)
      gather(library, library.g_mime_multipart_get_part(parts, i), contents, depth + 1);
    return;
  }
  // A mail within the mail is somebody else's.
  if (!library.is(part, library.g_mime_part_get_type())) return;
  auto* const leaf = reinterpret_cast<GMimePart*>(part);
  const std::string type = type_of(library, part);
  const std::string name = one_line(library.g_mime_part_get_filename(leaf));
  const char* const disposition = library.g_mime_object_get_disposition(part);
  const bool attached = disposition != nullptr && lowered(disposition) == "attachment";
  if (!attached && name.empty()) {
    if (type == "text/plain" && trimmed(contents.plain).empty())
      contents.plain = content(library, leaf);
    if (type == "text/html" && contents.html.empty()) contents.html = content(library, leaf);
    return;
  }
  // A picture that the text shows is part of the text: logos, mostly.
  const bool shown = !attached && type.starts_with("image/") &&
                     library.g_mime_part_get_content_id(leaf) != nullptr;
  if (!shown && !name.empty() && contents.attachments.size() < most_attachments)
    contents.attachments.emplace_back(cut(name, 200));
}

constexpr std::array mark_names = {"List-Id",
                                   "List-Post",
                                   "List-Unsubscribe",
                                   "Precedence",
                                   "Auto-Submitted",
                                   "X-Autoreply",
                                   "X-Auto-Response-Suppress",
                                   "X-Spam-Flag",
                                   "X-Mozilla-Status",
                                   "X-Mozilla-Draft-Info",
                                   "X-Gmail-Labels"};

}  // namespace

Result<void> mails_can_be_read() {
  if (gmime() == nullptr)
    return error(Error::failed("mails cannot be read without GMime",
                               "install the Debian package libgmime-3.0-0"));
  return {};
}

Result<Letter> read_letter(std::string_view bytes) {
  if (auto can = mails_can_be_read(); !can) return error(can.error());
  const Gmime& library = *gmime();
  const std::string quoted = with_quoted_words_in_header(bytes);
  if (!quoted.empty()) bytes = quoted;
  Letter letter;
  const Owned<GMimeStream> stream(library.g_object_unref, library.g_mime_stream_mem_new_with_buffer(
                                                              bytes.data(), bytes.size()));
  const Owned<GMimeParser> parser(library.g_object_unref,
                                  library.g_mime_parser_new_with_stream(stream.get()));
  // Not those of the machine's locale: a mail says the same everywhere.
  std::array<const char*, 3> charsets = {"utf-8", "windows-1252", nullptr};
  GMimeParserOptions* const options = library.g_mime_parser_options_new();
  library.g_mime_parser_options_set_fallback_charsets(options, charsets.data());
  const Owned<GMimeMessage> message(library.g_object_unref,
                                    library.g_mime_parser_construct_message(parser.get(), options));
  library.g_mime_parser_options_free(options);
  if (message.get() == nullptr) return letter;

  auto* const object = reinterpret_cast<GMimeObject*>(message.get());
  const auto header = [&](const char* name) {
    return library.g_mime_object_get_header(object, name);
  };
  letter.from = addresses(library, library.g_mime_message_get_from(message.get()));
  letter.sender = addresses(library, library.g_mime_message_get_sender(message.get()));
  letter.reply_to = addresses(library, library.g_mime_message_get_reply_to(message.get()));
  letter.to = addresses(library, library.g_mime_message_get_to(message.get()));
  letter.cc = addresses(library, library.g_mime_message_get_cc(message.get()));
  letter.bcc = addresses(library, library.g_mime_message_get_bcc(message.get()));
  letter.subject = cut(one_line(library.g_mime_message_get_subject(message.get())), 1000);
  letter.date = date_of(library, one_line(header("Date")));
  const std::string received = one_line(header("Received"));
  if (const auto semicolon = received.rfind(';'); semicolon != received.npos)
    letter.received = date_of(library, received.substr(semicolon + 1));
  if (auto ids = message_ids(header("Message-ID")); !ids.empty()) letter.id = ids.front();
  letter.references = message_ids(header("References"));
  letter.in_reply_to = message_ids(header("In-Reply-To"));
  for (const char* const name : mark_names)
    if (const char* const value = header(name))
      letter.marks.emplace_back(lowered(name), cut(one_line(value), 1000));

  GMimeObject* const top = library.g_mime_message_get_mime_part(message.get());
  if (top == nullptr) return letter;
  letter.type = type_of(library, top);
  Contents contents;
  gather(library, top, contents);
  const std::string text =
      trimmed(contents.plain).empty() ? text_of_html(contents.html) : contents.plain;
  letter.text =
      cut(composed(printable_text(with_plain_ends(cut(text, longest_text)))), longest_text);
  letter.attachments = std::move(contents.attachments);
  return letter;
}

std::optional<Moment> mail_date(const std::string& text) {
  const Gmime* const library = gmime();
  return library == nullptr ? std::nullopt : date_of(*library, text);
}

}  // namespace crm
