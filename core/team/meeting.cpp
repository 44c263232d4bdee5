#include "core/team/meeting.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/book/erased.hpp"
#include "core/book/erasure.hpp"
#include "core/domain/text.hpp"
#include "core/merge/lines.hpp"
#include "core/merge/meaning.hpp"
#include "core/merge/merged_text.hpp"
#include "core/record/difference.hpp"
#include "core/record/editor.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/team/driver.hpp"

namespace crm {
namespace {

/// As many texts are held at once while their ids are looked at.
constexpr std::size_t most_at_once = 500;

enum class Side { base, ours, theirs };

constexpr std::size_t sides_in_all = 3;

/// One path on the three sides.
struct Path {
  std::optional<Blob> on[sides_in_all];

  const std::optional<Blob>& at(Side side) const { return on[static_cast<std::size_t>(side)]; }
};

/// Where a record stands on one side.
struct Place {
  std::string path;
  Blob blob;
  bool operator==(const Place&) const = default;
};

struct Record {
  /// More than one place: two files have its id.
  std::vector<Place> on[sides_in_all];

  const std::vector<Place>& at(Side side) const { return on[static_cast<std::size_t>(side)]; }

  bool is_single() const {
    return std::all_of(std::begin(on), std::end(on),
                       [](const std::vector<Place>& places) { return places.size() <= 1; });
  }
};

/// Where a record shall stand, and what shall stand there.
struct Wanted {
  std::string key, path;
  std::optional<Blob> blob;
  std::optional<std::string> text;
};

/// What one side made of something the other may have changed as well: theirs where ours is still
/// the base, nothing where both have changed it.
template <class T>
const T* one_sided(const T* base, const T& ours, const T& theirs) {
  if (ours == theirs) return &ours;
  if (base != nullptr && ours == *base) return &theirs;
  if (base != nullptr && theirs == *base) return &ours;
  return nullptr;
}

bool is_yaml(std::string_view path) {
  return path.ends_with(".yaml") || path.ends_with(".yml");
}

/// The folder that a path begins with, `/` included; empty at the top.
std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1);
}

class Meet {
 public:
  explicit Meet(const Sides& sides) : sides_(sides), settings_(sides.settings) {
    take(sides.ours, Side::ours, Side::theirs);
    take(sides.theirs, Side::theirs, Side::ours);
  }

  Result<Meeting> run() {
    for (const auto step : {&Meet::meet_erased, &Meet::meet_settings, &Meet::name_records,
                            &Meet::meet_records, &Meet::meet_others})
      if (auto done = (this->*step)(); !done) return error(done.error());
    if (!problems_.empty()) return error(Error{Error::Kind::conflict, std::move(problems_)});
    if (auto settled = settle_places(); !settled) return error(settled.error());
    std::sort(meeting_.files.begin(), meeting_.files.end(),
              [](const MetFile& a, const MetFile& b) { return a.path < b.path; });
    return std::move(meeting_);
  }

 private:
  /// A path that only one side has changed stands with the other as it stood in the base.
  void take(const std::vector<TreeChange>& changes, Side side, Side other) {
    for (const TreeChange& change : changes) {
      const auto [path, is_new] = paths_.try_emplace(change.path);
      if (is_new) {
        path->second.on[static_cast<std::size_t>(Side::base)] = change.before;
        path->second.on[static_cast<std::size_t>(other)] = change.before;
      }
      path->second.on[static_cast<std::size_t>(side)] = change.after;
    }
  }

  /// Relative to the book; empty where the path is outside of it.
  std::string_view in_book(std::string_view path) const {
    return path.starts_with(sides_.prefix) ? path.substr(sides_.prefix.size()) : "";
  }

  Result<std::optional<std::string>> text(const std::optional<Blob>& blob) const {
    if (!blob) return std::nullopt;
    auto texts = sides_.texts({blob->id});
    if (!texts) return error(texts.error());
    return std::optional(std::move(texts->front()));
  }

  void want_file(const std::string& path, std::optional<Blob> blob,
                 std::optional<std::string> text = std::nullopt) {
    const std::optional<Blob>& ours = paths_.at(path).at(Side::ours);
    if (!text && blob == ours) return;
    meeting_.files.push_back({path, std::move(blob), std::move(text)});
  }

