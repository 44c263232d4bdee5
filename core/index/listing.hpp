// What the list of all customers says of one. It stands beside their card, so that who wants no
// more need not read the card.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/customer.hpp"

namespace crm {

struct Listing {
  /// By what the list is sorted: the folded name.
  std::string_view order;
  std::string_view id, name;
  /// `company` or `person`.
  std::string_view kind;
  std::string_view status, owner;
  /// With a space between them.
  std::string_view tags;
  /// Of the last contact.
  std::optional<Day> last;
};

/// The same of a record, which must outlive it.
class ListedCustomer {
 public:
  /// `now` is local.
  ListedCustomer(const Customer& customer, const Moment& now);
  ListedCustomer(const ListedCustomer&) = delete;
  ListedCustomer& operator=(const ListedCustomer&) = delete;

  const Listing& listing() const { return listing_; }

 private:
  std::string order_, tags_;
  Listing listing_;
};

/// To be kept, from `now` on; nothing of customers that are removed, and of those of whom it may
/// become another one without a change of their record.
std::string packed_listing(const Customer& customer, const Moment& now);
/// Nothing for other bytes than packed ones.
std::optional<Listing> read_listing(std::string_view bytes);

}  // namespace crm
