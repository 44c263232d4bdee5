#include "core/index/card.hpp"

#include <algorithm>
#include <cstring>

#include "core/index/unpacker.hpp"

namespace crm {
namespace {

/// Which conversations a card tells of.
struct Talks {
  /// Nothing: all of them.
  const Moment* now = nullptr;
  const Interaction* last = nullptr;
  /// What was answered to cases that are open.
  std::vector<const Interaction*> answers = {};

  bool tells(const Interaction& one) const {
    return now == nullptr || &one == last || in_time(one.at, *now) > 0 || is_planned(one, *now) ||
           std::find(answers.begin(), answers.end(), &one) != answers.end();
  }
};

class Packer {
 public:
  explicit Packer(Talks talks) : talks_(std::move(talks)) {}

  std::string take() { return std::move(bytes_); }

  /// Each field after its number and its size, so that it can be passed over.
  void card(const Customer& customer) {
    CardFields fields{*this, customer};
    Customer::describe(fields, customer);
  }

 private:
  struct CardFields {
    Packer& packer;
    const Customer& customer;
    unsigned char number = 0;

    void operator()(std::string_view key, const std::string& text, Trait trait = {}) {
      // Said, so that nobody has to look at the people for it.
      static const std::string company = "company";
      put(key == "kind" && customer.is_company() ? company : text, trait);
    }

    template <class T>
    void operator()(std::string_view, const T& member, Trait trait = {}) {
      put(member, trait);
    }

    template <class T>
    void put(const T& member, Trait trait) {
      const unsigned char its = number++;
      if (trait.rule == Rule::lines || member == T{}) return;
      packer.byte(its);
      const std::size_t begin = packer.bytes_.size();
      packer.put(member);
      std::string content = packer.bytes_.substr(begin);
      packer.bytes_.resize(begin);
      packer.put(content);
    }
  };

  struct EntryFields {
    Packer& packer;
    unsigned char number = 0;

    template <class T>
    void operator()(std::string_view, const T& member, Trait trait = {}) {
      const unsigned char its = number++;
      if (trait.rule == Rule::lines || member == T{}) return;
      packer.byte(its);
      packer.put(member);
    }
  };

  void byte(unsigned char c) { bytes_ += static_cast<char>(c); }

  void put(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) byte(static_cast<unsigned char>(number | 0x80));
    byte(static_cast<unsigned char>(number));
  }

  /// Small ones of either sign are short.
  void put(std::int64_t number) {
    put((static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63));
  }

  void put(std::int32_t number) { put(static_cast<std::int64_t>(number)); }

  void put(bool yes) { byte(yes ? 1 : 0); }

  void put(const std::string& text) {
    put(static_cast<std::uint64_t>(text.size()));
    bytes_ += text;
  }

  void put(Day day) { put(day.number()); }

  void put(const Moment& moment) {
    byte(static_cast<unsigned char>((moment.second ? 1 : 0) | (moment.offset ? 2 : 0) |
                                    (moment.with_seconds ? 4 : 0)));
    put(moment.day);
    if (moment.second) put(*moment.second);
    if (moment.offset) put(*moment.offset);
  }

  void put(const Money& money) {
    put(money.minor);
    put(money.currency);
  }

  void put(const Labelled& entry) {
    put(entry.value);
    put(entry.label);
  }

  template <Texted T>
  void put(const T& value) {
    put(value.text());
  }

  template <class T>
  void put(const std::optional<T>& value) {
    put(*value);
  }

  template <Described T>
  void put(const T& value) {
    EntryFields fields{*this};
    T::describe(fields, value);
    byte(end_of_entry);
  }

  template <class T>
  void put(const std::vector<T>& list) {
    put(static_cast<std::uint64_t>(list.size()));
    for (const T& item : list) put(item);
  }

  void put(const std::vector<Interaction>& list) {
    const auto told = [&](const Interaction& one) { return talks_.tells(one); };
    put(static_cast<std::uint64_t>(std::count_if(list.begin(), list.end(), told)));
    for (const Interaction& one : list)
      if (told(one)) put(one);
  }

  template <class T>
  void put(const Named<T>& map) {
    put(static_cast<std::uint64_t>(map.size()));
    for (const auto& [name, value] : map) {
      put(name);
      put(value);
    }
  }

  Talks talks_;
  std::string bytes_;
};

/// All fields of all entries by their names, in order.
struct Edition {
  std::string text;

  template <class T>
  void operator()(std::string_view key, const T&, Trait = {}) {
    (text += key) += ' ';
    if constexpr (Described<T>) T::describe(*this, T{});
  }

  template <Described T>
  void operator()(std::string_view key, const std::vector<T>&, Trait = {}) {
    const T item{};
    (text += key) += " [ ";
    T::describe(*this, item);
    text += "] ";
  }
};

}  // namespace

std::string card_of(const Customer& customer) {
  Packer packer({});
  packer.card(customer);
  return packer.take();
}

std::string brief_of(const Customer& customer, const Moment& now) {
  Talks talks{&now, last_contact(customer, now)};
  for (const Case& one : customer.cases)
    if (!one.is_closed())
      if (const Interaction* const answer = first_answer(customer.interactions, one.id, now))
        talks.answers.push_back(answer);
  Packer packer(std::move(talks));
  packer.card(customer);
  return packer.take();
}

const Customer* CardReader::read(std::string_view bytes) {
  Unpacker unpacker(bytes);
  unpacker.card(customer_, wanted_);
  return unpacker.ok() ? &customer_ : nullptr;
}

void keep_only(Customer& customer, FieldSet wanted) {
  if (customer.is_company()) customer.kind = "company";
  int rank = 0;
  const auto look_at = [&]<class T>(std::string_view, T& member, Trait = {}) {
    if (!wanted.has(rank++)) make_empty(member);
  };
  Customer::describe(look_at, customer);
}

std::string_view card_edition() {
  static const std::string edition = [] {
    Edition all{CRM_VERSION " 7 "};
    const Customer nobody;
    Customer::describe(all, nobody);
    return std::to_string(checksum(all.text));
  }();
  return edition;
}

std::uint64_t checksum(std::string_view bytes, std::uint64_t seed) {
  // Eight bytes at a time, each mixed into what came before (the multiplier and shifts of
  // SplitMix64, Steele, Lea and Flood 2014); of long ones four sums side by side, since each waits
  // for its multiplication.
  std::uint64_t sum = seed ^ (bytes.size() * 0x9E3779B97F4A7C15u);
  const auto mixed = [](std::uint64_t before, std::uint64_t word) {
    const std::uint64_t product = (before ^ word) * 0xBF58476D1CE4E5B9u;
    return product ^ (product >> 29);
  };
  const auto mix = [&](std::uint64_t word) { sum = mixed(sum, word); };
  if (bytes.size() >= 64) {
    std::uint64_t a = sum, b = sum + 1, c = sum + 2, d = sum + 3;
    for (; bytes.size() >= 32; bytes.remove_prefix(32)) {
      std::uint64_t words[4];
      std::memcpy(words, bytes.data(), sizeof words);
      a = mixed(a, words[0]);
      b = mixed(b, words[1]);
      c = mixed(c, words[2]);
      d = mixed(d, words[3]);
    }
    for (const std::uint64_t one : {a, b, c, d}) mix(one);
  }
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    mix(word);
  }
  std::uint64_t word = 0;
  if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
  mix(word);
  sum ^= sum >> 32;
  return sum;
}

}  // namespace crm
