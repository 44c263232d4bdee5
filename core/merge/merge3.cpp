#include "core/merge/merge3.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "core/domain/id.hpp"
#include "core/domain/text.hpp"
#include "core/merge/lines.hpp"
#include "core/record/difference.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

/// A value on its way: nothing where it is absent.
using Value = const Data*;

bool is_there(Value value) {
  return value != nullptr && !value->empty();
}

bool same(Value x, Value y) {
  return is_there(x) && is_there(y) ? *x == *y : is_there(x) == is_there(y);
}

Value at(Value map, std::string_view key) {
  return map == nullptr || map->kind != Data::Kind::map ? nullptr : map->find(key);
}

/// As people read it in `conflicts`.
std::string text_of(const Data& data) {
  return data.kind == Data::Kind::scalar ? data.text : flow_text(data);
}

bool is_list_of_scalars(const Data& data) {
  return data.kind == Data::Kind::list &&
         std::all_of(data.children.begin(), data.children.end(),
                     [](const Data& item) { return item.kind == Data::Kind::scalar; });
}

bool is_list_of_entries(const Data& data) {
  return data.kind == Data::Kind::list &&
         std::all_of(data.children.begin(), data.children.end(),
                     [](const Data& item) { return at(&item, "id") != nullptr; });
}

Path below(Path path, std::string_view step) {
  path.emplace_back(step);
  return path;
}

/// Whether a moment or day is earlier; by bytes where one of them is none.
bool is_earlier(const Data& x, const Data& y) {
  const auto first = Moment::parse(x.text), second = Moment::parse(y.text);
  if (first && second)
    if (const auto order = in_time(*first, *second); order != 0) return order < 0;
  return x.text < y.text;
}

/// A last line is a line, also where nothing ends it.
std::string merge_texts(const std::string& base, const std::string& a, const std::string& b) {
  const auto ended = [](const std::string& text) {
    return text.empty() || text.ends_with('\n') ? text : text + "\n";
  };
  std::string text = merge_lines(ended(base), ended(a), ended(b), Overlap::both).text;
  if (!a.ends_with('\n') && !b.ends_with('\n') && text.ends_with('\n')) text.pop_back();
  return text;
}

class Merging {
 public:
  std::vector<Conflict> take_conflicts() { return std::move(conflicts_); }

  Data merge_maps(Value base, const Data& a, const Data& b, const Type* type, const Path& path) {
    Data merged = Data::map();
    merged.on_one_line = a.on_one_line;
    const auto take = [&](const std::string& key, const Field* field) {
      auto value = merge(at(base, key), a.find(key), b.find(key), field, below(path, key));
      if (value && !value->empty()) merged.put(key, *std::move(value));
    };
    std::set<std::string_view> known;
    if (type != nullptr)
      for (const Field& field : type->fields)
        if (known.insert(field.key).second) take(std::string(field.key), &field);
    for (const Data* const side : {&a, &b})
      for (const std::string& key : side->keys)
        if (known.insert(key).second) take(key, nullptr);
    if (type != nullptr && type->find("done_by") != nullptr) settle_done(base, a, b, path, merged);
    return merged;
  }

 private:
  std::optional<Data> merge(Value base, Value a, Value b, const Field* field, const Path& path) {
    if (same(a, b) || same(b, base)) return is_there(a) ? std::optional(*a) : std::nullopt;
    if (same(a, base)) return is_there(b) ? std::optional(*b) : std::nullopt;
    const Rule rule = field == nullptr ? Rule::by_type : field->rule;
    // Where one side took it away and the other changed it, the change stays, but a set loses
    // members one by one.
    static const Data nothing;
    const Data& one = a == nullptr ? nothing : *a;
    const Data& other = b == nullptr ? nothing : *b;
    switch (shape_of(one, other, field)) {
      case Kind::entries: return merge_entries(base, one, other, field, path);
      case Kind::set: return merge_sets(base, one, other, rule, path);
      case Kind::map: return merge_named(base, one, other, field, path);
      case Kind::value: break;
    }
    if (!is_there(a)) return other;
    if (!is_there(b)) return one;
    return merge_values(base, one, other, rule, path);
  }

