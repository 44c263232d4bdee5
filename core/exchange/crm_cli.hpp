// Rows of crm.cli (dzhng/crm.cli), as its `export all` and `export contacts` write them.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/exchange/source.hpp"
#include "core/record/tree.hpp"

namespace crm {

class CrmCli {
 public:
  /// The ground must outlive it.
  explicit CrmCli(const Ground& ground) : ground_(ground) {}

  /// Whether it is a row of that program: from one of its lists, or with its columns.
  static bool is_row(const Tree& row, const std::string& list);

  /// A contact or company as a customer; a deal or activity as an entry of its company, else of its
  /// first contact. A deal stands in its stage since it was last changed. Stage changes are
  /// skipped.
  Source::Item read(const Tree& row, const std::string& list, const Place& place);

  std::vector<std::string> remarks() const;

 private:
  enum class Kind { contact, company, deal, activity };

  static Kind kind_of(const Tree& row, const std::string& list);
  Source::Item customer(const Node& row, bool company, const Place& place) const;
  Source::Item deal(const Node& row, const Place& place);
  Source::Item activity(const Node& row, const Place& place);
  std::optional<Moment> moment_of(const Node& row, std::string_view key) const;

  const Ground& ground_;
  /// Whom a deal belongs to, for activities that name only the deal.
  std::map<std::string, std::vector<Key>> deals_;
  bool has_loose_talks_ = false;
};

}  // namespace crm
