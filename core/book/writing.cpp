#include "core/book/writing.hpp"

#include <set>

#include "core/book/erasure.hpp"
#include "core/domain/text.hpp"
#include "core/record/editor.hpp"
#include "core/record/own_keys.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

constexpr int patience_ms = 10'000;

/// What stands in an operation that has erased somebody.
constexpr const char* erasing_done = "done";

/// Above this many files an operation is announced and written as a long one.
constexpr std::size_t few_files = 64;

std::optional<std::string> text_now(const Disk& disk, const std::string& path) {
  auto text = disk.read(path);
  if (!text) return std::nullopt;
  return *std::move(text);
}

Result<Replacement> replacement(const Layout& layout, const Changes& changes, std::size_t i) {
  auto change = changes.at(i);
  if (!change) return error(change.error());
  return Replacement{layout.absolute(change->path), std::move(change->after),
                     std::move(change->before)};
}

/// A few files at once.
Result<void> replace(Disk& disk, std::size_t count,
                     const std::function<Result<Replacement>(std::size_t)>& file) {
  std::vector<Replacement> all;
  for (std::size_t i = 0; i < count; ++i) {
    auto next = file(i);
    if (!next) return error(next.error());
    all.push_back(*std::move(next));
  }
  return disk.replace(all);
}

}  // namespace

Result<Writing> Writing::begin(const Book& book, std::size_t most_held) {
  Writing writing(book);
  auto lock = book.disk().lock(book.layout().lock(), patience_ms);
  if (!lock) return error(lock.error());
  writing.lock_ = *std::move(lock);
  if (auto done = writing.recover(); !done) return error(done.error());
  writing.changes_ = writing.journal().long_announcement(most_held);
  return writing;
}

Writing Writing::rehearse(const Book& book, std::size_t most_held) {
  Writing writing(book);
  // Where there is no room for such a file either, the texts are held.
  const auto make_file = [disk = &book.disk()]() -> Result<std::unique_ptr<GrowingFile>> {
    auto made = disk->grow_unnamed();
    return made ? *std::move(made) : nullptr;
  };
  writing.changes_ = Changes(make_file, most_held);
  return writing;
}

Writing::~Writing() {
  if (lock_ && changes_.file() != nullptr) (void)journal().withdraw();
}

Result<Stored> Writing::read(const std::string& path, std::optional<Stored> known) const {
  if (const auto there = changes_.find(path)) {
    auto text = changes_.after(*there);
    if (!text) return error(text.error());
    if (*text) return book_->read_text(path, **std::move(text));
  }
  auto text = book_->disk().read(book_->layout().absolute(path));
  if (!text) return error(text.error());
  if (known && known->path() == path && known->text() == *text) return *std::move(known);
  return book_->read_text(path, *std::move(text));
}

/// A file that is not called by its id may be a copy of the one that is: writing to it would make
/// two of one customer.
Result<void> Writing::refuse_copy(const Stored& stored) const {
  const std::string& id = stored.customer.id;
  if (file_stem(stored.path()) == id) return {};
  const auto look = [&](const Customer& customer,
                        const std::string& path) -> std::optional<std::string> {
    if (customer.id != id || path == stored.path()) return std::nullopt;
    return path;
  };
  const auto names_it = [&](std::string_view text, const std::string& path) {
    return text.find(id) != text.npos || file_stem(path) == id;
  };
  const auto twins = book_->scan<std::string>(look, false, names_it);
  if (!twins) return error(twins.error());
  if (twins->found.empty()) return {};
  return error(Error::conflict(
      "the id " + id + " stands in " + stored.path() + " and in " + twins->found.front(),
      "give one of them another id, then try again"));
}

