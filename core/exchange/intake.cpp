#include "core/exchange/intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/domain/folding.hpp"
#include "core/domain/moving.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/idle_moves.hpp"

namespace crm {
namespace {

/// What more share (the number of a switchboard, "customer") tells nobody apart.
constexpr std::size_t most_holders = 40;

Outcome skipped(std::string reason, std::string id = {}) {
  return {Outcome::Kind::skipped, std::move(reason), std::move(id)};
}

Outcome rejected(std::string reason) {
  return {Outcome::Kind::rejected, std::move(reason), {}};
}

std::string words(const Key& key) {
  return "\"" + printable_line(key.value) + "\"";
}

template <class Call>
void for_each_list_of_entries(Customer& customer, Call call) {
  call(customer.addresses);
  call(customer.dates);
  call(customer.relations);
  call(customer.people);
  for (Person& person : customer.people) {
    call(person.addresses);
    call(person.dates);
  }
  call(customer.deals);
  for (Deal& deal : customer.deals) call(deal.history);
  call(customer.reminders);
  call(customer.cases);
  for (Case& one : customer.cases) call(one.history);
  call(customer.purchases);
  call(customer.payments);
  call(customer.interactions);
}

/// Whether two names have a word in common.
bool share_a_word(const std::string& a, const std::string& b) {
  const std::string first = folded(a), second = folded(b);
  const auto its = split(first, ' ');
  const auto others = split(second, ' ');
  return std::find_first_of(its.begin(), its.end(), others.begin(), others.end()) != its.end();
}

/// `hubspot` of `hubspot:123`; empty for cards of address books, whose numbers change.
std::string_view program_of(std::string_view external) {
  const std::string_view program = external.substr(0, external.find(':'));
  return program.size() == external.size() || program == "vcard" || program == "row"
             ? std::string_view()
             : program;
}

/// Whether one program knows them under two numbers.
bool are_two_elsewhere(const Contact& a, const Contact& b) {
  const auto has = [&](const std::string& external) {
    return std::find(b.external.begin(), b.external.end(), external) != b.external.end();
  };
  for (const std::string& mine : a.external) {
    if (program_of(mine).empty() || has(mine)) continue;
    for (const std::string& its : b.external)
      if (program_of(its) == program_of(mine)) return true;
  }
  return false;
}

/// A person as a customer would say it.
Customer with_person(const Person& person, const Customer& says) {
  Customer fragment;
  Person& told = fragment.people.emplace_back();
  static_cast<Contact&>(told) = says;
  told.id = person.id;
  told.name = says.name.empty() ? person.name : says.name;
  told.note = says.note;
  return fragment;
}

/// `deals/d7k2m9/title` → `deals/title`.
std::string without_ids(const std::string& field) {
  const auto first = field.find('/'), last = field.rfind('/');
  return first == field.npos ? field : field.substr(0, first) + field.substr(last);
}

const Interaction* with_external(const Customer& customer, const std::string& external) {
  for (const Interaction& one : customer.interactions)
    if (one.sent_key == external ||
        std::find(one.external.begin(), one.external.end(), external) != one.external.end())
      return &one;
  return nullptr;
}

/// Whether one of the entries that are told is there by its id.
bool has_entry_of(const Customer& known, const Customer& told) {
  const auto any = [](const auto& there, const auto& list) {
    return std::any_of(list.begin(), list.end(), [&](const auto& one) {
      return !one.id.empty() && find_item(there, one.id) != nullptr;
    });
  };
  return any(known.deals, told.deals) || any(known.reminders, told.reminders) ||
         any(known.purchases, told.purchases) || any(known.payments, told.payments) ||
         any(known.interactions, told.interactions);
}

/// What was said and planned with anybody, customers or not.
bool is_of_anybody(Source::Nature nature) {
  return nature == Source::Nature::letters || nature == Source::Nature::meetings;
}

/// From a book of ours, told as it stood there; a card of ours has been in other hands.
bool is_record_of_ours(const Customer& says, Source::Nature nature) {
  return nature == Source::Nature::business && !says.id.empty();
}

/// What was kept of a company while it had no record.
void forget_company(Named<std::string>& fields, const std::string& company) {
  for (auto& [name, value] : fields) {
    if (name == "company" && value == company) value.clear();
    if (name != "other_companies") continue;
    std::string left;
    for (const std::string_view one : split(value, ','))
      if (const std::string_view word = trimmed(one); word != company)
        left += (left.empty() ? "" : ", ") + std::string(word);
    value = left;
  }
  std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
}

void add_missing(std::vector<std::string>& ids, const std::vector<std::string>& others) {
  for (const std::string& id : others)
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

/// A row of ours has the first address in its cells, though not that one's id.
void mean_the_first_address(Customer& says, const Customer& known) {
  if (says.addresses.size() == 1 && says.addresses.front().id.empty() && !known.addresses.empty())
    says.addresses.front().id = known.addresses.front().id;
}

/// The id of an entry of our own table; empty for one that has none.
std::string own_entry_of(const Customer& says) {
  std::string id;
  const auto look = [&](const auto& list) {
    if (id.empty() && !list.empty()) id = list.front().id;
  };
  look(says.deals);
  look(says.reminders);
  look(says.purchases);
  look(says.payments);
  look(says.interactions);
  return id;
}

/// An answer belongs to what it answers.
void follow(Interaction& answer, const std::vector<std::string>& answers, const Customer& known) {
  const auto take = [](std::string& mine, const std::string& its) {
    if (mine.empty()) mine = its;
  };
  for (const std::string& external : answers)
    if (const Interaction* const its = with_external(known, external)) {
      take(answer.deal, its->deal);
      take(answer.case_id, its->case_id);
      take(answer.campaign, its->campaign);
      take(answer.letter, its->letter);
    }
}

}  // namespace

Intake::Intake(const Book& book, Writing& writing, KeyRing& ring, IntakeWish wish, Random random)
    : book_(book),
      ring_(ring),
      wish_(std::move(wish)),
      random_(std::move(random)),
      held_(writing, ring) {}

Result<Outcome> Intake::take(Arrival arrival, Source::Nature nature) {
  place_owners(arrival.says);
  return arrival.kind == Arrival::Kind::customer ? take_customer(std::move(arrival), nature)
                                                 : take_entry(std::move(arrival), nature);
}

Result<void> Intake::finish() {
  if (auto placed = place_later_companies(); !placed) return placed;
  return held_.let_go();
}

// --- Who is meant ---

std::vector<Key> Intake::keys_of(const Customer& says) const {
  static const std::vector<Key::Kind> usual = {Key::Kind::id, Key::Kind::external, Key::Kind::email,
                                               Key::Kind::phone};
  std::vector<Key> keys;
  const auto add = [&](Key::Kind kind, const std::string& value) {
    if (!value.empty()) keys.push_back({kind, value});
  };
  for (const Key::Kind kind : wish_.keys.empty() ? usual : wish_.keys) switch (kind) {
      case Key::Kind::id: add(kind, says.id); break;
      case Key::Kind::name: add(kind, says.name); break;
      case Key::Kind::external:
        for (const std::string& external : says.external) add(kind, external);
        break;
      case Key::Kind::email:
        for (const Labelled& email : says.emails) add(kind, email.value);
        break;
      case Key::Kind::phone:
        for (const Labelled& phone : says.phones) add(kind, phone.value);
        break;
    }
  return keys;
}

/// Whether the holder of a key is who is meant by it. An address may be shared: by a household, by
/// everybody behind one switchboard.
Result<bool> Intake::is_same(Holder holder, const Key& key, const Customer& says) {
  if (key.kind == Key::Kind::id || key.kind == Key::Kind::external) return true;
  const auto held = held_.hold(holder.record);
  if (!held) return error(held.error());
  const Customer& customer = (*held)->now;
  if (holder.person > customer.people.size()) return false;
  const Contact& contact = holder.person == 0 ? static_cast<const Contact&>(customer)
                                              : customer.people[holder.person - 1];
  const std::string& name =
      holder.person == 0 ? customer.name : customer.people[holder.person - 1].name;
  if (are_two_elsewhere(says, contact)) return false;
  return key.kind != Key::Kind::phone || !wish_.keys.empty() || says.name.empty() ||
         share_a_word(name, says.name);
}

Result<std::vector<KeyRing::Holder>> Intake::meant(const std::vector<Key>& keys,
                                                   const Customer& says, bool is_entry) {
  std::vector<Holder> found;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    // All words of one kind are equal among themselves.
    if (i > 0 && keys[i].kind != keys[i - 1].kind && !found.empty()) break;
    const bool tells = is_entry || !wish_.keys.empty() || keys[i].kind == Key::Kind::id ||
                       keys[i].kind == Key::Kind::external;
    std::vector<Holder> holders = ring_.holders(keys[i], most_holders + 1);
    if (!tells && holders.size() > most_holders) holders.clear();
    for (const Holder holder : holders) {
      if (std::find(found.begin(), found.end(), holder) != found.end()) continue;
      bool same = true;
      if (!is_entry) {
        const auto told = is_same(holder, keys[i], says);
        if (!told) return error(told.error());
        same = *told;
      }
      if (same) found.push_back(holder);
    }
  }
  // Those who were removed count where nobody else does; a customer before their own people.
  const auto is_less = [&](const Holder& holder, const auto& is_better) {
    return std::any_of(found.begin(), found.end(),
                       [&](const Holder& other) { return is_better(other, holder); });
  };
  const auto is_better = [&](const Holder& a, const Holder& b) {
    if (ring_.is_removed(a.record) != ring_.is_removed(b.record)) return ring_.is_removed(b.record);
    return a.record == b.record && a.person == 0 && b.person != 0;
  };
  std::vector<Holder> best;
  for (const Holder& holder : found)
    if (!is_less(holder, is_better)) best.push_back(holder);
  return best;
}

std::string Intake::names_of(const std::vector<Holder>& holders) const {
  constexpr std::size_t most_named = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(holders.size(), most_named); ++i)
    names += (names.empty() ? "" : ", ") + ring_.id(holders[i].record);
  return holders.size() > most_named ? names + " …" : names;
}

