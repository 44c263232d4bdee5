#include "core/team/contest.hpp"

#include "core/domain/text.hpp"
#include "core/merge/marked_text.hpp"
#include "core/merge/meaning.hpp"

namespace crm {
namespace {

constexpr std::string_view erased_file = "erased.txt";

bool is_of_book(std::string_view path) {
  return has_meaning(path) || path == erased_file;
}

class Gathering {
 public:
  explicit Gathering(const Battlefield& field) : field_(field) {}

  Result<Contests> whole() {
    if (auto read = read_unmerged(); !read) return error(read.error());
    if (auto read = read_marked(); !read) return error(read.error());
    find_missing_sides();
    return std::move(found_);
  }

  Result<std::optional<Contest>> settings() {
    if (auto read = read_unmerged("crm.yaml"); !read) return error(read.error());
    if (found_.by_record.empty()) add_marked("crm.yaml");
    if (found_.by_record.empty()) return std::nullopt;
    return found_.by_record.begin()->second;
  }

 private:
  Contest& contest_of(const Version& version, const std::string& key) {
    Contest& contest = found_.by_record[key];
    contest.id = record_id(version.text, version.path);
    contest.paths.insert(version.path);
    return contest;
  }

  static std::string key_of(const Version& version) {
    const std::string id = record_id(version.text, version.path);
    return id.empty() ? version.path : version.path.substr(0, version.path.find('/')) + "/" + id;
  }

  /// What git has in its index at stages 1 (base), 2 and 3.
  Result<void> read_unmerged(const std::string& only = {}) {
    if (field_.git == nullptr) return {};
    std::vector<std::string> words{"ls-files", "-u", "-z"};
    if (!only.empty()) words.insert(words.end(), {"--", only});
    const auto said = field_.git->ask(words);
    if (!said) return error(said.error());

    struct Entry {
      std::string blob, path;
      int stage;
    };

    std::vector<Entry> entries;
    std::vector<std::string> blobs;
    for (const std::string& line : nul_separated(*said)) {
      // MODE BLOB STAGE\tPATH
      const auto tab = line.find('\t');
      const auto fields = split(std::string_view(line).substr(0, tab), ' ');
      if (tab == line.npos || fields.size() != 3) continue;
      const std::string path = line.substr(tab + 1);
      found_.unmerged.insert(path);
      if (!is_of_book(path) || !fields[0].starts_with("100")) continue;
      entries.push_back({std::string(fields[1]), path, fields[2].front() - '0'});
      blobs.emplace_back(fields[1]);
    }
    auto texts = blobs.empty() ? Result<std::vector<std::string>>(std::vector<std::string>{})
                               : field_.git->texts(blobs);
    if (!texts) return error(texts.error());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Version version{entries[i].path, std::move((*texts)[i])};
      found_.stages[version.path].push_back(version.text);
      std::string key = key_of(version);
      // Two files of one side with one id stay two.
      if (const auto there = found_.by_record.find(key);
          there != found_.by_record.end() && sides_seen_.contains({key, entries[i].stage}))
        key = version.path;
      sides_seen_.insert({key, entries[i].stage});
      Contest& contest = contest_of(version, key);
      contest.is_unmerged = true;
      if (entries[i].stage == 1)
        contest.base = std::move(version);
      else
        contest.sides.push_back(std::move(version));
    }
    return only.empty() ? name_foreign() : Result<void>();
  }

  Result<void> name_foreign() {
    const auto said =
        field_.git->ask({"diff", "--name-only", "--diff-filter=U", "-z", "--no-relative"});
    if (!said) return error(said.error());
    const std::string& prefix = field_.git->prefix();
    std::set<std::string> names;
    for (const std::string& path : nul_separated(*said))
      if (!path.starts_with(prefix) || !is_of_book(path.substr(prefix.size()))) names.insert(path);
    found_.foreign.assign(names.begin(), names.end());
    return {};
  }

