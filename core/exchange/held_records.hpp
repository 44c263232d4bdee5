// The records that an import has at hand, since more may arrive for them: some hundreds, and fewer
// where they have many letters in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>

#include "core/book/writing.hpp"
#include "core/exchange/key_ring.hpp"

namespace crm {

class HeldRecords {
 public:
  struct Held {
    /// Its number in the ring.
    std::uint32_t record = 0;
    /// None for one that is new.
    std::optional<Stored> stored;
    Customer now;
    bool changed = false;
    /// The user's own keys of one that is new.
    Data own = {};
    /// Bytes of long texts, of which it has several copies.
    std::size_t weight = 0;
  };

  /// Both must outlive it; what `writing` gets is committed by its owner.
  HeldRecords(Writing& writing, const KeyRing& ring) : writing_(writing), ring_(ring) {}

  /// As it is by now. The pointer holds until the next records are asked for: the sixteen that were
  /// used last stay where they are.
  Result<Held*> hold(std::uint32_t record);
  /// One that is new.
  Result<void> add(std::uint32_t record, Customer customer, Data own);
  /// `now` is another value than it was.
  void was_changed(Held& held);
  /// Hands all of them to the writing.
  Result<void> let_go();

 private:
  void put(Held held);
  void weigh(Held& held);
  Result<void> make_room();
  Result<void> let_go(Held& held);

  Writing& writing_;
  const KeyRing& ring_;
  /// The last used one in front.
  std::list<Held> held_;
  std::unordered_map<std::uint32_t, std::list<Held>::iterator> places_;
  /// Of all that are held.
  std::size_t weight_ = 0;
};

}  // namespace crm