Result<void> Writing::change(const std::string& path, const Next& next,
                             std::optional<Stored> known) {
  auto before = read(path, std::move(known));
  if (!before) return error(before.error());
  if (auto alone = refuse_copy(*before); !alone) return alone;
  const Customer customer = before->customer;
  const Customer after = next(std::move(before->customer));
  const auto edits = difference(customer, after);
  if (edits.empty()) return {};
  std::string was = before->text();
  auto tree = edited(std::move(before->tree), edits, customer_type());
  if (!tree) return error(tree.error());
  // The last word: what would be written means exactly what was wanted.
  const auto written = book_->understood(*std::move(tree));
  const bool is_right =
      written && (written->customer == after || difference(written->customer, after).empty());
  if (!is_right) {
    Problem problem{"this change can't be written into the file as it is", Place{path, 0, 0},
                    "change it by hand: crm edit " + after.id, "not-editable", false};
    return error(Error{Error::Kind::failed, {std::move(problem)}});
  }
  return put({path, std::move(was), written->text()});
}

Result<std::string> Writing::add(const Customer& customer, const Data& own) {
  const std::string path = "customers/" + customer.id + ".yaml";
  if (changes_.find(path) || book_->disk().exists(book_->layout().absolute(path)))
    return error(Error::conflict("there is already a file " + path));
  Data record = to_data(customer);
  put_own_keys(own, record);
  std::string text = new_file(record);
  const auto again = book_->read_text(path, text);
  if (!again) return error(again.error());
  if (auto done = put({path, std::nullopt, std::move(text)}); !done) return error(done.error());
  return path;
}

Result<void> Writing::change_campaign(const std::string& path,
                                      const std::function<Campaign(Campaign before)>& next) {
  auto text = book_->disk().read(book_->layout().absolute(path));
  if (!text) return error(text.error());
  auto before = book_->read_campaign_text(path, *std::move(text));
  if (!before) return error(before.error());
  const Campaign after = next(before->campaign);
  const auto edits = difference(to_data(before->campaign), to_data(after), campaign_type());
  if (edits.empty()) return {};
  std::string was = before->text();
  auto tree = edited(std::move(before->tree), edits, campaign_type());
  if (!tree) return error(tree.error());
  const auto written = book_->read_campaign_text(path, tree->text());
  if (!written ||
      !difference(to_data(written->campaign), to_data(after), campaign_type()).empty()) {
    Problem problem{"this change can't be written into the file as it is", Place{path, 0, 0},
                    "change it by hand: crm edit " + after.id, "not-editable", false};
    return error(Error{Error::Kind::failed, {std::move(problem)}});
  }
  return put({path, std::move(was), written->text()});
}

Result<std::string> Writing::add(const Campaign& campaign, const Data& own) {
  const std::string path = "campaigns/" + campaign.id + ".yaml";
  if (changes_.find(path) || book_->disk().exists(book_->layout().absolute(path)))
    return error(Error::conflict("there is already a file " + path));
  Data record = to_data(campaign);
  put_own_keys(own, record);
  std::string text = new_file(record);
  const auto again = book_->read_campaign_text(path, text);
  if (!again) return error(again.error());
  if (auto done = put({path, std::nullopt, std::move(text)}); !done) return error(done.error());
  return path;
}

Result<void> Writing::put(const Change& change) {
  return changes_.put(change);
}

Result<void> Writing::commit(Operation operation) {
  operation.number = journal().next_number();
  operation.files = changes_.size();
  const bool is_long = changes_.file() != nullptr || changes_.size() > few_files;
  if (auto written = is_long ? replace_many(operation) : replace_few(operation); !written) {
    // Where even bringing back failed, the next command finishes it from the announcement.
    if (journal().has_announcement() && nothing_stands()) (void)journal().withdraw();
    changes_ = {};
    return written;
  }
  if (!operation.erases.empty()) {
    auto done = finish(std::move(operation), changes_);
    changes_ = {};
    return done;
  }
  changes_ = {};
  // The change stands, whatever becomes of the mark.
  (void)journal().finish(operation);
  return {};
}

