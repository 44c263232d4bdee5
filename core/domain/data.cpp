#include "core/domain/data.hpp"

#include <algorithm>
#include <numeric>

namespace crm {

Data Data::scalar(std::string text, bool typed) {
  Data data = of(Kind::scalar);
  data.text = std::move(text);
  data.typed = typed;
  return data;
}

const Data* Data::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i] == key) return &children[i];
  return nullptr;
}

Data* Data::find(std::string_view key) {
  return const_cast<Data*>(static_cast<const Data*>(this)->find(key));
}

void Data::put(std::string key, Data value) {
  if (Data* there = find(key)) {
    *there = std::move(value);
    return;
  }
  kind = Kind::map;
  keys.push_back(std::move(key));
  children.push_back(std::move(value));
}

void Data::remove(std::string_view key) {
  const auto at = std::find(keys.begin(), keys.end(), key);
  if (at == keys.end()) return;
  children.erase(children.begin() + (at - keys.begin()));
  keys.erase(at);
}

bool operator==(const Data& a, const Data& b) {
  if (a.kind != b.kind || a.text != b.text || a.children.size() != b.children.size()) return false;
  if (a.kind == Data::Kind::list) return a.children == b.children;
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    const bool same_place = a.keys[i] == b.keys[i];
    const Data* other = same_place ? &b.children[i] : b.find(a.keys[i]);
    if (other == nullptr || !(a.children[i] == *other)) return false;
  }
  return true;
}

std::string canonical_text(const Data& data) {
  const auto with_length = [](const std::string& text) {
    return std::to_string(text.size()) + ":" + text;
  };
  if (data.kind == Data::Kind::scalar) return "=" + with_length(data.text);
  std::string text = data.kind == Data::Kind::list ? "[" : "{";
  std::vector<std::size_t> order(data.children.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (data.kind == Data::Kind::map)
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return data.keys[a] < data.keys[b]; });
  for (const std::size_t i : order) {
    if (data.kind == Data::Kind::map) text += with_length(data.keys[i]);
    text += canonical_text(data.children[i]);
  }
  return text + (data.kind == Data::Kind::list ? "]" : "}");
}

}  // namespace crm
