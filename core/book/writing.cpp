#include "core/book/writing.hpp"

#include <algorithm>
#include <utility>

#include "core/record/editor.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

constexpr int patience_ms = 10'000;

std::optional<std::string> text_now(const Disk& disk, const std::string& path) {
  auto text = disk.read(path);
  if (!text) return std::nullopt;
  return *std::move(text);
}

}  // namespace

Result<Writing> Writing::begin(const Book& book) {
  Writing writing(book);
  auto lock = book.disk().lock(book.layout().lock(), patience_ms);
  if (!lock) return error(lock.error());
  writing.lock_ = *std::move(lock);
  if (auto done = writing.recover(); !done) return error(done.error());
  return writing;
}

Writing Writing::rehearse(const Book& book) {
  return Writing(book);
}

Result<Stored> Writing::read(const std::string& path, std::optional<Stored> known) const {
  for (const Change& change : changes_)
    if (change.path == path && change.after) return book_->read_text(path, *change.after);
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
  const Customer after = next(before->customer);
  const auto edits = difference(before->customer, after);
  if (edits.empty()) return {};
  std::string was = before->text();
  auto tree = edited(std::move(before->tree), edits, customer_type());
  if (!tree) return error(tree.error());
  // The last word: what would be written means exactly what was wanted.
  const auto written = book_->understood(*std::move(tree));
  const bool is_right = written && difference(written->customer, after).empty();
  if (!is_right) {
    Problem problem{"this change can't be written into the file as it is", Place{path, 0, 0},
                    "change it by hand: crm edit " + after.id, "not-editable", false};
    return error(Error{Error::Kind::failed, {std::move(problem)}});
  }
  put({path, std::move(was), written->text()});
  return {};
}

Result<std::string> Writing::add(const Customer& customer) {
  const std::string path = "customers/" + customer.id + ".yaml";
  if (book_->disk().exists(book_->layout().absolute(path)))
    return error(Error::conflict("there is already a file " + path));
  std::string text = new_file(to_data(customer));
  const auto again = book_->read_text(path, text);
  if (!again) return error(again.error());
  put({path, std::nullopt, std::move(text)});
  return path;
}

void Writing::put(Change change) {
  const auto there = std::find_if(changes_.begin(), changes_.end(),
                                  [&](const Change& c) { return c.path == change.path; });
  if (there == changes_.end())
    changes_.push_back(std::move(change));
  else
    there->after = std::move(change.after);
}

Result<void> Writing::commit(Operation operation) {
  Disk& disk = book_->disk();
  Journal journal(disk, book_->layout().journal());
  operation.number = journal.next_number();
  operation.changes = std::exchange(changes_, {});
  const std::vector<Change>& changes = operation.changes;
  std::vector<Replacement> files;
  files.reserve(changes.size() + 1);
  files.push_back(journal.announcement(operation));
  if (changes.size() > 1) {
    // The announcement must be durable before the first of several files changes.
    if (auto announced = disk.replace(files); !announced) return announced;
    files.clear();
  }
  for (const Change& change : changes)
    files.push_back({book_->layout().absolute(change.path), change.after, change.before});
  if (auto written = disk.replace(files); !written) {
    // Where even bringing back failed, the next command finishes it from the announcement.
    const auto stands = [&](const Change& change) {
      return change.before != change.after &&
             text_now(disk, book_->layout().absolute(change.path)) == change.after;
    };
    if (journal.has_announcement() && std::none_of(changes.begin(), changes.end(), stands))
      (void)journal.withdraw();
    return written;
  }
  // The change stands, whatever becomes of the mark.
  (void)journal.finish(operation);
  return {};
}

Result<void> Writing::recover() {
  Disk& disk = book_->disk();
  const Layout& layout = book_->layout();
  Journal journal(disk, layout.journal());
  if (!journal.has_announcement()) return {};
  const auto announced = journal.announcement();
  if (!announced) return error(announced.error());
  if (!*announced) return journal.withdraw();
  const Operation& operation = **announced;
  std::vector<Replacement> rest;
  for (const Change& change : operation.changes) {
    const std::string path = layout.absolute(change.path);
    disk.sweep(path.substr(0, path.rfind('/')));
    const auto now = text_now(disk, path);
    if (now == change.after) continue;
    if (now == change.before)
      rest.push_back({path, change.after, change.before});
    else
      remarks_.push_back(change.path + " was changed after \"" + operation.title +
                         "\" was interrupted; it stays as it is");
  }
  if (!rest.empty()) {
    if (auto done = disk.replace(rest); !done) return done;
    remarks_.push_back("finished what was interrupted: " + operation.title);
  }
  return journal.finish(operation);
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