  enum class Kind { value, set, entries, map };

  static Kind shape_of(const Data& a, const Data& b, const Field* field) {
    if (field != nullptr) switch (field->shape) {
        case Shape::items: return Kind::entries;
        case Shape::texts:
        case Shape::labelled: return Kind::set;
        case Shape::named_texts:
        case Shape::named_values:
        case Shape::named_items:
        case Shape::named_lists: return Kind::map;
        case Shape::any: break;
        default: return Kind::value;
      }
    const auto both = [&](const auto& is) { return (a.empty() || is(a)) && (b.empty() || is(b)); };
    if (both([](const Data& x) { return x.kind == Data::Kind::map; })) return Kind::map;
    if (both(is_list_of_scalars)) return Kind::set;
    if (both(is_list_of_entries)) return Kind::entries;
    return Kind::value;
  }

  // --- Values ---

  Data merge_values(Value base, const Data& a, const Data& b, Rule rule, const Path& path) {
    switch (rule) {
      case Rule::earliest: return is_earlier(a, b) ? a : b;
      case Rule::latest: return is_earlier(a, b) ? b : a;
      case Rule::smaller: return a.text < b.text ? a : b;
      case Rule::refusal:
        if (a.text == "no" || b.text == "no") return a.text == "no" ? a : b;
        // A yes without a day is the one that is not known any better.
        if (a.text == "yes" || b.text == "yes") return a.text == "yes" ? b : a;
        return is_earlier(a, b) ? a : b;
      case Rule::lines:
        if (a.kind == Data::Kind::scalar && b.kind == Data::Kind::scalar) {
          return Data::scalar(merge_texts(base == nullptr ? "" : base->text, a.text, b.text));
        }
        break;
      default: break;
    }
    const std::string one = text_of(a), other = text_of(b);
    const bool first = one == other ? canonical_text(a) > canonical_text(b) : one > other;
    const Data& kept = first ? a : b;
    const Data& lost = first ? b : a;
    Conflict conflict{"", to_text(path), text_of(kept), text_of(lost)};
    conflict.id = derived_item_id(conflict.field + "\n" + conflict.kept + "\n" + conflict.lost, 0);
    conflicts_.push_back(std::move(conflict));
    return kept;
  }

  /// Who did it goes with the day on which it was done.
  void settle_done(Value base, const Data& a, const Data& b, const Path& path, Data& merged) {
    const Data* const done = merged.find("done");
    if (done == nullptr || same(a.find("done"), b.find("done"))) return;
    if (same(at(base, "done"), a.find("done")) || same(at(base, "done"), b.find("done"))) return;
    std::erase_if(conflicts_, [field = to_text(below(path, "done_by"))](const Conflict& one) {
      return one.field == field;
    });
    const Data& winner = same(done, a.find("done")) ? a : b;
    if (const Data* const by = winner.find("done_by"))
      merged.put("done_by", *by);
    else
      merged.remove("done_by");
  }

  // --- Sets ---

  /// What makes two members the same: an address in any case.
  static std::string member_name(const Data& member, const Path& path) {
    const std::string name = entry_name(member);
    return !path.empty() && path.back() == "emails" ? lowered(name) : name;
  }

