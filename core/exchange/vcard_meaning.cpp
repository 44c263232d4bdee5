#include "core/exchange/vcard_meaning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/domain/character.hpp"
#include "core/domain/country.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/domain/when.hpp"
#include "core/exchange/transfer_coding.hpp"
#include "core/exchange/vcard_text.hpp"

namespace crm {
namespace {

using namespace vcard;

constexpr std::size_t longest_extra = 64 << 10;

/// The customer, and perhaps the person in it, that a card of ours is about.
struct Ours {
  std::string customer, person;
};

/// Of `acme-7h2k@crm` and `acme-7h2k+p4n8x2@crm`.
std::optional<Ours> ours_of_uid(std::string_view uid) {
  constexpr std::string_view end = "@crm";
  if (!uid.ends_with(end)) return std::nullopt;
  uid.remove_suffix(end.size());
  const std::size_t plus = uid.find('+');
  Ours ours{std::string(uid.substr(0, plus)),
            plus == uid.npos ? "" : std::string(uid.substr(plus + 1))};
  if (!is_customer_id(ours.customer) || (plus != uid.npos && !is_item_id(ours.person)))
    return std::nullopt;
  return ours;
}

/// What a file of these bytes is called; empty where they are no picture that is known.
std::string ending_of(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xD8\xFF")) return "jpg";
  if (bytes.starts_with("\x89PNG")) return "png";
  if (bytes.starts_with("GIF8")) return "gif";
  if (bytes.starts_with("BM")) return "bmp";
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return "webp";
  if (bytes.starts_with("II*") || bytes.starts_with("MM")) return "tif";
  return "";
}

/// `01.05.1990` and the like, where nothing else could be meant.
std::optional<PartialDay> local_day(std::string_view text, const Ground& ground) {
  const bool is_digits = std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '-'; });
  if (!is_digits || text.size() < 8 || text.size() > 10) return std::nullopt;
  const auto day = what_day(text, ground.now, date_order(ground.settings.country));
  if (!day) return std::nullopt;
  return PartialDay{day->year(), day->month(), day->day()};
}

/// Marks that phones put around numbers and addresses are no part of them.
std::string as_dialled(std::string_view text) {
  std::string plain = one_line(text);
  for (const std::string_view mark :
       {"\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u2060", "\u00AD"})
    for (std::size_t at = plain.find(mark); at != plain.npos; at = plain.find(mark, at))
      plain.erase(at, mark.size());
  return std::string(trimmed(plain));
}

/// For a remark.
std::string shortened(std::string_view text) {
  constexpr int longest = 60;
  const std::string line = one_line(text);
  std::size_t end = 0;
  for (int i = 0; i < longest && end < line.size(); ++i)
    end += first_character(std::string_view(line).substr(end)).size;
  return end < line.size() ? line.substr(0, end) + "…" : line;
}

/// A list in which everything stands once.
template <class T>
void add_once(std::vector<T>& list, T value) {
  if (std::ranges::find(list, value) == list.end()) list.push_back(std::move(value));
}

/// A card while it becomes an arrival.
class Understanding {
 public:
  Understanding(const Vcard& card, const VcardWish& wish, const Ground& ground)
      : card_(card), wish_(wish), ground_(ground) {
    for (const VcardProperty& property : card.properties) {
      if (property.group.empty()) continue;
      if (property.name == "X-ABLABEL")
        labels_.emplace(lowered(property.group), &property);
      else
        named_.insert(lowered(property.group));
    }
  }

  VcardMeaning understood() {
    understand();
    return std::move(meaning_);
  }

 private:
  void understand() {
    const std::string kind = kind_of_card();
    if (kind == "group")
      meaning_.skipped = "a group of contacts";
    else if (kind == "location" || kind == "thing" || kind == "device" || kind == "application")
      meaning_.skipped = "a card of no person (" + kind + ")";
    if (!meaning_.skipped.empty()) return;
    for (const VcardProperty& property : card_.properties) take(property);
    for (const Vcard::Stray& stray : card_.strays)
      remark(fmt::format("line {} is no property: \"{}\"", stray.line, shortened(stray.text)));
    take_ids();
    take_labels();
    order_by_preference();
    take_name(kind);
    take_addresses();
    if (meaning_.rejected.empty() && ours_ && !ours_->person.empty()) become_person();
  }

