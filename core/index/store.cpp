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

std::optional<Store> Store::open(Disk& disk, const std::string& path, const Look& look) {
  auto file = disk.edit(path);
  if (!file) return std::nullopt;
  Store store(*std::move(file), path);
  // While it is read two others may write, the second one over what the first one left.
  constexpr int attempts = 3;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const auto head = store.read_head();
    if (!head || !store.read_table(*head)) continue;
    std::string value(head->value.length, '\0');
    if (store.file_->read(head->value.begin, value) && look(value)) return store;
  }
  return std::nullopt;
}

std::optional<Store> Store::begin(Disk& disk, const std::string& folder, const std::string& path) {
  if (!disk.make_folder(folder) || (disk.exists(path) && !disk.edit(path))) return std::nullopt;
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

std::uint64_t Store::seal_of(Head head, std::string_view table) {
  head.seal = 0;
  return checksum(table, checksum(raw(&head, 1)));
}

bool Store::read_table(const Head& head) {
  // Of some million customers.
  constexpr std::uint64_t longest = 64 << 20;
  const std::uint64_t size = file_->size();
  const auto fits = [&](const Piece& piece) {
    return piece.begin <= size && piece.length <= size - piece.begin;
  };
  const Piece& table = head.table;
  if (!fits(table) || table.length > longest || table.length % sizeof(Pieces) != 0) return false;
  sheets_.assign(table.length / sizeof(Pieces), {});
  const std::span<char> room(reinterpret_cast<char*>(sheets_.data()), table.length);
  if (!file_->read(table.begin, room) ||
      head.seal != seal_of(head, raw(sheets_.data(), sheets_.size())))
    return false;
  head_ = head;
  return fits(head.value) && std::ranges::all_of(sheets_, [&](const Pieces& sheet) {
           return fits(sheet.whole) && fits(sheet.brief);
         });
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

std::optional<Piece> Store::place(std::string_view bytes) {
  const Piece piece = gaps_.take(bytes.size());
  if (!file_->write(piece.begin, bytes)) return std::nullopt;
  return piece;
}

bool Store::put(const Written& sheet) {
  if (sheet.number >= sheets_.size()) sheets_.resize(sheet.number + std::size_t{1});
  const auto whole = place(sheet.whole), brief = place(sheet.brief);
  if (!whole || !brief) return false;
  sheets_[sheet.number] = {*whole, *brief};
  return true;
}

bool Store::tell(std::string_view value) {
  const std::string_view table = raw(sheets_.data(), sheets_.size());
  const auto its_place = place(table), place_of_value = place(value);
  if (!its_place || !place_of_value) return false;
  ++head_.turn;
  head_.table = *its_place;
  head_.value = *place_of_value;
  head_.seal = seal_of(head_, table);
  return file_->write(0, raw(&head_, 1));
}

bool Store::settle(Disk& disk, std::string_view value) {
  return tell(value) && disk.rename(fresh_one(path_), path_).has_value();
}

void Store::abandon() {
  file_->clear();
}

bool Store::write(std::string_view value, const NextSheet& next) {
  if (!file_->hold() || read_head() != head_) return false;
  std::vector<Piece> needed{{0, sizeof(Head)}, head_.table, head_.value};
  for (const Pieces& sheet : sheets_) {
    needed.push_back(sheet.whole);
    needed.push_back(sheet.brief);
  }
  gaps_ = Gaps(std::move(needed));
  while (const auto sheet = next())
    if (!put(*sheet)) return false;
  return tell(value);
}

}  // namespace crm
