#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/references.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/selling.hpp"
#include "core/domain/serving.hpp"
#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"
#include "core/record/difference.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct SetOptions {
  std::vector<std::string> words;
};

/// More changed customers than this are counted, not told one by one.
constexpr std::size_t most_told = 10;

/// `set WHO… change…` or `set FILTER… change…`.
struct Asked {
  std::vector<std::string> who;
  std::vector<std::string> filter;
  std::vector<Assignment> changes;
};

bool is_tag_word(const std::string& word) {
  return word.size() > 1 && (word.front() == '+' || word.front() == '-') &&
         word.find_first_of("=[]()") == word.npos;
}

/// With a WHO in front, +tag and -tag are changes; with a filter in front, those before the first
/// field=value belong to it.
Asked sorted_out(const std::vector<std::string>& words) {
  Asked asked;
  if (words.empty())
    throw Failure(Error::asked_wrongly("whom shall be changed, and what?",
                                       "crm set acme status=customer +vip"));
  const bool by_filter =
      is_filter_word(words.front()) &&
      !Assignment::parse(
          words.front().front() == '+' || words.front().front() == '-' ? "" : words.front());
  const auto is_change = [](const std::string& word) {
    return word.find('=') != word.npos && Assignment::parse(word).has_value();
  };
  const auto first_change = std::find_if(words.begin(), words.end(), is_change);
  // Without a field=value, the tags after the last field:value are the change.
  auto last_term = words.begin();
  for (auto word = words.begin(); word != words.end(); ++word)
    if (!is_tag_word(*word) && is_filter_word(*word)) last_term = word;
  for (auto word = words.begin(); word != words.end(); ++word) {
    const bool tag = is_tag_word(*word);
    if (by_filter && tag &&
        (first_change != words.end()
             ? word < first_change
             : word <= last_term || !is_filter_word(*last_term) || is_tag_word(*last_term)))
      asked.filter.push_back(*word);
    else if (const auto change = Assignment::parse(*word); change && (tag || is_change(*word)))
      asked.changes.push_back(*change);
    else if (by_filter)
      asked.filter.push_back(*word);
    else
      asked.who.push_back(*word);
  }
  // Of tags alone, which are the filter and which the change?
  const bool tags_alone =
      words.size() > 1 && std::all_of(words.begin(), words.end(), [](const std::string& word) {
        return is_tag_word(word) && word[1] != '-' && word[1] != '+';
      });
  if (asked.changes.empty() && tags_alone) {
    const auto change = Assignment::parse(words.back()).value();
    const bool adds = change.kind == Assignment::Kind::add;
    std::string filter;
    for (auto word = words.begin(); word + 1 != words.end(); ++word) filter += *word + " ";
    throw Failure(Error::asked_wrongly(
        "who shall change, and which tag? " + filter + words.back() + " could be either",
        "crm set " + filter + (adds ? "tags+=" : "tags-=") + change.value +
            (adds ? " gives " : " takes ") + change.value + (adds ? " to" : " from") +
            " all who fit " + filter.substr(0, filter.size() - 1)));
  }
  if (asked.changes.empty())
    throw Failure(Error::asked_wrongly("what shall change?",
                                       "say it as field=value, tags+=vip, +tag or -tag"));
  if (!by_filter && asked.who.empty())
    throw Failure(Error::asked_wrongly(
        "whom shall be changed?", "crm set WHO field=value, or crm set status:lead field=value"));
  return asked;
}

Data* entry_in(Data& record, const Match& match) {
  static const std::map<ItemKind, std::string> lists{{ItemKind::person, "people"},
                                                     {ItemKind::deal, "deals"},
                                                     {ItemKind::case_, "cases"},
                                                     {ItemKind::reminder, "reminders"},
                                                     {ItemKind::purchase, "purchases"},
                                                     {ItemKind::payment, "payments"},
                                                     {ItemKind::interaction, "interactions"}};
  Data* const list = record.find(lists.at(match.kind));
  if (list == nullptr) return nullptr;
  for (Data& entry : list->children)
    if (entry_name(entry) == match.item) return &entry;
  return nullptr;
}

