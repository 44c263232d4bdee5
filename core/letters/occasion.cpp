#include "core/letters/occasion.hpp"

#include <algorithm>
#include <array>

#include "core/domain/account.hpp"
#include "core/domain/bought.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

using Kind = WishOccasion::Kind;

constexpr std::array words = {
    std::pair{std::string_view("birthday"), Kind::birthday},
    std::pair{std::string_view("since"), Kind::anniversary},
    std::pair{std::string_view("purchase"), Kind::purchase},
    std::pair{std::string_view("case closed"), Kind::case_closed},
    std::pair{std::string_view("deal won"), Kind::deal_won},
    std::pair{std::string_view("no contact"), Kind::no_contact},
};
constexpr std::string_view of_fields = "fields.";

std::string quoted(std::string_view word) {
  return "\"" + printable_line(word) + "\"";
}

/// One space where there are several.
std::string single_spaced(std::string_view text) {
  std::string line;
  for (const std::string_view word : split(trimmed(text), ' '))
    if (!word.empty()) line += (line.empty() ? "" : " ") + std::string(word);
  return line;
}

/// `purchase + 14d` taken apart.
struct Written {
  std::string base;
  std::optional<Period> apart;
  bool before = false;
};

Result<Written> taken_apart(const std::string& text) {
  Written all{text, std::nullopt, false};
  const auto at = text.find_last_of("+-");
  if (at == text.npos) return all;
  const std::string_view behind = trimmed(std::string_view(text).substr(at + 1));
  const auto period = Period::typed(behind);
  // A dash may belong to a word: co-op day.
  const bool stands_apart = at > 0 && text[at - 1] == ' ' && at + 1 < text.size();
  if (!period && text[at] == '-' && !stands_apart) return all;
  if (!period)
    return error(Error::asked_wrongly(quoted(behind) + " is no length of time",
                                      "write 3d, 2w, 6m or 1y behind the sign"));
  all.base = std::string(trimmed(std::string_view(text).substr(0, at)));
  all.apart = *period;
  all.before = text[at] == '-';
  return all;
}

Error unknown(const std::string& base, const std::string& meant) {
  return Error::asked_wrongly("there is no occasion " + quoted(base),
                              "did you mean " + meant + "?");
}

Result<WishOccasion> of_field(WishOccasion occasion, const std::string& key,
                              const Settings& settings) {
  const CustomField* const field = find_named(settings.fields, key);
  if (field == nullptr) {
    std::vector<std::string> days;
    for (const auto& [name, one] : settings.fields)
      if (one.type == "day") days.push_back(name);
    const auto near = did_you_mean(key, days);
    return error(Error::asked_wrongly(
        "there is no field " + quoted(key),
        !near.empty()
            ? "did you mean " + std::string(of_fields) + near.front() + "?"
            : "crm.yaml's fields would have it: " + printable_line(key) + ": {type: day}"));
  }
  if (field->type != "day")
    return error(Error::asked_wrongly("the field " + quoted(key) + " is no day",
                                      "crm.yaml's fields call it a " + field->type));
  occasion.kind = Kind::field;
  occasion.what = key;
  return occasion;
}

}  // namespace

