// The bytes of a card, read from their beginning: the one place that knows how numbers, texts, days
// and entries were packed.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/domain/customer.hpp"
#include "core/record/field_set.hpp"

namespace crm {

/// A scalar that is written as its text: what has no shorter form.
template <class T>
concept Texted = requires(const T& value, std::string_view text) {
  { value.text() } -> std::convertible_to<std::string>;
  { T::parse(text) } -> std::same_as<Result<T>>;
};

/// Stands after the last field of an entry.
constexpr unsigned char end_of_entry = 0xFF;

/// Nothing again, with the room it had.
template <class T>
void make_empty(T& member) {
  if constexpr (requires { member.clear(); }) {
    if (!member.empty()) member.clear();
  } else if constexpr (requires { member.reset(); }) {
    if (member) member.reset();
  } else {
    member = T{};
  }
}

/// Reads what card.cpp packed. Bytes that are none end in `ok()` being false, never beyond them.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool ok() const { return ok_; }

  bool at_end() const { return at_ == end_; }

  /// Into the room of the last card of which the same was wanted.
  void card(Customer& customer, FieldSet wanted) {
    CardFields fields{*this, wanted, at_end() ? end_of_entry : byte()};
    Customer::describe(fields, customer);
    if (!at_end()) fail();
  }

  /// A byte after the last one ends the reading.
  unsigned char byte() {
    if (at_ != end_) return static_cast<unsigned char>(*at_++);
    fail();
    return end_of_entry;
  }

  [[gnu::always_inline]] std::uint64_t number() {
    // Most are small.
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80)
      return static_cast<unsigned char>(*at_++);
    return large_number();
  }

  /// So many bytes, where they stand.
  std::string_view bytes(std::uint64_t count) {
    if (count > left()) {
      fail();
      return {};
    }
    const std::string_view taken(at_, count);
    at_ += count;
    return taken;
  }

  [[gnu::always_inline]] std::string_view text() { return bytes(number()); }

  /// Of a list: each item has a byte at least.
  std::uint64_t count() {
    const std::uint64_t count = number();
    if (count <= left()) return count;
    fail();
    return 0;
  }

  void fail() {
    ok_ = false;
    at_ = end_;
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

  void get(std::string& text) { text = this->text(); }

  void get(std::string_view& text) { text = this->text(); }

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
    auto parsed = T::parse(text());
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
    list.resize(count());
    for (T& item : list)
      if (ok_) get(item);
  }

  template <class T>
  void get(Named<T>& map) {
    map.resize(count());
    for (auto& [name, value] : map) {
      if (!ok_) return;
      get(name);
      get(value);
    }
  }

  /// The same of one field of an entry, by its number.
  template <Described T>
  void skip_field(unsigned char field) {
    static const Skips skips = [] {
      Skips all;
      const T nothing{};
      T::describe(all, nothing);
      return all;
    }();
    if (field >= skips.of.size()) return fail();
    skips.of[field](*this);
  }

  /// Passes over what a `get` of that type would read.
  template <class T>
  void skip() {
    if constexpr (Described<T>)
      skip_entry<T>();
    else
      skip_value(static_cast<const T*>(nullptr));
  }

 private:
  struct CardFields {
    Unpacker& unpacker;
    FieldSet wanted;
    unsigned char next;
    unsigned char number = 0;

    /// What is not wanted was never anything else than empty.
    template <class T>
    [[gnu::always_inline]] void operator()(std::string_view, T& member, Trait = {}) {
      const unsigned char its = number++;
      if (its == next)
        take(member, its);
      else if (wanted.has(its))
        make_empty(member);
    }

    template <class T>
    [[gnu::noinline]] void take(T& member, unsigned char its) {
      const std::uint64_t size = unpacker.number();
      if (size > unpacker.left()) return unpacker.fail();
      const char* const end = unpacker.at_ + size;
      if (wanted.has(its)) {
        unpacker.get(member);
        if (unpacker.at_ != end) return unpacker.fail();
      } else {
        unpacker.at_ = end;
      }
      next = unpacker.at_end() ? end_of_entry : unpacker.byte();
    }
  };

  struct EntryFields {
    Unpacker& unpacker;
    unsigned char next;
    unsigned char number = 0;

    template <class T>
    [[gnu::always_inline]] void operator()(std::string_view, T& member, Trait = {}) {
      if (number++ == next)
        take(member);
      else
        make_empty(member);
    }

    template <class T>
    [[gnu::noinline]] void take(T& member) {
      if (!unpacker.ok_) return make_empty(member);
      unpacker.get(member);
      next = unpacker.byte();
    }
  };

  template <class T>
  using Pointer = const T*;

  void skip_value(Pointer<bool>) { byte(); }

  void skip_value(Pointer<std::int64_t>) { number(); }

  void skip_value(Pointer<std::int32_t>) { number(); }

  void skip_value(Pointer<std::string>) { text(); }

  void skip_value(Pointer<Day>) { number(); }

  void skip_value(Pointer<Moment>) {
    const unsigned char parts = byte();
    number();
    if (parts & 1) number();
    if (parts & 2) number();
  }

  void skip_value(Pointer<Money>) {
    number();
    text();
  }

  void skip_value(Pointer<Labelled>) {
    text();
    text();
  }

  template <Texted T>
  void skip_value(Pointer<T>) {
    text();
  }

  template <class T>
  void skip_value(Pointer<std::optional<T>>) {
    skip<T>();
  }

  template <class T>
  void skip_value(Pointer<std::vector<T>>) {
    for (std::uint64_t left = count(); left > 0 && ok_; --left) skip<T>();
  }

  template <class T>
  void skip_value(Pointer<Named<T>>) {
    for (std::uint64_t left = count(); left > 0 && ok_; --left) {
      text();
      skip<T>();
    }
  }

  using Skip = void (*)(Unpacker&);

  struct Skips {
    std::vector<Skip> of;

    template <class T>
    void operator()(std::string_view, const T&, Trait = {}) {
      of.push_back([](Unpacker& unpacker) { unpacker.skip<T>(); });
    }
  };

  template <class T>
  void skip_entry() {
    for (unsigned char field = byte(); field != end_of_entry; field = byte()) skip_field<T>(field);
  }

  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  [[gnu::noinline]] std::uint64_t large_number() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const unsigned char c = byte();
      number |= std::uint64_t{c & 0x7Fu} << shift;
      if (c < 0x80) return number;
    }
    fail();
    return 0;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

}  // namespace crm
