#include "core/query/sql.hpp"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <utility>

#include "core/domain/text.hpp"
#include "core/query/sql_functions.hpp"
#include "core/query/sql_mistake.hpp"

namespace crm {
namespace {

/// Bytes, for SQLite and for the rows on their way to it.
constexpr std::int64_t most_memory = std::int64_t{1} << 30;
constexpr int longest_text = 64 << 20;

Error too_large() {
  return Error::failed("the answer takes more than a gibibyte of memory",
                       "ask for less: a WHERE, fewer columns, or a sum instead of the rows");
}

std::string declaration_of(const BookTable& table) {
  std::string columns;
  for (const TableColumn& column : table.columns) {
    columns += (columns.empty() ? "" : ", ") + ("\"" + column.name + "\"");
    switch (column.kind) {
      case TableColumn::Kind::text: columns += " TEXT"; break;
      case TableColumn::Kind::number: columns += " INTEGER"; break;
      case TableColumn::Kind::decimal: columns += " DECIMAL TEXT COLLATE decimal"; break;
    }
  }
  return "CREATE TABLE \"" + table.name + "\" (" + columns + ")";
}

/// What a refused statement wanted, and what to do instead.
struct Refusal {
  int action;
  std::string_view what, instead;
};

constexpr std::string_view to_change = "crm set changes a field, crm edit a whole record";

constexpr std::array<Refusal, 10> refusals{
    {{SQLITE_INSERT, "this would write", "crm add and crm log put something into the book"},
     {SQLITE_UPDATE, "this would write", to_change},
     {SQLITE_DELETE, "this would delete", "crm rm takes something out of the book"},
     {SQLITE_DROP_TABLE, "this would delete", "crm rm takes something out of the book"},
     {SQLITE_ATTACH, "this would open another database",
      "write what you want with --csv, and ask about it there"},
     {SQLITE_DETACH, "this would close a database", "crm sql shows the tables there are"},
     {SQLITE_PRAGMA, "a PRAGMA is for SQLite's own settings", "crm sql shows the tables there are"},
     {SQLITE_TRANSACTION, "there is nothing to begin or end", to_change},
     {SQLITE_SAVEPOINT, "there is nothing to begin or end", to_change},
     {SQLITE_READ, "that table is SQLite's own", "crm sql shows the tables there are"}}};

struct Finalizer {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

}  // namespace

/// The database of one question. At first its tables are stand-ins without rows, by which SQLite
/// says what it would read; then those that it reads are made, filled and asked.
///
/// SQLite's authorizer is not asked for what is read: it isn't told of tables that are joined with
/// USING or NATURAL.
class Sql::Answering {
 public:
  Answering(const Settings& settings, const Moment& now)
      : settings_(settings),
        now_(now),
        clock_(now),
        wish_(book_tables().size()),
        tables_(book_tables().size()) {}

  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  ~Answering() {
    statement_.reset();
    inserts_.clear();
    sqlite3_close(database_);
  }

  Result<void> understand(const std::string& words) {
    if (!open()) return error(Error::failed("SQLite can't be started"));
    auto statement = prepared(words);
    if (!statement) return error(statement.error());
    statement->reset();
    return make_tables(words);
  }

  const TablesWish& wish() const { return wish_; }

  std::string rows(const Customer& customer) const {
    return counted(rows_of(customer, wish_, settings_, now_));
  }

  std::string rows(const Campaign& campaign) const { return counted(rows_of(campaign, wish_)); }

  Result<void> put(std::string_view bytes) {
    if (gathered_ > most_memory) return error(too_large());
    is_judging_ = false;
    PackedRows rows(bytes);
    while (const auto table = rows.next_row()) {
      sqlite3_stmt* const insert = inserts_[*table].get();
      int at = 0;
      for (std::size_t i = 0; i < book_tables()[*table].columns.size(); ++i)
        if (wish_[*table].wants(i)) bind(insert, ++at, rows.next_cell());
      const int outcome = sqlite3_step(insert);
      sqlite3_reset(insert);
      if (outcome != SQLITE_DONE) return error(failure(outcome, ""));
    }
    return {};
  }

  const std::vector<AnswerColumn>& columns() const { return columns_; }

