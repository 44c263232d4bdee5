// Import: what arrives from foreign files is taken into the book, each thing once.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/book/book.hpp"
#include "core/book/writing.hpp"
#include "core/domain/id.hpp"
#include "core/exchange/held_records.hpp"
#include "core/exchange/key_ring.hpp"
#include "core/exchange/namesakes.hpp"
#include "core/exchange/source.hpp"
#include "core/merge/combine.hpp"

namespace crm {

/// What became of a thing that arrived.
struct Outcome {
  enum class Kind { created, updated, unchanged, skipped, rejected };
  Kind kind = Kind::created;
  /// Of skipped and rejected.
  std::string reason = {};
  /// The customer it is about now; empty where it is about nobody.
  std::string id = {};
};

/// How things are taken in.
struct IntakeWish {
  /// What is known already is filled up; else it is left as it is.
  bool update = false;
  /// Whose word counts where the book and the file differ.
  Prefer prefer = Prefer::ours;
  /// The keys by which customers are known again; empty: id, external number, e-mail, phone.
  std::vector<Key::Kind> keys = {};
  /// What a customer that is new is given besides.
  std::function<Customer(Customer)> dress = {};
  Day today = {};
  /// The customer who has the entry of that id, empty for nobody: asked where a table of ours says
  /// an entry's id. Unset: nobody has any.
  std::function<std::string(const std::string&)> whose = {};
};

class Intake {
 public:
  /// `ring` knows everybody in the book; what `writing` holds is committed by the caller. Both and
  /// the book must outlive it.
  Intake(const Book& book, Writing& writing, KeyRing& ring, IntakeWish wish, Random random);

  /// An error means that nothing more can be taken: a file changed under our hands, the disk is
  /// full.
  Result<Outcome> take(Arrival arrival, Source::Nature nature);
  /// Hands what is held back to the writing.
  Result<void> finish();

  /// Fields in which the book and a file differ, so that one of them was not taken, and how often:
  /// `owner`, `deals/title`.
  const std::map<std::string, std::size_t>& differing() const { return differing_; }

 private:
  using Holder = KeyRing::Holder;

  Result<Outcome> take_customer(Arrival arrival, Source::Nature nature);
  Result<Outcome> take_entry(Arrival arrival, Source::Nature nature);
  Result<std::optional<Outcome>> retold(Arrival arrival);
  /// Those of this name who may be who is told of.
  Result<std::vector<std::uint32_t>> namesakes_of(const Customer& says);
  Result<Outcome> create(Arrival arrival, Source::Nature nature);
  Result<Outcome> join(Holder holder, Customer says, bool update, Joining how, bool is_entry);
  Result<std::optional<Outcome>> join_known_entry(const Arrival& arrival, Source::Nature nature);

  /// Who is meant; several where it can't be told.
  Result<std::vector<Holder>> meant(const std::vector<Key>& keys, const Customer& says,
                                    bool is_entry);
  std::vector<Key> keys_of(const Customer& says) const;
  /// Whom a record of ours is about.
  std::vector<Holder> with_id_of(const Customer& says) const;
  Result<bool> is_same(Holder holder, const Key& key, const Customer& says);
  std::string names_of(const std::vector<Holder>& holders) const;

  /// The ids of those of the others who are in the book, that one apart.
  Result<std::vector<std::string>> others_of(const Arrival& arrival, std::uint32_t record);

  void place_owners(Customer& says) const;
  void place_company(Arrival& arrival) const;
  /// The one company that is meant; nothing for none and for several.
  std::optional<std::uint32_t> company_of(const Key& key) const;
  Result<void> place_later_companies();
  void give_ids(Customer& customer) const;

  const Book& book_;
  KeyRing& ring_;
  IntakeWish wish_;
  Random random_;
  HeldRecords held_;
  std::map<std::string, std::size_t> differing_;

  /// Somebody new whose company was not there yet.
  struct Employed {
    std::uint32_t record = 0;
    Key company;
  };

  std::vector<Employed> employed_;

  /// By name, folded, where many bear it.
  std::unordered_map<std::string, Namesakes> namesakes_;
  /// The first record that this import has made; all that come behind it are its own.
  std::optional<std::uint32_t> first_new_;
};

}  // namespace crm
