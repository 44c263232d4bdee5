#include "core/index/gist_reader.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "core/index/unpacker.hpp"

namespace crm {
namespace {

/// Which of the fields of T are read, by the numbers that they have on a card.
template <Described T>
class Places {
 public:
  Places(std::initializer_list<std::string_view> keys) {
    Finding finding{*this, keys};
    const T nothing{};
    T::describe(finding, nothing);
    fields_ = finding.rank;
  }

  bool has(unsigned char field) const { return field < fields_; }

  /// The place of the field among the keys; as many as these for any other.
  std::size_t of(unsigned char field) const { return field < places_.size() ? places_[field] : 99; }

  /// Calls `take` with the place of each field of an entry that is read, and passes over the
  /// others.
  template <class Take>
  void each(Unpacker& card, const Take& take) const {
    for (unsigned char field = card.byte(); field != end_of_entry; field = card.byte())
      if (!take(of(field))) card.skip_field<T>(field);
  }

 private:
  struct Finding {
    Places& places;
    std::initializer_list<std::string_view> keys;
    std::size_t rank = 0;

    template <class Member>
    void operator()(std::string_view key, const Member&, Trait = {}) {
      const auto found = std::find(keys.begin(), keys.end(), key);
      places.places_.at(rank++) = static_cast<std::uint8_t>(found - keys.begin());
    }
  };