Result<WishOccasion> WishOccasion::parse(std::string_view text, const Settings& settings) {
  const std::string line = single_spaced(text);
  if (line.empty())
    return error(
        Error::asked_wrongly("an occasion has no name", "write birthday or purchase + 14d"));
  const auto parts = taken_apart(line);
  if (!parts) return error(parts.error());
  WishOccasion occasion{Kind::date, {}, parts->apart, parts->before};
  const std::string base = folded(parts->base);
  // It says how long without a sign: no contact 90d.
  const std::string none = "no contact ";
  if (base.starts_with(none) && !occasion.apart) {
    const auto period = Period::typed(base.substr(none.size()));
    if (!period)
      return error(Error::asked_wrongly(quoted(base.substr(none.size())) + " is no length of time",
                                        "write no contact 90d"));
    occasion.kind = Kind::no_contact;
    occasion.apart = *period;
    return occasion;
  }
  std::vector<std::string> known;
  for (const auto& [word, kind] : words) {
    known.emplace_back(word);
    if (word != base) continue;
    occasion.kind = kind;
    if (kind == Kind::anniversary && occasion.apart && !occasion.before)
      occasion.kind = Kind::since;
    if (kind == Kind::no_contact && (!occasion.apart || occasion.before))
      return error(
          Error::asked_wrongly("no contact wants to know since when", "write no contact 90d"));
    return occasion;
  }
  if (base.starts_with(of_fields))
    return of_field(occasion, parts->base.substr(of_fields.size()), settings);
  if (find_named(settings.fields, parts->base) != nullptr)
    return of_field(occasion, parts->base, settings);
  for (const auto& [name, field] : settings.fields) known.push_back(name);
  if (const auto near = did_you_mean(base, known); !near.empty())
    return error(unknown(parts->base, near.front()));
  // What comes of a case or deal is told by two words.
  for (const std::string_view start : {"case ", "deal ", "no "})
    if (base.starts_with(start))
      return error(unknown(parts->base, start == "case "   ? "case closed"
                                        : start == "deal " ? "deal won"
                                                           : "no contact 90d"));
  occasion.what = parts->base;
  return occasion;
}

std::string WishOccasion::text() const {
  std::string base = kind == Kind::field ? std::string(of_fields) + what : what;
  for (const auto& [word, one] : words)
    if (one == kind || (one == Kind::anniversary && kind == Kind::since)) base = word;
  if (!apart) return base;
  if (kind == Kind::no_contact) return base + " " + apart->text();
  return base + (before ? " - " : " + ") + apart->text();
}

std::string WishOccasion::key() const {
  std::string key;
  for (const char c : kind == Kind::date ? folded(text()) : text()) {
    const bool by_sign = c == ' ' && !key.empty() && (key.back() == '+' || key.back() == '-');
    if (by_sign) continue;
    if ((c == '+' || c == '-') && !key.empty() && key.back() == '-') key.pop_back();
    key += c == ' ' || c == '/' ? '-' : c;
  }
  return key;
}

namespace {

class Calendar {
 public:
  Calendar(const Customer& customer, const WishOccasion& occasion, Day from, Day to,
           const WishGround& ground)
      : customer_(customer), occasion_(occasion), from_(from), to_(to), ground_(ground) {}

  std::vector<Wish> run() {
    if (customer_.is_deleted()) return {};
    switch (occasion_.kind) {
      case Kind::birthday:
      case Kind::date: look_at_people(); break;
      case Kind::anniversary:
      case Kind::since: look_at_beginning(); break;
      case Kind::purchase: look_at_purchases(); break;
      case Kind::case_closed:
        for (const Case& one : customer_.cases) look_at(one);
        break;
      case Kind::deal_won:
        for (const Deal& deal : customer_.deals) look_at(deal);
        break;
      case Kind::no_contact: look_at_contact(); break;
      case Kind::field: look_at_field(); break;
    }
    std::stable_sort(wishes_.begin(), wishes_.end(),
                     [](const Wish& a, const Wish& b) { return a.day < b.day; });
    return std::move(wishes_);
  }

 private:
  Day due(Day of) const {
    if (!occasion_.apart) return of;
    return plus(of, *occasion_.apart, occasion_.before ? -1 : 1);
  }

  /// The book's day, whatever zone somebody wrote it down in.
  Day day_of(const Moment& moment) const {
    if (!moment.timed() || !moment.offset) return moment.day;
    return ground_.zone.local(ground_.zone.instant(moment)).day;
  }

  /// Once: on the day that lies so far from `of`.
  void take(Wish wish, Day of, const std::string& mark) {
    wish.of = of;
    wish.day = due(of);
    if (wish.day < from_ || wish.day > to_) return;
    wish.sent_key = "wishes/" + occasion_.key() + (mark.empty() ? "" : "/" + mark);
    wishes_.push_back(std::move(wish));
  }