// --- Customers ---

Result<Outcome> Intake::take_customer(Arrival arrival, Source::Nature nature) {
  const bool tells_by_id = wish_.keys.empty() && is_record_of_ours(arrival.says, nature);
  const auto holders = tells_by_id ? Result<std::vector<Holder>>(with_id_of(arrival.says))
                                   : meant(keys_of(arrival.says), arrival.says, false);
  if (!holders) return error(holders.error());
  if (holders->empty()) {
    // One that has an id is nobody else.
    if (!arrival.says.id.empty()) return create(std::move(arrival), nature);
    auto again = retold(arrival);
    if (!again) return error(again.error());
    return *again ? **std::move(again) : create(std::move(arrival), nature);
  }
  if (holders->size() > 1)
    return rejected("it may be any of " + names_of(*holders) + ", which share its key");
  const Holder holder = holders->front();
  if (ring_.is_removed(holder.record) && arrival.says.is_deleted()) {
    const auto held = held_.hold(holder.record);
    if (!held) return error(held.error());
    if ((*held)->now == arrival.says) return Outcome{Outcome::Kind::unchanged, {}, arrival.says.id};
  }
  if (ring_.is_removed(holder.record))
    return skipped("removed from the book (crm restore brings them back)", ring_.id(holder.record));
  place_company(arrival);
  const bool is_person_of_ours = !arrival.says.id.empty() &&
                                 nature == Source::Nature::address_book &&
                                 !arrival.says.people.empty();
  // The card has its name from what it says of their company.
  if (is_person_of_ours) arrival.says.name.clear();
  // Whose record has just arrived gets its people as well.
  const bool fresh = is_person_of_ours && first_new_ && holder.record >= *first_new_;
  return join(holder, std::move(arrival.says), wish_.update || fresh, wish_.prefer, false);
}