Result<void> Writing::finish(Operation operation, const Changes& changes) {
  if (!operation.erases.empty() && operation.erases != erasing_done) {
    if (auto forgotten = forget(operation, changes); !forgotten) return forgotten;
    operation.erases = erasing_done;
    operation.files = 0;
    if (auto said = journal().announce_done(operation); !said) return said;
  }
  // The announcement of before, where its removal was killed when it had just been swapped.
  if (!operation.erases.empty()) book_->disk().sweep(book_->layout().journal());
  return journal().finish(operation);
}

/// Out of the journal and the index goes what went out of the files. Whatever of the announcement
/// says who that was is still there until this is done.
Result<void> Writing::forget(const Operation& operation, const Changes& changes) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(operation.erases, ' ')) lines.emplace_back(line);
  Erasure erasure(lines);
  std::set<std::string> paths;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto change = changes.at(i);
    if (!change) return error(change.error());
    if (!change->before) continue;
    if (!change->after) paths.insert(change->path);
    if (const auto stored = book_->read_text(change->path, *change->before))
      erasure.learn(stored->customer);
  }
  const auto is_theirs = [&](const Change& change) {
    return paths.contains(change.path) || erasure.takes(file_stem(change.path));
  };
  enum class Rest { same, other, none };
  const auto clean = [&](const std::string& path, std::optional<std::string>& text) {
    if (!text || !erasure.is_in(*text)) return Rest::same;
    auto stored = book_->read_text(path, *text);
    if (!stored) return Rest::none;
    if (erasure.takes(stored->customer.id)) return Rest::none;
    const Customer next = erasure.cleaned(stored->customer, true);
    auto tree =
        edited(std::move(stored->tree), difference(stored->customer, next), customer_type());
    if (!tree) return Rest::none;
    // A name in a comment, or in a key of somebody's own, stays in the file as well.
    for (const std::string& id : erasure.traces().ids)
      if (tree->text().find(id) != std::string::npos) return Rest::none;
    text = tree->text();
    return Rest::other;
  };
  const auto keep = [&](Change change) -> std::optional<Change> {
    if (is_theirs(change)) return std::nullopt;
    if (clean(change.path, change.before) == Rest::none ||
        clean(change.path, change.after) == Rest::none)
      return std::nullopt;
    return change;
  };
  // What they were called before is known from there alone.
  const auto learn = [&](const Change& change) -> std::optional<Change> {
    for (const auto& text : {change.before, change.after})
      if (const auto stored = text ? book_->read_text(change.path, *text)
                                   : Result<Stored>(error(Error::failed(""))))
        erasure.learn(stored->customer);
    return change;
  };
  const auto as_it_is = [](const std::string& title) { return title; };
  if (auto learned = journal().rewrite(learn, as_it_is); !learned) return learned;
  const auto words = [&](const std::string& title) {
    return without_mentions(title, erasure.traces(), true);
  };
  if (auto rewritten = journal().rewrite(keep, words); !rewritten) return rewritten;
  Disk& disk = book_->disk();
  // An old text that could not be removed when the new one took its place.
  const Layout& layout = book_->layout();
  std::set<std::string> folders{layout.root, layout.local(), layout.journal()};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::string path = layout.absolute(changes.path(i));
    folders.insert(path.substr(0, path.rfind('/')));
  }
  for (const std::string& folder : folders) disk.sweep(folder);
  std::vector<Replacement> local;
  for (const char* const ending : {"", ".new"})
    if (const std::string file = layout.index() + ending; disk.exists(file))
      local.push_back({.path = file, .text = std::nullopt});
  if (const std::string names = layout.names(); disk.exists(names))
    local.push_back({.path = names, .text = std::nullopt});
  return disk.replace(local);
}

bool Writing::nothing_stands() const {
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const auto change = changes_.at(i);
    if (!change) return false;
    if (change->before != change->after && text_now(book_->disk(), absolute(i)) == change->after)
      return false;
  }
  return true;
}

