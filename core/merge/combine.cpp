#include "core/merge/combine.hpp"

#include <algorithm>
#include <concepts>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr std::size_t none = std::size_t(-1);

/// Where the members of a value are, in the order of its description.
struct Members {
  std::vector<const void*> all;

  template <class T>
  void operator()(std::string_view, const T& member, Trait = {}) {
    all.push_back(&member);
  }
};

template <class T>
std::vector<const void*> members_of(const T& value) {
  Members members;
  T::describe(members, value);
  return std::move(members.all);
}

// --- Which entries are the same ---

/// Whether two entries say the same, their ids and those of what stands in them apart.
template <class T>
bool alike(const T& a, const T& b);

struct Likeness {
  std::vector<const void*> others;
  std::size_t at = 0;
  bool holds = true;

  template <class T>
  void operator()(std::string_view key, const T& one, Trait = {}) {
    const T& other = *static_cast<const T*>(others[at++]);
    if (holds && key != "id") holds = one == other;
  }

  template <Described T>
  void operator()(std::string_view, const std::vector<T>& one, Trait = {}) {
    const auto& other = *static_cast<const std::vector<T>*>(others[at++]);
    holds = holds && std::equal(one.begin(), one.end(), other.begin(), other.end(), alike<T>);
  }
};

template <class T>
bool alike(const T& a, const T& b) {
  Likeness likeness{members_of(b)};
  T::describe(likeness, a);
  return likeness.holds;
}

/// What makes an entry known in other programs.
template <class T>
std::vector<std::string> marks(const T& entry) {
  std::vector<std::string> marks;
  if constexpr (requires { entry.external; })
    for (const std::string& mark : entry.external) marks.push_back("external " + mark);
  if constexpr (requires { entry.sent_key; })
    if (!entry.sent_key.empty()) marks.push_back("sent " + entry.sent_key);
  return marks;
}

/// For each of theirs the one of ours that is the same entry, or none; each of ours at most once.
/// What is surest goes first, so that the same two records are always paired in the same way.
template <class T>
class Pairing {
 public:
  Pairing(const std::vector<T>& ours, const std::vector<T>& theirs)
      : ours_(ours),
        theirs_(theirs),
        partners_(theirs.size(), none),
        taken_(ours.size(), false),
        left_(theirs.size()) {
    if (theirs.empty() || ours.empty()) return;
    pair_by_id([](const T& a, const T& b) { return a == b; });
    pair_by_id([](const T&, const T&) { return true; });
    pair_by_marks();
    pair_the_alike();
  }

  const std::vector<std::size_t>& partners() const { return partners_; }

 private:
  void pair(std::size_t our, std::size_t their) {
    partners_[their] = our;
    taken_[our] = true;
    --left_;
  }

  template <class Fits>
  void pair_by_id(Fits fits) {
    if (left_ == 0) return;
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_id;
    for (std::size_t i = 0; i < theirs_.size(); ++i)
      if (partners_[i] == none && !theirs_[i].id.empty()) by_id[theirs_[i].id].push_back(i);
    for (std::size_t i = 0; i < ours_.size() && !by_id.empty(); ++i) {
      if (taken_[i] || ours_[i].id.empty()) continue;
      const auto found = by_id.find(ours_[i].id);
      if (found == by_id.end()) continue;
      for (const std::size_t their : found->second)
        if (!taken_[i] && partners_[their] == none && fits(ours_[i], theirs_[their]))
          pair(i, their);
    }
  }

  void pair_by_marks() {
    if (left_ == 0) return;
    std::unordered_map<std::string, std::vector<std::size_t>> by_mark;
    for (std::size_t i = 0; i < theirs_.size(); ++i)
      if (partners_[i] == none)
        for (std::string& mark : marks(theirs_[i])) by_mark[std::move(mark)].push_back(i);
    // Of several without ids that share a mark, those that are equal belong together.
    for (const bool only_alike : {true, false})
      for (std::size_t i = 0; i < ours_.size() && !by_mark.empty(); ++i) {
        if (taken_[i]) continue;
        for (const std::string& mark : marks(ours_[i])) {
          const auto found = by_mark.find(mark);
          if (found == by_mark.end()) continue;
          for (const std::size_t their : found->second)
            if (!taken_[i] && partners_[their] == none &&
                (!only_alike || alike(ours_[i], theirs_[their])))
              pair(i, their);
        }
      }
  }