  /// The text that two versions of one file come to; nothing where only a person can tell.
  Result<std::optional<std::string>> merged(const std::optional<Blob>& base, const Blob& ours,
                                            const Blob& theirs, const std::string& path) {
    std::vector<std::string> blobs{ours.id, theirs.id};
    if (base) blobs.push_back(base->id);
    auto texts = sides_.texts(blobs);
    if (!texts) return error(texts.error());
    const std::optional<std::string> was =
        base ? std::optional((*texts)[2]) : std::optional<std::string>();
    const std::string relative(in_book(path));
    auto both = merged_text(was, (*texts)[0], (*texts)[1], relative, settings_);
    ++meeting_.overlaps;
    if (!both) {
      for (Problem problem : both.error().problems) {
        problem.message = path + " was changed here and there: " + problem.message;
        problem.place.reset();
        problems_.push_back(std::move(problem));
      }
      return std::nullopt;
    }
    for (Conflict& conflict : both->conflicts)
      meeting_.disagreements.push_back({path, std::move(conflict)});
    return std::optional(std::move(both->text));
  }

  /// A path that both have changed, as a file: its content and its mode.
  Result<void> meet_file(const std::string& path) {
    const Path& file = paths_.at(path);
    const auto &base = file.at(Side::base), &ours = file.at(Side::ours),
               &theirs = file.at(Side::theirs);
    if (const auto* const one = one_sided(&base, ours, theirs)) {
      want_file(path, *one);
      return {};
    }
    // An edit beats a removal.
    if (!ours || !theirs) {
      want_file(path, ours ? ours : theirs);
      return {};
    }
    auto both = merged(base, *ours, *theirs, path);
    if (!both) return error(both.error());
    if (*both) want_file(path, std::max(*ours, *theirs, by_mode), std::move(**both));
    return {};
  }

  static bool by_mode(const Blob& a, const Blob& b) { return a.mode < b.mode; }

  Result<void> meet_erased() {
    const std::string path = sides_.prefix + "erased.txt";
    const auto file = paths_.find(path);
    // Also where nobody has just changed it, nothing of those who were erased comes back: it would
    // have to be changed on one side for that.
    if (file == paths_.end()) return {};
    const auto ours = text(file->second.at(Side::ours));
    const auto theirs = text(file->second.at(Side::theirs));
    if (!ours) return error(ours.error());
    if (!theirs) return error(theirs.error());
    erased_ = Erased::parse(union_of_lines("", ours->value_or(""), theirs->value_or("")));
    const std::string both = erased_.text();
    if (both != ours->value_or(""))
      want_file(path, file->second.at(Side::ours).value_or(Blob{}), both);
    done_.insert(path);
    return {};
  }

  /// Before the records: bare amounts are in the settings' currency.
  Result<void> meet_settings() {
    const std::string path = sides_.prefix + "crm.yaml";
    const auto file = paths_.find(path);
    if (file == paths_.end()) return {};
    done_.insert(path);
    if (auto met = meet_file(path); !met) return met;
    std::optional<std::string> now;
    for (const MetFile& one : meeting_.files)
      if (one.path == path) now = one.text;
    if (!now) {
      const auto& theirs = file->second.at(Side::theirs);
      const bool is_theirs = file->second.at(Side::ours) == file->second.at(Side::base);
      auto standing = text(is_theirs ? theirs : file->second.at(Side::ours));
      if (!standing) return error(standing.error());
      now = *std::move(standing);
    }
    if (!now) return {};
    const auto tree = Tree::parse(*now, "crm.yaml");
    if (!tree) return {};
    auto read = read_settings(*tree);
    if (read.ok()) settings_ = *std::move(read.value);
    return {};
  }

  /// What makes two files one record: what they are, and the id they say or are named by.
  static std::string key_in(std::string_view relative, const std::string& text) {
    return std::string(relative.substr(0, relative.find('/') + 1)) +
           record_id(text, std::string(relative));
  }

