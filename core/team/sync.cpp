#include "core/team/sync.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/book/erased.hpp"
#include "core/book/writing.hpp"
#include "core/domain/text.hpp"
#include "core/merge/meaning.hpp"
#include "core/merge/stubs.hpp"
#include "core/team/commit.hpp"
#include "core/team/driver.hpp"
#include "core/team/taking_in.hpp"
#include "core/team/trailers.hpp"
#include "core/team/waiting.hpp"

namespace crm {
namespace {

constexpr int most_tries = 5;

/// Below these nobody is asked whether so many removals are meant.
constexpr std::size_t few_removals = 20;
constexpr std::size_t one_in = 10;

std::string short_name(const std::string& ref) {
  for (const std::string_view start : {"refs/heads/", "refs/remotes/"})
    if (ref.starts_with(start)) return ref.substr(start.size());
  return ref;
}

/// Files that people's programs put beside those they edit.
bool is_passing(std::string_view path) {
  if (path.find('/') == path.npos) return false;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.starts_with('.') || name.starts_with('#') || name.ends_with('~');
}

std::string joined_names(const std::vector<std::string>& names) {
  std::string all;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i) all += (i > 0 ? ", " : "") + names[i];
  if (names.size() > 5) all += " and " + std::to_string(names.size() - 5) + " more";
  return all;
}

/// Names of blobs that git does not have yet, as it takes them in.
Result<std::vector<std::string>> kept_blobs(const Git& git, const std::vector<std::string>& texts) {
  std::string said = "feature done\n";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string mark = ":" + std::to_string(i + 1);
    said += "blob\nmark " + mark + "\ndata " + std::to_string(texts[i].size()) + "\n" + texts[i] +
            "\nget-mark " + mark + "\n";
  }
  said += "done\n";
  auto names = git.ask({"fast-import", "--quiet"}, std::move(said));
  if (!names) return error(names.error());
  std::vector<std::string> all;
  for (const std::string_view name : split(*names, '\n'))
    if (!name.empty()) all.emplace_back(name);
  if (all.size() != texts.size()) return error(Error::failed("git fast-import: what does it say?"));
  return all;
}

/// Whether a file is what git has of it, whatever ends its lines.
bool is_as_committed(const std::optional<std::string>& standing,
                     const std::optional<std::string>& committed) {
  if (standing == committed) return true;
  if (!standing || !committed) return false;
  std::string plain = *standing;
  std::erase(plain, '\r');
  return plain == *committed;
}

/// Whom others have erased: what this machine remembers of them goes as well.
std::string newly_erased(const Change& change) {
  const Erased before = Erased::parse(change.before.value_or(""));
  const Erased after = Erased::parse(change.after.value_or(""));
  std::string all;
  for (const std::string& line : after.lines())
    if (!before.contains(line)) all += (all.empty() ? "" : " ") + line;
  return all;
}

class Exchange {
 public:
  Exchange(const Book& book, const AskProgram& ask, const SyncWish& wish)
      : book_(book), ask_(ask), wish_(wish) {}

  Result<Synced> run() {
    if (auto opened = open(); !opened) return error(opened.error());
    auto upstream = upstream_of(*git_);
    if (!upstream) return error(upstream.error());
    synced_.upstream = *std::move(upstream);
    if (!wish_.dry_run) {
      const auto told = set_up_driver(*git_);
      synced_.driver_is_new = told && *told;
    }
    // Without a connection, what is here is committed nevertheless.
    const auto fetched = fetch();
    for (int tries = 1;; ++tries) {
      if (auto done = meet_others(fetched.has_value()); !done) return error(done.error());
      if (!fetched) return error(fetched.error());
      if (wish_.dry_run) return std::move(synced_);
      const auto pushed = push();
      if (!pushed) return error(pushed.error());
      if (*pushed) return std::move(synced_);
      if (tries == most_tries)
        return error(Error::busy("others were faster " + std::to_string(tries) + " times",
                                 "try again in a moment; everything is committed here"));
      wish_.pause(static_cast<int>(20 + wish_.random() % 180) * tries);
      if (auto again = fetch(); !again) return error(again.error());
    }
  }

 private:
  Result<void> open() {
    auto git = Git::open(ask_, book_.layout().root);
    if (!git) return error(git.error());
    git_ = *std::move(git);
    if (git_->branch().empty())
      return error(Error::conflict("no branch is checked out (git calls it a detached HEAD)",
                                   "git switch main, then try again"));
    const Unfinished under_way = git_->unfinished(book_.disk());
    if (under_way == Unfinished::nothing || under_way == Unfinished::bisect) return {};
    return error(
        Error::conflict("a " + std::string(name_of(under_way)) + " is under way here",
                        "crm resolve settles the book's files in it; then end it with git"));
  }

