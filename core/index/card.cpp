#include "core/index/card.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

namespace crm {
namespace {

/// A scalar that is written as its text: what has no shorter form.
template <class T>
concept Texted = requires(const T& value, std::string_view text) {
  { value.text() } -> std::convertible_to<std::string>;
  { T::parse(text) } -> std::same_as<Result<T>>;
};

/// Stands after the last field of an entry.
constexpr unsigned char end_of_entry = 0xFF;

/// Which conversations a card tells of.
struct Talks {
  /// Nothing: all of them.
  const Moment* now = nullptr;
  const Interaction* last = nullptr;

  bool tells(const Interaction& one) const {
    return now == nullptr || &one == last || in_time(one.at, *now) > 0 || is_planned(one, *now);
  }
};

class Packer {
 public:
  explicit Packer(const Talks& talks) : talks_(talks) {}

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

/// Nothing again, with the room it had.
template <class T>
void make_empty(T& member) {
  if constexpr (requires { member.clear(); }) {
    if (!member.empty()) member.clear();
  } else {
    member = T{};
  }
}

/// Reads what a Packer wrote. Bytes that are none end in `ok()` being false, never beyond them.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }

  bool at_end() const { return rest_.empty(); }

  void card(Customer& customer, FieldSet wanted) {
    CardFields fields{*this, wanted, at_end() ? end_of_entry : byte()};
    Customer::describe(fields, customer);
    if (!at_end()) fail();
  }

 private:
  struct CardFields {
    Unpacker& unpacker;
    FieldSet wanted;
    unsigned char next;
    unsigned char number = 0;

    template <class T>
    void operator()(std::string_view, T& member, Trait = {}) {
      const unsigned char its = number++;
      if (its != next) return make_empty(member);
      const std::uint64_t size = unpacker.number();
      if (size > unpacker.rest_.size()) return unpacker.fail();
      const std::size_t end = unpacker.rest_.size() - size;
      if (wanted.has(its)) {
        unpacker.get(member);
        if (unpacker.rest_.size() != end) return unpacker.fail();
      } else {
        make_empty(member);
        unpacker.rest_.remove_prefix(size);
      }
      next = unpacker.at_end() ? end_of_entry : unpacker.byte();
    }
  };

  struct EntryFields {
    Unpacker& unpacker;
    unsigned char next;
    unsigned char number = 0;

    template <class T>
    void operator()(std::string_view, T& member, Trait = {}) {
      if (number++ != next || !unpacker.ok_) return make_empty(member);
      unpacker.get(member);
      next = unpacker.byte();
    }
  };

  void fail() {
    ok_ = false;
    rest_ = {};
  }

  unsigned char byte() {
    if (rest_.empty()) {
      fail();
      return end_of_entry;
    }
    const auto c = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return c;
  }

  std::uint64_t number() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const unsigned char c = byte();
      number |= std::uint64_t{c & 0x7Fu} << shift;
      if (c < 0x80) return number;
    }
    fail();
    return 0;
  }

  void get(std::int64_t& value) {
    const std::uint64_t packed = number();
    value = static_cast<std::int64_t>(packed >> 1) ^ -static_cast<std::int64_t>(packed & 1);
  }

  void get(std::int32_t& value) {
    std::int64_t wide = 0;
    get(wide);
    value = static_cast<std::int32_t>(wide);
    if (value != wide) fail();
  }

  void get(bool& yes) { yes = byte() == 1; }

  void get(std::string& text) {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fail();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }

  void get(Day& day) {
    std::int64_t number = 0;
    get(number);
    day = Day::since_epoch(number);
  }

  void get(Moment& moment) {
    const unsigned char parts = byte();
    get(moment.day);
    moment.second.reset();
    moment.offset.reset();
    if (parts & 1) get(moment.second.emplace());
    if (parts & 2) get(moment.offset.emplace());
    moment.with_seconds = (parts & 4) != 0;
    if (moment.second && (*moment.second < 0 || *moment.second >= 24 * 60 * 60)) fail();
  }

  void get(Money& money) {
    get(money.minor);
    get(money.currency);
  }

  void get(Labelled& entry) {
    get(entry.value);
    get(entry.label);
  }

  template <Texted T>
  void get(T& value) {
    std::string text;
    get(text);
    auto parsed = T::parse(text);
    if (!parsed) return fail();
    value = *std::move(parsed);
  }

  template <class T>
  void get(std::optional<T>& value) {
    get(value.emplace());
  }

  template <Described T>
  void get(T& value) {
    EntryFields fields{*this, byte()};
    T::describe(fields, value);
    if (fields.next != end_of_entry) fail();
  }

  template <class T>
  void get(std::vector<T>& list) {
    const std::uint64_t size = number();
    // Each item has a byte at least.
    if (size > rest_.size()) return fail();
    list.resize(size);
    for (T& item : list)
      if (ok_) get(item);
  }

  template <class T>
  void get(Named<T>& map) {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fail();
    map.resize(size);
    for (auto& [name, value] : map) {
      if (!ok_) return;
      get(name);
      get(value);
    }
  }

  std::string_view rest_;
  bool ok_ = true;
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
  Packer packer({&now, last_contact(customer, now)});
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
    Edition all{CRM_VERSION " 5 "};
    const Customer nobody;
    Customer::describe(all, nobody);
    return std::to_string(checksum(all.text));
  }();
  return edition;
}

std::uint64_t checksum(std::string_view bytes, std::uint64_t seed) {
  // Eight bytes at a time, each mixed into what came before (the multiplier and shifts of
  // SplitMix64, Steele, Lea and Flood 2014).
  std::uint64_t sum = seed ^ (bytes.size() * 0x9E3779B97F4A7C15u);
  const auto mix = [&](std::uint64_t word) {
    sum = (sum ^ word) * 0xBF58476D1CE4E5B9u;
    sum ^= sum >> 29;
  };
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    mix(word);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  mix(word);
  sum ^= sum >> 32;
  return sum;
}

}  // namespace crm