  void pair_the_alike() {
    for (std::size_t i = 0; i < theirs_.size() && left_ > 0; ++i) {
      if (partners_[i] != none) continue;
      for (std::size_t our = 0; our < ours_.size(); ++our) {
        if (taken_[our] || !alike(ours_[our], theirs_[i])) continue;
        pair(our, i);
        break;
      }
    }
  }

  const std::vector<T>& ours_;
  const std::vector<T>& theirs_;
  std::vector<std::size_t> partners_;
  std::vector<bool> taken_;
  std::size_t left_;
};

// --- References within a record ---

void follow(std::string& reference, const NewIds& ids) {
  if (const auto found = ids.find(reference); found != ids.end()) reference = found->second;
}

void follow(std::vector<std::string>& references, const NewIds& ids) {
  for (std::string& one : references) follow(one, ids);
}

/// Where an entry of theirs is one of ours under another id, theirs goes by ours from here on.
template <class T>
NewIds go_by_our_ids(const std::vector<T>& ours, std::vector<T>& theirs) {
  NewIds ids;
  const Pairing<T> pairing(ours, theirs);
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    if (pairing.partners()[i] == none) continue;
    const std::string& id = ours[pairing.partners()[i]].id;
    if (id.empty() || theirs[i].id.empty() || id == theirs[i].id) continue;
    ids.emplace(theirs[i].id, id);
    theirs[i].id = id;
  }
  return ids;
}

/// Theirs, what is the same in ours named as there, so that a conversation with our Bob stays one
/// with him.
Customer by_our_ids(const Customer& ours, Customer theirs) {
  const NewIds people = go_by_our_ids(ours.people, theirs.people);
  for (Deal& deal : theirs.deals) follow(deal.with, people);
  const NewIds deals = go_by_our_ids(ours.deals, theirs.deals);
  for (Case& one : theirs.cases) {
    follow(one.with, people);
    follow(one.deal, deals);
  }
  const NewIds cases = go_by_our_ids(ours.cases, theirs.cases);
  for (Purchase& one : theirs.purchases) follow(one.deal, deals);
  const NewIds purchases = go_by_our_ids(ours.purchases, theirs.purchases);
  for (Purchase& one : theirs.purchases) follow(one.refund_of, purchases);
  for (Payment& one : theirs.payments) {
    follow(one.for_what, deals);
    follow(one.for_what, purchases);
  }
  for (Reminder& one : theirs.reminders) {
    follow(one.deal, deals);
    follow(one.case_id, cases);
  }
  for (Interaction& one : theirs.interactions) {
    follow(one.with, people);
    follow(one.deal, deals);
    follow(one.case_id, cases);
  }
  return theirs;
}

// --- Texts ---

/// Whether whole lines of it, one after the other, are that text.
bool has_lines(std::string_view text, std::string_view lines) {
  for (std::size_t at = text.find(lines); at != text.npos; at = text.find(lines, at + 1)) {
    const std::size_t end = at + lines.size();
    if ((at == 0 || text[at - 1] == '\n') && (end == text.size() || text[end] == '\n')) return true;
  }
  return false;
}

/// Without the empty lines before and after it.
std::string_view body_of(std::string_view text) {
  const std::size_t begin = text.find_first_not_of('\n');
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of('\n') + 1 - begin);
}

/// The one that has the other in it; nothing where neither has.
const std::string* greater_of(const std::string& ours, const std::string& theirs) {
  if (trimmed(theirs).empty() || has_lines(ours, body_of(theirs))) return &ours;
  if (trimmed(ours).empty() || has_lines(theirs, body_of(ours))) return &theirs;
  return nullptr;
}