  /// The commit a ref stands at; empty where there is none.
  std::string tip(const std::string& ref) const {
    const auto said = git_->answer({"rev-parse", "--verify", "-q", ref + "^{commit}"});
    return said && said->code == 0 ? std::string(trimmed(said->out)) : "";
  }

  Result<void> fetch() {
    Upstream& upstream = synced_.upstream;
    const auto done = git_->ask({"fetch", "-q", upstream.remote});
    if (!done)
      return error(
          Error::failed("can't fetch from " + upstream.remote + ": " + done.error().message(),
                        "what is here is committed; crm sync goes on from there"));
    if (upstream.is_set_up || !tip(upstream.known).empty()) return {};
    // A remote with a single branch that is called otherwise: that is the one.
    const auto all =
        git_->ask({"for-each-ref", "--format=%(refname)", "refs/remotes/" + upstream.remote + "/"});
    if (!all) return error(all.error());
    std::vector<std::string> branches;
    for (const std::string_view ref : split(*all, '\n'))
      if (!ref.empty() && !ref.ends_with("/HEAD")) branches.emplace_back(ref);
    if (branches.size() != 1) return {};
    upstream.known = branches.front();
    upstream.branch =
        "refs/heads/" + upstream.known.substr(("refs/remotes/" + upstream.remote + "/").size());
    return {};
  }

  /// Under the lock: commits what is here, and takes in what is there.
  Result<void> meet_others(bool with_theirs) {
    std::optional<Writing> writing;
    if (!wish_.dry_run) {
      auto begun = Writing::begin(book_);
      if (!begun) return error(begun.error());
      writing.emplace(*std::move(begun));
    }
    if (!wish_.dry_run)
      if (auto finished = finish_taking_in(ask_, book_); !finished) return error(finished.error());
    if (auto opened = open(); !opened) return opened;
    auto local = uncommitted(*git_, book_);
    if (!local) return error(local.error());
    if (auto done = commit(*local); !done) return done;
    if (!with_theirs) return {};
    const std::string ours = git_->head();
    const std::string theirs = tip(synced_.upstream.known);
    synced_.out = {theirs, ours};
    if (synced_.in.to.empty()) synced_.in.from = ours;
    if (theirs.empty()) {
      synced_.in.to = synced_.in.from;
      return {};
    }
    synced_.in.to = theirs;
    const std::string base = merge_base(ours, theirs);
    if (base == theirs) {
      synced_.in.from = theirs;
      return {};
    }
    if (base.empty() && !ours.empty() && !wish_.anyway)
      return error(Error::conflict(
          "this book and that of " + synced_.upstream.remote + " have no common beginning",
          "to work with that one: git clone it; to make one of both: crm sync --anyway"));
    auto meeting = met(base, ours, theirs);
    if (!meeting) return error(meeting.error());
    if (auto fine = refuse_losses(*meeting, ours, *local); !fine) return fine;
    synced_.overlaps += meeting->overlaps;
    for (Disagreement& one : meeting->disagreements)
      synced_.disagreements.push_back(std::move(one));
    if (wish_.dry_run) return {};
    auto common = common_commit(base, ours, theirs, *meeting);
    if (!common) return error(common.error());
    return take_in(*std::move(writing), ours, *common);
  }

  Result<void> commit(const Uncommitted& local) {
    synced_.left_out = local.unreadable;
    if (local.paths.empty()) return {};
    synced_.committed.insert(synced_.committed.end(), local.paths.begin(), local.paths.end());
    if (auto fine = refuse_removals(local.gone, git_->head(), "here"); !fine) return fine;
    if (wish_.dry_run) return {};
    // What commands did and git does not have yet goes with it, under their names.
    Waiting waiting(book_.disk(), book_.layout());
    const auto operations = waiting.operations();
    std::set<std::string> known;
    if (const auto paths = waiting.paths(operations)) known.insert(paths->begin(), paths->end());
    std::vector<std::string> by_hand;
    for (const std::string& path : local.paths)
      if (!known.contains(path)) by_hand.push_back(path);
    const std::string message =
        by_hand.empty() ? commit_message(operations)
                        : commit_message("changed by hand: " + joined_names(by_hand), operations);
    const auto commit =
        commit_files(*git_, book_.disk(), book_.layout(), nul_ended(local.paths), message);
    if (!commit) return error(commit.error());
    settle_waiting();
    return open();
  }

