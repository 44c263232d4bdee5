#include "cli/commands/posting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "cli/commands/new_entries.hpp"
#include "cli/output/remark.hpp"

namespace crm {
namespace {

/// After so many refusals one after the other nobody goes on.
constexpr int most_refusals = 3;

class Progress {
 public:
  Progress(World& world, std::size_t all)
      : world_(world), all_(all), shown_(world.terminal.err && world.terminal.places_cursor) {}

  ~Progress() {
    if (shown_) world_.err << "\r\x1b[K" << std::flush;
  }

  void show(std::size_t done) {
    if (shown_) world_.err << fmt::format("\rsending {} of {}", done + 1, all_) << std::flush;
  }

 private:
  World& world_;
  std::size_t all_;
  bool shown_;
};

/// Whether the record tells of that letter already.
bool stands_in(const Customer& customer, const Posted& letter) {
  return std::any_of(
      customer.interactions.begin(), customer.interactions.end(), [&](const Interaction& one) {
        return one.sent_key == letter.sent_key &&
               (letter.person.empty() || one.with.empty() ||
                std::find(one.with.begin(), one.with.end(), letter.person) != one.with.end());
      });
}

struct Whereabout {
  std::string path, merged_into;
};

/// Where the records of these customers are; of a stub, that of its target.
std::map<std::string, std::string> paths_of(const Desk& desk) {
  using Found = std::pair<std::string, Whereabout>;
  const auto look = [](const Customer& customer, const std::string& path) -> std::optional<Found> {
    return Found{customer.id, {path, customer.merged_into}};
  };
  const Needs needs{Depth::brief, FieldSet::of({"id", "name", "deleted", "merged_into"})};
  std::map<std::string, Whereabout> all;
  for (Found& one : desk.scan<Found>(look, needs).found) all.insert(std::move(one));
  std::map<std::string, std::string> paths;
  for (const auto& [id, first] : all) {
    const Whereabout* place = &first;
    for (std::size_t stops = 0; !place->merged_into.empty() && stops < all.size(); ++stops) {
      const auto target = all.find(place->merged_into);
      if (target == all.end()) break;
      place = &target->second;
    }
    paths[id] = place->path;
  }
  return paths;
}

}  // namespace

PostingTally post(const Mailing& mailing, const std::vector<Recipient>& recipients, Outbox& outbox,
                  const HandOver& hand_over) {
  std::vector<Addressee> waiting;
  for (const Recipient& one : recipients)
    waiting.push_back(
        {one.whom(), [&mailing, &one](std::string& why) { return mailing.ready(one, why); }});
  return post(mailing.desk().world(), waiting, outbox, hand_over);
}

PostingTally post(World& world, const std::vector<Addressee>& waiting, Outbox& outbox,
                  const HandOver& hand_over) {
  PostingTally tally;
  Progress progress(world, waiting.size());
  int refusals = 0;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (world.is_interrupted && world.is_interrupted()) {
      tally.stopped = "stopped";
      break;
    }
    progress.show(i);
    std::string why;
    const auto ready = waiting[i].make(why);
    if (!ready) {
      tally.skipped.push_back({waiting[i].whom, why});
      continue;
    }
    const std::string whom = ready->recipient.whom();
    insist(outbox.announce(ready->posted));
    const auto refusal = hand_over(*ready);
    if (!refusal) {
      insist(outbox.mark(ready->posted, OnItsWay::State::sent));
      ++tally.sent;
      tally.taken_by.push_back(whom);
      refusals = 0;
      continue;
    }
    if (refusal->kind == NotTaken::Kind::unclear) {
      tally.unclear.push_back({whom, refusal->message});
    } else {
      insist(outbox.mark(ready->posted, OnItsWay::State::refused));
    }
    const bool missing = refusal->kind == NotTaken::Kind::missing;
    if (refusal->kind == NotTaken::Kind::refused) tally.refused.push_back({whom, refusal->message});
    if (++refusals == most_refusals || missing) {
      tally.stopped = missing ? refusal->message
                              : fmt::format("stopped after {} letters in a row that were not taken",
                                            most_refusals);
      tally.advice = refusal->hint;
      break;
    }
  }
  if (tally.stopped.empty() && tally.refused.empty()) return tally;
  insist(outbox.flush());
  return tally;
}

std::string letters_words(const std::vector<OnItsWay>& letters) {
  std::set<std::string> names;
  for (const OnItsWay& one : letters) names.insert(one.letter.letter);
  std::string words = names.empty() ? "letters" : *names.begin();
  if (names.size() > 1) words += fmt::format(" and {} more", names.size() - 1);
  return words;
}

std::size_t log_sent(const Desk& desk, Outbox& outbox) {
  const auto sent = outbox.in(OnItsWay::State::sent);
  if (sent.empty()) return 0;
  insist(outbox.flush());
  const auto paths = paths_of(desk);
  std::vector<Posted> entered;
  std::vector<Problem> problems;
  std::size_t customers = 0;
  const auto work = [&](Writing& writing) {
    std::map<std::string, std::vector<const Posted*>> by_file;
    for (const OnItsWay& one : sent) {
      const auto path = paths.find(one.letter.customer);
      // Whoever was taken away meanwhile needs no entry.
      if (path == paths.end())
        entered.push_back(one.letter);
      else
        by_file[path->second].push_back(&one.letter);
    }
    for (const auto& file : by_file) {
      const auto& letters = file.second;
      const auto next = [&](Customer customer) {
        for (const Posted* const one : letters) {
          if (stands_in(customer, *one)) continue;
          Interaction said = one->interaction(NewEntries(desk, customer).new_id());
          if (!said.with.empty() && find_item(customer.people, said.with.front()) == nullptr)
            said.with.clear();
          customer.interactions.push_back(std::move(said));
        }
        return customer;
      };
      if (const auto changed = writing.change(file.first, next); !changed) {
        problems.insert(problems.end(), changed.error().problems.begin(),
                        changed.error().problems.end());
        continue;
      }
      ++customers;
      for (const Posted* const one : letters) entered.push_back(*one);
    }
  };
  desk.write(work, [&] {
    return fmt::format("sent {} to {} customer{}", letters_words(sent), customers,
                       customers == 1 ? "" : "s");
  });
  if (desk.world().manners.dry_run) return 0;
  for (const Posted& one : entered) insist(outbox.mark(one, OnItsWay::State::logged));
  insist(outbox.flush());
  if (!problems.empty()) print_error(Error{Error::Kind::invalid, problems}, desk.world());
  return entered.size();
}

}  // namespace crm
