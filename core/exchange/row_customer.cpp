// A row that is a customer: somebody's names, addresses and whatever else is known of them.
#include <algorithm>
#include <charconv>

#include "core/domain/folding.hpp"
#include "core/domain/id.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"
#include "core/exchange/record_cells.hpp"
#include "core/exchange/row.hpp"
#include "core/merge/combine.hpp"
#include "core/record/assignment.hpp"

namespace crm {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (!text.empty() && std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

std::string capitals_down(std::string_view label) {
  return lowered(without_star(clean_line(label)));
}

/// The last part of a page's address: `https://linkedin.com/in/anna-b/` is anna-b.
std::string last_part(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  url = url.substr(0, url.find('?'));
  const auto slash = url.rfind('/');
  return std::string(slash == url.npos ? url : url.substr(slash + 1));
}

class CustomerRow {
 public:
  CustomerRow(TableRow& row, Gathered& gathered) : row_(row), gathered_(gathered) {}

  Arrival arrival() {
    for (std::size_t i = 0; i < row_.size(); ++i)
      if (!trimmed(row_.text(i)).empty()) take(i);
    take_addresses();
    take_birth_parts();
    take_name();
    take_own_lists();
    arrival_.says = std::move(says_);
    return std::move(arrival_);
  }

 private:
  const std::string& word(std::size_t i) const { return row_.column(i).word.word; }

  const std::string& rest(std::size_t i) const { return row_.column(i).word.rest; }

  /// What the column beside says a group's values are for, else the group's own name, if it is one.
  std::string label(std::string_view label_word, const std::string& group) const {
    for (std::size_t i = 0; i < row_.size(); ++i)
      if (word(i) == label_word && rest(i) == group)
        if (const std::string said = without_label_mail(i); !said.empty())
          return capitals_down(said);
    return is_number(group) ? std::string() : group;
  }

  /// In a row whose cells have slipped, an address stands where a label should.
  std::string without_label_mail(std::size_t i) const {
    return looks_like_email(trimmed(row_.text(i))) ? std::string() : row_.text(i);
  }

  void keep(std::size_t i, std::string_view value) {
    keep(field_name(row_.column(i).header), value);
  }

  void keep(std::string name, std::string_view value) {
    const std::string text = clean_text(value);
    if (text.empty()) return;
    if (name.empty()) name = "value";
    for (auto& [key, kept] : says_.fields)
      if (key == name) {
        if (kept != text) kept += "; " + text;
        return;
      }
    says_.fields.emplace_back(std::move(name), text);
  }

  void remark(std::size_t i, const std::string& what) {
    arrival_.remarks.push_back(row_.column(i).header + ": " + what);
  }

  /// It can't be what it should be: it is kept as it stands, and said so.
  void keep_as_is(std::size_t i, std::string_view value, const std::string& why) {
    const std::string name = field_name(row_.column(i).header);
    keep(name, value);
    remark(i, why + "; kept in fields." + name);
  }

  void take(std::size_t i) {
    const std::string& what = word(i);
    const std::string line = clean_line(row_.text(i));
    if (what == "-" || what.ends_with("_label") || what == "email_type") return take_slipped(i);
    if (what == "email") return take_emails(i);
    if (what == "phone") return take_phones(i);
    if (what == "fields") return take_field(i);
    if (what == "own") return take_own(i);
    if (what == "company") return take_company(i);
    if (what == "status") return take_status(i, line);
    if (what == "owner") says_.owner = line;
    if (what == "source") says_.source = line;
    if (what == "id") return take_id(line);
    if (what == "kind") return take_kind(i, line);
    if (what == "referred_by") says_.referred_by = line;
    if (what == "works_at") says_.works_at = line;
    if (what == "language") says_.language = line;
    if (what == "salutation") says_.salutation = line;
    if (what == "timezone") says_.timezone = line;
    if (what == "role" || what == "department" || what == "prefix")
      keep(what == "role" ? "job_title" : what, line);
    if (what == "alias")
      for (const std::string& one : several(row_.text(i))) add_once(says_.aliases, clean_line(one));
    if (what == "campaign")
      for (const std::string& one : listed(row_.text(i))) add_once(says_.campaigns, one);
    if (what == "link")
      for (const std::string& one : several(row_.text(i)))
        for (const std::string_view url : split(one, '\n')) add_once(says_.links, clean_line(url));
    if (what == "profile") {
      add_once(says_.links, line);
      add_once(says_.external, rest(i) + ":" + last_part(line));
    }
    if (what == "external") take_numbers(i);
    if (what == "tag") take_tags(i);
    if (what == "since" || what == "added" || what == "day") return take_day(i);
    if (what == "birthday" || what == "date") return take_yearly(i);
    if (what == "consent" || what == "no_consent") return take_consent(i);
    if (what == "custom") take_custom(i);
    if (what == "note") take_note(i);
    if (what == "keep_in_touch") {
      if (auto period = KeepInTouch::parse(line))
        says_.keep_in_touch = *period;
      else
        keep_as_is(i, line, period.error().message());
    }
  }

  void take_slipped(std::size_t i) {
    if (word(i) != "email_label" || !looks_like_email(trimmed(row_.text(i)))) return;
    add_email({std::string(trimmed(row_.text(i))), ""});
    remark(i, "an address stands where its label should be");
  }

  void add_email(Labelled email) {
    const std::string wanted = lowered(email.value);
    for (Labelled& known : says_.emails)
      if (lowered(known.value) == wanted) {
        if (known.label.empty()) known.label = email.label;
        return;
      }
    says_.emails.push_back(std::move(email));
  }

  void take_emails(std::size_t i) {
    for (std::size_t j = 0; j < row_.size(); ++j)
      if (word(j) == "email_type" && rest(j) == rest(i) && lowered(trimmed(row_.text(j))) == "ex")
        return keep_as_is(i, row_.text(i), "a path within an Exchange server is no e-mail address");
    std::vector<std::string> others;
    for (Labelled& email : emails_in(row_.text(i), others)) {
      if (email.label.empty()) email.label = label("email_label", rest(i));
      email.label = capitals_down(email.label);
      add_email(std::move(email));
    }
    for (const std::string& other : others)
      keep_as_is(i, other, "\"" + other.substr(0, 60) + "\" is no e-mail address");
  }

  void take_phones(std::size_t i) {
    std::vector<std::string> others;
    const std::string& country = row_.ground().settings.country;
    for (Labelled& phone : phones_in(row_.text(i), others)) {
      if (phone.label.empty()) phone.label = label("phone_label", rest(i));
      phone.label = capitals_down(phone.label);
      const std::string number = e164(phone.value, country);
      const bool known = std::ranges::any_of(says_.phones, [&](const Labelled& one) {
        return one.value == phone.value || (!number.empty() && e164(one.value, country) == number);
      });
      if (!known) says_.phones.push_back(std::move(phone));
    }
    for (const std::string& other : others)
      keep_as_is(i, other, "\"" + other.substr(0, 60) + "\" is no phone number");
  }

  /// As crm.yaml types it, where it can be read so.
  /// A few columns may be anybody's: there an id of ours looks like the ones that we give.
  void take_id(const std::string& line) {
    const bool whole = row_.plan().has("added");
    if (is_customer_id(line) && (whole || line.find('-') != line.npos))
      says_.id = line;
    else
      keep("id", line);
  }

  void take_own(std::size_t i) {
    const Field* const field = customer_type().find(rest(i));
    if (field == nullptr) return keep(rest(i), row_.text(i));
    lists_.put(rest(i), data_of_cell(clean_text(row_.text(i)), *field));
  }

  void take_own_lists() {
    const Settings& settings = row_.ground().settings;
    for (std::size_t i = 0; i < lists_.keys.size(); ++i) {
      Data record = Data::map();
      record.put("name", Data::scalar(says_.name));
      record.put(lists_.keys[i], lists_.children[i]);
      if (const auto read = customer_from(record, settings.currency))
        says_ = combined(says_, *read, Prefer::ours, settings.country).customer;
      else
        arrival_.remarks.push_back(read.error().problems.front().message + ": left out");
    }
  }

  void take_field(std::size_t i) {
    const std::string text = clean_text(row_.text(i));
    const CustomField* const field = find_named(row_.ground().settings.fields, rest(i));
    if (row_.column(i).by_itself && is_filler(text)) return;
    if (field == nullptr || text.empty()) return keep(rest(i), text);
    if (field->type == "day") {
      const auto moment = row_.moment_in(i);
      if (!moment) return refuse_or_keep(i, moment.error());
      if (*moment) keep(rest(i), (*moment)->day.text());
    } else if (field->type == "money") {
      const auto money = row_.money_in(i);
      if (!money) return refuse_or_keep(i, money.error());
      if (*money) keep(rest(i), (*money)->text());
    } else if (field->type == "number") {
      const auto number = row_.number_in(i);
      if (!number) return refuse_or_keep(i, number.error());
      if (*number) keep(rest(i), **number);
    } else if (field->type == "yes") {
      const auto yes = says_yes(text);
      keep(rest(i), yes ? (*yes ? "yes" : "no") : text);
    } else if (field->type == "choice") {
      for (const std::string& choice : field->choices)
        if (folded(choice) == folded(text)) return keep(rest(i), choice);
      keep(rest(i), text);
      remark(i, "\"" + text.substr(0, 60) + "\" is none of crm.yaml's choices");
    } else {
      keep(rest(i), text);
    }
  }

  /// What may mean two things costs the row; what means nothing is kept.
  void refuse_or_keep(std::size_t i, const Error& why) {
    if (why.kind == Error::Kind::conflict) return row_.refuse(i, why);
    keep_as_is(i, row_.text(i), why.message());
  }

  void take_company(std::size_t i) {
    if (rest(i).empty()) {
      companies_.push_back({Key::Kind::name, clean_line(row_.text(i))});
      return;
    }
    for (const std::string& one : listed(row_.text(i)))
      arrival_.company.push_back({Key::Kind::external, rest(i) + ":" + one});
  }

  void take_status(std::size_t i, const std::string& line) {
    for (const std::string& status : row_.ground().settings.statuses)
      if (folded(status) == folded(line)) {
        says_.status = status;
        return;
      }
    const std::string name = field_name(row_.column(i).header);
    keep(name.empty() ? "status" : name, line);
    auto& unknown = gathered_.unknown_statuses;
    if (std::ranges::find(unknown, line) == unknown.end() && unknown.size() < 20)
      unknown.push_back(line);
  }

  void take_kind(std::size_t i, const std::string& line) {
    if (line == "person" || line == "company")
      says_.kind = line;
    else
      keep_as_is(i, line, "a kind is person or company");
  }

  void take_numbers(std::size_t i) {
    for (const std::string& one : listed(row_.text(i))) {
      if (!rest(i).empty())
        add_once(says_.external, rest(i) + ":" + one);
      else if (one.find(':') != one.npos)
        add_once(says_.external, one);
      else
        add_once(says_.external, field_name(row_.column(i).header) + ":" + one);
    }
  }

  void take_tags(std::size_t i) {
    for (const std::string& one : listed(row_.text(i))) {
      const std::string tag(without_star(one));
      // Everybody is in Google's own group.
      if (tag != "myContacts" && tag != "My Contacts") add_once(says_.tags, tag);
    }
  }

  void take_day(std::size_t i) {
    const auto moment = row_.moment_in(i);
    if (!moment) return refuse_or_keep(i, moment.error());
    if (!*moment) return;
    if (word(i) == "since") says_.since = (*moment)->day;
    if (word(i) == "added") says_.added = (*moment)->day;
    if (word(i) == "day") keep(rest(i), (*moment)->day.text());
  }

  Result<std::optional<PartialDay>> yearly(std::size_t i) const {
    if (row_.plan().is_ours)
      if (const auto ours = PartialDay::parse(trimmed(row_.text(i)))) return *ours;
    return row_.partial_in(i);
  }

  void take_yearly(std::size_t i) {
    const auto date = yearly(i);
    if (!date) return refuse_or_keep(i, date.error());
    if (!*date) return;
    if (word(i) == "birthday") {
      says_.birthday = **date;
      return;
    }
    const std::string what = label("date_label", rest(i));
    if (!(*date)->month || !(*date)->day)
      return keep(what.empty() ? field_name(row_.column(i).header) : what, row_.text(i));
    says_.dates.push_back({"", **date, what});
  }

  void take_consent(std::size_t i) {
    const auto yes = says_yes(row_.text(i));
    if (word(i) == "no_consent") {
      // Who has not refused has not agreed either.
      if (yes == true) says_.consent.emplace_back(rest(i), Consent{false, std::nullopt});
      if (!yes) keep_as_is(i, row_.text(i), "it says neither yes nor no");
      return;
    }
    if (yes) {
      says_.consent.emplace_back(rest(i), Consent{*yes, std::nullopt});
      return;
    }
    const auto moment = row_.moment_in(i);
    if (moment && *moment)
      says_.consent.emplace_back(rest(i), Consent{true, (*moment)->day});
    else
      keep_as_is(i, row_.text(i), "it says neither yes nor no, nor since when");
  }

  void take_custom(std::size_t i) {
    std::string name = field_name(label("custom_label", rest(i)));
    // `relation 1` without a label is a relation.
    if (name.empty()) {
      std::string group = rest(i);
      while (!group.empty() && is_number(group.substr(group.size() - 1))) group.pop_back();
      name = field_name(group.empty() ? row_.column(i).header : group);
    }
    for (const std::string& one : several(row_.text(i))) keep(name, one);
  }

  void take_note(std::size_t i) {
    const std::string text =
        rest(i) == "html" ? without_tags(row_.text(i)) : clean_text(row_.text(i));
    if (!text.empty()) says_.note += (says_.note.empty() ? "" : "\n") + text;
  }

  Address& address(const std::string& group) {
    for (auto& [name, address] : addresses_)
      if (name == group) return address;
    addresses_.emplace_back(group, Address{});
    addresses_.back().second.label = label("address_label", group);
    return addresses_.back().second;
  }

  /// Several lines of a street are one, parted by commas.
  static void add_line(std::string& street, std::string_view cell) {
    for (const std::string& one : several(cell))
      for (const std::string_view line : split(one, '\n'))
        if (const std::string clean = clean_line(line); !clean.empty())
          street += (street.empty() ? "" : ", ") + clean;
  }

  void take_addresses() {
    for (std::size_t i = 0; i < row_.size(); ++i) {
      if (trimmed(row_.text(i)).empty()) continue;
      const std::string& what = word(i);
      const std::string line = clean_line(row_.text(i));
      if (what == "street") add_line(address(rest(i)).street, row_.text(i));
      if (what == "postcode") address(rest(i)).postcode = line;
      if (what == "city") address(rest(i)).city = line;
      if (what == "region") address(rest(i)).region = line;
      if (what == "country") address(rest(i)).country = line;
    }
    // The whole in one cell says it once more, unless it is all there is.
    for (std::size_t i = 0; i < row_.size(); ++i)
      if (word(i) == "address" && !trimmed(row_.text(i)).empty())
        if (Address& its = address(rest(i)); its.street.empty() && its.city.empty())
          add_line(its.street, row_.text(i));
    for (auto& [group, one] : addresses_) says_.addresses.push_back(std::move(one));
  }

  void take_birth_parts() {
    const auto number = [&](std::string_view what) -> std::optional<int> {
      const std::string text = row_.line(what);
      int value = 0;
      const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (text.empty() || failure != std::errc() || end != text.data() + text.size() || value <= 0)
        return std::nullopt;
      return value;
    };
    const auto year = number("birth_year"), month = number("birth_month"),
               day = number("birth_day");
    if (says_.birthday || (!year && !month)) return;
    PartialDay date;
    date.year = year;
    if (month) date.month = static_cast<unsigned>(*month);
    if (month && day) date.day = static_cast<unsigned>(*day);
    if (const auto checked = PartialDay::parse(date.text()); checked && (date.year || date.day))
      says_.birthday = *checked;
    else
      arrival_.remarks.push_back("birthday \"" + date.text() + "\" is no date");
  }

  void take_name() {
    says_.name = row_.line("name");
    std::string parts;
    for (const std::string_view what : {"first_name", "middle_name", "last_name", "suffix"})
      if (const std::string part = row_.line(what); !part.empty())
        parts += (parts.empty() ? "" : " ") + part;
    if (says_.name.empty())
      says_.name = parts;
    else if (!parts.empty() && !all_in(folded(says_.name), folded(parts)))
      add_once(says_.aliases, parts);
    const bool company = row_.plan().product != nullptr && row_.plan().product->companies;
    if (company) says_.kind = "company";
    // A business's list of people: who has an address there is no company.
    const bool of_people = row_.plan().product != nullptr && row_.plan().product->is_of_people();
    if (says_.name.empty() && of_people && !says_.emails.empty())
      says_.name = says_.emails.front().value;
    if (says_.name.empty() && !companies_.empty()) {
      says_.name = companies_.front().value;
      companies_.clear();
      if (says_.kind.empty()) says_.kind = "company";
    }
    if (says_.name.empty() && !says_.emails.empty()) says_.name = says_.emails.front().value;
    if (says_.name.empty() && !says_.phones.empty()) says_.name = says_.phones.front().value;
    if (says_.name.empty() && says_.id.empty())
      row_.refuse(std::nullopt,
                  std::string("nobody is named in it: no name, no company, no e-mail address, no "
                              "phone number"));
    for (Key& key : companies_)
      if (std::ranges::find(arrival_.company, key) == arrival_.company.end())
        arrival_.company.push_back(std::move(key));
  }

  static bool all_in(std::string_view whole, std::string_view words) {
    return std::ranges::all_of(
        split(words, ' '), [&](std::string_view word) { return whole.find(word) != whole.npos; });
  }

  TableRow& row_;
  Gathered& gathered_;
  Arrival arrival_;
  Customer says_;
  std::vector<Key> companies_;
  /// Fields of ours by their names, whole lists.
  Data lists_ = Data::map();
  std::vector<std::pair<std::string, Address>> addresses_;
};

}  // namespace

Arrival customer_in(TableRow& row, Gathered& gathered) {
  return CustomerRow(row, gathered).arrival();
}

}  // namespace crm