/// Two customers of a book may share all but the id, so nothing else tells. One that was merged
/// into another is that one now, unless both come from there.
std::vector<KeyRing::Holder> Intake::with_id_of(const Customer& says) const {
  std::vector<Holder> others;
  for (const Holder holder : ring_.holders({Key::Kind::id, says.id})) {
    if (ring_.id(holder.record) == says.id) return {holder};
    const bool came_too = first_new_ && holder.record >= *first_new_;
    if (!came_too && !says.is_deleted() && !ring_.is_removed(holder.record))
      others.push_back(holder);
  }
  return others;
}

/// Nothing makes a row of a name and a town known again but that somebody of that name is there of
/// whom it says nothing new.
Result<std::optional<Outcome>> Intake::retold(Arrival arrival) {
  place_company(arrival);
  const auto namesakes = namesakes_of(arrival.says);
  if (!namesakes) return error(namesakes.error());
  for (const std::uint32_t record : *namesakes) {
    const auto held = held_.hold(record);
    if (!held) return error(held.error());
    const Customer& now = (*held)->now;
    const Combined next = combined(now, arrival.says, Prefer::ours, book_.settings().country);
    if (next.customer == now && next.differing.empty())
      return std::optional(Outcome{Outcome::Kind::unchanged, {}, now.id});
  }
  return std::optional<Outcome>();
}

