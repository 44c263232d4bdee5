// A value of any shape, as data alone: what a record says, without places, comments or layout.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crm {

struct Data {
  enum class Kind : std::uint8_t { none, scalar, list, map };

  Kind kind = Kind::none;
  /// A scalar whose text is a day, a number, an amount, yes or no: written without quotes.
  bool typed = false;
  /// A list or map that is written on one line.
  bool on_one_line = false;
  std::string text;
  /// Of a map: as many keys as children, in order.
  std::vector<std::string> keys;
  std::vector<Data> children;

  static Data scalar(std::string text, bool typed = false);

  static Data list() { return of(Kind::list); }

  static Data map() { return of(Kind::map); }

  bool empty() const { return kind == Kind::none || (kind != Kind::scalar && children.empty()); }

  /// The value at a key; nullptr when it is absent.
  const Data* find(std::string_view key) const;
  Data* find(std::string_view key);
  /// Sets or adds a key.
  void put(std::string key, Data value);
  void remove(std::string_view key);

  /// The same data, however it is written, maps in any order.
  friend bool operator==(const Data& a, const Data& b);

 private:
  static Data of(Kind kind) {
    Data data;
    data.kind = kind;
    return data;
  }
};

/// One text for one value, whatever the order of its keys: what ids and comparisons are made from.
std::string canonical_text(const Data& data);

}  // namespace crm