  Result<std::optional<std::vector<Cell>>> next() {
    if (gathered_ > most_memory) return error(too_large());
    is_judging_ = true;
    const int outcome = sqlite3_step(statement_.get());
    if (outcome == SQLITE_DONE) return std::nullopt;
    if (outcome != SQLITE_ROW) return error(failure(outcome, ""));
    std::vector<Cell> cells(columns_.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const int column = static_cast<int>(i);
      const int type = sqlite3_column_type(statement_.get(), column);
      if (type == SQLITE_NULL) continue;
      const bool number = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
      cells[i].kind = number ? Cell::Kind::number : Cell::Kind::text;
      const auto* const text =
          reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
      if (sqlite3_errcode(database_) == SQLITE_NOMEM) return error(too_large());
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
      if (size > 0) cells[i].text.assign(text, size);
    }
    return cells;
  }

 private:
  // --- The stand-ins ---

  struct StandIn : sqlite3_vtab {
    TableWish* wish = nullptr;
  };

  struct TableNumber {
    Answering* answering = nullptr;
    std::size_t number = 0;
  };

  static int connect(sqlite3* database, void* about, int, const char* const*, sqlite3_vtab** into,
                     char**) {
    const TableNumber& table = *static_cast<const TableNumber*>(about);
    Answering& self = *table.answering;
    const bool was_judging = std::exchange(self.is_judging_, false);
    const int outcome =
        sqlite3_declare_vtab(database, declaration_of(book_tables()[table.number]).c_str());
    self.is_judging_ = was_judging;
    if (outcome != SQLITE_OK) return outcome;
    auto stand_in = std::make_unique<StandIn>();
    stand_in->wish = &self.wish_[table.number];
    *into = stand_in.release();
    return SQLITE_OK;
  }

  static int disconnect(sqlite3_vtab* table) {
    delete static_cast<StandIn*>(table);
    return SQLITE_OK;
  }

  static int plan(sqlite3_vtab* table, sqlite3_index_info* info) {
    TableWish& wish = *static_cast<StandIn*>(table)->wish;
    wish.wanted = true;
    wish.columns |= info->colUsed;
    return SQLITE_OK;
  }

  /// Nobody reads them.
  static int refuse_to_open(sqlite3_vtab*, sqlite3_vtab_cursor**) { return SQLITE_INTERNAL; }

  /// Has them look writable, so that the authorizer is asked and says what is wrong.
  static int refuse_to_write(sqlite3_vtab*, int, sqlite3_value**, sqlite3_int64*) {
    return SQLITE_READONLY;
  }

  static const sqlite3_module* module() {
    static const sqlite3_module stand_in = [] {
      sqlite3_module module{};
      // Without xCreate a table is there as soon as it is named.
      module.xConnect = connect;
      module.xBestIndex = plan;
      module.xDisconnect = disconnect;
      module.xOpen = refuse_to_open;
      module.xUpdate = refuse_to_write;
      return module;
    }();
    return &stand_in;
  }

  // --- What may be done ---

  static int authorize(void* about, int action, const char* first, const char* second, const char*,
                       const char*) {
    Answering& self = *static_cast<Answering*>(about);
    if (!self.is_judging_) return SQLITE_OK;
    return self.allows(action, first == nullptr ? "" : first, second == nullptr ? "" : second)
               ? SQLITE_OK
               : SQLITE_DENY;
  }

  bool allows(int action, std::string_view first, std::string_view second) {
    if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE) return true;
    if (action == SQLITE_READ && book_table_named(first) != nullptr) return true;
    if (action == SQLITE_FUNCTION) {
      const std::string name = lowered(second);
      if (name != "load_extension" && !name.starts_with("fts") && name != "rtreecheck") return true;
      refused_ = Refusal{action, "it loads nothing",
                         "crm's own functions are folded(), money() and today()"};
      return false;
    }
    // The first is what was asked for; others follow from it.
    if (refused_) return false;
    // A table that SQLite has within itself makes itself known by an update of its schema.
    if (action == SQLITE_UPDATE && first == "sqlite_master") action = SQLITE_READ;
    refused_ = Refusal{action, "this would do more than read", to_change};
    for (const Refusal& refusal : refusals)
      if (refusal.action == action) refused_ = refusal;
    return false;
  }

  // --- Beginning ---

