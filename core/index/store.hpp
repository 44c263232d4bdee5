// The file that the index is kept in: numbered sheets of cards, and a value beside them.
//
// New bytes go where none stand that are needed, and hold from the moment in which the head of the
// file tells of them: who reads meanwhile reads on in what was there when he began, and a writer
// who is killed has written nothing. Nothing is flushed: seals tell what a power cut tore.
//
// Whatever goes wrong with it (locked, full, read-only, made up) is no error, only less known:
// every answer can be had from the records themselves.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/book/disk.hpp"
#include "core/index/gaps.hpp"

namespace crm {

class Store {
 public:
  /// Sees whether a value is one.
  using Look = std::function<bool(std::string_view value)>;
  /// Opens the file and shows its value; nothing for one that can't be used.
  static std::optional<Store> open(Disk& disk, const std::string& path, const Look& look);
  /// Begins an empty one, readable by its owner alone, that shall take the file's place; nothing
  /// where somebody else does, or where something stands that is no file.
  static std::optional<Store> begin(Disk& disk, const std::string& folder, const std::string& path);

  bool is_writable() const { return file_->is_writable(); }

  /// Cards in two lengths stand on sheets of their own.
  enum class Length { whole, brief };

  /// Where so many bytes shall stand.
  using Room = std::function<char*(std::size_t bytes)>;
  /// A sheet as it was when the file was opened, read straight to where it shall stand; nothing
  /// where there is none, or where it can't be read. May be asked concurrently.
  std::optional<std::string_view> read(std::uint32_t number, Length length, const Room& room) const;

  /// A sheet of both lengths that takes the place of the one of that number; without bytes it is
  /// gone.
  struct Written {
    std::uint32_t number = 0;
    std::string whole, brief;
  };

  /// Into a store that was begun.
  bool put(const Written& sheet);
  /// Ends what was begun: from now on it stands in the file's place, with that value.
  bool settle(Disk& disk, std::string_view value);
  /// Or gives up what was begun: it takes no room any more.
  void abandon();

  /// One sheet after the other, and then nothing.
  using NextSheet = std::function<std::optional<Written>()>;
  /// Into one that was opened, as its last use: all of it is written, or nothing. Where somebody
  /// else wrote since it was opened, or is writing, nothing is done.
  bool write(std::string_view value, const NextSheet& next);

 private:
  /// Where a sheet stands in both lengths.
  struct Pieces {
    Piece whole, brief;
  };

  /// At the beginning of the file.
  struct Head {
    char word[8] = {};
    /// Of the writers.
    std::uint64_t turn = 0;
    /// Where the sheets stand.
    Piece table;
    Piece value;
    /// Over all that and the table: what is torn is none.
    std::uint64_t seal = 0;
    bool operator==(const Head&) const = default;
  };

  Store(std::unique_ptr<EditableFile> file, std::string path);

  std::optional<Head> read_head() const;
  /// False where it is not the head's.
  bool read_table(const Head& head);
  static std::uint64_t seal_of(Head head, std::string_view table);
  std::optional<Piece> place(std::string_view bytes);
  /// From now on the file tells of what was put, and of this value.
  bool tell(std::string_view value);

  std::unique_ptr<EditableFile> file_;
  std::string path_;
  Head head_;
  /// By their numbers.
  std::vector<Pieces> sheets_;
  Gaps gaps_;
};

}  // namespace crm