  /// Finds out which records the changed files are.
  Result<void> name_records() {
    std::set<std::string> asked;
    for (const auto& [path, file] : paths_)
      if (is_numbered(path))
        for (const auto& blob : file.on)
          if (blob) asked.insert(blob->id);
    const std::vector<std::string> blobs(asked.begin(), asked.end());
    // A blob may stand at several paths, which matters where it does not say its id.
    std::map<std::string, std::vector<std::string>> paths_of;
    for (const auto& [path, file] : paths_)
      if (is_numbered(path))
        for (const auto& blob : file.on)
          if (blob) paths_of[blob->id].push_back(path);
    std::map<std::pair<std::string, std::string>, std::string> keys;
    for (std::size_t i = 0; i < blobs.size(); i += most_at_once) {
      const std::vector<std::string> some(
          blobs.begin() + static_cast<std::ptrdiff_t>(i),
          blobs.begin() + static_cast<std::ptrdiff_t>(std::min(blobs.size(), i + most_at_once)));
      auto texts = sides_.texts(some);
      if (!texts) return error(texts.error());
      for (std::size_t k = 0; k < some.size(); ++k)
        for (const std::string& path : paths_of[some[k]])
          keys.emplace(std::pair(some[k], path), key_in(in_book(path), (*texts)[k]));
    }
    for (const auto& [path, file] : paths_)
      if (is_numbered(path))
        for (std::size_t side = 0; side < sides_in_all; ++side)
          if (const auto& blob = file.on[side])
            records_[keys.at({blob->id, path})].on[side].push_back({path, *blob});
    return {};
  }

  /// A record with an id of its own.
  bool is_numbered(const std::string& path) const {
    const std::string_view relative = in_book(path);
    return is_yaml(relative) &&
           (relative.starts_with("customers/") || relative.starts_with("campaigns/"));
  }

  Result<void> meet_records() {
    for (const auto& [key, record] : records_) {
      if (key.starts_with("customers/") && erased_.contains(id_of(key))) continue;
      auto met = record.is_single() ? meet_record(key, record) : meet_copies(key, record);
      if (!met) return met;
    }
    return {};
  }

  /// Two files of one id are left to their owner: each is brought together by itself.
  Result<void> meet_copies(const std::string& key, const Record& record) {
    std::set<std::string> paths;
    for (const std::vector<Place>& places : record.on)
      for (const Place& place : places) paths.insert(place.path);
    for (const std::string& path : paths) {
      Record alone;
      for (std::size_t side = 0; side < sides_in_all; ++side)
        for (const Place& place : record.on[side])
          if (place.path == path) alone.on[side].push_back(place);
      if (auto met = meet_record(key, alone); !met) return met;
    }
    return {};
  }

  Result<void> meet_record(const std::string& key, const Record& record) {
    const auto place = [&](Side side) {
      return record.at(side).empty() ? nullptr : &record.at(side).front();
    };
    const Place* const base = place(Side::base);
    const Place* const ours = place(Side::ours);
    const Place* const theirs = place(Side::theirs);
    if (ours == nullptr && theirs == nullptr) return {};
    if (ours == nullptr || theirs == nullptr) {
      // Removed there, and not touched here, or the other way round.
      const Place& left = ours != nullptr ? *ours : *theirs;
      if (base == nullptr || base->blob != left.blob)
        wanted_.push_back({key, left.path, left.blob, std::nullopt});
      return {};
    }
    const std::string* const path =
        one_sided(base ? &base->path : nullptr, ours->path, theirs->path);
    const std::string& at = path != nullptr ? *path : std::min(ours->path, theirs->path);
    if (const Blob* const blob =
            one_sided(base ? &base->blob : nullptr, ours->blob, theirs->blob)) {
      wanted_.push_back({key, at, *blob, std::nullopt});
      return {};
    }
    auto both =
        merged(base ? std::optional(base->blob) : std::nullopt, ours->blob, theirs->blob, at);
    if (!both) return error(both.error());
    if (*both)
      wanted_.push_back({key, at, std::max(ours->blob, theirs->blob, by_mode), std::move(**both)});
    return {};
  }

