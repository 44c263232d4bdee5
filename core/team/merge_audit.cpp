#include "core/team/merge_audit.hpp"

#include <map>

#include "core/domain/text.hpp"
#include "core/merge/left_out.hpp"
#include "core/merge/marked_text.hpp"
#include "core/merge/meaning.hpp"
#include "core/merge/merged_text.hpp"
#include "core/record/reader.hpp"

namespace crm {
namespace {

struct Merge {
  std::string commit, ours, theirs;
};

Result<std::vector<Merge>> merges(const Git& git, const std::optional<std::string>& since) {
  std::vector<std::string> words{"rev-list", "--parents", "--min-parents=2", "--max-parents=2"};
  if (since)
    words.push_back(*since + "..HEAD");
  else
    words.insert(words.end(), {"-n", "1", "HEAD"});
  words.emplace_back("--");
  const auto said = git.ask(std::move(words));
  if (!said) return error(said.error());
  std::vector<Merge> all;
  for (const std::string_view line : split(*said, '\n')) {
    const auto ids = split(line, ' ');
    if (ids.size() == 3)
      all.push_back({std::string(ids[0]), std::string(ids[1]), std::string(ids[2])});
  }
  return all;
}

/// One path of the book in the four trees of a merge.
struct Place {
  std::optional<Blob> base, ours, theirs, result;
};

using Places = std::map<std::string, Place>;

Result<Places> places(const Git& git, const std::string& base, const Merge& merge) {
  Places all;
  using Side = std::optional<Blob> Place::*;
  for (const auto& [commit, side] : {std::pair<const std::string*, Side>(&merge.ours, &Place::ours),
                                     {&merge.theirs, &Place::theirs},
                                     {&merge.commit, &Place::result}}) {
    const auto changes = git.changes(base, *commit);
    if (!changes) return error(changes.error());
    for (const TreeChange& change : *changes) {
      if (!has_meaning(change.path)) continue;
      const auto [there, is_new] = all.try_emplace(
          change.path, Place{change.before, change.before, change.before, change.before});
      there->second.*side = change.after;
    }
  }
  return all;
}

bool is_text(const std::optional<Blob>& blob) {
  return !blob || blob->mode.starts_with("100");
}

/// What a merge of two sides, of which only one has changed a file, comes to.
bool is_as_expected(const Place& place) {
  if (place.ours == place.base) return place.result == place.theirs;
  if (place.theirs == place.base || place.ours == place.theirs) return place.result == place.ours;
  return false;
}

class Audit {
 public:
  Audit(const Git& git, const Settings& settings) : git_(git), settings_(settings) {}

  Result<std::vector<MergeLoss>> of(const Merge& merge) {
    const auto said = git_.answer({"merge-base", "--all", merge.ours, merge.theirs});
    if (!said) return error(said.error());
    std::optional<std::map<std::string, MergeLoss>> missing;
    for (const std::string_view base : split(said->out, '\n')) {
      if (base.empty()) continue;
      auto lost = against(std::string(base), merge);
      if (!lost) return error(lost.error());
      missing = missing ? in_both(*missing, *lost) : *std::move(lost);
    }
    std::vector<MergeLoss> all;
    if (missing)
      for (auto& [path, one] : *missing) all.push_back(std::move(one));
    return all;
  }

 private:
  using Text = std::optional<std::string>;
  using ByPath = std::map<std::string, MergeLoss>;

  static ByPath in_both(const ByPath& some, const ByPath& others) {
    ByPath both;
    for (const auto& [path, one] : some) {
      const auto other = others.find(path);
      if (other == others.end()) continue;
      MergeLoss lost = one;
      lost.entries = crm::in_both(one.entries, other->second.entries);
      lost.was_removed = one.was_removed && other->second.was_removed;
      if (lost.was_removed || !lost.entries.empty() ||
          (!one.twin.empty() && one.twin == other->second.twin))
        both.emplace(path, std::move(lost));
    }
    return both;
  }

