#include "core/record/own_keys.hpp"

namespace crm {
namespace {

Data own_keys_of_list(const Node& list) {
  Data own = Data::list();
  bool some = false;
  for (const Node& entry : items(list)) {
    Data theirs = own_keys(entry);
    if (!theirs.empty()) {
      some = true;
      if (const Node* const id = entry.is_map() ? written_id(entry) : nullptr; id != nullptr)
        theirs.put("id", to_data(*id));
    }
    own.children.push_back(std::move(theirs));
  }
  return some ? own : Data{};
}

Data* entry_for(const Data& own, std::size_t at, const Data& all_own, Data& list) {
  if (const Data* const id = own.find("id"))
    for (Data& entry : list.children)
      if (const Data* const its = entry.find("id"); its != nullptr && *its == *id) return &entry;
  return all_own.children.size() == list.children.size() ? &list.children[at] : nullptr;
}

}  // namespace

Data own_keys(const Node& record) {
  if (record.is_list()) return own_keys_of_list(record);
  Data own = Data::map();
  if (record.is_map())
    for (const auto [key, value] : entries(record)) {
      const bool is_own = key.text.starts_with("x-");
      if (Data theirs = is_own ? to_data(value) : own_keys(value); is_own || !theirs.empty())
        own.put(std::string(key.text), std::move(theirs));
    }
  return own.empty() ? Data{} : own;
}

void put_own_keys(const Data& own, Data& record) {
  // An address that was a text alone is `{value: …}` with more beside it.
  if (own.kind == Data::Kind::map && record.kind == Data::Kind::scalar) {
    Data address = Data::map();
    address.put("value", std::move(record));
    record = std::move(address);
  }
  if (own.kind != record.kind) return;
  if (own.kind == Data::Kind::list)
    for (std::size_t i = 0; i < own.children.size(); ++i)
      if (Data* const entry = entry_for(own.children[i], i, own, record))
        put_own_keys(own.children[i], *entry);
  if (own.kind != Data::Kind::map) return;
  for (std::size_t i = 0; i < own.keys.size(); ++i)
    if (own.keys[i].starts_with("x-"))
      record.put(own.keys[i], own.children[i]);
    else if (Data* const there = record.find(own.keys[i]))
      put_own_keys(own.children[i], *there);
}

}  // namespace crm