  std::optional<Data> merge_sets(Value base, const Data& a, const Data& b, Rule rule,
                                 const Path& path) {
    using Members = std::map<std::string, const Data*>;
    const auto members_of = [&](Value set) {
      Members members;
      if (is_there(set) && set->kind == Data::Kind::list)
        for (const Data& member : set->children)
          members.emplace(member_name(member, path), &member);
      else if (is_there(set))
        members.emplace(member_name(*set, path), set);
      return members;
    };
    const Members was = members_of(base), ours = members_of(&a), theirs = members_of(&b);
    const auto find = [](const Members& members, const std::string& name) -> Value {
      const auto found = members.find(name);
      return found == members.end() ? nullptr : found->second;
    };
    Data merged = Data::list();
    merged.on_one_line = a.on_one_line;
    std::set<std::string> told;
    for (const Data* const side : {&a, &b})
      for (const auto& [name, member] : ordered(members_of(side), *side, path)) {
        if (!told.insert(name).second) continue;
        const Value old = find(was, name), our = find(ours, name), their = find(theirs, name);
        // Whoever took it away has seen it.
        const bool gone =
            (our == nullptr || their == nullptr) && old != nullptr && rule != Rule::growing_set;
        const bool relabelled = gone && !same(old, our == nullptr ? their : our);
        if (gone && !relabelled) continue;
        merged.children.push_back(our == nullptr     ? *their
                                  : their == nullptr ? *our
                                                     : merge_members(old, *our, *their, path));
      }
    if (rule == Rule::growing_set)
      for (const auto& [name, member] : was)
        if (told.insert(name).second) merged.children.push_back(*member);
    return merged.children.empty() ? std::nullopt : std::optional(std::move(merged));
  }

  static std::vector<std::pair<std::string, const Data*>> ordered(
      const std::map<std::string, const Data*>& members, const Data& side, const Path& path) {
    std::vector<std::pair<std::string, const Data*>> all;
    if (side.kind != Data::Kind::list) return {members.begin(), members.end()};
    for (const Data& member : side.children) all.emplace_back(member_name(member, path), &member);
    return all;
  }

  /// One address, both of whose sides may have been labelled or spelled anew.
  Data merge_members(Value old, const Data& a, const Data& b, const Path& path) {
    if (same(&a, &b) || same(&b, old)) return a;
    if (same(&a, old)) return b;
    const auto label_of = [](Value member) { return at(member, "label"); };
    const std::string name = entry_name(a);
    auto label = merge(label_of(old), label_of(&a), label_of(&b), nullptr,
                       below(below(path, name), "label"));
    const std::string value = std::max(name, entry_name(b));
    if (!label) return Data::scalar(value);
    Data merged = Data::map();
    merged.on_one_line = true;
    merged.put("value", Data::scalar(value));
    merged.put("label", *std::move(label));
    return merged;
  }

  // --- Entries ---

  struct Side {
    std::vector<std::pair<std::string, Data>> entries;
    std::unordered_map<std::string, std::size_t> places;

    Value find(const std::string& name) const {
      const auto place = places.find(name);
      return place == places.end() ? nullptr : &entries[place->second].second;
    }

    void add(std::string name, Data entry) {
      places.emplace(name, entries.size());
      entries.emplace_back(std::move(name), std::move(entry));
    }
  };

  static Data under_longer_name(Data entry, std::string& name) {
    const std::string content = canonical_text(entry);
    const std::string stem = name.substr(0, 23);
    for (int ordinal = 0;; ++ordinal) {
      name = stem + "~" + derived_item_id(content, ordinal);
      if (ordinal == 0 || is_item_id(name)) break;
    }
    entry.put("id", Data::scalar(name));
    return entry;
  }

  /// An id that stands twice within one side: what is equal is one, what is not gets another name.
  static Side side_of(Value list) {
    Side side;
    if (!is_there(list) || list->kind != Data::Kind::list) return side;
    for (const Data& entry : list->children) {
      std::string name = entry_name(entry);
      const Value other = side.find(name);
      if (other != nullptr && *other == entry) continue;
      if (other == nullptr) {
        side.add(name, entry);
        continue;
      }
      Data renamed = under_longer_name(entry, name);
      if (side.find(name) == nullptr) side.add(name, std::move(renamed));
    }
    return side;
  }

  /// Whether two entries of one id, which the base does not have, are one thing. Chance gives an id
  /// twice once in a thousand million times; that the base has lost it is common: somebody squashed
  /// or rebased the commits. So they are, if anything else in them is the same.
  static bool are_one(const Data& a, const Data& b) {
    if (a == b) return true;
    for (std::size_t i = 0; i < a.keys.size(); ++i) {
      if (a.keys[i] == "id") continue;
      const Value other = b.find(a.keys[i]);
      if (other == nullptr) continue;
      if (*other == a.children[i]) return true;
      if (other->kind != Data::Kind::list || a.children[i].kind != Data::Kind::list) continue;
      for (const Data& one : a.children[i].children)
        for (const Data& its : other->children)
          if (one == its) return true;
    }
    return false;
  }