/// What a deal or case was before, kept in its history, so that any past day can be told.
template <class T>
void keep_past(std::vector<T>& after, const std::vector<T>& before, Customer& customer,
               const Match& match, const Desk& desk) {
  T& now = *find_item(after, match.item);
  Move move;
  move.was = past_of(*find_item(before, match.item), now);
  if (move.was.empty()) return;
  move.id = NewEntries(desk, customer).new_id();
  move.at = following(now.history, desk.stamp());
  move.by = desk.me();
  now.history.push_back(std::move(move));
}

void keep_past(Customer& after, const Customer& before, const Match& match, const Desk& desk) {
  if (match.kind == ItemKind::deal) keep_past(after.deals, before.deals, after, match, desk);
  if (match.kind == ItemKind::case_) keep_past(after.cases, before.cases, after, match, desk);
}

/// A stage is where the moves have led, and moves are made by another command.
void refuse_stage(const Assignment& change, const Match& match) {
  const bool whole = match.kind == ItemKind::customer, of_case = match.kind == ItemKind::case_;
  if (change.key != (of_case ? "status" : "stage")) return;
  if (match.kind != ItemKind::deal && !whole && !of_case) return;
  const std::string usual = of_case ? "STATUS" : "STAGE";
  throw Failure(Error::asked_wrongly(
      whole ? "a customer has no stage, their deals have"
            : "the " + change.key + " of a " + std::string(name_of(match.kind)) +
                  " is the last of its moves, not a field",
      "crm move " + (whole ? match.id : match.item) + " " +
          (change.value.empty() ? usual : as_typed(change.value)) + " moves it"));
}

/// How a merge writes the field of an assignment: `owner`, `consent/email`, `deals/d7k2m9/title`.
bool is_about(const Conflict& conflict, const Assignment& change, const Match& match) {
  std::string field = change.key;
  std::replace(field.begin(), field.end(), '.', '/');
  if (match.kind == ItemKind::customer)
    return conflict.field == field || conflict.field == "fields/" + field;
  return conflict.field.ends_with("/" + match.item + "/" + field);
}

Customer changed(const Customer& before, const Match& match, const std::vector<Assignment>& changes,
                 const Desk& desk) {
  Data record = to_data(before);
  const Typing typing{desk.settings(), desk.now()};
  const bool whole = match.kind == ItemKind::customer;
  for (const Assignment& asked : changes) {
    const Assignment change =
        desk.world().manners.anyway ? asked : with_own_ids(asked, before, match.kind);
    refuse_stage(change, match);
    if (whole) {
      record =
          assigned(std::move(record), change, customer_type(), typing, desk.world().manners.anyway)
              .value();
    } else {
      Data* const entry = entry_in(record, match);
      *entry = assigned(*entry, change, *type_of(match.kind), typing, desk.world().manners.anyway)
                   .value();
    }
  }
  // By the book's clock, as it will be read again.
  Customer after =
      with_offsets(customer_from(record, desk.settings().currency).value(), desk.book().zone());
  after.id = before.id;
  keep_past(after, before, match, desk);
  // Who sets a field has settled what a merge left open there.
  for (const Assignment& change : changes)
    std::erase_if(after.conflicts,
                  [&](const Conflict& one) { return is_about(one, change, match); });
  return after;
}

std::string value_words(const Data& data) {
  if (data.empty()) return "none";
  if (data.kind == Data::Kind::scalar) return printable_line(data.text);
  std::string all;
  for (const Data& child : data.children) all += (all.empty() ? "" : ", ") + value_words(child);
  return all;
}