Result<std::vector<std::uint32_t>> Intake::namesakes_of(const Customer& says) {
  const Key name{Key::Kind::name, says.name};
  const auto living = [&](const std::vector<Holder>& holders) {
    std::vector<std::uint32_t> records;
    for (const Holder& holder : holders)
      if (holder.person == 0 && !ring_.is_removed(holder.record)) records.push_back(holder.record);
    return records;
  };
  const std::vector<Holder> first = ring_.holders(name, most_holders + 1);
  if (first.size() <= most_holders || !Namesakes::tell(says)) return living(first);
  const auto [known, is_new] = namesakes_.try_emplace(folded(says.name));
  if (is_new)
    for (const std::uint32_t record : living(ring_.holders(name))) {
      const auto held = held_.hold(record);
      if (!held) return error(held.error());
      known->second.add((*held)->now, record);
    }
  return known->second.like(says, most_holders);
}

Result<Outcome> Intake::create(Arrival arrival, Source::Nature nature) {
  place_company(arrival);
  Customer customer = std::move(arrival.says);
  if (customer.name.empty() && !customer.emails.empty()) customer.name = customer.emails[0].value;
  if (customer.name.empty() && !customer.phones.empty()) customer.name = customer.phones[0].value;
  const bool is_ours = is_record_of_ours(customer, nature);
  if (!is_ours && !has_letter_or_digit(customer.name))
    return rejected("there is no name, e-mail or phone");
  // One that has an id was a record of a book, and is to be what it was.
  const bool has_id = !customer.id.empty();
  if (!has_id) {
    if (!customer.added) customer.added = wish_.today;
    const std::vector<std::string>& statuses = book_.settings().statuses;
    if (nature == Source::Nature::address_book && customer.status.empty() &&
        std::find(statuses.begin(), statuses.end(), "contact") != statuses.end())
      customer.status = "contact";
  }
  if (wish_.dress) customer = wish_.dress(std::move(customer));
  if (!has_id) do {
      customer.id = new_customer_id(random_, customer.name);
    } while (!ring_.holders({Key::Kind::id, customer.id}).empty());
  // What came with it may have been told twice there.
  if (!is_ours)
    customer = combined(customer, Customer{}, Prefer::ours, book_.settings().country).customer;
  give_ids(customer);
  const std::uint32_t record = ring_.add(KeyRing::bundle(customer, {}, book_.settings().country));
  if (!first_new_) first_new_ = record;
  if (const auto others = namesakes_.find(folded(customer.name)); others != namesakes_.end())
    others->second.add(customer, record);
  if (nature == Source::Nature::business && customer.works_at.empty() && !arrival.company.empty())
    employed_.push_back({record, arrival.company.front()});
  if (auto added = held_.add(record, std::move(customer), std::move(arrival.own)); !added)
    return error(added.error());
  return Outcome{Outcome::Kind::created, {}, ring_.id(record)};
}

Result<Outcome> Intake::join(Holder holder, Customer says, bool update, Joining how,
                             bool is_entry) {
  const auto held = held_.hold(holder.record);
  if (!held) return error(held.error());
  Customer& now = (*held)->now;
  if (says.id == now.id) {
    how = Joining::with_copy(how.prefer);
    mean_the_first_address(says, now);
  }
  says.id.clear();
  // What a kind would be anyway is no news.
  if (now.kind.empty() && says.kind == (now.is_company() ? "company" : "person")) says.kind.clear();
  if (holder.person > 0 && holder.person <= now.people.size() && !is_entry)
    says = with_person(now.people[holder.person - 1], says);
  // The day on which we heard of them stays the first one.
  Combined next = combined(now, says, how, book_.settings().country);
  drop_idle_moves(next.customer, now, book_.settings());
  if (next.customer == now && next.differing.empty())
    return Outcome{Outcome::Kind::unchanged, {}, now.id};
  if (!update) return skipped("in the book already (--update fills them up)", now.id);
  for (const std::string& field : next.differing)
    if (how.prefer == Prefer::ours) ++differing_[without_ids(field)];
  if (next.customer == now) return Outcome{Outcome::Kind::unchanged, {}, now.id};
  give_ids(next.customer);
  now = std::move(next.customer);
  held_.was_changed(**held);
  ring_.learn(holder.record, now);
  return Outcome{Outcome::Kind::updated, {}, now.id};
}

