#include "core/index/store.hpp"

#include <sqlite3.h>

namespace crm {
namespace {

/// A prepared statement.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view words) {
    if (sqlite3_prepare_v2(database, words.data(), static_cast<int>(words.size()), &statement_,
                           nullptr) != SQLITE_OK)
      statement_ = nullptr;
  }

  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  ~Statement() { sqlite3_finalize(statement_); }

  bool ok() const { return statement_ != nullptr; }

  void bind(int at, std::string_view bytes) {
    sqlite3_bind_blob64(statement_, at, bytes.data(), bytes.size(), SQLITE_STATIC);
  }

  void bind(int at, std::int64_t number) { sqlite3_bind_int64(statement_, at, number); }

  /// Whether there is a row.
  bool step() { return ok() && sqlite3_step(statement_) == SQLITE_ROW; }

  /// To its end, with these values.
  template <class... Values>
  bool run(const Values&... values) {
    if (!ok()) return false;
    int at = 0;
    (bind(++at, values), ...);
    const bool done = sqlite3_step(statement_) == SQLITE_DONE;
    sqlite3_reset(statement_);
    return done;
  }

  std::string_view bytes(int column) const {
    const void* const data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return data == nullptr
               ? std::string_view()
               : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

/// Puts sheets in their places, or takes them away.
class SheetWriter {
 public:
  explicit SheetWriter(sqlite3* database)
      : database_(database),
        put_whole_(database, "INSERT OR REPLACE INTO wholes VALUES (?, ?)"),
        put_brief_(database, "INSERT OR REPLACE INTO briefs VALUES (?, ?)") {}

  bool put(const Store::Written& sheet) {
    const std::int64_t number = sheet.number;
    if (sheet.whole.empty())
      return Statement(database_, "DELETE FROM wholes WHERE number = ?").run(number) &&
             Statement(database_, "DELETE FROM briefs WHERE number = ?").run(number);
    return put_whole_.run(number, sheet.whole) && put_brief_.run(number, sheet.brief);
  }

 private:
  sqlite3* database_;
  Statement put_whole_, put_brief_;
};

}  // namespace

class Store::Database {
 public:
  explicit Database(sqlite3* handle) : handle_(handle) {}

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  ~Database() {
    writer_.reset();
    sqlite3_close(handle_);
  }

  SheetWriter& writer() {
    if (!writer_) writer_.emplace(handle_);
    return *writer_;
  }

  sqlite3* get() const { return handle_; }

  bool run(const char* words) const {
    return sqlite3_exec(handle_, words, nullptr, nullptr, nullptr) == SQLITE_OK;
  }

  /// Nothing here must outlive a power cut: each sheet can be seen to be right or wrong by itself.
  bool begin_writing() const {
    return run("PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; BEGIN IMMEDIATE");
  }

  /// Whether the last call found that.
  bool is_damaged() const {
    const int code = sqlite3_errcode(handle_);
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
  }

  static std::unique_ptr<Database> open(const std::string& path, int flags) {
    sqlite3* handle = nullptr;
    const int outcome =
        sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    auto database = std::make_unique<Database>(handle);
    if (outcome != SQLITE_OK) return nullptr;
    const bool ready = database->run(
        "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
        // Sheets are read once each: a small cache is all that is of use.
        "PRAGMA cache_size=-256;");
    if (!ready) return nullptr;
    return database;
  }

 private:
  sqlite3* handle_;
  std::optional<SheetWriter> writer_;
};

class Store::Reader::Sheets {
 public:
  Sheets(sqlite3* database, Store::Length length)
      : database_(database), table_(length == Store::Length::brief ? "briefs" : "wholes") {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file->pMethods == nullptr || file->pMethods->xFileSize(file, &longest_) != SQLITE_OK)
      longest_ = 0;
  }

  Sheets(const Sheets&) = delete;
  Sheets& operator=(const Sheets&) = delete;

  ~Sheets() { sqlite3_blob_close(sheet_); }

