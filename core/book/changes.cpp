#include "core/book/changes.hpp"

namespace crm {

Changes::Changes(std::unique_ptr<const OpenFile> file, std::deque<ChangedFile> entries)
    : entries_(std::move(entries)), file_(std::move(file)), held_from_(file_->size()) {}

std::optional<std::size_t> Changes::find(std::string_view path) const {
  const auto found = places_.find(path);
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

Result<Change> Changes::at(std::size_t change) const {
  const ChangedFile& entry = entries_[change];
  auto before = text(entry.before);
  if (!before) return error(before.error());
  auto after = text(entry.after);
  if (!after) return error(after.error());
  return Change{entry.path, *std::move(before), *std::move(after)};
}

Result<std::optional<std::string>> Changes::after(std::size_t change) const {
  return text(entries_[change].after);
}

Result<void> Changes::put(const Change& change) {
  if (refused_) return error(*refused_);
  const auto there = find(change.path);
  TextPlace before;
  if (!there) {
    auto kept = keep(change.before);
    if (!kept) return error(kept.error());
    before = *kept;
  }
  const auto after = keep(change.after);
  if (!after) return error(after.error());
  if (there) {
    entries_[*there].after = *after;
    return {};
  }
  entries_.push_back({change.path, before, *after});
  places_.emplace(entries_.back().path, entries_.size() - 1);
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