// --- Field by field ---

std::string below(const std::string& place, std::string_view step) {
  return place.empty() ? std::string(step) : place + "/" + std::string(step);
}

bool before(const Moment& a, const Moment& b) {
  return in_time(a, b) < 0;
}

template <std::totally_ordered T>
bool before(const T& a, const T& b) {
  return a < b;
}

class Combination {
 public:
  Combination(const Joining& how, const std::string& country) : how_(how), country_(country) {}

  std::vector<std::string> take_differing() { return std::move(differing_); }

  template <Described T>
  void combine(T& ours, const T& theirs, const std::string& place) {
    Visit visit{*this, members_of(theirs), place};
    T::describe(visit, ours);
  }

  void combine(Reminder& ours, const Reminder& theirs, const std::string& place) {
    // Who did it goes with the day on which it was done.
    std::optional<std::string> by;
    if (ours.done && theirs.done && *ours.done != *theirs.done)
      by = *ours.done < *theirs.done ? theirs.done_by : ours.done_by;
    Reminder other = theirs;
    if (by) ours.done_by = other.done_by = *by;
    Visit visit{*this, members_of(other), place};
    Reminder::describe(visit, ours);
  }

 private:
  struct Visit {
    Combination& all;
    std::vector<const void*> others;
    const std::string& place;
    std::size_t at = 0;

    template <class T>
    void operator()(std::string_view key, T& ours, Trait trait = {}) {
      const T& theirs = *static_cast<const T*>(others[at++]);
      if (!(ours == theirs)) all.join(key, ours, theirs, trait.rule, below(place, key));
    }
  };

  /// Both say something, and it differs.
  template <class T>
  void decide(T& ours, const T& theirs, Rule rule, const std::string& place) {
    if constexpr (requires { before(ours, theirs); }) {
      if (!how_.by_rules) rule = Rule::scalar;
      if (rule == Rule::earliest || rule == Rule::smaller) {
        if (before(theirs, ours)) ours = theirs;
        return;
      }
      if (rule == Rule::latest) {
        if (before(ours, theirs)) ours = theirs;
        return;
      }
    }
    differing_.push_back(place);
    if (how_.prefer == Prefer::theirs) ours = theirs;
  }

  void join(std::string_view key, std::string& ours, const std::string& theirs, Rule rule,
            const std::string& place) {
    if (theirs.empty()) return;
    if (ours.empty())
      ours = theirs;
    else if (rule == Rule::lines)
      join_texts(ours, theirs, place);
    else if (key != "id")
      decide(ours, theirs, rule, place);
  }

  void join_texts(std::string& ours, const std::string& theirs, const std::string& place) {
    if (const std::string* const greater = greater_of(ours, theirs))
      ours = std::string(*greater);
    else if (how_.texts == Joining::Texts::both)
      ours += (ours.ends_with('\n') ? "" : "\n") + theirs;
    else if (how_.texts == Joining::Texts::preferred)
      decide(ours, theirs, Rule::scalar, place);
  }

  void join(std::string_view, bool& ours, bool theirs, Rule, const std::string&) {
    ours = ours || theirs;
  }

  template <class T>
  void join(std::string_view, std::optional<T>& ours, const std::optional<T>& theirs, Rule rule,
            const std::string& place) {
    if (!theirs) return;
    if (!ours)
      ours = theirs;
    else
      decide(*ours, *theirs, rule, place);
  }

  /// Days and amounts that every entry has.
  template <class T>
  void join(std::string_view, T& ours, const T& theirs, Rule rule, const std::string& place) {
    if (theirs == T{}) return;
    if (ours == T{})
      ours = theirs;
    else
      decide(ours, theirs, rule, place);
  }

  void join(std::string_view, std::vector<std::string>& ours,
            const std::vector<std::string>& theirs, Rule, const std::string&) {
    std::unordered_set<std::string> there(ours.begin(), ours.end());
    for (const std::string& text : theirs)
      if (there.insert(text).second) ours.push_back(text);
  }