  /// Git has everything that was done so far.
  void settle_waiting() {
    Waiting waiting(book_.disk(), book_.layout());
    if (const auto last = waiting.operations(); !last.empty())
      (void)waiting.settle(last.back().number);
  }

  std::string merge_base(const std::string& ours, const std::string& theirs) const {
    if (ours.empty()) return "";
    const auto said = git_->answer({"merge-base", ours, theirs});
    if (!said || said->code != 0) return "";
    return std::string(split(said->out, '\n').front());
  }

  /// What changes here. Where we have done nothing, that is what they did.
  Result<Meeting> met(const std::string& base, const std::string& ours,
                      const std::string& theirs) const {
    auto their_changes = git_->changes(base, theirs, true);
    if (!their_changes) return error(their_changes.error());
    if (base == ours) {
      Meeting meeting;
      for (TreeChange& change : *their_changes)
        meeting.files.push_back({std::move(change.path), std::move(change.after), std::nullopt});
      return meeting;
    }
    auto our_changes = git_->changes(base, ours, true);
    if (!our_changes) return error(our_changes.error());
    Sides sides;
    sides.ours = *std::move(our_changes);
    sides.theirs = *std::move(their_changes);
    sides.prefix = git_->prefix();
    sides.settings = book_.settings();
    sides.texts = [this](const std::vector<std::string>& blobs) { return git_->texts(blobs); };
    sides.ours_has = [&](const std::string& path) {
      const auto said = git_->answer({"cat-file", "-e", ours + ":" + path});
      return said && said->code == 0;
    };
    return meet(sides);
  }

  Result<void> refuse_removals(std::size_t gone, const std::string& commit,
                               const std::string& where) const {
    if (gone <= few_removals || wish_.anyway || commit.empty()) return {};
    const auto all = git_->ask({"ls-tree", "-r", "--name-only", commit, "customers/"});
    if (!all) return error(all.error());
    const auto count = static_cast<std::size_t>(std::count(all->begin(), all->end(), '\n'));
    if (gone * one_in <= count) return {};
    return error(Error::conflict(
        std::to_string(gone) + " of " + std::to_string(count) + " customers' files are gone " +
            where,
        where == "here" ? "git checkout -- customers brings them back; if it is meant: crm sync "
                          "--anyway"
                        : "ask who did it; if it is meant: crm sync --anyway"));
  }

  Result<void> refuse_losses(const Meeting& meeting, const std::string& ours,
                             const Uncommitted& local) const {
    std::size_t gone = 0, come = 0;
    const std::string customers = git_->prefix() + "customers/";
    for (const MetFile& file : meeting.files) {
      if (file.path.starts_with(customers)) (file.blob || file.text ? come : gone) += 1;
      const std::string relative = in_book(file.path);
      for (std::size_t i = 0; i < local.unreadable_paths.size(); ++i)
        if (local.unreadable_paths[i] == relative) {
          Problem problem = local.unreadable[i];
          problem.message += "; others have changed this record as well";
          problem.hint = "mend it first: crm edit " + relative + ", then crm sync";
          return error(Error{Error::Kind::invalid, {std::move(problem)}});
        }
    }
    // A moved file is gone there and comes here.
    return refuse_removals(gone > come ? gone - come : 0, ours, "there");
  }

  /// Relative to the book; empty for a path outside of it.
  std::string in_book(const std::string& path) const {
    return path.starts_with(git_->prefix()) ? path.substr(git_->prefix().size()) : "";
  }

  /// The commit that has both, without touching the work tree: theirs, where we have nothing new.
  Result<std::string> common_commit(const std::string& base, const std::string& ours,
                                    const std::string& theirs, Meeting& meeting) {
    if (base == ours) return theirs;
    std::vector<std::string> texts;
    for (const MetFile& file : meeting.files)
      if (file.text) texts.push_back(*file.text);
    if (!texts.empty()) {
      const auto blobs = kept_blobs(*git_, texts);
      if (!blobs) return error(blobs.error());
      auto next = blobs->begin();
      for (MetFile& file : meeting.files)
        if (file.text) file.blob = Blob{*next++, file.blob ? file.blob->mode : "100644"};
    }
    std::vector<TreeChange> changes;
    for (const MetFile& file : meeting.files) changes.push_back({file.path, Blob{ours}, file.blob});
    const std::string entries = index_entries(changes);
    const std::vector<std::pair<std::string, std::string>> aside{
        {"GIT_INDEX_FILE", git_->folder() + "/crm-meeting"}};
    if (auto read = git_->ask({"read-tree", ours}, "", aside); !read) return error(read.error());
    if (auto put = git_->ask({"update-index", "-z", "--index-info"}, entries, aside); !put)
      return error(put.error());
    const auto tree = git_->ask({"write-tree"}, "", aside);
    if (!tree) return error(tree.error());
    const std::string message = "took in what " + short_name(synced_.upstream.known) + " had\n";
    const auto commit = git_->ask(
        {"commit-tree", std::string(trimmed(*tree)), "-p", ours, "-p", theirs, "-F", "-"}, message);
    if (!commit) return error(commit.error());
    return std::string(trimmed(*commit));
  }