  using Taker = void (Understanding::*)(const VcardProperty&);

  Customer& says() { return meaning_.arrival.says; }

  void remark(std::string text) { meaning_.arrival.remarks.push_back(std::move(text)); }

  std::string kind_of_card() const {
    for (const VcardProperty& property : card_.properties)
      if (property.name == "KIND" || property.name == "X-ADDRESSBOOKSERVER-KIND")
        return lowered(one_line(plain_text(property)));
    return "";
  }

  void take(const VcardProperty& property) {
    static const std::map<std::string_view, Taker> takers = table();
    const auto taker = takers.find(property.name);
    const bool is_picture = property.name == "PHOTO" || property.name == "X-MS-CARDPICTURE";
    if (taker == takers.end()) return keep(property);
    if (property.cut && !is_picture)
      return remark(property.name + " is longer than 1 MiB: left out");
    if (taker->second != nullptr) (this->*taker->second)(property);
  }

  /// nullptr: says nothing that a record wants.
  static std::map<std::string_view, Taker> table() {
    using U = Understanding;
    return {{"VERSION", nullptr},
            {"PRODID", nullptr},
            {"REV", nullptr},
            {"PROFILE", nullptr},
            {"X-CRM-REASON", nullptr},
            {"KIND", nullptr},
            {"X-ADDRESSBOOKSERVER-KIND", nullptr},
            {"X-ABLABEL", nullptr},
            {"X-ABADR", nullptr},
            {"X-CRM-NAME", &U::take_customer_name},
            {"X-CRM-ID", &U::take_id},
            {"X-CRM-PERSON", &U::take_person_id},
            {"UID", &U::take_uid},
            {"FN", &U::take_formatted_name},
            {"N", &U::take_n},
            {"NICKNAME", &U::take_nickname},
            {"X-NICKNAME", &U::take_nickname},
            {"ORG", &U::take_org},
            {"X-ABSHOWAS", &U::take_show_as},
            {"TITLE", &U::take_title},
            {"ROLE", &U::take_role},
            {"EMAIL", &U::take_email},
            {"TEL", &U::take_phone},
            {"ADR", &U::take_address},
            {"LABEL", &U::take_address_label},
            {"BDAY", &U::take_birthday},
            {"ANNIVERSARY", &U::take_anniversary},
            {"X-ANNIVERSARY", &U::take_anniversary},
            {"X-EVOLUTION-ANNIVERSARY", &U::take_anniversary},
            {"X-KADDRESSBOOK-X-ANNIVERSARY", &U::take_anniversary},
            {"X-MS-ANNIVERSARY", &U::take_anniversary},
            {"X-ABDATE", &U::take_date},
            {"CATEGORIES", &U::take_categories},
            {"NOTE", &U::take_note},
            {"URL", &U::take_link},
            {"X-EVOLUTION-BLOG-URL", &U::take_link},
            {"IMPP", &U::take_link},
            {"SOCIALPROFILE", &U::take_link},
            {"X-SOCIALPROFILE", &U::take_link},
            {"X-AIM", &U::take_messenger},
            {"X-ICQ", &U::take_messenger},
            {"X-JABBER", &U::take_messenger},
            {"X-MSN", &U::take_messenger},
            {"X-QQ", &U::take_messenger},
            {"X-SKYPE", &U::take_messenger},
            {"X-SKYPE-USERNAME", &U::take_messenger},
            {"X-YAHOO", &U::take_messenger},
            {"X-GOOGLE-TALK", &U::take_messenger},
            {"X-GTALK", &U::take_messenger},
            {"X-GADUGADU", &U::take_messenger},
            {"X-GROUPWISE", &U::take_messenger},
            {"X-MS-IMADDRESS", &U::take_messenger},
            {"X-TWITTER", &U::take_messenger},
            {"LANG", &U::take_language},
            {"TZ", &U::take_timezone},
            {"X-ANDROID-CUSTOM", &U::take_android},
            {"PHOTO", &U::take_photo},
            {"X-MS-CARDPICTURE", &U::take_photo},
            {"LOGO", &U::take_binary},
            {"SOUND", &U::take_binary},
            {"KEY", &U::take_binary}};
  }