  /// Files in which a conflict was left, or entered into git, as it stood.
  Result<void> read_marked() {
    std::vector<std::string> paths{"crm.yaml", "rates.yaml", std::string(erased_file)};
    for (const std::string& folder : {field_.layout->customers(), field_.layout->campaigns()}) {
      const auto below = field_.disk->files_below(folder, ".yaml");
      if (!below) return error(below.error());
      for (const std::string& path : *below) paths.push_back(field_.layout->relative(path));
    }
    for (const std::string& path : paths)
      if (!found_.unmerged.contains(path)) add_marked(path);
    return {};
  }

  void add_marked(const std::string& path) {
    const auto text = field_.disk->read(field_.layout->absolute(path));
    if (!text) return;
    const bool marked = has_markers(*text);
    const auto apart = marked ? taken_apart(*text) : parted_at_doubled_keys(*text);
    if (!apart && !marked) return;
    if (!apart) {
      found_.unreadable.push_back(stays_as_it_is(path, "its conflict markers don't fit together"));
      return;
    }
    const auto base = apart->base || !marked ? apart->base : base_of(path);
    for (const std::string& version : apart->versions) {
      Contest& contest = contest_of({path, version}, key_of({path, version}));
      contest.sides.push_back({path, version});
      if (base && record_id(*base, path) == contest.id) contest.base = Version{path, *base};
    }
  }

  /// What the two sides of a merge come from, where the markers in a file don't say it.
  std::optional<std::string> base_of(const std::string& path) const {
    if (field_.git == nullptr || field_.git->head().empty()) return std::nullopt;
    const auto asked = [&](std::vector<std::string> words) {
      const auto said = field_.git->answer(std::move(words));
      return said && said->code == 0 ? std::string(trimmed(said->out)) : std::string();
    };
    std::string ours = field_.git->head();
    std::string theirs = asked({"rev-parse", "--verify", "-q", "MERGE_HEAD"});
    if (theirs.empty()) {
      // The merge that has brought the markers: no side had that text.
      const std::string merge = asked({"rev-list", "-n", "1", "--merges", "HEAD", "--", path});
      if (merge.empty()) return std::nullopt;
      const auto there = field_.git->answer({"cat-file", "blob", merge + ":./" + path});
      if (!there || there->code != 0 || !has_markers(there->out)) return std::nullopt;
      ours = merge + "^1";
      theirs = merge + "^2";
    }
    const std::string base = asked({"merge-base", ours, theirs});
    if (base.empty()) return std::nullopt;
    const auto text = field_.git->answer({"cat-file", "blob", base + ":./" + path});
    return text && text->code == 0 ? std::optional(text->out) : std::nullopt;
  }

  /// A record that one side has removed may have been moved there, further than git could see.
  void find_missing_sides() {
    for (auto& [key, contest] : found_.by_record) {
      if (!contest.is_unmerged || !contest.base || contest.sides.size() != 1 || contest.id.empty())
        continue;
      if (auto moved = elsewhere(contest, field_, found_.unmerged)) {
        contest.paths.insert(moved->path);
        contest.sides.push_back(*std::move(moved));
      }
    }
  }

  const Battlefield& field_;
  std::set<std::pair<std::string, int>> sides_seen_;
  Contests found_;
};

}  // namespace

Result<Contests> contests(const Battlefield& field) {
  return Gathering(field).whole();
}

Result<std::optional<Contest>> contest_of_settings(const Battlefield& field) {
  return Gathering(field).settings();
}

std::optional<Version> elsewhere(const Contest& contest, const Battlefield& field,
                                 const std::set<std::string>& passed_over) {
  const std::string folder = contest.base->path.substr(0, contest.base->path.find('/'));
  const auto all = field.disk->files_below(field.layout->absolute(folder), ".yaml");
  if (!all) return std::nullopt;
  for (const std::string& absolute : *all) {
    const std::string path = field.layout->relative(absolute);
    if (contest.paths.contains(path) || passed_over.contains(path)) continue;
    auto text = field.disk->read(absolute);
    if (text && text->find(contest.id) != text->npos && record_id(*text, path) == contest.id)
      return Version{path, *std::move(text)};
  }
  return std::nullopt;
}

Problem stays_as_it_is(const std::string& path, const std::string& why) {
  return {why + ", so it stays as it is", Place{path, 0, 0},
          "open it in an editor, keep what is right of both sides, then crm resolve", "", false};
}

}  // namespace crm