  /// The files, then git's index, then the branch.
  Result<void> take_in(Writing writing, const std::string& ours, const std::string& common) {
    auto changes = git_->changes(ours, common, true);
    if (!changes) return error(changes.error());
    const std::size_t all = changes->size();
    std::erase_if(*changes, [&](const TreeChange& change) {
      return !is_books_own(in_book(change.path), change.after);
    });
    // What is not the book's own is git's to check out, if nothing uncommitted stands in its way.
    if (changes->size() < all)
      if (auto could =
              git_->ask({"read-tree", "-n", "-m", "-u", ours.empty() ? common : ours, common});
          !could)
        return error(
            Error::conflict("files beside the book stand in the way: " + could.error().message(),
                            "commit or stash them, then try again"));
    std::vector<std::string> blobs;
    for (const TreeChange& change : *changes)
      for (const std::optional<Blob>& blob : {change.before, change.after})
        if (blob) blobs.push_back(blob->id);
    auto texts = git_->texts(blobs);
    if (!texts) return error(texts.error());
    bool with_stubs = false;
    Operation operation = wish_.operation;
    auto text = texts->begin();
    for (const TreeChange& one : *changes) {
      Change change{in_book(one.path), std::nullopt, std::nullopt};
      std::optional<std::string> committed;
      if (one.before) committed = std::move(*text++);
      if (one.after) change.after = std::move(*text++);
      if (auto standing = book_.disk().read(book_.layout().absolute(change.path)))
        change.before = *std::move(standing);
      else if (standing.error().kind != Error::Kind::nothing_found)
        return error(standing.error());
      with_stubs =
          with_stubs || (change.after && change.after->find("\nmerged_into:") != std::string::npos);
      if (change.before == change.after) continue;
      if (change.path == "erased.txt") operation.erases = newly_erased(change);
      if (!is_as_committed(change.before, committed))
        return error(Error::busy(change.path + " was changed this moment, or git ignores it",
                                 "try again; what is ignored has to go out of the way"));
      if (auto put = writing.put(change); !put) return put;
    }
    operation.title = "took in what " + short_name(synced_.upstream.known) + " had";
    operation.takes_in = common;
    // Also where nobody counts what is to be committed: if we die now, the next one goes on here.
    const Journal journal(book_.disk(), book_.layout().journal());
    if (auto counted = Waiting(book_.disk(), book_.layout()).begin(journal.next_number()); !counted)
      return counted;
    if (!writing.empty())
      if (auto written = writing.commit(operation); !written) return written;
    if (!operation.erases.empty())
      if (auto gone = forget_commit_index(book_.disk(), book_.layout()); !gone) return gone;
    if (auto moved = move_branch(*git_, book_.disk(), ours, common); !moved) return moved;
    settle_waiting();
    if (auto opened = open(); !opened) return opened;
    synced_.out.to = common;
    return with_stubs ? settle(std::move(writing)) : Result<void>();
  }

