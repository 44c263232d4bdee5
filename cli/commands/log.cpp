#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/campaigns.hpp"
#include "cli/commands/editor.hpp"
#include "cli/commands/lists.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/references.hpp"
#include "cli/commands/serving.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/json.hpp"
#include "cli/output/remark.hpp"
#include "cli/output/table.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"
#include "core/record/assignment.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

struct LogOptions {
  std::string who, kind, on, minutes, outcome, deal, case_words, campaign, subject, place;
  std::vector<std::string> text, with, also, remind, promise;
  bool incoming = false, outgoing = false, new_person = false;
};

// --- Reading ---

/// One line of a timeline.
struct Happening {
  Moment at;
  std::string kind, by, customer, name, id, text, json;
};

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
  return all;
}

Happening told(const Interaction& one, const Customer& customer, const Moment& now) {
  Happening line{one.at, one.kind, one.by, customer.id, customer.name, one.id, {}, {}};
  std::vector<std::string> said;
  if (is_planned(one, now))
    said.emplace_back(in_time(one.at, now) > 0 ? "planned" : "planned, no outcome yet");
  std::vector<std::string> names;
  for (const std::string& id : one.with) {
    const Person* const person = find_item(customer.people, id);
    names.push_back(person == nullptr ? id : person->name);
  }
  if (!names.empty()) said.push_back("with " + joined(names, ", "));
  if (!one.outcome.empty() && one.outcome != "held") said.push_back(one.outcome);
  if (!one.subject.empty()) said.push_back(one.subject);
  line.text = joined(said, ", ");
  if (!one.text.empty()) line.text += (line.text.empty() ? "" : ": ") + one.text;
  line.json = json_with("customer", customer.id,
                        json_of(to_data(one), *customer_type().find("interactions")->item));
  return line;
}

/// Everything that happened with one customer: conversations, moves, purchases, payments.
std::vector<Happening> timeline(const Customer& customer, const Desk& desk) {
  std::vector<Happening> all;
  for (const Interaction& one : customer.interactions)
    all.push_back(told(one, customer, desk.now()));
  const auto add = [&](const Moment& at, std::string kind, const std::string& by,
                       const std::string& id, std::string text) {
    const std::string json = json_object({{"customer", json_text(customer.id)},
                                          {"id", json_text(id)},
                                          {"at", json_text(at.text())},
                                          {"kind", json_text(kind)},
                                          {"text", json_text(text)}});
    all.push_back({at, std::move(kind), by, customer.id, customer.name, id, std::move(text), json});
  };
  const auto on_day = [](Day day) {
    Moment at;
    at.day = day;
    return at;
  };
  for (const Deal& deal : customer.deals)
    for (const Move& move : deal.history)
      add(move.at, "deal", move.by, deal.id,
          deal.title + (move.stage.empty() ? " changed" : " → " + move.stage) +
              (move.reason.empty() ? "" : ", " + move.reason));
  for (const Case& one : customer.cases)
    for (const Move& move : one.history)
      add(move.at, "case", move.by, one.id,
          one.title + (move.status.empty() ? " changed" : " → " + move.status));
  for (const Purchase& one : customer.purchases)
    add(on_day(one.on), one.refund_of.empty() ? "bought" : "gave back", one.by, one.id,
        one.item + ", " + one.amount.grouped(desk.settings().grouping()) + " " +
            one.amount.currency);
  for (const Payment& one : customer.payments)
    add(on_day(one.on), "paid", one.by, one.id,
        one.amount.grouped(desk.settings().grouping()) + " " + one.amount.currency);
  return all;
}

void newest_first(std::vector<Happening>& all) {
  std::stable_sort(all.begin(), all.end(), [](const Happening& a, const Happening& b) {
    const auto order = in_time(a.at, b.at);
    return order > 0 || (order == 0 && a.id > b.id);
  });
}

void print_timeline(const std::vector<Happening>& all, const Desk& desk, bool of_everyone) {
  Table table({{.key = "at"},
               {.key = "kind"},
               {.key = "by", .dispensable = 2},
               {.key = "customer", .on_terminal = false},
               {.key = "name", .gives_way = true, .on_terminal = of_everyone, .in_pipe = true},
               {.key = "text", .gives_way = true, .wraps = !of_everyone},
               {.key = "id", .dispensable = 1}});
  for (const Happening& one : all)
    table.row(
        {{one.at.text(), of_everyone ? listed_day(one.at, desk) : day_words(one.at, desk.today())},
         one.kind,
         {one.by, Style::dim},
         one.customer,
         {one.name, Style::bold},
         one.text,
         {one.id, Style::dim}},
        one.json);
  table.print(desk.world());
}