  // --- What has no place ---

  void keep(const VcardProperty& property) {
    if (property.cut || property.text().size() > longest_extra)
      return remark(property.name + " is longer than 64 KiB: left out");
    const std::string line = one_line(property.text());
    if (property.value.empty()) return;
    add_once(says().extra, line);
    if (!property.group.empty()) kept_groups_.insert(lowered(property.group));
  }

  /// A field of the record's own, which several lines may fill.
  void fill(const std::string& key, std::string value) {
    if (value.empty()) return;
    for (auto& [name, known] : says().fields) {
      if (name != key) continue;
      if (known != value && !known.ends_with(", " + value)) known += ", " + value;
      return;
    }
    says().fields.emplace_back(key, std::move(value));
  }

  // --- Who ---

  void take_uid(const VcardProperty& property) {
    const std::string uid = one_line(plain_text(property));
    if (uid.empty()) return;
    if (const auto ours = ours_of_uid(uid))
      ours_ = ours;
    else
      add_once(says().external, "vcard:" + uid);
  }

  void take_id(const VcardProperty& property) {
    const std::string id = one_line(plain_text(property));
    if (!is_customer_id(id)) return remark("\"" + shortened(id) + "\" is no id of a record");
    if (!ours_) ours_ = Ours{id, {}};
  }

  void take_person_id(const VcardProperty& property) {
    const std::string id = one_line(plain_text(property));
    if (is_item_id(id)) person_id_ = id;
  }

  void take_ids() {
    if (ours_ && ours_->person.empty()) ours_->person = person_id_;
    if (ours_ && ours_->person.empty()) says().id = ours_->customer;
  }

  void take_customer_name(const VcardProperty& property) {
    customer_name_ = one_line(plain_text(property));
  }

  void take_formatted_name(const VcardProperty& property) {
    const std::string name = one_line(plain_text(property));
    if (name.empty()) return;
    const int rank = preference(property);
    if (!formatted_name_.empty() && rank >= formatted_rank_) return add_once(aliases_, name);
    if (!formatted_name_.empty()) add_once(aliases_, formatted_name_);
    formatted_name_ = name;
    formatted_rank_ = rank;
  }

  void take_n(const VcardProperty& property) {
    if (n_ != nullptr) return keep(property);
    n_ = &property;
  }

  void take_nickname(const VcardProperty& property) {
    for (const std::string& part : plain_parts(property, ','))
      if (std::string name = one_line(part); !name.empty()) add_once(aliases_, std::move(name));
  }

  void take_show_as(const VcardProperty& property) {
    is_company_ = is_company_ || lowered(one_line(plain_text(property))) == "company";
  }

  void take_org(const VcardProperty& property) {
    const std::vector<std::string> parts = plain_parts(property, ';');
    if (std::string name = one_line(parts.front()); !name.empty())
      add_once(organisations_, std::move(name));
    for (std::size_t i = 1; i < parts.size(); ++i) fill("department", one_line(parts[i]));
  }

  void take_title(const VcardProperty& property) {
    fill("job_title", one_line(plain_text(property)));
  }

  void take_role(const VcardProperty& property) { fill("role", one_line(plain_text(property))); }

  // --- How to reach them ---

  /// 1 to 100; 100 where the card has no preference.
  static int preference(const VcardProperty& property) {
    if (const std::string* rank = property.parameter("PREF"))
      if (!rank->empty() && rank->size() <= 3 &&
          std::ranges::all_of(*rank, [](char c) { return c >= '0' && c <= '9'; }))
        return std::clamp(std::stoi(*rank), 1, 100);
    const auto types = property.types();
    return std::ranges::find(types, "pref") != types.end() ? 1 : 101;
  }