  /// In each year, after the first where that is known.
  void take_yearly(const Wish& wish, const PartialDay& date, const std::string& mark) {
    const int apart = days_between(from_, due(from_));
    const int first = from_.plus_days(-apart).year() - 1, last = to_.plus_days(-apart).year() + 1;
    for (int year = first; year <= last; ++year) {
      const auto day = in_year(date, year, ground_.settings.leap_day_rule());
      if (!day) continue;
      Wish one = wish;
      one.yearly = true;
      if (date.year) one.years = year - *date.year;
      if (one.years && *one.years < 1) continue;
      take(std::move(one), *day, std::to_string(year) + (mark.empty() ? "" : "/" + mark));
    }
  }

  void look_at_people() {
    look_at(customer_, "");
    for (const Person& person : customer_.people)
      if (!person.left || *person.left > ground_.now.day) look_at(person, person.id);
  }

  void look_at(const Contact& contact, const std::string& person) {
    Wish wish;
    wish.person = person;
    if (occasion_.kind == Kind::birthday) {
      if (contact.birthday) take_yearly(wish, *contact.birthday, person);
      return;
    }
    for (const YearlyDate& date : contact.dates) {
      if (folded(single_spaced(date.what)) != folded(occasion_.what)) continue;
      wish.about = date.what;
      // The same may be said twice: of two children.
      take_yearly(wish, date.on, date.id);
    }
  }

  void look_at_beginning() {
    const auto day = became_customer(customer_, ground_.settings);
    if (!day) return;
    if (occasion_.kind == Kind::since) return take({}, *day, "");
    take_yearly({}, {day->year(), day->month(), day->day()}, "");
  }

  /// What was bought on one day is one occasion, however many lines it has.
  void look_at_purchases() {
    const auto kept = kept_purchases(customer_);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (i > 0 && kept[i]->on == kept[i - 1]->on) continue;
      Wish wish;
      for (std::size_t k = i; k < kept.size() && kept[k]->on == kept[i]->on; ++k)
        wish.about += (wish.about.empty() ? "" : ", ") + kept[k]->item;
      take(std::move(wish), kept[i]->on, kept[i]->on.text());
    }
  }

  void look_at(const Case& one) {
    const auto closed = times_of(one).closed;
    if (!closed) return;
    Wish wish;
    wish.about = one.title;
    wish.case_id = one.id;
    take(std::move(wish), day_of(*closed), one.id);
  }

  void look_at(const Deal& deal) {
    const Standing now = standing(deal, ground_.settings);
    // What is in the workshop is sold already: only the first pipeline sells.
    const auto& pipelines = ground_.settings.pipelines;
    const bool sells = deal.pipeline.empty() || pipelines.empty() ||
                       folded(deal.pipeline) == folded(pipelines.front().first) || deal.amount;
    if (now.ends != "won" || !now.since || !sells) return;
    Wish wish;
    wish.about = deal.title;
    wish.deal = deal.id;
    take(std::move(wish), *now.since, deal.id);
  }

  void look_at_contact() {
    const auto planned = [&](const Interaction& one) {
      return is_planned(one, ground_.now) && one.at.day >= ground_.now.day;
    };
    if (std::any_of(customer_.interactions.begin(), customer_.interactions.end(), planned)) return;
    const Interaction* const last = last_contact(customer_, ground_.now);
    if (last == nullptr && !customer_.added) return;
    const Day day = last != nullptr ? day_of(last->at) : *customer_.added;
    take({}, day, day.text());
  }

  void look_at_field() {
    const std::string* const said = find_named(customer_.fields, occasion_.what);
    if (said == nullptr) return;
    const auto day = Day::parse(trimmed(*said));
    if (day) take({}, *day, day->text());
  }

  const Customer& customer_;
  const WishOccasion& occasion_;
  Day from_, to_;
  const WishGround& ground_;
  std::vector<Wish> wishes_;
};

}  // namespace

std::vector<Wish> wishes_of(const Customer& customer, const WishOccasion& occasion, Day from,
                            Day to, const WishGround& ground) {
  return Calendar(customer, occasion, from, to, ground).run();
}

}  // namespace crm