/// Everyone's last contacts.
void show_last_contacts(const Desk& desk) {
  const auto look = [&](const Customer& customer, const std::string&) -> std::optional<Happening> {
    const Interaction* const last = last_contact(customer, desk.now());
    if (customer.is_deleted() || last == nullptr) return std::nullopt;
    return told(*last, customer, desk.now());
  };
  auto scan = desk.scan<Happening>(look, Depth::whole);
  newest_first(scan.found);
  constexpr std::size_t enough = 20;
  const std::size_t all = scan.found.size();
  if (for_people(desk.world()) && all > enough) scan.found.resize(enough);
  if (all == 0 && scan.problems.empty())
    hint(desk.world(), "nothing was logged yet: crm log WHO call \"what was said\"");
  print_timeline(scan.found, desk, true);
  if (scan.found.size() < all)
    remark(desk.world(), fmt::format("… {} more: crm log | less", all - scan.found.size()));
  print_problems(scan.problems, desk.world());
}

void show_timeline(const std::string& who, const Desk& desk) {
  const Match match = desk.find(who);
  const Stored stored = desk.book().read(match.path).value();
  auto all = timeline(stored.customer, desk);
  newest_first(all);
  if (all.empty()) remark(desk.world(), "nothing was logged with " + stored.customer.name + " yet");
  print_timeline(all, desk, false);
}

// --- Writing ---

/// Whoever is named and not known is added, if the person agrees. Asked before the book is locked.
void ask_about_strangers(const LogOptions& asked, const Customer& customer, World& world) {
  if (asked.new_person) return;
  for (const std::string& words : asked.with) {
    if (person_named(customer, words) != nullptr) continue;
    const std::string unknown = nobody_called(customer, words);
    const bool can_answer = world.may_ask() || world.manners.yes;
    if (can_answer && confirmed(world, unknown + ". Add them?")) continue;
    const std::string known = known_people(customer);
    throw Failure(Error::nothing_found(
        unknown, (known.empty() ? "" : known + "; ") + "add them with --new-person"));
  }
}

std::string person_id(const std::string& words, Customer& customer, const Desk& desk) {
  if (const Person* const person = person_named(customer, words)) return person->id;
  Person person;
  person.id = NewEntries(desk, customer).new_id();
  person.name = composed(trimmed(words));
  customer.people.push_back(person);
  return person.id;
}