  std::array<std::uint8_t, 64> places_{};
  std::size_t fields_ = 0;
};

/// Reads one field of an entry into its member.
template <class T>
bool take(Unpacker& card, T& member) {
  card.get(member);
  return true;
}

bool take(Unpacker& card, Word& word) {
  word = card.text();
  return true;
}

bool take(Unpacker& card, Amount& amount) {
  card.get(amount.minor);
  amount.currency = card.text();
  return true;
}

bool take(Unpacker& card, std::optional<Amount>& amount) {
  return take(card, amount.emplace());
}

/// Onto the paper.
bool take(Unpacker& card, Rows<Word>& words, Paper& paper) {
  std::vector<Word> all;
  for (std::uint64_t left = card.count(); left > 0; --left) all.emplace_back(card.text());
  words = paper.keep(all);
  return true;
}

/// Calls `read` for each entry of a list.
template <class Entry, class Read>
void each_entry(Unpacker& card, std::vector<Entry>& entries, const Read& read) {
  entries.clear();
  entries.resize(card.count());
  for (Entry& entry : entries)
    if (card.ok()) read(entry);
}

/// Whether the move says what was changed with it.
bool read_move(Unpacker& card, Gist::Move& move) {
  static const Places<Move> places{"id",     "at",   "by",     "stage",  "from",
                                   "reason", "note", "forced", "reopen", "was"};
  bool changed = false;
  places.each(card, [&](std::size_t place) {
    switch (place) {
      case 0: return take(card, move.id);
      case 1: return take(card, move.at);
      case 2: return take(card, move.by);
      case 3: return take(card, move.stage);
      case 4: return take(card, move.from);
      case 5: return take(card, move.reason);
      case 6: return take(card, move.note);
      case 7: return take(card, move.forced);
      case 8: return take(card, move.reopen);
      case 9: changed = true; return false;
      default: return false;
    }
  });
  return changed;
}

void read_deal(Unpacker& card, Gist::Deal& deal, const std::string& currency, Paper& paper) {
  static const Places<Deal> places{"id",       "title",       "owner",  "source",
                                   "campaign", "pipeline",    "amount", "cost",
                                   "expected", "probability", "history"};
  Unpacker again = card;
  bool changed = false;
  const auto read_history = [&] {
    each_entry(card, deal.history,
               [&](Gist::Move& move) { changed = read_move(card, move) || changed; });
    return true;
  };
  places.each(card, [&](std::size_t place) {
    switch (place) {
      case 0: return take(card, deal.id);
      case 1: return take(card, deal.title);
      case 2: return take(card, deal.owner);
      case 3: return take(card, deal.source);
      case 4: return take(card, deal.campaign);
      case 5: return take(card, deal.pipeline);
      case 6: return take(card, deal.amount);
      case 7: return take(card, deal.cost);
      case 8: return take(card, deal.expected);
      case 9: return take(card, deal.probability);
      case 10: return read_history();
      default: return false;
    }
  });
  put_in_order(deal.history);
  if (!changed) return;
  Deal whole;
  again.get(whole);
  deal.earlier = earlier_terms(whole, currency, paper);
}

void read_purchase(Unpacker& card, Gist::Purchase& purchase) {
  static const Places<Purchase> places{"id",   "on",       "item",   "category", "coupon",
                                       "deal", "campaign", "amount", "cost",     "refund_of"};
  places.each(card, [&](std::size_t place) {
    switch (place) {
      case 0: return take(card, purchase.id);
      case 1: return take(card, purchase.on);
      case 2: return take(card, purchase.item);
      case 3: return take(card, purchase.category);
      case 4: return take(card, purchase.coupon);
      case 5: return take(card, purchase.deal);
      case 6: return take(card, purchase.campaign);
      case 7: return take(card, purchase.amount);
      case 8: return take(card, purchase.cost);
      case 9: return take(card, purchase.refund_of);
      default: return false;
    }
  });
}

void read_payment(Unpacker& card, Gist::Payment& payment) {
  static const Places<Payment> places{"id", "on", "amount", "for"};
  places.each(card, [&](std::size_t place) {
    switch (place) {
      case 0: return take(card, payment.id);
      case 1: return take(card, payment.on);
      case 2: return take(card, payment.amount);
      case 3: return take(card, payment.for_what);
      default: return false;
    }
  });
}

void read_talk(Unpacker& card, Gist::Talk& talk, Paper& paper) {
  static const Places<Interaction> places{"id",        "at",      "by",   "kind",
                                          "direction", "outcome", "deal", "case",
                                          "campaign",  "planned", "also"};
  places.each(card, [&](std::size_t place) {
    switch (place) {
      case 0: return take(card, talk.id);
      case 1: return take(card, talk.at);
      case 2: return take(card, talk.by);
      case 3: return take(card, talk.kind);
      case 4: return take(card, talk.direction);
      case 5: return take(card, talk.outcome);
      case 6: return take(card, talk.deal);
      case 7: return take(card, talk.case_id);
      case 8: return take(card, talk.campaign);
      case 9: return take(card, talk.planned);
      case 10: return take(card, talk.also, paper);
      default: return false;
    }
  });
}

/// Whether any of the people can be reached.
bool are_reachable(Unpacker& card) {
  static const Places<Person> places{"emails", "phones", "addresses"};
  bool any = false;
  for (std::uint64_t left = card.count(); left > 0 && card.ok(); --left)
    places.each(card, [&](std::size_t place) {
      any = any || place < 3;
      return false;
    });
  return any;
}

/// With the room it had.
void make_empty(Gist& gist) {
  gist.id = gist.name = gist.status = gist.owner = Word();
  gist.source = gist.referred_by = Word();
  gist.removed = gist.reachable = false;
  gist.campaigns = {};
  gist.added = gist.since = std::nullopt;
  gist.keep_in_touch.reset();
  gist.deals.clear();
  gist.purchases.clear();
  gist.payments.clear();
  gist.talks.clear();
  gist.cases.clear();
  gist.reminders.clear();
}

/// False for what reports don't read.
bool read_field(Unpacker& card, std::size_t place, Gist& all, const std::string& currency) {
  switch (place) {
    case 0: return take(card, all.id);
    case 1: return take(card, all.name);
    case 2: return take(card, all.status);
    case 3: return take(card, all.owner);
    case 4: return take(card, all.source);
    case 5: return take(card, all.referred_by);
    case 6: return take(card, all.campaigns, *all.paper);
    case 7: return take(card, all.added);
    case 8: return take(card, all.since);
    case 9: return take(card, all.keep_in_touch);
    // No field stands on a card that is empty.
    case 10:
    case 11: all.removed = true; return false;
    case 12:
    case 13:
    case 14: all.reachable = true; return false;
    case 15: all.reachable = are_reachable(card) || all.reachable; return true;
    case 16:
      each_entry(card, all.deals,
                 [&](Gist::Deal& one) { read_deal(card, one, currency, *all.paper); });
      return true;
    case 17:
      each_entry(card, all.purchases, [&](Gist::Purchase& one) { read_purchase(card, one); });
      return true;
    case 18:
      each_entry(card, all.payments, [&](Gist::Payment& one) { read_payment(card, one); });
      return true;
    case 19:
      each_entry(card, all.talks, [&](Gist::Talk& one) { read_talk(card, one, *all.paper); });
      return true;
    case 20: return take(card, all.cases);
    case 21: return take(card, all.reminders);
    default: return false;
  }
}

}  // namespace

const Gist* GistReader::read(std::string_view bytes, const std::shared_ptr<Paper>& paper) {
  static const Places<Customer> places{
      "id",        "name",         "status",    "owner",         "source",  "referred_by",
      "campaigns", "added",        "since",     "keep_in_touch", "deleted", "merged_into",
      "emails",    "phones",       "addresses", "people",        "deals",   "purchases",
      "payments",  "interactions", "cases",     "reminders"};
  make_empty(gist_);
  if (gist_.paper != paper) gist_.paper = paper;
  Unpacker card(bytes);
  while (!card.at_end()) {
    const unsigned char field = card.byte();
    const std::string_view content = card.bytes(card.number());
    if (!card.ok() || !places.has(field)) return nullptr;
    if (!wanted_.has(field)) continue;
    Unpacker own(content);
    const bool read = read_field(own, places.of(field), gist_, currency_);
    if (!own.ok() || (read && !own.at_end())) return nullptr;
  }
  return &gist_;
}

}  // namespace crm