  std::string compared(std::string_view key, const Labelled& entry) const {
    std::string number = key == "phones" ? e164(entry.value, country_) : std::string();
    return number.empty() ? folded(entry.value) : number;
  }

  void join(std::string_view key, std::vector<Labelled>& ours, const std::vector<Labelled>& theirs,
            Rule, const std::string& place) {
    std::vector<std::string> spoken;
    for (const Labelled& entry : ours) spoken.push_back(compared(key, entry));
    std::vector<bool> taken(ours.size(), false);
    std::vector<std::size_t> partners(theirs.size(), none);
    const auto pair_where = [&](auto same) {
      for (std::size_t i = 0; i < theirs.size(); ++i)
        for (std::size_t our = 0; our < taken.size() && partners[i] == none; ++our)
          if (!taken[our] && same(our, theirs[i])) {
            taken[our] = true;
            partners[i] = our;
          }
    };
    pair_where([&](std::size_t our, const Labelled& their) { return ours[our] == their; });
    pair_where(
        [&](std::size_t our, const Labelled& their) { return ours[our].value == their.value; });
    pair_where([&](std::size_t our, const Labelled& their) {
      return spoken[our] == compared(key, their);
    });
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      const Labelled& their = theirs[i];
      if (partners[i] != none) {
        Labelled& entry = ours[partners[i]];
        if (entry.label != their.label)
          join("label", entry.label, their.label, Rule::scalar, below(place, entry.value));
        continue;
      }
      std::string number = compared(key, their);
      const auto same = std::find(spoken.begin(), spoken.end(), number);
      if (same == spoken.end()) {
        ours.push_back(their);
        spoken.push_back(std::move(number));
      } else if (Labelled& entry = ours[static_cast<std::size_t>(same - spoken.begin())];
                 entry.label.empty()) {
        entry.label = their.label;
      }
    }
  }

  /// A no stays; of two yeses the one that is known for longer.
  void decide(Consent& ours, const Consent& theirs, Rule, const std::string&) {
    if (ours.given != theirs.given) {
      if (!theirs.given) ours = theirs;
    } else if (theirs.since && (!ours.since || *theirs.since < *ours.since)) {
      ours.since = theirs.since;
    }
  }

  template <class T>
  void join(std::string_view, Named<T>& ours, const Named<T>& theirs, Rule rule,
            const std::string& place) {
    for (const auto& their : theirs) {
      const auto same = std::find_if(ours.begin(), ours.end(),
                                     [&](const auto& our) { return our.first == their.first; });
      if (same == ours.end())
        ours.push_back(their);
      else if (!(same->second == their.second))
        decide_named(same->second, their.second, rule, below(place, their.first));
    }
  }

  void decide_named(std::string& ours, const std::string& theirs, Rule rule,
                    const std::string& place) {
    join("", ours, theirs, rule, place);
  }

  void decide_named(Consent& ours, const Consent& theirs, Rule rule, const std::string& place) {
    decide(ours, theirs, rule, place);
  }

  template <Described T>
  void join(std::string_view, std::vector<T>& ours, const std::vector<T>& theirs, Rule,
            const std::string& place) {
    const Pairing<T> pairing(ours, theirs);
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      const std::size_t our = pairing.partners()[i];
      if (our == none) {
        ours.push_back(theirs[i]);
        continue;
      }
      T& entry = ours[our];
      if (entry == theirs[i]) continue;
      const std::string& id = entry.id.empty() ? theirs[i].id : entry.id;
      combine(entry, theirs[i], below(place, id.empty() ? std::to_string(our + 1) : id));
    }
  }

  const Joining& how_;
  const std::string& country_;
  std::vector<std::string> differing_;
};

}  // namespace

Combined combined(const Customer& ours, const Customer& theirs, const Joining& how,
                  const std::string& country) {
  Combined both{ours, {}};
  if (ours == theirs) return both;
  Combination combination(how, country);
  combination.combine(both.customer, by_our_ids(ours, theirs), "");
  both.differing = combination.take_differing();
  return both;
}

}  // namespace crm