  /// What the property is for.
  std::string label_of(const VcardProperty& property) const {
    const auto own = labels_.find(lowered(property.group));
    if (!property.group.empty() && own != labels_.end())
      if (std::string label = label_of_apple(plain_text(*own->second)); !label.empty())
        return label;
    if (const std::string* label = property.parameter("X-LABEL"))
      if (!one_line(*label).empty()) return one_line(*label);
    return label_of_types(property.types());
  }

  struct Ranked {
    Labelled entry;
    int rank = 0;
  };

  static void add_labelled(std::vector<Ranked>& list, Ranked added) {
    for (Ranked& known : list) {
      if (known.entry.value != added.entry.value) continue;
      if (known.entry.label.empty()) known.entry.label = added.entry.label;
      known.rank = std::min(known.rank, added.rank);
      return;
    }
    list.push_back(std::move(added));
  }

  void take_email(const VcardProperty& property) {
    std::string address = as_dialled(without_scheme(one_line(plain_text(property))));
    const std::size_t open = address.rfind('<');
    if (open != address.npos && address.ends_with('>'))
      address = address.substr(open + 1, address.size() - open - 2);
    if (address.empty()) return;
    if (!looks_like_email(address)) {
      remark("\"" + shortened(address) + "\" is no e-mail address");
      return keep(property);
    }
    add_labelled(emails_, {{address, label_of(property)}, preference(property)});
  }

  void take_phone(const VcardProperty& property) {
    const std::string number = as_dialled(without_scheme(one_line(plain_text(property))));
    if (number.empty()) return;
    if (!has_digit(number)) {
      remark("\"" + shortened(number) + "\" is no phone number");
      return keep(property);
    }
    add_labelled(phones_, {{number, label_of(property)}, preference(property)});
  }

  void order_by_preference() {
    for (auto* list : {&emails_, &phones_}) {
      std::ranges::stable_sort(*list, {}, &Ranked::rank);
      for (Ranked& each : *list)
        (list == &emails_ ? says().emails : says().phones).push_back(std::move(each.entry));
    }
  }

  struct Written {
    Address address;
    std::vector<std::string> types;
  };

  void take_address(const VcardProperty& property) {
    std::vector<std::string> parts = plain_parts(property, ';');
    // In cards of ours its lines are those of the record.
    const std::string lines = ours_ && parts.size() > 2 ? some_lines(parts[2]) : "";
    for (std::string& part : parts) part = address_line(part);
    if (!lines.empty()) parts[2] = lines;
    parts.resize(std::max<std::size_t>(parts.size(), 7));
    Address address;
    // Street, what lies behind it, post box.
    for (const std::size_t i : {2u, 1u, 0u})
      if (!parts[i].empty()) address.street += (address.street.empty() ? "" : ", ") + parts[i];
    address.city = parts[3];
    address.region = parts[4];
    address.postcode = parts[5];
    address.country = parts[6];
    if (address == Address{})
      if (const std::string* label = property.parameter("LABEL"))
        address.street = address_line(plain_label(*label));
    if (address == Address{}) return;
    address.label = label_of(property);
    addresses_.push_back({std::move(address), property.types()});
  }

  /// Several lines of a part are told with commas.
  static std::string address_line(std::string_view part) {
    const std::string lines = some_lines(part);
    std::string line;
    for (const std::string_view each : split(lines, '\n')) {
      std::string_view piece = trimmed(each);
      if (lines.find('\n') == lines.npos) return lines;
      while (piece.ends_with(',')) piece = trimmed(piece.substr(0, piece.size() - 1));
      if (!piece.empty()) line.append(line.empty() ? "" : ", ").append(piece);
    }
    return one_line(line);
  }

  /// A parameter's line breaks, which some write with a backslash.
  static std::string plain_label(const std::string& label) {
    VcardProperty text;
    text.value = label;
    return plain_text(text);
  }

  void take_address_label(const VcardProperty& property) { address_labels_.push_back(&property); }

