#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/record/editor.hpp"
#include "core/team/handover.hpp"

namespace crm {
namespace {

struct HandoverOptions {
  std::string from, to, until;
  std::vector<std::string> filter;
};

std::string who_hands_over(const std::string& asked, const Desk& desk) {
  if (asked == "me") return desk.colleague_named(asked);
  const std::string word = colleague(desk.settings(), asked);
  // Records may name somebody whom crm.yaml does not.
  return word.empty() ? asked : word;
}

std::string who_takes_over(const std::string& asked, const std::string& from, const Desk& desk) {
  const std::string to = desk.colleague_named(asked);
  if (to == from)
    throw Failure(Error::asked_wrongly("that is " + from + " both times",
                                       "crm handover FROM TO: two of the team"));
  const Colleague* const person = find_named(desk.settings().team, to);
  if (person != nullptr && person->left && *person->left <= desk.today() &&
      !desk.world().manners.anyway)
    throw Failure(Error::conflict(to + " has left", "crm handover " + from + " to somebody else"));
  return to;
}

// --- For good ---

struct Share {
  std::string path;
  Duties duties;
};

void hand_over(const std::string& from, const HandoverOptions& asked, const Desk& desk) {
  const Settings& settings = desk.settings();
  const Filter filter = desk.filter(asked.filter, customer_type());
  const auto look = [&](const Customer& customer, const std::string& path) -> std::optional<Share> {
    const Duties duties = duties_of(customer, from, settings, desk.now());
    if (duties.empty() || !filter.fits(customer)) return std::nullopt;
    return Share{path, duties};
  };
  Needs needs = needs_of(filter);
  needs.add({Depth::brief, FieldSet::of({"id", "owner", "deleted", "merged_into", "deals", "cases",
                                         "reminders", "interactions"})});
  const auto scan = desk.scan<Share>(look, needs);
  if (scan.found.empty()) {
    // Nobody of that name at all is another mistake.
    if (find_named(settings.team, from) == nullptr) (void)desk.colleague_named(from);
    print_problems(scan.problems, desk.world());
    throw Failure(Error::nothing_found(
        from + (asked.filter.empty() ? " has nothing to hand over" : " has nothing of that")));
  }
  const std::string to = who_takes_over(asked.to, from, desk);
  Duties all;
  const auto work = [&](Writing& writing) {
    all = {};
    for (const Share& share : scan.found) {
      const auto next = [&](const Customer& before) {
        const auto new_id = [&](const Customer& customer) {
          return desk.new_id(item_ids(customer));
        };
        all.add(duties_of(before, from, settings, desk.now()));
        return handed_over(before, {from, to, desk.stamp(), desk.me(), new_id}, settings);
      };
      insist(writing.change(share.path, next));
    }
  };
  const auto sentence = [&] {
    return "handed over " + all.words() + " from " + from + " to " + to;
  };
  if (desk.world().manners.dry_run) {
    for (const Share& share : scan.found) all.add(share.duties);
    remark(desk.world(), "would hand over " + all.words() + " from " + from + " to " + to);
  }
  if (desk.write(work, sentence)) {
    print_deeds({{sentence(), ""}}, desk.world());
    hint(desk.world(), "crm undo takes it back");
  }
  print_problems(scan.problems, desk.world());
}

// --- For a while ---

/// What crm.yaml says of them, edited into it.
bool write_absence(const std::string& from, const std::string& to, const std::optional<Day>& until,
                   const std::string& sentence, const Desk& desk) {
  const Colleague& now = *find_named(desk.settings().team, from);
  std::vector<Edit> edits;
  const auto put = [&](const std::string& key, const std::string& was, const std::string& next) {
    if (was == next) return;
    const auto data = [&](const std::string& text) {
      return text.empty() ? Data{} : Data::scalar(text, key == "away_until");
    };
    edits.push_back({next.empty() ? Edit::Kind::remove : Edit::Kind::set,
                     {"team", from, key},
                     data(next),
                     data(was)});
  };
  put("stand_in", now.stand_in, to);
  put("away_until", now.away_until ? now.away_until->text() : "", until ? until->text() : "");
  const auto work = [&](Writing& writing) {
    if (edits.empty()) return;
    const Book& book = desk.book();
    const std::string before = book.disk().read(book.layout().settings()).value();
    // The edits are made to what was read when the book was opened.
    if (before != book.settings_text())
      throw Failure(Error::conflict("crm.yaml was changed just now", "try again"));
    std::string after = edited(before, edits, settings_type(), "crm.yaml").value();
    insist(writing.put({"crm.yaml", before, std::move(after)}));
  };
  return desk.write(work, [&] { return sentence; });
}

void stand_in(const std::string& from, const HandoverOptions& asked, const Desk& desk) {
  World& world = desk.world();
  if (!asked.filter.empty())
    throw Failure(Error::asked_wrongly(
        "a stand-in sees to everything; a filter goes with a handover for good",
        "leave out " + as_typed(asked.filter.front()) + ", or leave out --until"));
  if (find_named(desk.settings().team, from) == nullptr) {
    (void)desk.colleague_named(from);
    throw Failure(
        Error::asked_wrongly("a stand-in is kept in crm.yaml's team, and it has none",
                             "write it there: team: {" + from + ": {emails: [" + from + "@…]}}"));
  }
  const std::string to = who_takes_over(asked.to, from, desk);
  if (find_named(desk.settings().team, to) == nullptr)
    throw Failure(
        Error::asked_wrongly("there is nobody called \"" + printable_line(to) + "\" in the team"));
  const Colleague& now = *find_named(desk.settings().team, from);
  if (asked.until == "no") {
    if (now.stand_in.empty()) return remark(world, "nobody stands in for " + from);
    const std::string sentence = from + " is back; " + now.stand_in + " stands in no longer";
    if (write_absence(from, "", {}, sentence, desk)) print_deeds({{sentence, ""}}, world);
    return;
  }
  const Day until = desk.what_day(asked.until);
  if (until < desk.today())
    throw Failure(Error::asked_wrongly(until.text() + " is past", "--until no ends it today"));
  if (!stand_in_for(to, desk.settings(), desk.today()).empty())
    remark(world, "crm: " + to + " is away too: " +
                      stand_in_for(to, desk.settings(), desk.today()) + " stands in for both");
  Moment last;
  last.day = until;
  const std::string sentence =
      to + " stands in for " + from + " until " + day_words(last, desk.today()) + ", that day too";
  if (!write_absence(from, to, until, sentence, desk)) return;
  print_deeds({{sentence, ""}}, world);
  hint(world, "everything stays " + from + "'s; crm remind --for " + to + " shows both");
}

void handover(const HandoverOptions& asked, World& world) {
  if (asked.from.empty() || asked.to.empty())
    throw Failure(Error::asked_wrongly("who hands over, and to whom?", "crm handover anna ben"));
  const Desk desk = Desk::open(world);
  const std::string from = who_hands_over(asked.from, desk);
  if (colleague(desk.settings(), asked.to) == from || asked.to == from)
    (void)who_takes_over(from, from, desk);
  if (asked.until.empty())
    hand_over(from, asked, desk);
  else
    stand_in(from, asked, desk);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<HandoverOptions>();
  words.argument(asked->from, Placeholder{"FROM"}, "whose it is; me, or somebody of the team");
  words.argument(asked->to, Placeholder{"TO"}, "whose it shall be");
  words.arguments(asked->filter, placeholder::filter, "only of customers who fit");
  words.option(asked->until, "--until", Placeholder{"DAY"},
               "for a holiday: nothing changes hands; TO is reminded of it too, until and on that "
               "day (no: FROM is back)");
  return [asked](World& world) { handover(*asked, world); };
}

}  // namespace

Command handover_command() {
  return {"handover",
          "Share",
          "give what one of the team looks after to another",
          {{"crm handover anna ben",
            "customers, and all that is open: deals, cases, reminders, "
            "meetings"},
           {"crm handover anna ben +berlin --dry-run", "those of some customers, looking first"},
           {"crm handover anna ben --until \"6 jan\"", "Ben stands in while Anna is away"},
           {"crm handover anna ben --until no", "Anna is back before"}},
          declare};
}

}  // namespace crm