  bool open() {
    sqlite3_hard_heap_limit64(most_memory);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(":memory:", &database_, flags, clock_.name().c_str()) != SQLITE_OK)
      return false;
    // What is sorted stays in memory: nobody's data goes into a temporary file.
    sqlite3_exec(database_, "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF", nullptr, nullptr,
                 nullptr);
    // A mistyped column in double quotes is a mistake, not a text.
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_limit(database_, SQLITE_LIMIT_LENGTH, longest_text);
    sqlite3_limit(database_, SQLITE_LIMIT_ATTACHED, 0);
    add_functions(database_, now_);
    sqlite3_set_authorizer(database_, authorize, this);
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      tables_[i] = {this, i};
      sqlite3_create_module(database_, book_tables()[i].name.c_str(), module(), &tables_[i]);
    }
    return true;
  }

  Result<Statement> prepared(const std::string& words) {
    refused_.reset();
    is_judging_ = true;
    const char* rest = words.c_str();
    Statement found;
    while (*rest != '\0') {
      const char* const begin = rest;
      sqlite3_stmt* handle = nullptr;
      const int outcome = sqlite3_prepare_v2(database_, begin, -1, &handle, &rest);
      Statement statement(handle);
      if (found && (outcome != SQLITE_OK || statement))
        return error(Error::asked_wrongly("crm sql takes one statement at a time",
                                          "leave out what follows the first semicolon"));
      if (outcome != SQLITE_OK) {
        const int offset = sqlite3_error_offset(database_);
        if (offset >= 0) offset_ = static_cast<std::size_t>(begin - words.c_str() + offset);
        return error(failure(outcome, words));
      }
      if (statement) found = std::move(statement);
    }
    if (!found)
      return error(
          Error::asked_wrongly("there is no statement", "crm sql 'SELECT name FROM customers'"));
    // What the authorizer isn't asked about: VACUUM writes files.
    if (sqlite3_stmt_readonly(found.get()) == 0 || sqlite3_column_count(found.get()) == 0)
      return error(refusal({0, "this would do more than read", to_change}));
    if (sqlite3_bind_parameter_count(found.get()) > 0)
      return error(Error::asked_wrongly(
          std::string("there is nothing to put in the place of ") +
              (sqlite3_bind_parameter_name(found.get(), 1) == nullptr
                   ? "?"
                   : sqlite3_bind_parameter_name(found.get(), 1)),
          "write the value itself; in a shell put the statement in single quotes"));
    return found;
  }

  Result<void> make_tables(const std::string& words) {
    is_judging_ = false;
    for (std::size_t i = 0; i < wish_.size(); ++i)
      if (wish_[i].wanted)
        if (const int outcome = sqlite3_exec(database_, declaration_of(book_tables()[i]).c_str(),
                                             nullptr, nullptr, nullptr);
            outcome != SQLITE_OK)
          return error(failure(outcome, ""));
    inserts_.resize(wish_.size());
    for (std::size_t i = 0; i < wish_.size(); ++i) {
      if (!wish_[i].wanted) continue;
      const BookTable& table = book_tables()[i];
      std::string columns, values;
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (!wish_[i].wants(column)) continue;
        columns += (columns.empty() ? "\"" : ", \"") + table.columns[column].name + "\"";
        values += values.empty() ? "?" : ", ?";
      }
      const std::string insert =
          "INSERT INTO \"" + table.name + "\" " +
          (columns.empty() ? "DEFAULT VALUES" : "(" + columns + ") VALUES (" + values + ")");
      sqlite3_stmt* handle = nullptr;
      const int outcome = sqlite3_prepare_v2(database_, insert.c_str(), -1, &handle, nullptr);
      if (outcome != SQLITE_OK) return error(failure(outcome, ""));
      inserts_[i].reset(handle);
    }
    auto statement = prepared(words);
    if (!statement) return error(statement.error());
    statement_ = *std::move(statement);
    for (int i = 0; i < sqlite3_column_count(statement_.get()); ++i) {
      const char* const name = sqlite3_column_name(statement_.get(), i);
      const char* const type = sqlite3_column_decltype(statement_.get(), i);
      columns_.push_back({name == nullptr ? "" : name,
                          type != nullptr && std::string_view(type).starts_with("DECIMAL")});
    }
    return put(rows_of(settings_, wish_));
  }

  static void bind(sqlite3_stmt* insert, int at, const PackedRows::Cell& cell) {
    switch (cell.kind) {
      case PackedRows::Cell::Kind::absent: sqlite3_bind_null(insert, at); break;
      case PackedRows::Cell::Kind::number: sqlite3_bind_int64(insert, at, cell.number); break;
      case PackedRows::Cell::Kind::text:
        sqlite3_bind_text64(insert, at, cell.text.data(), cell.text.size(), SQLITE_STATIC,
                            SQLITE_UTF8);
    }
  }

  std::string counted(std::string rows) const {
    const auto size = static_cast<std::int64_t>(rows.size());
    if ((gathered_ += size) > most_memory) return {};
    return rows;
  }

  static Error refusal(const Refusal& refused) {
    return Error::asked_wrongly("crm sql only reads: " + std::string(refused.what),
                                std::string(refused.instead));
  }

  Error failure(int outcome, const std::string& words) const {
    if (refused_) return refusal(*refused_);
    if (outcome == SQLITE_NOMEM) return too_large();
    if (outcome == SQLITE_TOOBIG)
      return Error::asked_wrongly("SQL: a text of more than 64 MiB", "ask for less of it");
    const std::string said = sqlite3_errmsg(database_);
    // What a stand-in refuses, or SQLite's own table.
    if (said.find("virtual table") != said.npos || said.find(" may not be ") != said.npos)
      return refusal({0, "this would do more than read", to_change});
    return sql_mistake(said, words, offset_);
  }

  const Settings& settings_;
  Moment now_;
  SqlClock clock_;
  sqlite3* database_ = nullptr;
  TablesWish wish_;
  std::vector<TableNumber> tables_;
  std::vector<Statement> inserts_;
  Statement statement_;
  std::vector<AnswerColumn> columns_;
  std::optional<Refusal> refused_;
  /// Where in the statement the mistake is.
  std::optional<std::size_t> offset_;
  /// Whether what SQLite does now is the statement's wish, not ours.
  bool is_judging_ = false;
  /// Bytes of rows on their way into the tables.
  mutable std::atomic<std::int64_t> gathered_ = 0;
};