  std::optional<Data> merge_entries(Value base, const Data& a, const Data& b, const Field* field,
                                    const Path& path) {
    const Type* const type = field == nullptr ? nullptr : field->item;
    const Side was = side_of(base);
    Side ours = side_of(&a), theirs = side_of(&b);
    if (type != nullptr && type->find("sent_key") != nullptr) join_retold(was, ours, theirs);
    Data merged = Data::list();
    merged.on_one_line = a.on_one_line;
    const auto put = [&](Data entry) { merged.children.push_back(std::move(entry)); };
    for (auto& [name, our] : ours.entries) {
      const Value old = was.find(name), their = theirs.find(name);
      if (their == nullptr) {
        // Taken away there: it stays where it was changed here.
        if (old == nullptr || !(*old == our)) put(our);
      } else if (old == nullptr && !are_one(our, *their) && !is_retold_.contains(name)) {
        const bool first = canonical_text(our) < canonical_text(*their);
        put(first ? our : *their);
        std::string longer = name;
        Data other = under_longer_name(first ? *their : our, longer);
        if (ours.find(longer) == nullptr && theirs.find(longer) == nullptr) put(std::move(other));
      } else {
        auto both = merge_entry(old, our, *their, type, below(path, name));
        put(std::move(both));
      }
    }
    for (auto& [name, their] : theirs.entries) {
      const Value old = was.find(name);
      if (ours.find(name) == nullptr && (old == nullptr || !(*old == their))) put(their);
    }
    return merged.children.empty() ? std::nullopt : std::optional(std::move(merged));
  }

  Data merge_entry(Value old, const Data& a, const Data& b, const Type* type, const Path& path) {
    if (a == b || (old != nullptr && b == *old)) return a;
    if (old != nullptr && a == *old) return b;
    return merge_maps(old, a, b, type, path);
  }

  static std::vector<std::string> marks_of(const Data& entry) {
    std::vector<std::string> marks;
    if (const Value sent = entry.find("sent_key")) marks.push_back("sent " + sent->text);
    if (const Value external = entry.find("external"))
      for (const Data& one : external->children) marks.push_back("external " + one.text);
    return marks;
  }

  /// The same mail, taken in by both sides under ids of their own, goes by the smaller one.
  void join_retold(const Side& was, Side& ours, Side& theirs) {
    std::map<std::string, std::size_t> by_mark;
    for (std::size_t i = 0; i < ours.entries.size(); ++i)
      if (was.find(ours.entries[i].first) == nullptr)
        for (const std::string& mark : marks_of(ours.entries[i].second)) by_mark.emplace(mark, i);
    for (auto& [name, their] : theirs.entries) {
      if (was.find(name) != nullptr || ours.find(name) != nullptr) continue;
      for (const std::string& mark : marks_of(their)) {
        const auto found = by_mark.find(mark);
        if (found == by_mark.end()) continue;
        auto& [our_name, our] = ours.entries[found->second];
        if (theirs.find(our_name) != nullptr) continue;
        const std::string one = std::min(our_name, name);
        our_name = name = one;
        our.put("id", Data::scalar(one));
        their.put("id", Data::scalar(one));
        is_retold_.insert(one);
        break;
      }
    }
    for (Side* const side : {&ours, &theirs}) {
      side->places.clear();
      for (std::size_t i = 0; i < side->entries.size(); ++i)
        side->places.emplace(side->entries[i].first, i);
    }
  }

  // --- Maps whose keys are words of the book ---

  std::optional<Data> merge_named(Value base, const Data& a, const Data& b, const Field* field,
                                  const Path& path) {
    Data merged = Data::map();
    merged.on_one_line = a.on_one_line;
    std::set<std::string_view> told;
    for (const Data* const side : {&a, &b})
      for (const std::string& key : side->keys) {
        if (!told.insert(key).second) continue;
        auto value =
            merge_value_of(at(base, key), a.find(key), b.find(key), field, below(path, key));
        if (value && !value->empty()) merged.put(key, *std::move(value));
      }
    return merged.children.empty() ? std::nullopt : std::optional(std::move(merged));
  }