// --- Entries ---

/// An entry that is in the book already, wherever it is; nothing for one that is new.
Result<std::optional<Outcome>> Intake::join_known_entry(const Arrival& arrival,
                                                        Source::Nature nature) {
  std::set<std::uint32_t> records;
  const auto look = [&](const auto& list) {
    for (const auto& entry : list)
      for (const std::string& external : entry.external)
        for (const std::uint32_t record : ring_.with_entry(external)) records.insert(record);
  };
  look(arrival.says.deals);
  look(arrival.says.reminders);
  look(arrival.says.cases);
  look(arrival.says.purchases);
  look(arrival.says.payments);
  look(arrival.says.interactions);
  if (records.empty()) return std::optional<Outcome>();
  const std::uint32_t record = *records.begin();
  if (ring_.is_removed(record)) return skipped("about somebody who was removed", ring_.id(record));
  Customer says = arrival.says;
  const auto others = others_of(arrival, record);
  if (!others) return error(others.error());
  for (Interaction& one : says.interactions) add_missing(one.also, *others);
  // A meeting is as its calendar has it now, but for what was written here; a letter as it was.
  Joining how = wish_.prefer;
  if (nature == Source::Nature::meetings) how.prefer = Prefer::theirs;
  if (is_of_anybody(nature)) how.texts = Joining::Texts::ours;
  auto outcome =
      join({record, 0}, std::move(says), wish_.update || is_of_anybody(nature), how, true);
  if (!outcome) return error(outcome.error());
  return std::optional(*std::move(outcome));
}

/// A talk with several customers stands with one of them and names the others.
Result<std::vector<std::string>> Intake::others_of(const Arrival& arrival, std::uint32_t record) {
  std::vector<std::string> ids;
  for (const Key& key : arrival.also) {
    const auto holders = meant({key}, arrival.says, true);
    if (!holders) return error(holders.error());
    if (holders->size() != 1) continue;
    const std::uint32_t other = holders->front().record;
    if (other != record && !ring_.is_removed(other)) add_missing(ids, {ring_.id(other)});
  }
  return ids;
}

Result<Outcome> Intake::take_entry(Arrival arrival, Source::Nature nature) {
  auto known = join_known_entry(arrival, nature);
  if (!known) return error(known.error());
  if (*known) return **std::move(known);
  std::vector<Holder> holders;
  for (const Key& key : arrival.whom) {
    auto some = meant({key}, arrival.says, true);
    if (!some) return error(some.error());
    holders = *std::move(some);
    if (!holders.empty()) break;
  }
  if (holders.empty() && is_of_anybody(nature)) return skipped("with nobody in the book");
  if (holders.empty())
    return rejected(arrival.whom.empty() ? "it does not say whose it is"
                                         : "there is no customer " + words(arrival.whom.front()));
  if (holders.size() > 1) return rejected("it may belong to any of " + names_of(holders));
  const Holder holder = holders.front();
  if (ring_.is_removed(holder.record) && arrival.says.is_deleted())
    return Outcome{Outcome::Kind::unchanged, {}, ring_.id(holder.record)};
  if (ring_.is_removed(holder.record))
    return skipped("about somebody who was removed", ring_.id(holder.record));
  const auto held = held_.hold(holder.record);
  if (!held) return error(held.error());
  const Customer& now = (*held)->now;
  const auto others = others_of(arrival, holder.record);
  if (!others) return error(others.error());
  for (Interaction& one : arrival.says.interactions) {
    add_missing(one.also, *others);
    if (holder.person > 0 && holder.person <= now.people.size() && one.with.empty())
      one.with = {now.people[holder.person - 1].id};
    follow(one, arrival.answers, now);
  }
  // What is known of somebody is not told by the way, but for the days that a calendar keeps.
  if (arrival.says.birthday || !arrival.says.dates.empty()) {
    Customer days;
    days.birthday = arrival.says.birthday;
    days.dates = std::move(arrival.says.dates);
    return join(holder, std::move(days), true, Prefer::ours, false);
  }
  const bool known_by_id = has_entry_of(now, arrival.says);
  if (const std::string id = own_entry_of(arrival.says); !known_by_id && !id.empty() && wish_.whose)
    if (const std::string owner = wish_.whose(id); !owner.empty())
      return rejected(
          fmt::format("{} is an entry of {}; without its id it is added here", id, owner));
  Customer entry;
  entry.deals = std::move(arrival.says.deals);
  entry.reminders = std::move(arrival.says.reminders);
  entry.cases = std::move(arrival.says.cases);
  entry.purchases = std::move(arrival.says.purchases);
  entry.payments = std::move(arrival.says.payments);
  entry.interactions = std::move(arrival.says.interactions);
  if (known_by_id) {
    // A calendar does not say all of it, and some in words of its own.
    const Joining how =
        is_of_anybody(nature) ? Joining(wish_.prefer) : Joining::with_copy(wish_.prefer);
    // Our tables don't say when: it was after all that is known, be it in the same minute.
    for (Deal& deal : entry.deals)
      if (const Deal* const stands = find_item(now.deals, deal.id))
        for (Move& move : deal.history) move.at = following(stands->history, move.at);
    return join(holder, std::move(entry), wish_.update, how, true);
  }
  auto outcome = join(holder, std::move(entry), true, Prefer::ours, true);
  if (outcome && outcome->kind == Outcome::Kind::updated) outcome->kind = Outcome::Kind::created;
  return outcome;
}