  /// A LABEL says an ADR once more, unless there is none of its kind.
  void take_addresses() {
    for (const VcardProperty* label : address_labels_) {
      const auto types = label->types();
      const bool is_told =
          std::ranges::any_of(addresses_, [&](const Written& each) { return each.types == types; });
      if (is_told) continue;
      Address address;
      address.street = address_line(plain_text(*label));
      if (address.street.empty()) continue;
      address.label = label_of(*label);
      addresses_.push_back({std::move(address), types});
    }
    for (Written& each : addresses_) add_once(says().addresses, std::move(each.address));
  }

  void take_link(const VcardProperty& property) {
    std::string link = as_dialled(plain_text(property));
    if (link.empty()) {
      const std::string* user = property.parameter("X-USER");
      const auto types = property.types();
      if (user == nullptr || user->empty()) return;
      link = one_line((types.empty() ? "" : types.front() + ":") + *user);
    }
    add_once(says().links, std::move(link));
  }

  void take_messenger(const VcardProperty& property) {
    static const std::map<std::string_view, std::string_view> schemes{
        {"X-AIM", "aim"},         {"X-ICQ", "icq"},
        {"X-JABBER", "xmpp"},     {"X-MSN", "msnim"},
        {"X-QQ", "qq"},           {"X-SKYPE", "skype"},
        {"X-YAHOO", "ymsgr"},     {"X-GOOGLE-TALK", "gtalk"},
        {"X-GTALK", "gtalk"},     {"X-GADUGADU", "gadugadu"},
        {"X-TWITTER", "twitter"}, {"X-GROUPWISE", "groupwise"},
        {"X-MS-IMADDRESS", "im"}, {"X-SKYPE-USERNAME", "skype"}};
    const std::string name = as_dialled(plain_text(property));
    if (name.empty()) return;
    if (name.find(':') != name.npos) return add_once(says().links, name);
    add_once(says().links, std::string(schemes.at(property.name)) + ":" + name);
  }

  // --- Days ---

  std::optional<PartialDay> day_of(const VcardProperty& property) const {
    const std::string text = one_line(plain_text(property));
    auto day = partial_day(text);
    if (!day) return local_day(text, ground_);
    // Apple says which year stands for none.
    const std::string* none = property.parameter("X-APPLE-OMIT-YEAR");
    if (none != nullptr && day->year && day->month && fmt::format("{:04}", *day->year) == *none)
      day->year.reset();
    return day;
  }

  /// `what` is said of a day that can't be read.
  void no_day(const VcardProperty& property, std::string_view what) {
    const std::string text = one_line(plain_text(property));
    if (text.empty()) return;
    remark(fmt::format("{} \"{}\" is no date", what, shortened(text)));
    if (text.find_first_not_of("0-./: TZ") != text.npos) keep(property);
  }

  void take_birthday(const VcardProperty& property) {
    const auto day = day_of(property);
    if (!day) return no_day(property, "birthday");
    if (!says().birthday) says().birthday = day;
    if (*says().birthday == *day) return;
    remark("a second birthday, " + day->text());
    keep(property);
  }

  void take_anniversary(const VcardProperty& property) { take_day(property, "anniversary"); }

  void take_date(const VcardProperty& property) { take_day(property, label_of(property)); }

  void take_day(const VcardProperty& property, const std::string& what) {
    const auto day = day_of(property);
    if (!day) return no_day(property, what.empty() ? "a date" : what);
    YearlyDate date;
    date.on = *day;
    date.what = what;
    add_once(says().dates, std::move(date));
  }

  // --- The rest ---

  void take_categories(const VcardProperty& property) {
    std::vector<std::string> parts = plain_parts(property, ',');
    if (property.old && parts.size() == 1) parts = plain_parts(property, ';');
    for (const std::string& part : parts) {
      std::string tag = one_line(part);
      if (tag.starts_with("* ")) tag.erase(0, 2);
      // Everybody in Google's address book has it.
      if (!tag.empty() && tag != "myContacts") add_once(says().tags, std::move(tag));
    }
  }