/// Whether the way leads to a member of a set: `phones/12345`, `people/k3v9q2/emails/a@b.example`.
bool is_member(const Path& path) {
  const Type* type = &customer_type();
  for (std::size_t i = 0; i + 1 < path.size(); i += 2) {
    const Field* const field = type->find(path[i]);
    if (field == nullptr) return false;
    if (field->shape == Shape::texts || field->shape == Shape::labelled) return true;
    if (field->shape != Shape::items) return false;
    type = field->item;
  }
  return false;
}

/// `owner anna → ben`; for sets `+vip`.
std::string edit_words(const Edit& edit) {
  const std::string last =
      (edit.path.front() == "consent" && edit.path.size() > 1 ? "consent." : "") + edit.path.back();
  const bool of_set = edit.path.front() == "tags";
  if (edit.kind == Edit::Kind::add)
    return of_set ? "+" + value_words(edit.value) : last + " +" + value_words(edit.value);
  if (is_member(edit.path) && edit.kind == Edit::Kind::remove)
    return (of_set ? "" : edit.path[edit.path.size() - 2] + " ") + "-" + printable_line(last);
  if (of_set && edit.path.size() == 1)
    return edit.kind == Edit::Kind::remove ? "-" + value_words(edit.before)
                                           : "+" + value_words(edit.value);
  return last + " " + value_words(edit.before) + " → " + value_words(edit.value);
}

/// `cost +3,900.00 INR stamps`; other fields as above.
std::string campaign_edit_words(const Edit& edit) {
  if (edit.path.front() != "costs") return edit_words(edit);
  const bool adds = edit.kind == Edit::Kind::add || edit.before.empty();
  const Data& all = adds ? edit.value : edit.before;
  const Data& cost = all.kind == Data::Kind::list && !all.children.empty() ? all.children[0] : all;
  const auto word = [&](const char* key) {
    const Data* const found = cost.find(key);
    return found == nullptr ? std::string() : found->text;
  };
  return std::string(adds ? "cost +" : "cost -") + word("amount") +
         (word("text").empty() ? "" : " " + printable_line(word("text")));
}

std::string summary(const std::map<std::string, std::size_t>& counts, bool with_counts) {
  std::string text;
  for (const auto& [words, count] : counts) {
    text += (text.empty() ? "" : ", ") + words;
    if (with_counts) text += fmt::format(" ({})", count);
  }
  return text;
}

std::map<std::string, std::size_t> counted(const Customer& before, const Customer& after,
                                           std::map<std::string, std::size_t> counts = {}) {
  for (const Edit& edit : difference(before, after)) {
    const bool history = edit.path.size() > 2 && edit.path[2] == "history";
    if (!history && edit.path.front() != "conflicts") ++counts[edit_words(edit)];
  }
  for (const Conflict& one : before.conflicts)
    if (find_item(after.conflicts, one.id) == nullptr)
      ++counts["conflict about " + one.field.substr(one.field.rfind('/') + 1) + " settled"];
  return counts;
}

std::vector<Match> all_that_fit(const Asked& asked, const Desk& desk) {
  const Filter filter = desk.filter(asked.filter, customer_type());
  const auto look = [&](const Customer& customer, const std::string& path) -> std::optional<Match> {
    if (customer.is_deleted() || !filter.fits(customer)) return std::nullopt;
    return Match{Sureness::id, path, customer.id, customer.name, ItemKind::customer, {}, {}, false};
  };
  auto scan = desk.scan<Match>(look, needs_of(filter).depth);
  if (!scan.problems.empty()) print_error(Error{Error::Kind::invalid, scan.problems}, desk.world());
  if (scan.found.empty()) throw Failure(Error::nothing_found("no customer fits that"));
  return scan.found;
}