  std::optional<std::string_view> read(std::uint32_t number, const Room& room) {
    if (!find(number)) return std::nullopt;
    const int size = sqlite3_blob_bytes(sheet_);
    // Of a damaged file that says so.
    if (size > longest_) return std::nullopt;
    char* const bytes = room(static_cast<std::size_t>(size));
    if (sqlite3_blob_read(sheet_, bytes, size, 0) != SQLITE_OK) return std::nullopt;
    return std::string_view(bytes, static_cast<std::size_t>(size));
  }

 private:
  bool find(std::uint32_t number) {
    if (sheet_ != nullptr && sqlite3_blob_reopen(sheet_, number) == SQLITE_OK) return true;
    sqlite3_blob_close(sheet_);
    sheet_ = nullptr;
    return sqlite3_blob_open(database_, "main", table_, "cards", number, 0, &sheet_) == SQLITE_OK;
  }

  sqlite3* database_;
  const char* table_;
  /// No sheet is longer than the file.
  sqlite3_int64 longest_ = 0;
  sqlite3_blob* sheet_ = nullptr;
};

Store::Reader::Reader(Store& store, Length length)
    : sheets_(std::make_unique<Sheets>(store.database_->get(), length)) {}

Store::Reader::~Reader() = default;

std::optional<std::string_view> Store::Reader::read(std::uint32_t number, const Room& room) {
  return sheets_->read(number, room);
}

namespace {

std::string fresh_one(const std::string& path) {
  return path + ".new";
}

bool put_value(sqlite3* database, std::string_view key, std::string_view value) {
  return Statement(database, "INSERT OR REPLACE INTO facts VALUES (?, ?)").run(key, value);
}

}  // namespace

Store::Store(std::unique_ptr<Database> database, std::string path)
    : database_(std::move(database)), path_(std::move(path)) {}

Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

std::optional<Store> Store::open(const std::string& path) {
  auto database = Database::open(path, SQLITE_OPEN_READWRITE);
  // A book on a read-only disk, or of somebody else, can still have an index.
  if (database == nullptr) database = Database::open(path, SQLITE_OPEN_READONLY);
  if (database == nullptr) return std::nullopt;
  return Store(std::move(database), path);
}

std::optional<Store> Store::begin(Disk& disk, const std::string& folder, const std::string& path) {
  if (!disk.make_folder(folder) || !disk.make_private(fresh_one(path))) return std::nullopt;
  auto database = Database::open(fresh_one(path), SQLITE_OPEN_READWRITE);
  const bool made = database != nullptr && database->run("PRAGMA page_size=16384") &&
                    database->begin_writing() &&
                    database->run(
                        "CREATE TABLE facts (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID;"
                        "CREATE TABLE wholes (number INTEGER PRIMARY KEY, cards BLOB);"
                        "CREATE TABLE briefs (number INTEGER PRIMARY KEY, cards BLOB);");
  if (!made) return std::nullopt;
  return Store(std::move(database), path);
}

bool Store::is_writable() const {
  return sqlite3_db_readonly(database_->get(), "main") == 0;
}

bool Store::put(const Written& sheet) {
  return database_->writer().put(sheet);
}

bool Store::settle(Disk& disk, std::string_view key, std::string_view value) {
  return put_value(database_->get(), key, value) && database_->run("COMMIT") &&
         disk.rename(fresh_one(path_), path_).has_value();
}

void Store::look_at(std::string_view key, const std::function<void(std::string_view)>& look) {
  Statement statement(database_->get(), "SELECT value FROM facts WHERE key = ?");
  if (!statement.ok()) return look({});
  statement.bind(1, key);
  look(statement.step() ? statement.bytes(0) : std::string_view());
}

bool Store::write(Disk& disk, const Learned& learned) {
  if (!database_->begin_writing()) return false;
  const auto write_all = [&] {
    bool as_expected = false;
    look_at(learned.key,
            [&](std::string_view value) { as_expected = value.starts_with(learned.expected); });
    if (!as_expected) return false;
    while (const auto sheet = learned.next_sheet())
      if (!database_->writer().put(*sheet)) return false;
    return put_value(database_->get(), learned.key, learned.value);
  };
  const bool done = write_all() && database_->run("COMMIT");
  const bool is_damaged = !done && database_->is_damaged();
  if (!done) database_->run("ROLLBACK");
  if (is_damaged) (void)disk.make_private(path_);
  return done;
}

}  // namespace crm
