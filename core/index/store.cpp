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

  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace

class Store::Database {
 public:
  explicit Database(sqlite3* handle) : handle_(handle) {}

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  ~Database() { sqlite3_close(handle_); }

  sqlite3* get() const { return handle_; }

  bool run(const char* words) const {
    return sqlite3_exec(handle_, words, nullptr, nullptr, nullptr) == SQLITE_OK;
  }

  static std::unique_ptr<Database> open(const std::string& path, int flags) {
    sqlite3* handle = nullptr;
    const int outcome =
        sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    auto database = std::make_unique<Database>(handle);
    if (outcome != SQLITE_OK) return nullptr;
    // Nothing here must outlive a power cut: each row can be seen to be right or wrong by itself.
    const bool ready = database->run(
        "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA trusted_schema=OFF;"
        "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;");
    if (!ready) return nullptr;
    return database;
  }

 private:
  sqlite3* handle_;
};

Store::Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}

Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

std::optional<Store> Store::open(const std::string& path) {
  auto database = Database::open(path, SQLITE_OPEN_READWRITE);
  // A book on a read-only disk, or of somebody else, can still have an index.
  if (database == nullptr) database = Database::open(path, SQLITE_OPEN_READONLY);
  if (database == nullptr) return std::nullopt;
  return Store(std::move(database));
}

std::optional<Store> Store::renew(Disk& disk, const std::string& folder, const std::string& path) {
  const std::string fresh = path + ".new";
  if (!disk.make_folder(folder) || !disk.make_private(fresh)) return std::nullopt;
  {
    const auto database = Database::open(fresh, SQLITE_OPEN_READWRITE);
    const bool made = database != nullptr &&
                      database->run(
                          "CREATE TABLE facts (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID;"
                          "CREATE TABLE cards (number INTEGER PRIMARY KEY, card BLOB);"
                          "CREATE TABLE briefs (number INTEGER PRIMARY KEY, card BLOB);");
    if (!made) return std::nullopt;
  }
  if (!disk.rename(fresh, path)) return std::nullopt;
  return open(path);
}

std::optional<std::string> Store::value(std::string_view key) {
  Statement statement(database_->get(), "SELECT value FROM facts WHERE key = ?");
  if (!statement.ok()) return std::nullopt;
  statement.bind(1, key);
  if (!statement.step()) return std::nullopt;
  return std::string(statement.bytes(0));
}

void Store::read_cards(Length length, std::size_t at_once,
                       const std::function<void(Cards&)>& take) {
  Statement statement(database_->get(), length == Length::brief ? "SELECT number, card FROM briefs"
                                                                : "SELECT number, card FROM cards");
  Cards cards;
  while (statement.step()) {
    cards.emplace_back(statement.number(0), statement.bytes(1));
    if (cards.size() < at_once) continue;
    take(cards);
    cards.clear();
  }
  if (!cards.empty()) take(cards);
}

bool Store::write(const Learned& learned) {
  if (!database_->run("BEGIN IMMEDIATE")) return false;
  const auto write_all = [&] {
    if (value(learned.key).value_or("") != learned.expected) return false;
    Statement put_whole(database_->get(), "INSERT OR REPLACE INTO cards VALUES (?, ?)");
    Statement put_brief(database_->get(), "INSERT OR REPLACE INTO briefs VALUES (?, ?)");
    for (const Row& row : learned.rows)
      if (!put_whole.run(row.number, row.whole) || !put_brief.run(row.number, row.brief))
        return false;
    Statement drop_whole(database_->get(), "DELETE FROM cards WHERE number = ?");
    Statement drop_brief(database_->get(), "DELETE FROM briefs WHERE number = ?");
    for (const std::int64_t number : learned.gone)
      if (!drop_whole.run(number) || !drop_brief.run(number)) return false;
    Statement keep(database_->get(), "INSERT OR REPLACE INTO facts VALUES (?, ?)");
    return keep.run(std::string_view(learned.key), learned.value);
  };
  const bool done = write_all();
  return database_->run(done ? "COMMIT" : "ROLLBACK") && done;
}

}  // namespace crm
