// A question in SQL about a book, answered from tables in memory that are filled with what it reads
// and nothing else.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/result.hpp"
#include "core/query/tables.hpp"

namespace crm {

class Sql {
 public:
  /// Understands one statement that reads. The settings must outlive it; `now` is local.
  /// Error::asked_wrongly, with the place marked where SQLite knows it, for a statement that is
  /// wrong, for several, and for any that would do more than read.
  static Result<Sql> read(const std::string& words, const Settings& settings, const Moment& now);

  Sql(Sql&&) noexcept;
  Sql& operator=(Sql&&) noexcept;
  ~Sql();

  /// What it reads: customers at all, campaigns, long texts, conversations.
  bool asks_customers() const;
  bool asks_campaigns() const;
  bool asks_texts() const;
  bool asks_past() const;

  /// The rows that a record gives; from several threads. Nothing more once there is too much.
  std::string rows(const Customer& customer) const;
  std::string rows(const Campaign& campaign) const;
  /// Puts such rows into their tables.
  Result<void> put(std::string_view rows);

  struct AnswerColumn {
    /// As the statement names it.
    std::string name;
    /// It is a table's column of decimals.
    bool decimal = false;
  };

  const std::vector<AnswerColumn>& columns() const;

  struct Cell {
    enum class Kind { absent, number, text } kind = Kind::absent;
    /// A number as SQLite writes it.
    std::string text = {};
  };

  /// The next row of the answer, a cell a column; nothing at its end. Error::asked_wrongly for what
  /// shows only while it is worked out (a sum that is too large), failed when it takes more than a
  /// gibibyte.
  Result<std::optional<std::vector<Cell>>> next();

 private:
  class Answering;
  explicit Sql(std::unique_ptr<Answering> answering);
  std::unique_ptr<Answering> answering_;
};

}  // namespace crm
