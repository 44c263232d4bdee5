#include "core/domain/serving.hpp"

#include <doctest/doctest.h>

#include "core/domain/settings.hpp"

namespace crm {
namespace {

Move to(const std::string& status, const std::string& at, bool reopen = false) {
  Move move;
  move.id = "new";
  move.at = *Moment::parse(at);
  move.status = status;
  move.reopen = reopen;
  return move;
}

const std::vector<Stage> usual = stages_of_cases(Settings().statuses_of_cases());

Case open_case() {
  Case one;
  one.title = "arm 17 overheats";
  return *opened(one, to("", "2026-11-02T08:30+01:00"), usual);
}

}  // namespace

TEST_CASE("a case begins in the first status, or in the one that is named") {
  CHECK(open_case().status() == "open");
  CHECK(opened(Case(), to("wait", "2026-11-02"), usual)->status() == "waiting");
  CHECK(opened(Case(), to("parked", "2026-11-02"), usual).error().message() ==
        "there is no status \"parked\"");
  CHECK(opened(Case(), to("closed", "2026-11-02"), usual).error().kind ==
        Error::Kind::asked_wrongly);
}

TEST_CASE("a book has its own words for where a case stands, and closed among them") {
  Settings settings;
  settings.case_statuses = {"new", "in work"};
  const std::vector<Stage> own = stages_of_cases(settings.statuses_of_cases());
  CHECK(names_of(own) == "new, in work, closed");
  Case one = *opened(Case(), to("", "2026-11-02"), own);
  CHECK(one.status() == "new");
  one = *moved(one, to("in", "2026-11-03"), own, false);
  CHECK(one.status() == "in work");
  CHECK(one.history.back().from == "new");
}

TEST_CASE("a case is moved to another status, and not to its own") {
  const Case one = open_case();
  CHECK(moved(one, to("waiting", "2026-11-03"), usual, false)->status() == "waiting");
  const auto same = moved(one, to("Open", "2026-11-03"), usual, false);
  CHECK(same.error().kind == Error::Kind::conflict);
  CHECK(same.error().message() == "arm 17 overheats is open already, since 2026-11-02");
  CHECK(same.error().problems.front().hint == "the statuses are open, waiting, closed");
  const auto unknown = moved(one, to("waitng", "2026-11-03"), usual, false);
  CHECK(unknown.error().problems.front().hint ==
        "did you mean waiting? the statuses are open, waiting, closed");
  CHECK(moved(one, to("waiting", "2026-11-01"), usual, false).error().kind ==
        Error::Kind::asked_wrongly);
  // Told of a day before it was opened, it is the opening.
  CHECK(moved(one, to("waiting", "2026-11-01"), usual, true)->history.back().from.empty());
}

TEST_CASE("what is closed is only moved by a reopening, which keeps how it had ended") {
  Case one = *moved(open_case(), to("closed", "2026-11-04"), usual, false);
  one.resolution = "fan replaced";
  one.rating = 4;
  const auto refused = moved(one, to("open", "2026-11-05"), usual, false);
  CHECK(refused.error().message() == "arm 17 overheats is closed since 2026-11-04");
  CHECK(refused.error().problems.front().hint ==
        "--reopen moves it all the same; the statuses are open, waiting, closed");
  one = *moved(one, to("open", "2026-11-05", true), usual, false);
  CHECK(one.status() == "open");
  CHECK(one.resolution.empty());
  CHECK_FALSE(one.rating.has_value());
  CHECK(one.history.back().was ==
        Named<std::string>{{"resolution", "fan replaced"}, {"rating", "4"}});
  const CaseTimes times = times_of(one);
  CHECK(times.opened->day.text() == "2026-11-02");
  CHECK_FALSE(times.closed.has_value());
}

TEST_CASE("what a case was before it was changed can be told") {
  Case before = open_case(), after = before;
  before.priority = "normal";
  after.priority = "high";
  after.due = Moment::parse("2026-11-20").value();
  after.title = "all arms overheat";
  CHECK(past_of(before, after) ==
        Named<std::string>{{"priority", "normal"}, {"due", std::string(was_absent)}});
}

TEST_CASE("the first answer is the first conversation about a case that went out and was held") {
  const Moment now = Moment::parse("2026-11-21T10:15+01:00").value();
  std::vector<Interaction> talks(5);
  const auto talk = [&](std::size_t i, const char* at, const char* direction, const char* of,
                        const char* outcome) {
    talks[i].at = Moment::parse(at).value();
    talks[i].direction = direction;
    talks[i].case_id = of;
    talks[i].outcome = outcome;
  };
  talk(0, "2026-11-20T12:00+01:00", "out", "c1", "");
  talk(1, "2026-11-19T12:00+01:00", "in", "c1", "");
  talk(2, "2026-11-19T13:00+01:00", "out", "c1", "no-show");
  talk(3, "2026-11-19T14:00+01:00", "out", "c2", "");
  talk(4, "2026-11-22T14:00+01:00", "out", "c3", "");
  CHECK(first_answer(talks, "c1", now) == &talks[0]);
  CHECK(first_answer(talks, "c2", now) == &talks[3]);
  CHECK(first_answer(talks, "c3", now) == nullptr);
}

}  // namespace crm