  /// Late entries of records that were merged into others go where they belong.
  Result<void> settle(Writing held) {
    { const Writing done = std::move(held); }
    auto writing = Writing::begin(book_);
    if (!writing) return error(writing.error());
    if (auto settled = settle_stubs(book_, *writing); !settled) return settled;
    if (writing->empty()) return {};
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < writing->changes().size(); ++i)
      paths.push_back(writing->changes().path(i));
    Operation operation = wish_.operation;
    operation.title = "moved late entries of merged customers to where they belong";
    operation.id = new_item_id(wish_.random, {});
    operation.takes_in = git_->head();
    if (auto written = writing->commit(operation); !written) return written;
    const auto commit = commit_files(*git_, book_.disk(), book_.layout(), nul_ended(paths),
                                     commit_message({operation}));
    if (!commit) return error(commit.error());
    settle_waiting();
    if (auto opened = open(); !opened) return opened;
    synced_.out.to = git_->head();
    return {};
  }

  /// False when others have pushed meanwhile.
  Result<bool> push() {
    const Upstream& upstream = synced_.upstream;
    synced_.out = {tip(upstream.known), git_->head()};
    // Once it is sent, the others' part of it is theirs.
    if (synced_.out.is_nothing() || synced_.out.to.empty()) return true;
    std::vector<std::string> words{"push", "-q", "--porcelain"};
    if (!upstream.is_set_up) words.push_back("--set-upstream");
    words.insert(words.end(), {upstream.remote, git_->branch() + ":" + upstream.branch});
    const auto said = git_->answer(words);
    if (!said) return error(said.error());
    if (said->code == 0) return true;
    for (const std::string_view late :
         {"fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref",
          "incorrect old value", "stale info", "reference already exists"})
      if ((said->out + said->err).find(late) != std::string::npos) return false;
    std::string why = std::string(trimmed(said->err));
    for (const std::string_view line : split(said->err, '\n'))
      if (line.starts_with("fatal: ")) {
        why = line.substr(7);
        break;
      }
    return error(Error::failed("can't push to " + upstream.remote + ": " + printable_line(why),
                               "what they did is here, and what you did is committed"));
  }

  const Book& book_;
  const AskProgram& ask_;
  const SyncWish& wish_;
  std::optional<Git> git_;
  Synced synced_;
};

}  // namespace

Result<Synced> sync(const Book& book, const AskProgram& ask, const SyncWish& wish) {
  return Exchange(book, ask, wish).run();
}

Result<Upstream> upstream_of(const Git& git) {
  const auto said = git.ask(
      {"for-each-ref", "--format=%(upstream)%00%(upstream:remotename)%00%(upstream:remoteref)",
       git.branch()});
  if (!said) return error(said.error());
  const auto parts = split(trimmed(*said), '\0');
  if (parts.size() == 3 && !parts[0].empty() && !parts[1].empty())
    return Upstream{std::string(parts[1]), std::string(parts[2]), std::string(parts[0]), true};
  const auto remotes = git.ask({"remote"});
  if (!remotes) return error(remotes.error());
  std::vector<std::string> names;
  for (const std::string_view name : split(*remotes, '\n'))
    if (!name.empty()) names.emplace_back(name);
  if (names.empty())
    return error(Error::nothing_found("the book has no remote to sync with",
                                      "git remote add origin URL (a folder on a shared disk, "
                                      "ssh or https), then crm sync"));
  const bool has_origin = std::find(names.begin(), names.end(), "origin") != names.end();
  if (!has_origin && names.size() > 1)
    return error(Error::nothing_found(
        "which of the remotes is the book shared by? (" + joined_names(names) + ")",
        "git push -u REMOTE " + short_name(git.branch()) + " says it once and for all"));
  const std::string remote = has_origin ? "origin" : names.front();
  return Upstream{remote, git.branch(), "refs/remotes/" + remote + "/" + short_name(git.branch()),
                  false};
}

Result<Uncommitted> uncommitted(const Git& git, const Book& book) {
  std::vector<std::string> words{"status", "--porcelain", "-z", "-uall", "--no-renames", "--"};
  words.insert(words.end(), own_paths().begin(), own_paths().end());
  const auto said = git.ask(std::move(words));
  if (!said) return error(said.error());
  Uncommitted all;
  for (const std::string& line : nul_separated(*said)) {
    // `XY path`, from the work tree's top.
    if (line.size() < 4 || !std::string_view(line).substr(3).starts_with(git.prefix())) continue;
    const std::string_view state = std::string_view(line).substr(0, 2);
    const std::string path = line.substr(3 + git.prefix().size());
    if (state == "??" && is_passing(path)) continue;
    if (state.find('U') != state.npos || state == "AA" || state == "DD")
      return error(Error::conflict(path + " is in conflict", "crm resolve settles it"));
    auto text = book.disk().read(book.layout().absolute(path));
    if (!text && text.error().kind != Error::Kind::nothing_found) return error(text.error());
    if (!text) ++all.gone;
    if (text && has_meaning(path)) {
      const auto meaning = meaning_of(*std::move(text), path, book.settings());
      if (!meaning) {
        all.unreadable.push_back(meaning.error().problems.front());
        all.unreadable_paths.push_back(path);
        continue;
      }
    }
    all.paths.push_back(path);
  }
  return all;
}

}  // namespace crm