Result<void> Writing::replace_few(const Operation& operation) {
  Disk& disk = book_->disk();
  std::vector<Change> changes;
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    auto change = changes_.at(i);
    if (!change) return error(change.error());
    changes.push_back(*std::move(change));
  }
  std::vector<Replacement> files;
  files.push_back(journal().announcement(operation, changes));
  if (changes.size() > 1) {
    // The announcement must be durable before the first of several files changes.
    if (auto announced = disk.replace(files); !announced) return announced;
    files.clear();
  }
  for (Change& change : changes)
    files.push_back(
        {book_->layout().absolute(change.path), std::move(change.after), std::move(change.before)});
  return disk.replace(files);
}

/// The announcement is complete only when all new texts are durable beside their files: until then
/// there is nothing to be finished.
Result<void> Writing::replace_many(const Operation& operation) {
  if (auto written = journal().write_down(operation, changes_); !written) return written;
  const Layout& layout = book_->layout();
  return book_->disk().replace_many(
      {.count = changes_.size(),
       .file = [&](std::size_t i) { return replacement(layout, changes_, i); },
       .path = [&](std::size_t i) { return absolute(i); },
       .announce = [&] { return Journal::announce(changes_); }});
}

Result<void> Writing::recover() {
  Disk& disk = book_->disk();
  const Layout& layout = book_->layout();
  if (!journal().has_announcement()) return {};
  const auto announced = journal().announcement();
  if (!announced) return error(announced.error());
  if (!*announced) {
    // What was staged already for a long one that was not complete.
    for (const std::string& folder : {layout.root, layout.customers(), layout.campaigns()})
      disk.sweep(folder);
    return journal().withdraw();
  }
  const Operation& operation = (*announced)->operation;
  const Changes& changes = (*announced)->changes;
  std::set<std::string> folders, own;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    own.insert(changes.path(i));
    const std::string path = layout.absolute(changes.path(i));
    folders.insert(path.substr(0, path.rfind('/')));
  }
  for (const std::string& folder : folders) disk.sweep(folder);
  // A new file may have been written already, and moved by its owner since. Where the operation
  // itself moves it, the old one is still there.
  std::set<std::string> names;
  if (const auto paths = book_->paths())
    for (const std::string& path : *paths)
      if (!own.contains(path)) names.emplace(file_stem(path));
  std::vector<std::size_t> rest;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto change = changes.at(i);
    if (!change) return error(change.error());
    const auto now = text_now(disk, layout.absolute(change->path));
    if (now == change->after) continue;
    if (!now && change->path.starts_with("customers/") &&
        names.contains(std::string(file_stem(change->path))))
      remarks_.push_back(change->path + " was moved after \"" + operation.title +
                         "\" was interrupted; it stays as it is");
    else if (now == change->before)
      rest.push_back(i);
    else
      remarks_.push_back(change->path + " was changed after \"" + operation.title +
                         "\" was interrupted; it stays as it is");
  }
  if (!rest.empty()) {
    const auto file = [&](std::size_t i) { return replacement(layout, changes, rest[i]); };
    const auto path = [&](std::size_t i) { return layout.absolute(changes.path(rest[i])); };
    const auto announce = [] { return Result<void>(); };
    auto done = rest.size() > few_files ? disk.replace_many({rest.size(), file, path, announce})
                                        : replace(disk, rest.size(), file);
    if (!done) return done;
    remarks_.push_back("finished what was interrupted: " + operation.title);
  }
  return finish(operation, changes);
}

Result<std::vector<std::string>> recover(const Book& book) {
  if (!Journal(book.disk(), book.layout().journal()).has_announcement()) return {};
  Writing writing(book);
  auto lock = book.disk().lock(book.layout().lock(), 0);
  if (!lock && lock.error().kind == Error::Kind::busy) return {};
  if (!lock) return error(lock.error());
  if (auto done = writing.recover(); !done) return error(done.error());
  return writing.remarks_;
}

}  // namespace crm