void set_campaign(const StoredCampaign& stored, const std::vector<Assignment>& changes,
                  const Desk& desk) {
  std::string sentence;
  const auto next = [&](const Campaign& before) {
    Campaign after = changed(before, changes, desk);
    std::map<std::string, std::size_t> counts;
    for (const Edit& edit : difference(to_data(before), to_data(after), campaign_type()))
      if (edit.path.front() != "conflicts") ++counts[campaign_edit_words(edit)];
    sentence = after.name + ": " + summary(counts, false);
    if (counts.empty()) sentence.clear();
    return after;
  };
  if (!desk.write([&](Writing& writing) { insist(writing.change_campaign(stored.path(), next)); },
                  [&] { return "set " + sentence; }))
    return;
  if (sentence.empty()) return remark(desk.world(), "nothing to change: it is so already");
  print_deeds({{sentence, stored.campaign.id}}, desk.world());
}

void set(const SetOptions& options, World& world) {
  Asked asked = sorted_out(options.words);
  const Desk desk = Desk::open(world);
  asked.changes = with_campaign_ids(with_customer_ids(std::move(asked.changes), desk), desk);
  const bool by_filter = asked.who.empty();
  std::vector<Match> matches;
  if (by_filter) matches = all_that_fit(asked, desk);
  for (const std::string& who : asked.who) {
    try {
      matches.push_back(desk.find_itself(who));
    } catch (const Failure& failure) {
      const auto campaign = asked.who.size() == 1 ? campaign_instead(failure, who, desk)
                                                  : std::optional<StoredCampaign>();
      if (!campaign) throw;
      return set_campaign(*campaign, asked.changes, desk);
    }
  }

  if (by_filter) {
    std::map<std::string, std::size_t> counts;
    std::size_t customers = 0;
    for (const Match& match : matches) {
      const Customer before = desk.book().read(match.path).value().customer;
      const Customer after = changed(before, match, asked.changes, desk);
      if (before == after) continue;
      ++customers;
      counts = counted(before, after, std::move(counts));
    }
    const std::string what = fmt::format("{} customer{} would change: {}", customers,
                                         customers == 1 ? "" : "s", summary(counts, true));
    if (customers == 0) return remark(world, "nothing would change");
    if (world.manners.dry_run) {
      world.out << printable_line(what) << "\n";
      return;
    }
    if (!confirmed(world, what + ". Do it?")) throw Failure(Error::failed("nothing was changed"));
  }
  std::vector<Deed> deeds;
  std::size_t count = 0;
  const auto next = [&](const Customer& before, const Match& match) {
    const Customer after = changed(before, match, asked.changes, desk);
    const auto words = summary(counted(before, after), false);
    if (words.empty()) return before;
    ++count;
    const std::string whose = match.kind == ItemKind::customer
                                  ? after.name
                                  : std::string(name_of(match.kind)) + " of " + after.name;
    deeds.push_back(
        {whose + ": " + words, match.kind == ItemKind::customer ? match.id : match.item});
    return after;
  };
  const auto title = [&] {
    return count == 1 ? "set " + deeds.front().sentence : fmt::format("set {} customers", count);
  };
  if (!desk.change_each(matches, next, title)) return;
  if (deeds.empty()) return remark(world, "nothing to change: it is so already");
  if (by_filter && deeds.size() > most_told)
    print_deeds({{fmt::format("changed {} customers", count), ""}}, world);
  else
    print_deeds(deeds, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<SetOptions>();
  words.arguments(
      asked->words, Placeholder{"WHO|ID|FILTER... CHANGE..."},
      "whom, then what: field=value, field= (takes it away), tags+=vip, campaigns-=fair, +tag, "
      "-tag");
  return [asked](World& world) { set(*asked, world); };
}

}  // namespace

Command set_command() {
  return {
      "set",
      "Change",
      "change fields and tags, of one or of many",
      {{"crm set acme status=customer +vip -prospect", "one customer"},
       {"crm set d7k2m9 amount=14000 expected=eom", "a deal, by its id"},
       {"crm set +fair status:lead owner=ben --dry-run", "all that fit, looking first"},
       {"crm set spring-fair cost+=\"900 travel\"", "a campaign; costs are added one by one"},
       {"crm set acme industry=robotics consent.email=no", "a field of the book's own; a consent"}},
      declare};
}

}  // namespace crm