  /// Every wanted record at its path. Where two want the same, it is for the one that is called
  /// so, else the smaller id; the other stands beside it under its own id's name.
  Result<void> settle_places() {
    std::map<std::string, std::vector<Wanted*>> by_path;
    for (Wanted& one : wanted_) by_path[one.path].push_back(&one);
    std::map<std::string, Wanted*> settled;
    std::vector<Wanted*> homeless;
    for (auto& [path, all] : by_path) {
      const auto is_called_so = [&path = path](const Wanted* one) {
        return file_stem(path) == id_of(one->key);
      };
      std::sort(all.begin(), all.end(), [&](const Wanted* a, const Wanted* b) {
        return std::pair(!is_called_so(a), a->key) < std::pair(!is_called_so(b), b->key);
      });
      settled.emplace(path, all.front());
      homeless.insert(homeless.end(), all.begin() + 1, all.end());
    }
    for (Wanted* const one : homeless) {
      std::string path;
      for (int copy = 1; path.empty() || settled.contains(path) ||
                         (!paths_.contains(path) && sides_.ours_has(path));
           ++copy)
        path = std::string(folder_of(one->path)) + id_of(one->key) +
               (copy == 1 ? "" : "~" + std::to_string(copy)) + ".yaml";
      settled.emplace(path, one);
    }
    for (auto& [path, one] : settled) {
      paths_.try_emplace(path);
      if (auto forgotten = forget_people(*one, path); !forgotten) return forgotten;
      want_file(path, one->blob, std::move(one->text));
    }
    for (const auto& [path, file] : paths_)
      if (is_numbered(path) && !settled.contains(path)) want_file(path, std::nullopt);
    return {};
  }

  /// Persons of a customer who are in erased.txt go, whoever has edited them meanwhile.
  Result<void> forget_people(Wanted& record, const std::string& path) const {
    std::vector<std::string> lines;
    for (const std::string& line : erased_.lines())
      if (line.starts_with(id_of(record.key) + "/")) lines.push_back(line);
    if (lines.empty() || !record.key.starts_with("customers/")) return {};
    auto standing = record.text ? record.text : text(record.blob).value_or(std::nullopt);
    if (!standing) return {};
    auto tree = Tree::parse(*std::move(standing), std::string(in_book(path)));
    if (!tree) return {};
    const auto before = read_customer(*tree, settings_.currency);
    if (!before.ok()) return {};
    const auto edits = difference(*before.value, Erasure(lines).cleaned(*before.value, false));
    if (edits.empty()) return {};
    auto after = edited(*std::move(tree), edits, customer_type());
    if (!after) return error(after.error());
    record.text = after->text();
    return {};
  }

  static std::string id_of(const std::string& key) { return key.substr(key.find('/') + 1); }

  /// Everything that is no record with an id: by its lines.
  Result<void> meet_others() {
    for (const auto& [path, file] : paths_) {
      if (done_.contains(path) || is_numbered(path)) continue;
      if (in_book(path) == "rates.yaml") {
        if (auto met = meet_file(path); !met) return met;
        continue;
      }
      const auto &base = file.at(Side::base), &ours = file.at(Side::ours),
                 &theirs = file.at(Side::theirs);
      if (const auto* const one = one_sided(&base, ours, theirs)) {
        want_file(path, *one);
        continue;
      }
      if (!ours || !theirs) {
        want_file(path, ours ? ours : theirs);
        continue;
      }
      std::vector<std::string> blobs{ours->id, theirs->id};
      if (base) blobs.push_back(base->id);
      const auto texts = sides_.texts(blobs);
      if (!texts) return error(texts.error());
      const bool is_text = std::all_of(texts->begin(), texts->end(), [](const std::string& one) {
        return one.find('\0') == one.npos;
      });
      const std::string was = base ? (*texts)[2] : "";
      // The smaller first, so that both come to the same.
      const bool turned = (*texts)[1] < (*texts)[0];
      MergedLines lines;
      if (is_text)
        lines = merge_lines(was, (*texts)[turned ? 1 : 0], (*texts)[turned ? 0 : 1], Overlap::both);
      if (!is_text || !lines.clean)
        problems_.push_back({path + " was changed here and there, in the same lines", std::nullopt,
                             "bring it together with git merge, then try again", "", false});
      else
        want_file(path, std::max(*ours, *theirs, by_mode), std::move(lines.text));
    }
    return {};
  }

  const Sides& sides_;
  Settings settings_;
  Meeting meeting_;
  std::map<std::string, Path> paths_;
  std::set<std::string> done_;
  Erased erased_;
  /// `customers/acme-7h2k` → where it stands.
  std::map<std::string, Record> records_;
  std::vector<Wanted> wanted_;
  std::vector<Problem> problems_;
};

}  // namespace

Result<Meeting> meet(const Sides& sides) {
  return Meet(sides).run();
}

}  // namespace crm