  std::optional<Data> merge_value_of(Value base, Value a, Value b, const Field* field,
                                     const Path& path) {
    if (same(a, b) || same(b, base)) return is_there(a) ? std::optional(*a) : std::nullopt;
    if (same(a, base)) return is_there(b) ? std::optional(*b) : std::nullopt;
    const Shape shape = field == nullptr ? Shape::any : field->shape;
    if (is_there(a) && is_there(b)) {
      if (shape == Shape::named_items) return merge_entry(base, *a, *b, field->item, path);
      if (shape == Shape::named_lists) return merge_in_order(base, *a, *b, *field, path);
      if (shape == Shape::named_texts || shape == Shape::named_values)
        return merge_values(base, *a, *b, field->rule, path);
    }
    return merge(base, a, b, nullptr, path);
  }

  /// Stages: their order is their meaning. What only one side has goes behind what it stands behind
  /// there.
  Data merge_in_order(Value base, const Data& a, const Data& b, const Field& field,
                      const Path& path) {
    const Field entries{field.key, Shape::items, Rule::items, false, field.item};
    Data merged = merge_entries(base, a, b, &entries, path).value_or(Data::list());
    const auto names = [](Value list) {
      std::vector<std::string> all;
      if (list != nullptr)
        for (const Data& entry : list->children) all.push_back(entry_name(entry));
      return all;
    };
    const bool only_b_moved = names(&a) == names(base);
    std::vector<std::string> order = names(only_b_moved ? &b : &a);
    const std::vector<std::string> others = names(only_b_moved ? &a : &b);
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (std::find(order.begin(), order.end(), others[i]) != order.end()) continue;
      const auto before =
          i == 0 ? order.end() : std::find(order.begin(), order.end(), others[i - 1]);
      order.insert(i == 0 ? order.begin() : before == order.end() ? before : before + 1, others[i]);
    }
    const auto place = [&](const Data& entry) {
      return std::find(order.begin(), order.end(), entry_name(entry)) - order.begin();
    };
    std::stable_sort(merged.children.begin(), merged.children.end(),
                     [&](const Data& x, const Data& y) { return place(x) < place(y); });
    return merged;
  }

  std::vector<Conflict> conflicts_;
  std::set<std::string> is_retold_;
};

}  // namespace

Result<Merged> merge3(const Data* base, const Data& one, const Data& other, const Type& type) {
  const auto id_of = [](Value record) {
    const Value id = at(record, "id");
    return id == nullptr ? std::string() : id->text;
  };
  if (id_of(&one) != id_of(&other))
    return error(
        Error::conflict("these are two records: " + id_of(&one) + " and " + id_of(&other)));
  // One order of the sides, whoever merges.
  const bool turned = canonical_text(one) > canonical_text(other);
  const Data& a = turned ? other : one;
  const Data& b = turned ? one : other;
  Merging merging;
  Merged merged;
  merged.data = merging.merge_maps(base, a, b, &type, {});
  merged.conflicts = merging.take_conflicts();
  if (type.find("conflicts") == nullptr || merged.conflicts.empty()) return merged;
  Data list = Data::list();
  if (const Data* const there = merged.data.find("conflicts")) list = *there;
  for (const Conflict& conflict : merged.conflicts) {
    const auto is_it = [&](const Data& entry) { return entry_name(entry) == conflict.id; };
    if (std::any_of(list.children.begin(), list.children.end(), is_it)) continue;
    Data entry = Data::map();
    entry.on_one_line = true;
    entry.put("id", Data::scalar(conflict.id));
    entry.put("field", Data::scalar(conflict.field));
    entry.put("kept", Data::scalar(conflict.kept));
    entry.put("lost", Data::scalar(conflict.lost));
    list.children.push_back(std::move(entry));
  }
  merged.data.put("conflicts", std::move(list));
  return merged;
}

}  // namespace crm
