#include "core/team/resolution.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/domain/id.hpp"
#include "core/domain/text.hpp"
#include "core/merge/left_out.hpp"
#include "core/merge/lines.hpp"
#include "core/merge/marked_text.hpp"
#include "core/merge/meaning.hpp"
#include "core/merge/merged_text.hpp"
#include "core/record/editor.hpp"
#include "core/record/reader.hpp"
#include "core/team/driver.hpp"
#include "core/team/merge_audit.hpp"

namespace crm {
namespace {

constexpr std::string_view erased_file = "erased.txt";

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/') + 1);
}

std::string name_in(const std::string& text, const std::string& path, const Settings& settings) {
  const auto meaning = meaning_of(text, path, settings);
  const Data* const name = meaning ? meaning->known.find("name") : nullptr;
  return name == nullptr ? "" : name->text;
}

/// Lines by which a person who has begun to settle a file by hand would miss what they wrote.
bool has_lines_of_its_own(const std::string& text, const std::vector<const std::string*>& others) {
  const auto bare = [](std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  std::set<std::string_view> known;
  for (const std::string* const other : others)
    for (const std::string_view line : lines_with_ends(*other)) known.insert(bare(line));
  for (const std::string_view line : lines_with_ends(text)) {
    const bool is_marker = line.starts_with("<<<<<<<") || line.starts_with("|||||||") ||
                           line.starts_with("=======") || line.starts_with(">>>>>>>");
    if (!is_marker && !known.contains(bare(line))) return true;
  }
  return false;
}

class Resolving {
 public:
  explicit Resolving(const Battlefield& field) : field_(field) {}

  Result<Resolution> whole(const std::optional<std::string>& since) {
    auto found = contests(field_);
    if (!found) return error(found.error());
    found_ = *std::move(found);
    result_.foreign = std::move(found_.foreign);
    result_.unreadable = std::move(found_.unreadable);
    settle_erased_file();
    read_erased();
    settle_all();
    if (field_.git != nullptr)
      if (auto done = complete(since); !done) return error(done.error());
    for (const Change& change : result_.changes) settled_.insert(change.path);
    for (const std::string& path : untouched_) settled_.erase(path);
    result_.settled.assign(settled_.begin(), settled_.end());
    std::sort(result_.records.begin(), result_.records.end(),
              [](const Resolved& x, const Resolved& y) { return x.path < y.path; });
    return std::move(result_);
  }

  Result<std::optional<std::string>> settings() {
    const auto contest = contest_of_settings(field_);
    if (!contest) return error(contest.error());
    if (!*contest) return std::nullopt;
    const auto text = merged(**contest, "crm.yaml");
    return text ? std::optional(text->text) : std::nullopt;
  }

 private:
  std::optional<std::string> text_at(const std::string& path) const {
    for (const Change& change : result_.changes)
      if (change.path == path) return change.after;
    auto text = field_.disk->read(field_.layout->absolute(path));
    return text ? std::optional(*std::move(text)) : std::nullopt;
  }

  // --- What becomes of it ---

  void settle_erased_file() {
    const auto found = found_.by_record.find(std::string(erased_file));
    if (found == found_.by_record.end()) return;
    const Contest contest = std::move(found->second);
    found_.by_record.erase(found);
    std::string text;
    for (const Version& side : contest.sides) text = union_of_lines("", text, side.text);
    if (contest.base) text = union_of_lines("", text, contest.base->text);
    write(std::string(erased_file), std::move(text));
    result_.records.push_back({Resolved::How::merged, std::string(erased_file), "", ""});
    mark_settled(contest);
  }

  void read_erased() {
    const auto text = text_at(std::string(erased_file));
    if (!text) return;
    for (const std::string_view line : split(*text, '\n'))
      if (const auto id = trimmed(line); !id.empty() && !id.starts_with('#')) erased_.emplace(id);
  }

  void give_up(const std::string& path, const std::string& why) {
    result_.unreadable.push_back(stays_as_it_is(path, why));
  }

  static std::string place_of(const Contest& contest) {
    // Who moved it wins over who left it; both moved it: the lesser path.
    std::vector<std::string> paths;
    for (const Version& side : contest.sides)
      if (!contest.base || side.path != contest.base->path) paths.push_back(side.path);
    if (paths.empty()) return contest.base ? contest.base->path : *contest.paths.begin();
    return *std::min_element(paths.begin(), paths.end());
  }

  Result<MergedText> merged(const Contest& contest, const std::string& path) const {
    const auto base =
        contest.base ? std::optional(contest.base->text) : std::optional<std::string>();
    std::vector<std::string> texts;
    for (const Version& side : contest.sides) texts.push_back(side.text);
    std::sort(texts.begin(), texts.end());
    MergedText all{texts.front(), {}};
    for (std::size_t i = 1; i < texts.size(); ++i) {
      auto next = merged_text(base, all.text, texts[i], path, field_.settings);
      if (!next) return next;
      all.text = std::move(next->text);
      all.conflicts.insert(all.conflicts.end(), next->conflicts.begin(), next->conflicts.end());
    }
    if (texts.size() == 1)
      if (const auto said = meaning_of(all.text, path, field_.settings); !said)
        return error(said.error());
    return all;
  }

  void settle_all() {
    // By the path that they want; several may want the same.
    std::map<std::string, std::vector<const Contest*>> by_place;
    for (const auto& [key, contest] : found_.by_record) {
      const bool is_gone = contest.sides.empty() ||
                           (contest.is_unmerged && contest.base && contest.sides.size() == 1 &&
                            contest.sides.front().text == contest.base->text);
      if (erased_.contains(contest.id) || is_gone)
        settle_gone(contest);
      else
        by_place[place_of(contest)].push_back(&contest);
    }
    for (auto& [path, contests] : by_place) {
      std::sort(contests.begin(), contests.end(),
                [stem = file_stem(path)](const Contest* x, const Contest* y) {
                  const bool first = x->id == stem, second = y->id == stem;
                  return first != second ? first : x->id < y->id;
                });
      settle(*contests.front(), path,
             contests.front()->sides.size() > 1 ? Resolved::How::merged
             : contests.size() > 1              ? Resolved::How::apart
                                                : Resolved::How::kept);
      for (std::size_t i = 1; i < contests.size(); ++i) settle_apart(*contests[i], path);
    }
    remove_left_places();
  }

  void settle_gone(const Contest& contest) {
    for (const std::string& path : contest.paths) leave(path, contest.id);
    if (erased_.contains(contest.id))
      result_.records.push_back({Resolved::How::erased, *contest.paths.begin(), contest.id, ""});
    mark_settled(contest);
  }

  /// A second record that wants a path goes under the name of its own id.
  void settle_apart(Contest contest, const std::string& wanted) {
    const std::string path = folder_of(wanted) + contest.id + ".yaml";
    const auto there = text_at(path);
    if (!is_customer_id(contest.id) || (there && record_id(*there, path) != contest.id))
      return give_up(wanted, "it holds two records, and " + path + " has a third one");
    if (there) contest.sides.push_back({path, *there});
    settle(contest, path, Resolved::How::apart);
  }

  void settle(const Contest& contest, const std::string& path, Resolved::How how) {
    auto both = merged(contest, path);
    if (!both) {
      for (Problem problem : both.error().problems) {
        problem.hint =
            "mend it in an editor, then git add it, or take one side: git checkout "
            "--ours (or --theirs) " +
            path;
        if (!contest.is_unmerged) problem.hint = "mend it in an editor, then crm resolve";
        result_.unreadable.push_back(std::move(problem));
      }
      untouched_.insert(contest.paths.begin(), contest.paths.end());
      return;
    }
    auto text = with_work_of_hands(contest, path, std::move(both->text));
    if (!text) return give_up(path, "it was changed by hand and can't be read");
    const std::string name = name_in(*text, path, field_.settings);
    result_.records.push_back({how, path, contest.id, name, std::move(both->conflicts)});
    write(path, *std::move(text));
    places_.insert(path);
    mark_settled(contest);
    left_.emplace_back(contest.paths, contest.id);
  }

  /// A file that git has left unmerged may have been worked on since. Nothing where what stands
  /// there now can't be read.
  std::optional<std::string> with_work_of_hands(const Contest& contest, const std::string& path,
                                                std::string text) const {
    const auto now = text_at(path);
    if (!contest.is_unmerged || !now || *now == text) return text;
    std::vector<const std::string*> known{&text};
    for (const Version& side : contest.sides) known.push_back(&side.text);
    for (const auto& [at, texts] : found_.stages)
      if (contest.paths.contains(at))
        for (const std::string& one : texts) known.push_back(&one);
    if (std::any_of(known.begin(), known.end(),
                    [&](const std::string* one) { return *one == *now; }))
      return text;
    if (has_markers(*now)) {
      if (!has_lines_of_its_own(*now, known)) return text;
      const auto apart = taken_apart(*now);
      if (!apart || apart->versions.size() != 2) return text;
      const auto by_hand =
          merged_text(contest.base ? std::optional(contest.base->text) : std::nullopt,
                      apart->versions[0], apart->versions[1], path, field_.settings);
      return by_hand ? by_hand->text : text;
    }
    // Somebody has settled it by hand: their values stand, and what they have left out comes back.
    const auto missing = left_out(*now, text, path, field_.settings);
    if (!missing) return std::nullopt;
    return edited(*now, *missing, type_for(path), path).value_or(*now);
  }

  void mark_settled(const Contest& contest) {
    settled_.insert(contest.paths.begin(), contest.paths.end());
  }

  void remove_left_places() {
    for (const auto& [paths, id] : left_)
      for (const std::string& path : paths) {
        if (places_.contains(path) || untouched_.contains(path)) continue;
        leave(path, id);
      }
  }

  void write(const std::string& path, std::string text) {
    auto before = text_at(path);
    if (before == text) return;
    for (Change& change : result_.changes)
      if (change.path == path) {
        change.after = std::move(text);
        return;
      }
    result_.changes.push_back({path, std::move(before), std::move(text)});
  }

  /// The file goes where it is still this record's.
  void leave(const std::string& path, const std::string& id) {
    const auto text = text_at(path);
    if (!text || (!has_markers(*text) && record_id(*text, path) != id)) return;
    for (Change& change : result_.changes)
      if (change.path == path) {
        change.after.reset();
        return;
      }
    result_.changes.push_back({path, text, std::nullopt});
  }

  // --- What a merge has left out ---

  Result<void> complete(const std::optional<std::string>& since) {
    const auto lost = left_out_by_merges(*field_.git, field_.settings, since);
    if (!lost) return error(lost.error());
    for (const MergeLoss& one : *lost) {
      if (erased_.contains(one.id) || is_untouchable(one.path)) continue;
      bring_back(one);
    }
    return {};
  }

  bool is_untouchable(const std::string& path) const {
    return std::any_of(
        result_.unreadable.begin(), result_.unreadable.end(),
        [&](const Problem& problem) { return problem.place && problem.place->file == path; });
  }

  /// The path where the record stands now, which people move.
  std::optional<std::string> standing(const MergeLoss& lost) const {
    if (text_at(lost.path)) return lost.path;
    if (lost.id.empty()) return std::nullopt;
    Contest contest;
    contest.id = lost.id;
    contest.base = Version{lost.path, ""};
    if (const auto moved = elsewhere(contest, field_, found_.unmerged)) return moved->path;
    return std::nullopt;
  }

  /// Late entries of a record that was merged into another one stand there.
  std::vector<Edit> not_moved_on(std::vector<Edit> edits, const MergeLoss& lost) const {
    const auto meaning = meaning_of(lost.whole, lost.path, field_.settings);
    const Data* const target = meaning ? meaning->known.find("merged_into") : nullptr;
    if (target == nullptr) return edits;
    auto text = text_at("customers/" + target->text + ".yaml");
    if (!text) {
      Contest contest;
      contest.id = target->text;
      contest.base = Version{lost.path, ""};
      if (auto moved = elsewhere(contest, field_, found_.unmerged)) text = std::move(moved->text);
    }
    if (!text) return edits;
    const auto is_there = [&](const Data& entry) {
      return text->find(entry_name(entry)) != std::string::npos;
    };
    for (Edit& edit : edits)
      if (edit.kind == Edit::Kind::set) std::erase_if(edit.value.children, is_there);
    std::erase_if(edits, [&](const Edit& edit) {
      return edit.kind == Edit::Kind::set ? edit.value.children.empty() : is_there(edit.value);
    });
    return edits;
  }

  /// One record in two files becomes one again, where it was moved to.
  void join_twins(const MergeLoss& lost) {
    const auto moved = text_at(lost.path), other = text_at(lost.twin);
    if (!moved || !other || record_id(*moved, lost.path) != lost.id ||
        record_id(*other, lost.twin) != lost.id)
      return;
    auto both = merged_text(lost.base, *moved, *other, lost.path, field_.settings);
    if (!both) return;
    const std::string name = name_in(both->text, lost.path, field_.settings);
    write(lost.path, std::move(both->text));
    leave(lost.twin, lost.id);
    result_.records.push_back(
        {Resolved::How::merged, lost.path, lost.id, name, std::move(both->conflicts)});
  }

  void bring_back(const MergeLoss& lost) {
    if (!lost.twin.empty()) return join_twins(lost);
    const auto path = standing(lost);
    if (lost.was_removed) {
      if (path) return;
      write(lost.path, lost.whole);
      result_.records.push_back({Resolved::How::restored, lost.path, lost.id,
                                 name_in(lost.whole, lost.path, field_.settings)});
      return;
    }
    const auto now = path ? text_at(*path) : std::nullopt;
    if (!now || record_id(*now, *path) != lost.id) return;
    const auto missing = left_out(*now, lost.whole, *path, field_.settings);
    if (!missing) return;
    const auto edits = not_moved_on(in_both(*missing, lost.entries), lost);
    if (edits.empty()) return;
    auto text = edited(*now, edits, type_for(*path), *path);
    if (!text) return give_up(*path, "entries that a merge has left out can't be put back");
    const std::size_t count = count_of_entries(edits);
    const std::string name = name_in(*text, *path, field_.settings);
    write(*path, *std::move(text));
    for (Resolved& record : result_.records)
      if (record.path == *path) {
        record.entries += count;
        return;
      }
    result_.records.push_back({Resolved::How::completed, *path, lost.id, name, {}, count});
  }

  const Battlefield& field_;
  Contests found_;
  std::set<std::string> settled_;
  std::set<std::string> erased_;
  /// Where records stand now.
  std::set<std::string> places_;
  /// Of records that can't be settled.
  std::set<std::string> untouched_;
  std::vector<std::pair<std::set<std::string>, std::string>> left_;
  Resolution result_;
};

}  // namespace

Result<Resolution> resolution(const Battlefield& field, const std::optional<std::string>& since) {
  return Resolving(field).whole(since);
}

Result<std::optional<std::string>> resolved_settings(const Battlefield& field) {
  return Resolving(field).settings();
}

}  // namespace crm