Sql::Sql(std::unique_ptr<Answering> answering) : answering_(std::move(answering)) {}

Sql::Sql(Sql&&) noexcept = default;
Sql& Sql::operator=(Sql&&) noexcept = default;
Sql::~Sql() = default;

Result<Sql> Sql::read(const std::string& words, const Settings& settings, const Moment& now) {
  if (!is_utf8(words) || words.find('\0') != words.npos)
    return error(Error::asked_wrongly("the statement is not UTF-8 text"));
  auto answering = std::make_unique<Answering>(settings, now);
  if (auto done = answering->understand(words); !done) return error(done.error());
  return Sql(std::move(answering));
}

namespace {

template <class Ask>
bool any_wanted(const TablesWish& wish, Ask ask) {
  for (std::size_t i = 0; i < wish.size(); ++i)
    if (wish[i].wanted && ask(book_tables()[i], wish[i])) return true;
  return false;
}

}  // namespace

bool Sql::asks_customers() const {
  return any_wanted(answering_->wish(), [](const BookTable& table, const TableWish&) {
    return table.noun != "campaign" && table.noun != "stage";
  });
}

bool Sql::asks_campaigns() const {
  return any_wanted(answering_->wish(), [](const BookTable& table, const TableWish&) {
    return table.noun == "campaign";
  });
}

bool Sql::asks_texts() const {
  return any_wanted(answering_->wish(), [](const BookTable& table, const TableWish& wish) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (wish.wants(i) && table.columns[i].long_text) return true;
    return false;
  });
}

bool Sql::asks_past() const {
  return any_wanted(answering_->wish(), [](const BookTable& table, const TableWish&) {
    return table.noun == "interaction" || table.key == "interactions";
  });
}

std::string Sql::rows(const Customer& customer) const {
  return answering_->rows(customer);
}

std::string Sql::rows(const Campaign& campaign) const {
  return answering_->rows(campaign);
}

Result<void> Sql::put(std::string_view rows) {
  return answering_->put(rows);
}

const std::vector<Sql::AnswerColumn>& Sql::columns() const {
  return answering_->columns();
}

Result<std::optional<std::vector<Sql::Cell>>> Sql::next() {
  return answering_->next();
}

}  // namespace crm
