#include "core/index/store.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "core/index/card.hpp"

namespace crm {
namespace {

constexpr char word[] = {'c', 'r', 'm', ' ', 'i', 'd', 'x', '\n'};

std::string fresh_one(const std::string& path) {
  return path + ".new";
}

/// The bytes of values that stand one behind the other.
template <class T>
std::string_view raw(const T* values, std::size_t count) {
  static_assert(std::is_trivially_copyable_v<T>);
  return {reinterpret_cast<const char*>(values), count * sizeof(T)};
}

}  // namespace

Store::Store(std::unique_ptr<EditableFile> file, std::string path)
    : file_(std::move(file)), path_(std::move(path)), gaps_({Piece{0, sizeof(Head)}}) {
  std::memcpy(head_.word, word, sizeof word);
}

std::optional<Store> Store::open(Disk& disk, const std::string& path,
                                 const std::function<void(std::string_view value)>& look) {
  auto file = disk.edit(path);
  if (!file) return std::nullopt;
  Store store(*std::move(file), path);
  // While it is read two others may write, the second one over what the first one left.
  constexpr int attempts = 3;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const auto head = store.read_head();
    const auto contents = head ? store.read_contents(*head) : std::nullopt;
    if (!contents) continue;
    const std::size_t sheets = store.sheets_.size() * sizeof(Pieces);
    look(std::string_view(*contents).substr(sizeof(std::uint64_t) + sheets));
    return store;
  }
  return std::nullopt;
}

std::optional<Store> Store::begin(Disk& disk, const std::string& folder, const std::string& path) {
  if (!disk.make_folder(folder)) return std::nullopt;
  auto file = disk.make_private(fresh_one(path));
  if (!file) return std::nullopt;
  return Store(*std::move(file), path);
}

std::optional<Store::Head> Store::read_head() const {
  Head head;
  if (!file_->read(0, {reinterpret_cast<char*>(&head), sizeof head}) ||
      std::memcmp(head.word, word, sizeof word) != 0)
    return std::nullopt;
  return head;
}

std::uint64_t Store::seal_of(Head head, std::string_view sheets) {
  head.seal = 0;
  return checksum(sheets, checksum(raw(&head, 1)));
}

std::optional<std::string> Store::read_contents(const Head& head) {
  std::uint64_t count = 0;
  const std::uint64_t most = file_->size();
  if (head.contents.length < sizeof count || head.contents.length > most) return std::nullopt;
  std::string contents(head.contents.length, '\0');
  if (!file_->read(head.contents.begin, contents)) return std::nullopt;
  std::memcpy(&count, contents.data(), sizeof count);
  if (count > (contents.size() - sizeof count) / sizeof(Pieces)) return std::nullopt;
  const std::size_t length = sizeof count + count * sizeof(Pieces);
  if (head.seal != seal_of(head, std::string_view(contents).substr(0, length))) return std::nullopt;
  sheets_.resize(count);
  std::memcpy(sheets_.data(), contents.data() + sizeof count, count * sizeof(Pieces));
  const auto fits = [&](const Piece& piece) {
    return piece.begin <= most && piece.length <= most - piece.begin;
  };
  for (const Pieces& sheet : sheets_)
    if (!fits(sheet.whole) || !fits(sheet.brief)) return std::nullopt;
  head_ = head;
  return contents;
}

std::optional<std::string_view> Store::read(std::uint32_t number, Length length,
                                            const Room& room) const {
  if (number >= sheets_.size()) return std::nullopt;
  const Piece& piece = length == Length::brief ? sheets_[number].brief : sheets_[number].whole;
  if (piece.length == 0) return std::nullopt;
  char* const bytes = room(piece.length);
  if (!file_->read(piece.begin, {bytes, piece.length})) return std::nullopt;
  return std::string_view(bytes, piece.length);
}

std::optional<Piece> Store::put(std::string_view bytes) {
  const Piece piece = gaps_.take(bytes.size());
  if (!file_->write(piece.begin, bytes)) return std::nullopt;
  return piece;
}

bool Store::put(const Written& sheet) {
  if (sheet.number >= sheets_.size()) sheets_.resize(sheet.number + std::size_t{1});
  const auto whole = put(sheet.whole), brief = put(sheet.brief);
  if (!whole || !brief) return false;
  sheets_[sheet.number] = {*whole, *brief};
  return true;
}

bool Store::put_contents(std::string_view value) {
  const std::uint64_t count = sheets_.size();
  std::string contents(raw(&count, 1));
  contents += raw(sheets_.data(), sheets_.size());
  const std::size_t length = contents.size();
  contents += value;
  const auto piece = put(contents);
  if (!piece) return false;
  ++head_.turn;
  head_.contents = *piece;
  head_.seal = seal_of(head_, std::string_view(contents).substr(0, length));
  return file_->write(0, raw(&head_, 1));
}

bool Store::settle(Disk& disk, std::string_view value) {
  return put_contents(value) && disk.rename(fresh_one(path_), path_).has_value();
}

void Store::abandon(Disk& disk) {
  (void)disk.make_private(fresh_one(path_));
}

bool Store::write(std::string_view value, const NextSheet& next) {
  if (!file_->hold() || read_head() != head_) return false;
  std::vector<Piece> needed{{0, sizeof(Head)}, head_.contents};
  for (const Pieces& sheet : sheets_) {
    needed.push_back(sheet.whole);
    needed.push_back(sheet.brief);
  }
  gaps_ = Gaps(std::move(needed));
  while (const auto sheet = next())
    if (!put(*sheet)) return false;
  return put_contents(value);
}

}  // namespace crm
