// Who is in the book: what a reference can mean.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"

namespace crm {

class Known {
 public:
  void add(const Customer& customer, const std::string& path);
  void add(const Campaign& campaign);

  /// A record that is there and can't be read, by what its id must be.
  void add_unreadable(const std::string& id) { unreadable_.insert(id); }

  /// Id → the files that have it.
  const std::map<std::string, std::vector<std::string>>& files() const { return files_; }

  /// The id that a reference by slug or unique name means; the reference itself where it is an id
  /// already; nothing where it means nobody for sure.
  std::string meant(const std::string& reference) const;
  bool has(const std::string& reference) const;

  /// Ids of campaigns; empty in a book that keeps none.
  const std::set<std::string>& campaigns() const { return campaigns_; }

 private:
  std::map<std::string, std::vector<std::string>> files_;
  /// Folded name → ids.
  std::map<std::string, std::vector<std::string>> names_;
  std::set<std::string> aliases_, campaigns_, unreadable_;
};

}  // namespace crm