  Result<ByPath> against(const std::string& base, const Merge& merge) {
    const auto all = places(git_, base, merge);
    if (!all) return error(all.error());
    std::vector<std::string> blobs;
    std::vector<std::pair<std::string, Place>> doubtful;
    std::vector<Twins> twins;
    for (const auto& [there, in_trees] : *all) {
      std::string path = there;
      Place place = in_trees;
      if (is_as_expected(place) || !is_text(place.base) || !is_text(place.ours) ||
          !is_text(place.theirs) || !is_text(place.result))
        continue;
      const auto moved = place.ours && place.theirs ? std::nullopt : moved_to(path, *all);
      if (moved && !place.result) {
        place.result = moved->second;
        path = moved->first;
      } else if (moved && place.base) {
        twins.push_back({path, *place.base, moved->first, moved->second});
        blobs.insert(blobs.end(), {place.base->id, moved->second.id});
      }
      for (const auto& blob : {place.base, place.ours, place.theirs, place.result})
        if (blob) blobs.push_back(blob->id);
      doubtful.emplace_back(path, place);
    }
    if (blobs.empty()) return ByPath{};
    const auto texts = git_.texts(blobs);
    if (!texts) return error(texts.error());
    std::map<std::string, const std::string*> by_blob;
    for (std::size_t i = 0; i < blobs.size(); ++i) by_blob.emplace(blobs[i], &(*texts)[i]);
    const auto text = [&](const std::optional<Blob>& blob) -> Text {
      return blob ? std::optional(*by_blob.at(blob->id)) : std::nullopt;
    };
    ByPath lost;
    for (const auto& [path, place] : doubtful)
      if (auto one = left_out_of(path, text(place.base), text(place.ours), text(place.theirs),
                                 text(place.result)))
        lost.emplace(path, *std::move(one));
    for (const Twins& one : twins) {
      const std::string was = *text(one.base);
      const std::string id = record_id(was, one.path);
      if (id.empty() || record_id(*text(one.moved), one.moved_path) != id) continue;
      lost.insert_or_assign(one.moved_path,
                            MergeLoss{one.moved_path, id, {}, {}, false, one.path, was});
    }
    return lost;
  }

  /// A file that one side has moved and the other has changed.
  struct Twins {
    std::string path;
    Blob base;
    std::string moved_path;
    Blob moved;
  };

  /// Where a file of the same name is new: people move files, which keep their names.
  static std::optional<std::pair<std::string, Blob>> moved_to(const std::string& path,
                                                              const Places& all) {
    for (const auto& [other, place] : all)
      if (!place.base && place.result && is_text(place.result) &&
          file_stem(other) == file_stem(path))
        return std::pair(other, *place.result);
    return std::nullopt;
  }

  std::optional<MergeLoss> left_out_of(const std::string& path, const Text& base, const Text& ours,
                                       const Text& theirs, const Text& result) const {
    Text whole;
    if (ours && theirs) {
      const auto both = merged_text(base, *ours, *theirs, path, settings_);
      if (!both) return std::nullopt;
      whole = both->text;
    } else if (ours || theirs) {
      // Removed by the one; what the other has changed stays.
      whole = ours ? ours : theirs;
      if (whole == base) return std::nullopt;
    }
    if (!whole || whole == result) return std::nullopt;
    MergeLoss lost{path, record_id(*whole, path), *whole, {}, false};
    if (!result) {
      if (!meaning_of(*whole, path, settings_)) return std::nullopt;
      lost.was_removed = true;
      return lost;
    }
    auto entries = left_out(*result, *whole, path, settings_);
    // Markers that were entered into git are a conflict of their own.
    if (!entries || entries->empty()) return std::nullopt;
    lost.entries = *std::move(entries);
    return lost;
  }

  const Git& git_;
  const Settings& settings_;
};

}  // namespace

Result<std::vector<MergeLoss>> left_out_by_merges(const Git& git, const Settings& settings,
                                                  const std::optional<std::string>& since) {
  if (git.head().empty()) return std::vector<MergeLoss>{};
  const auto all = merges(git, since);
  if (!all) return error(all.error());
  std::vector<MergeLoss> lost;
  for (const Merge& merge : *all) {
    auto some = Audit(git, settings).of(merge);
    if (!some) return error(some.error());
    for (MergeLoss& one : *some) lost.push_back(std::move(one));
  }
  return lost;
}

}  // namespace crm