// --- What is told in the words of others ---

void Intake::place_owners(Customer& says) const {
  const Settings& settings = book_.settings();
  if (settings.team.empty()) return;
  if (!says.owner.empty()) {
    const std::string known = colleague(settings, says.owner);
    if (known.empty() && find_named(says.fields, "owner") == nullptr)
      says.fields.emplace_back("owner", says.owner);
    says.owner = known;
  }
  for (Deal& deal : says.deals) {
    if (deal.owner.empty()) continue;
    const std::string known = colleague(settings, deal.owner);
    if (known.empty()) deal.note += (deal.note.empty() ? "" : "\n") + ("owner: " + deal.owner);
    deal.owner = known;
  }
}

std::optional<std::uint32_t> Intake::company_of(const Key& key) const {
  std::vector<Holder> holders = ring_.holders(key, most_holders + 1);
  std::erase_if(holders, [&](const Holder& holder) {
    return holder.person > 0 || ring_.is_removed(holder.record);
  });
  if (holders.size() != 1) return std::nullopt;
  return holders.front().record;
}

/// A file may tell of people before it tells of their companies.
Result<void> Intake::place_later_companies() {
  for (const auto& [record, key] : employed_) {
    const auto company = company_of(key);
    if (!company || *company == record || *company < *first_new_) continue;
    const auto held = held_.hold(record);
    if (!held) return error(held.error());
    Customer& now = (*held)->now;
    if (!now.works_at.empty()) continue;
    now.works_at = ring_.id(*company);
    forget_company(now.fields, key.value);
    held_.was_changed(**held);
  }
  employed_.clear();
  return {};
}

void Intake::place_company(Arrival& arrival) const {
  const Key* its = nullptr;
  for (const Key& key : arrival.company) {
    const auto company = company_of(key);
    if (!company) continue;
    arrival.says.works_at = ring_.id(*company);
    its = &key;
    break;
  }
  const auto keep = [&](const char* field, const std::string& value) {
    if (!value.empty() && find_named(arrival.says.fields, field) == nullptr)
      arrival.says.fields.emplace_back(field, value);
  };
  const auto name = std::find_if(arrival.company.begin(), arrival.company.end(),
                                 [](const Key& key) { return key.kind == Key::Kind::name; });
  if (its == nullptr && name != arrival.company.end()) keep("company", name->value);
  // They work at one; the numbers of the others are not lost.
  std::set<std::string> others;
  for (const Key& key : arrival.company)
    if (key.kind == Key::Kind::external && (its == nullptr || key.value != its->value))
      others.insert(key.value);
  if (its != nullptr && its->kind == Key::Kind::name) others.clear();
  keep("other_companies", fmt::format("{}", fmt::join(others, ", ")));
}

void Intake::give_ids(Customer& customer) const {
  bool all = true;
  const auto look = [&](const auto& list) {
    for (const auto& entry : list) all = all && !entry.id.empty();
  };
  for_each_list_of_entries(customer, look);
  if (all) return;
  auto taken = item_ids(customer);
  for_each_list_of_entries(customer, [&](auto& list) {
    for (auto& entry : list)
      if (entry.id.empty()) taken.insert(entry.id = new_item_id(random_, taken));
  });
}

}  // namespace crm
