#include "core/book/changes.hpp"

namespace crm {

Changes::Changes(std::unique_ptr<const OpenFile> file, const std::deque<ChangedFile>& entries)
    : file_(std::move(file)), held_from_(file_->size()) {
  for (const ChangedFile& entry : entries) add(entry.path, {entry.before, entry.after});
}

void Changes::add(std::string_view path, Texts texts) {
  places_.add(std::hash<std::string_view>()(path), static_cast<std::uint32_t>(paths_.size()));
  (void)paths_.add(path);
  texts_.push_back(texts);
}

std::optional<std::size_t> Changes::find(std::string_view path) const {
  std::optional<std::size_t> found;
  places_.each(std::hash<std::string_view>()(path), [&](std::uint32_t change) {
    if (paths_[change] == path) found = change;
    return !found;
  });
  return found;
}

Result<Change> Changes::at(std::size_t change) const {
  auto before = text(texts_[change].before);
  if (!before) return error(before.error());
  auto after = text(texts_[change].after);
  if (!after) return error(after.error());
  return Change{path(change), *std::move(before), *std::move(after)};
}

Result<std::optional<std::string>> Changes::after(std::size_t change) const {
  return text(texts_[change].after);
}

Result<void> Changes::put(const Change& change) {
  if (refused_) return error(*refused_);
  const auto there = find(change.path);
  // Room for both at once: each growth copies all that is held.
  const auto length = [](const auto& text) { return text ? text->size() : 0; };
  held_.reserve(held_.size() + (there ? 0 : length(change.before)) + length(change.after));
  TextPlace before;
  if (!there) {
    auto kept = keep(change.before);
    if (!kept) return error(kept.error());
    before = *kept;
  }
  const auto after = keep(change.after);
  if (!after) return error(after.error());
  if (there) {
    texts_[*there].after = *after;
    return {};
  }
  add(change.path, {before, *after});
  return {};
}

Result<GrowingFile*> Changes::settle() {
  if (auto poured = pour(); !poured) return error(poured.error());
  return growing_;
}

Result<TextPlace> Changes::keep(const std::optional<std::string>& text) {
  if (!text) return TextPlace{};
  const TextPlace span{held_from_ + held_.size(), text->size()};
  held_ += *text;
  if (held_.size() <= bound_) return span;
  if (auto poured = pour(); !poured) return error(poured.error());
  if (growing_ == nullptr) return span;
  held_from_ += held_.size();
  held_.clear();
  poured_ = 0;
  return span;
}

Result<std::optional<std::string>> Changes::text(const TextPlace& span) const {
  if (span.is_absent()) return std::nullopt;
  if (span.begin >= held_from_) return held_.substr(span.begin - held_from_, span.size);
  auto read = file_->part(span.begin, span.size);
  if (!read) return error(read.error());
  if (read->size() != span.size)
    return error(Error::failed("an operation in the journal is damaged"));
  return *std::move(read);
}

Result<void> Changes::pour() {
  if (refused_) return error(*refused_);
  if (growing_ == nullptr) {
    if (!make_file_) return {};
    auto made = make_file_();
    if (!made) return error(made.error());
    if (*made == nullptr) return {};
    growing_ = made->get();
    file_ = *std::move(made);
  }
  auto written = growing_->append(std::string_view(held_).substr(poured_));
  if (!written) refused_ = written.error();
  poured_ = held_.size();
  return written;
}

}  // namespace crm
