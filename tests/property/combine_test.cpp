// Random records made one: whatever was said stands in the result, and once.
#include "core/merge/combine.hpp"

#include <doctest/doctest.h>

#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/record/writer.hpp"
#include "tests/property/random_record.hpp"

namespace crm::test {
namespace {

/// Two records that have much in common, as those have that were the same once, some entries
/// without ids.
struct Twins {
  Customer ours, theirs;

  explicit Twins(Dice& dice) : ours(random_record<Customer>(dice, 30)), theirs(ours) {
    forget_ids(dice, ours);
    if (dice.chance(20)) theirs = random_record<Customer>(dice, 30);
    forget_ids(dice, theirs);
    for (int i = dice.between(0, 12); i > 0; --i) theirs = changed(std::move(theirs), dice);
    for (int i = dice.between(0, 4); i > 0; --i) ours = changed(std::move(ours), dice);
    theirs.id = dice.chance(50) ? ours.id : "other";
  }

 private:
  struct Forget {
    Dice& dice;

    template <class T>
    void operator()(std::string_view, T&, Trait = {}) {}

    template <Described T>
    void operator()(std::string_view, std::vector<T>& list, Trait = {}) {
      for (T& entry : list) {
        if (dice.chance(30)) entry.id.clear();
        T::describe(*this, entry);
      }
    }
  };

  static void forget_ids(Dice& dice, Customer& customer) {
    Forget forget{dice};
    Customer::describe(forget, customer);
  }
};

/// Whether what a value says stands in another: each text of a set, each entry, each scalar.
class Holds {
 public:
  template <Described T>
  bool all_of(const T& part, const T& whole, bool scalars) {
    Members members;
    T::describe(members, whole);
    Visit visit{*this, std::move(members.all), scalars};
    T::describe(visit, part);
    return visit.holds;
  }

 private:
  struct Members {
    std::vector<const void*> all;

    template <class T>
    void operator()(std::string_view, const T& member, Trait = {}) {
      all.push_back(&member);
    }
  };

  struct Visit {
    Holds& holder;
    std::vector<const void*> wholes;
    bool scalars;
    std::size_t at = 0;
    bool holds = true;

    template <class T>
    void operator()(std::string_view key, const T& part, Trait trait = {}) {
      const T& whole = *static_cast<const T*>(wholes[at++]);
      if (!holder.has(key, part, whole, trait, scalars)) {
        holds = false;
        MESSAGE("not there: " << std::string(key));
      }
    }
  };

  static bool has(std::string_view key, const std::string& part, const std::string& whole,
                  Trait trait, bool scalars) {
    if (key == "id" || key == "done_by") return true;
    if (trait.rule == Rule::lines) return whole.find(trimmed(part)) != whole.npos;
    return trait.rule == Rule::smaller || part.empty() || !scalars || part == whole;
  }

  static bool has(std::string_view, const std::vector<std::string>& part,
                  const std::vector<std::string>& whole, Trait, bool) {
    return std::all_of(part.begin(), part.end(), [&](const std::string& one) {
      return std::count(whole.begin(), whole.end(), one) >= 1;
    });
  }

  static bool has(std::string_view key, const std::vector<Labelled>& part,
                  const std::vector<Labelled>& whole, Trait, bool) {
    const auto spoken = [&](const Labelled& one) {
      const std::string number = key == "phones" ? e164(one.value, "DE") : "";
      return number.empty() ? folded(one.value) : number;
    };
    return std::all_of(part.begin(), part.end(), [&](const Labelled& one) {
      return std::any_of(whole.begin(), whole.end(), [&](const Labelled& other) {
        return spoken(one) == spoken(other) && (one.label.empty() || !other.label.empty());
      });
    });
  }

  template <class T>
  static bool has(std::string_view, const Named<T>& part, const Named<T>& whole, Trait,
                  bool scalars) {
    for (const auto& [name, value] : part) {
      const T* const there = find_named(whole, name);
      if (there == nullptr) return false;
      if constexpr (std::is_same_v<T, std::string>)
        if (scalars && *there != value) return false;
    }
    return true;
  }