void add_once(std::vector<std::string>& ids, const std::string& id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

/// `Hank D'Souza of Spice Route Foods` where somebody was named; else the customer.
std::string whom(const LogOptions& asked, const Interaction& fresh, const Customer& customer) {
  if (asked.with.empty()) return customer.name;
  std::vector<std::string> names;
  for (const std::string& id : fresh.with) names.push_back(find_item(customer.people, id)->name);
  return joined(names, ", ") + " of " + customer.name;
}

std::string text_asked_for(const LogOptions& asked, const Match& match, World& world,
                           std::optional<Draft>& draft) {
  const std::string text = composed(joined(asked.text, " "));
  if (text == "-") return composed(text_from_stdin(world));
  if (!text.empty() || !asked.subject.empty()) return text;
  if (!world.may_ask() || !world.terminal.out)
    throw Failure(Error::asked_wrongly("what was said? the text is missing",
                                       "crm log " + as_typed(asked.who) + " " +
                                           as_typed(asked.kind) +
                                           " \"…\", or - to read it from stdin"));
  draft.emplace(world, "log.txt",
                "\n# " + asked.kind + " with " + match.name +
                    ". Lines that begin with # are left out; an empty text logs nothing.\n");
  const std::string saved = draft->edited();
  if (!is_utf8(saved)) throw Failure(Error::failed("the saved text is not UTF-8", draft->keep()));
  std::string kept;
  for (const std::string_view line : split(saved, '\n'))
    if (!line.starts_with('#')) kept += std::string(line) + "\n";
  kept = std::string(trimmed(kept));
  if (kept.empty()) throw Failure(Error::failed("the text is empty; nothing was logged"));
  return composed(kept);
}

Moment asked_moment(const LogOptions& asked, const Desk& desk) {
  if (asked.on.empty()) return desk.stamp();
  const Moment moment = desk.when(asked.on);
  return desk.kept(moment);
}

/// Which way a talk about a case went where nobody said it: in which it came up came in, any other
/// is an answer. A note is said to nobody.
std::string usual_direction(const Interaction& talk, bool comes_up) {
  if (!talk.direction.empty() || talk.planned || talk.kind == "note") return talk.direction;
  return comes_up ? "in" : "out";
}

/// The case that is meant, or a new one with these words as its title. True where this is its first
/// answer.
bool take_case(const LogOptions& asked, const Match& match, Interaction& talk,
               std::optional<Deed>& opened, Customer& customer, const Desk& desk) {
  talk.case_id = match.kind == ItemKind::case_ ? match.item : "";
  std::string title;
  if (!asked.case_words.empty()) {
    talk.case_id = case_named_or_new(customer, asked.case_words);
    title = talk.case_id.empty() ? asked.case_words : "";
  }
  if (talk.case_id.empty() && title.empty()) return false;
  talk.direction = usual_direction(talk, !title.empty());
  if (!title.empty()) {
    Case one;
    one.title = title;
    one.deal = talk.deal;
    one.with = talk.with;
    Move first;
    first.at = talk.planned ? desk.stamp() : talk.at;
    first.by = desk.me();
    opened = open_case(std::move(one), std::move(first), customer, desk);
    talk.case_id = opened->id;
    return false;
  }
  if (first_answer(customer.interactions, talk.case_id, desk.now()) != nullptr) return false;
  return first_answer(std::vector{talk}, talk.case_id, desk.now()) != nullptr;
}

void log(const LogOptions& asked, World& world) {
  const Desk desk = Desk::open(world);
  if (asked.who.empty()) return show_last_contacts(desk);
  if (asked.kind.empty()) return show_timeline(asked.who, desk);
  const Match match = desk.find(asked.who);
  Interaction fresh;
  fresh.kind = known_kind(desk, asked.kind);
  fresh.at = asked_moment(asked, desk);
  fresh.planned =
      in_time(fresh.at, desk.now()) > 0 && !(fresh.at.day == desk.today() && !fresh.at.timed());
  fresh.by = desk.me();
  if (asked.incoming && asked.outgoing)
    throw Failure(Error::asked_wrongly("a talk is --incoming or --outgoing, not both"));
  if (asked.incoming) fresh.direction = "in";
  if (asked.outgoing) fresh.direction = "out";
  fresh.subject = composed(trimmed(asked.subject));
  fresh.place = composed(trimmed(asked.place));
  if (!asked.minutes.empty()) {
    std::int64_t minutes = 0;
    const auto [end, failure] =
        std::from_chars(asked.minutes.data(), asked.minutes.data() + asked.minutes.size(), minutes);
    if (failure != std::errc() || *end != '\0' || minutes < 0 || minutes > 24 * 60)
      throw Failure(Error::asked_wrongly("--minutes wants a number from 0 to 1440, not \"" +
                                         printable_line(asked.minutes) + "\""));
    fresh.minutes = minutes;
  }
  if (!asked.outcome.empty())
    fresh.outcome = world.manners.anyway
                        ? asked.outcome
                        : listed_word(desk.settings().outcomes, asked.outcome, "outcome").value();
  if (!fresh.outcome.empty() && in_time(fresh.at, desk.now()) > 0)
    throw Failure(Error::asked_wrongly("a talk that is still to come has no outcome yet"));
  if (!asked.campaign.empty()) fresh.campaign = campaign_id(asked.campaign, desk);
  for (const std::string& who : asked.also) {
    const Match other = desk.find(who);
    if (other.id == match.id)
      throw Failure(Error::asked_wrongly("--also is for other customers than " + match.name));
    add_once(fresh.also, other.id);
  }
  if (!asked.with.empty())
    ask_about_strangers(asked, desk.book().read(match.path).value().customer, world);

  std::optional<Draft> draft;
  std::vector<Deed> deeds;
  const auto next = [&](Customer after) {
    deeds.clear();
    fresh.id = NewEntries(desk, after).new_id();
    fresh.with.clear();
    // `crm log "Bob Ray" call …` was with Bob.
    if (match.kind == ItemKind::customer && !match.item.empty() && asked.with.empty())
      fresh.with.push_back(match.item);
    if (match.kind == ItemKind::person && asked.with.empty()) fresh.with.push_back(match.item);
    for (const std::string& name : asked.with) add_once(fresh.with, person_id(name, after, desk));
    if (!asked.deal.empty()) fresh.deal = deal_named(after, asked.deal);
    if (match.kind == ItemKind::deal && fresh.deal.empty()) fresh.deal = match.item;
    std::optional<Deed> opened;
    const bool answers = take_case(asked, match, fresh, opened, after, desk);
    after.interactions.push_back(fresh);
    deeds.push_back(
        {(fresh.planned ? "planned " : "logged ") + with_article(fresh.kind) + " with " +
             whom(asked, fresh, after) + ", " + near_day_words(fresh.at, desk.today()) +
             (answers ? "; first answer to " + case_of(after, fresh.case_id).title : ""),
         fresh.id});
    if (opened) deeds.push_back(*opened);
    NewEntries entries(desk, after);
    for (std::size_t i = 0; i + 1 < asked.remind.size(); i += 2)
      deeds.push_back(entries.add_reminder(asked.remind[i], asked.remind[i + 1], false));
    for (std::size_t i = 0; i + 1 < asked.promise.size(); i += 2)
      deeds.push_back(entries.add_reminder(asked.promise[i], asked.promise[i + 1], true));
    for (std::size_t i = 1; i < deeds.size(); ++i) deeds[i].part = true;
    return after;
  };
  // All the rest is looked at first: nobody shall write a text for nothing.
  if (asked.text.empty()) (void)next(desk.book().read(match.path).value().customer);
  if (!fresh.planned || !asked.text.empty())
    fresh.text = text_asked_for(asked, match, world, draft);
  // The journal is read on other days: no "today" in it.
  const auto title = [&] {
    return (fresh.planned ? "planned " : "logged ") + with_article(fresh.kind) + " with " +
           match.name + ", " + day_words(fresh.at, desk.today());
  };
  try {
    if (desk.change(match, next, title)) print_deeds(deeds, world);
  } catch (const Failure& failure) {
    if (!draft) throw;
    // What was written in the editor is not lost with it.
    Error error = failure.error();
    error.problems.front().hint = draft->keep();
    throw Failure(error);
  }
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<LogOptions>();
  words.optional_argument(asked->who, placeholder::who,
                          "whom you spoke with; without it, everyone's last contacts");
  words.optional_argument(asked->kind, placeholder::kind,
                          "call, email, meeting … of crm.yaml; without it, the timeline");
  words.arguments(asked->text, placeholder::text,
                  "what was said; - reads stdin, none opens your editor");
  words.option(asked->on, "--on", placeholder::when,
               "when it was, or shall be: yesterday, \"fri 10:30\", 2026-12-01");
  words.option(asked->with, "--with", placeholder::person,
               "a person of the customer who took part");
  words.option(asked->also, "--also", placeholder::who, "another customer who took part");
  words.flag(asked->new_person, "--new-person", "add a --with that is not known yet");
  words.flag(asked->incoming, "--incoming", "they came to us");
  words.flag(asked->outgoing, "--outgoing", "we went to them");
  words.option(asked->subject, "--subject", placeholder::text, "what it was about, in a few words");
  words.option(asked->place, "--place", placeholder::text, "where it was");
  words.option(asked->minutes, "--minutes", placeholder::minutes, "how long it took");
  words.option(asked->outcome, "--outcome", placeholder::outcome,
               "held, agreed, refused … of crm.yaml");
  words.option(asked->deal, "--deal", placeholder::deal_id, "the deal it was about");
  words.option(asked->case_words, "--case", Placeholder{"ID|TITLE", "", "", "CASE"},
               "the case it was about; other words open one of that title");
  words.option(asked->campaign, "--campaign", placeholder::campaign,
               "the campaign it belongs to; with --incoming it is a reply to it");
  words.pairs(asked->remind, "--remind", "WHEN TEXT", "set a reminder as well");
  words.pairs(asked->promise, "--promise", "WHEN TEXT",
              "set a reminder of something we gave our word on");
  return [asked](World& world) { log(*asked, world); };
}

}  // namespace

Command log_command() {
  return {
      "log",
      "Every day",
      "record a conversation, or show what was said",
      {{"crm log acme call \"Wants the two-year price\"", "record a call made now"},
       {"crm log acme meeting \"Demo\" --on \"tue 10:30\" --with bob", "plan a meeting"},
       {"crm log acme email - --incoming --outcome agreed < mail.txt", "take the text from stdin"},
       {"crm log acme call \"It overheats\" --case \"arm 17 overheats\"",
        "about a case: by its id or a part of its title, or a new one"},
       {"crm log acme call \"Wants the offer\" --incoming --campaign spring-fair",
        "a reply to a campaign"},
       {"crm log acme", "everything that happened with Acme"},
       {"crm log", "everyone's last contacts"}},
      declare};
}

}  // namespace crm