  void take_note(const VcardProperty& property) {
    const std::string note = some_lines(without_markup(plain_text(property)));
    if (note.empty() || says().note == note) return;
    if (!says().note.empty()) says().note += "\n\n";
    says().note += note;
  }

  void take_language(const VcardProperty& property) {
    const std::string language = one_line(plain_text(property));
    if (language.empty()) return;
    const bool is_better = language_ == nullptr || preference(property) < preference(*language_);
    if (language_ != nullptr) keep(is_better ? *language_ : property);
    if (!is_better) return;
    says().language = language;
    language_ = &property;
  }

  void take_timezone(const VcardProperty& property) {
    const std::string name = one_line(plain_text(property));
    const bool is_known = name.find('/') != name.npos && Zone::find(name).has_value();
    if (!is_known || !says().timezone.empty()) return keep(property);
    says().timezone = name;
  }

  /// `vnd.android.cursor.item/contact_event;2004-02-12;1;;;`
  void take_android(const VcardProperty& property) {
    std::vector<std::string> parts = plain_parts(property, ';');
    parts.resize(std::max<std::size_t>(parts.size(), 4));
    if (parts[0].ends_with("/nickname")) {
      if (std::string name = one_line(parts[1]); !name.empty()) add_once(aliases_, std::move(name));
      return;
    }
    const auto day = partial_day(parts[1]);
    if (!parts[0].ends_with("/contact_event") || !day) return keep(property);
    // 1 anniversary, 2 another, 3 birthday, 0 what stands behind it.
    if (parts[2] == "3" && (!says().birthday || *says().birthday == *day)) {
      says().birthday = day;
      return;
    }
    YearlyDate date;
    date.on = *day;
    date.what = parts[2] == "1" ? "anniversary" : one_line(parts[3]);
    add_once(says().dates, std::move(date));
  }

  void take_photo(const VcardProperty& property) {
    std::string_view written = property.value;
    bool is_base64 = property.base64;
    if (written.starts_with("data:")) {
      const std::size_t comma = written.find(',');
      if (comma == written.npos) return;
      is_base64 = true;
      written.remove_prefix(comma + 1);
    }
    if (!is_base64) {
      // An address of a picture.
      if (written.find(':') != written.npos) keep(property);
      return;
    }
    if (trimmed(written).empty()) return;
    if (!wish_.photos) {
      ++meaning_.photos_left_out;
      return;
    }
    if (property.cut) return remark("a picture is longer than 16 MiB: left out");
    // A comma of a data: address may have a backslash.
    auto bytes = from_base64(written);
    if (!bytes || bytes->empty()) return remark("a picture that can't be decoded: left out");
    std::string ending = ending_of(*bytes);
    if (ending.empty()) return remark("a picture of an unknown kind: left out");
    meaning_.arrival.photos.push_back({std::move(ending), *std::move(bytes)});
  }

  void take_binary(const VcardProperty& property) {
    if (!property.base64 && !property.value.starts_with("data:")) return keep(property);
    ++meaning_.binaries_left_out;
  }

  /// Labels of what is kept are kept with it.
  void take_labels() {
    for (const auto& [group, label] : labels_)
      if (kept_groups_.contains(group) || !named_.contains(group)) keep(*label);
  }

  // --- The name ---

  void take_name(const std::string& kind) {
    const NameParts parts = n_ == nullptr ? NameParts{} : name_parts(*n_);
    const std::string organisation = organisations_.empty() ? "" : organisations_.front();
    const bool is_only_company =
        parts.empty() && !organisation.empty() &&
        (formatted_name_.empty() || folded(formatted_name_) == folded(organisation));
    is_company_ = is_company_ || kind == "org" || kind == "organization" || is_only_company;
    if (ours_ && !ours_->person.empty()) is_company_ = false;
    if (is_company_)
      take_company_name(parts, organisation);
    else
      take_person_name(parts, organisation);
    if (says().name.empty()) meaning_.rejected = "it names nobody";
    for (std::string& alias : aliases_)
      if (alias != says().name) add_once(says().aliases, std::move(alias));
  }