  /// Whoever goes by the same id says at least as much; the others are counted.
  template <Described T>
  bool has(std::string_view, const std::vector<T>& part, const std::vector<T>& whole, Trait,
           bool scalars) {
    for (const T& one : part) {
      const auto called_so = [&](const T& other) { return other.id == one.id; };
      const auto there = std::find_if(whole.begin(), whole.end(), called_so);
      if (one.id.empty() || there == whole.end() ||
          std::count_if(part.begin(), part.end(), called_so) > 1)
        continue;
      if (!all_of(one, *there, scalars)) return false;
    }
    return whole.size() >= part.size();
  }

  template <class T>
  static bool has(std::string_view, const std::optional<T>& part, const std::optional<T>& whole,
                  Trait trait, bool scalars) {
    if (!part) return true;
    if (!whole) return false;
    return trait.rule != Rule::by_type || !scalars || *part == *whole;
  }

  template <class T>
  static bool has(std::string_view, const T& part, const T& whole, Trait trait, bool scalars) {
    return trait.rule != Rule::by_type || !scalars || part == T{} || part == whole;
  }
};

template <class T>
std::size_t count_of(const std::vector<T>& list, const std::string& id) {
  return static_cast<std::size_t>(
      std::count_if(list.begin(), list.end(), [&](const T& one) { return one.id == id; }));
}

/// Entries of ours in their order first, then those of theirs that are not ours, each once.
struct Lists {
  std::vector<const void*> ours, theirs;
  std::size_t at = 0;

  template <class T>
  void operator()(std::string_view, const T&, Trait = {}) {
    ++at;
  }

  template <Described T>
  void operator()(std::string_view key, const std::vector<T>& both, Trait = {}) {
    INFO(std::string(key));
    const auto& our = *static_cast<const std::vector<T>*>(ours[at]);
    const auto& their = *static_cast<const std::vector<T>*>(theirs[at]);
    ++at;
    REQUIRE(both.size() >= our.size());
    CHECK(both.size() <= our.size() + their.size());
    for (std::size_t i = 0; i < our.size(); ++i)
      CHECK((our[i].id.empty() || both[i].id == our[i].id));
    for (const T& one : their) {
      if (one.id.empty() || count_of(our, one.id) + count_of(their, one.id) > 2) continue;
      // It is there by its id, or as one of ours that shares a mark with it or says the same.
      if (count_of(both, one.id) == 0) CHECK(both.size() < our.size() + their.size());
      if (count_of(our, one.id) <= 1 && count_of(their, one.id) == 1)
        CHECK(count_of(both, one.id) <= 1);
    }
  }
};

struct Pointers {
  std::vector<const void*> all;

  template <class T>
  void operator()(std::string_view, const T& member, Trait = {}) {
    all.push_back(&member);
  }
};

std::vector<const void*> pointers(const Customer& customer) {
  Pointers pointers;
  Customer::describe(pointers, customer);
  return pointers.all;
}

}  // namespace

TEST_CASE("two random records become one that says what both say") {
  Dice dice(20261122);
  for (int round = 0; round < 800; ++round) {
    const Twins twins(dice);
    const Customer& a = twins.ours;
    const Customer& b = twins.theirs;
    INFO(round);
    CHECK(combined(a, a, Prefer::ours, "DE").customer == a);
    CHECK(combined(a, a, Prefer::theirs, "DE").customer == a);
    CHECK(combined(a, a, Joining::with_copy(Prefer::theirs), "DE").customer == a);
    for (const Prefer prefer : {Prefer::ours, Prefer::theirs}) {
      const Combined both = combined(a, b, prefer, "DE");
      CHECK(Holds().all_of(a, both.customer, prefer == Prefer::ours));
      CHECK(Holds().all_of(b, both.customer, prefer == Prefer::theirs && a.name != b.name));
      Lists lists{pointers(a), pointers(b)};
      Customer::describe(lists, both.customer);
      const Combined again = combined(both.customer, b, prefer, "DE");
      CHECK_MESSAGE(again.customer == both.customer, new_file(to_data(a)), "\n---\n",
                    new_file(to_data(b)), "\n---\n", new_file(to_data(both.customer)), "\n---\n",
                    new_file(to_data(again.customer)));
      // What differed is told exactly where something was not taken.
      if (both.differing.empty())
        CHECK(combined(a, b, Prefer::ours, "DE").customer ==
              combined(a, b, Prefer::theirs, "DE").customer);
    }
  }
}

}  // namespace crm::test