  void take_company_name(const NameParts& parts, const std::string& organisation) {
    says().kind = "company";
    says().name = formatted_name_.empty() ? organisation : formatted_name_;
    // A person's name may be the formatted one of a company's card.
    const std::string person = parts.text();
    if (!organisation.empty() && folded(formatted_name_) == folded(person) && !person.empty())
      says().name = organisation;
    if (says().name.empty()) says().name = person;
    for (const std::string& name : organisations_)
      if (name != says().name) add_once(aliases_, name);
    if (person.empty() || folded(person) == folded(says().name)) return;
    Person contact;
    contact.name = person;
    std::erase_if(says().fields, [&](const auto& field) {
      if (field.first != "job_title" || !contact.role.empty()) return false;
      contact.role = field.second;
      return true;
    });
    says().people.push_back(std::move(contact));
  }

  void take_person_name(const NameParts& parts, const std::string& organisation) {
    const std::string from_parts = parts.text();
    says().name = formatted_name_;
    // Outlook files people under their company's name.
    const bool is_filed = !from_parts.empty() && folded(formatted_name_) == folded(organisation);
    if (formatted_name_.empty() || is_filed) says().name = from_parts;
    if (says().name.empty() && !aliases_.empty()) says().name = aliases_.front();
    if (says().name.empty() && !says().emails.empty()) says().name = says().emails.front().value;
    if (says().name.empty() && !says().phones.empty()) says().name = says().phones.front().value;
    for (const std::string& name : organisations_)
      meaning_.arrival.company.push_back({Key::Kind::name, name});
    // Which part is the family's is kept where nobody would guess it.
    if (n_ == nullptr || parts.empty()) return;
    const bool has_one = parts.text() == parts.family || parts.text() == parts.given;
    if (n_->parameter("SORT-AS") != nullptr ||
        !(parts == guessed_parts(says().name) || (has_one && parts.text() == says().name)))
      keep(*n_);
  }

  /// The card of a person within a customer: all that it says is that person's.
  void become_person() {
    Customer company;
    company.id = ours_->customer;
    Person person;
    static_cast<Contact&>(person) = std::move(static_cast<Contact&>(says()));
    person.id = ours_->person;
    person.name = says().name;
    person.note = says().note;
    for (const auto& [key, value] : says().fields) {
      if (key == "job_title" || (key == "role" && person.role.empty()))
        person.role = value;
      else
        remark(key + " \"" + shortened(value) + "\" has no place with a person: left out");
    }
    for (const std::string& line : says().extra)
      if (!line.starts_with("N:") && !line.starts_with("N;"))
        remark("\"" + shortened(line) + "\" has no place with a person: left out");
    if (customer_name_.empty() && !organisations_.empty()) {
      company.name = organisations_.front();
      company.kind = "company";
    } else {
      company.name = customer_name_.empty() ? person.name : customer_name_;
    }
    company.people.push_back(std::move(person));
    meaning_.arrival.company.clear();
    says() = std::move(company);
  }

  const Vcard& card_;
  const VcardWish& wish_;
  const Ground& ground_;
  /// X-ABLABEL by group.
  std::map<std::string, const VcardProperty*> labels_;
  /// Groups that have more than a label; those of which something is kept in `extra`.
  std::set<std::string> named_, kept_groups_;
  std::optional<Ours> ours_;
  std::string person_id_, customer_name_, formatted_name_;
  int formatted_rank_ = 0;
  const VcardProperty* n_ = nullptr;
  const VcardProperty* language_ = nullptr;
  std::vector<std::string> organisations_, aliases_;
  std::vector<Ranked> emails_, phones_;
  std::vector<Written> addresses_;
  std::vector<const VcardProperty*> address_labels_;
  bool is_company_ = false;
  VcardMeaning meaning_;
};

}  // namespace

VcardMeaning meaning_of(const Vcard& card, const VcardWish& wish, const Ground& ground) {
  return Understanding(card, wish, ground).understood();
}

}  // namespace crm
