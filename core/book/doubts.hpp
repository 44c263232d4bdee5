// What a file says that can be read and makes no sense: words that nobody knows, references to
// nobody, moves after the end. All of it warnings.
#pragma once

#include <vector>

#include "core/book/known.hpp"
#include "core/domain/campaign.hpp"
#include "core/domain/customer.hpp"
#include "core/domain/rates.hpp"
#include "core/domain/settings.hpp"
#include "core/record/tree.hpp"

namespace crm {

std::vector<Problem> doubts(const Tree& tree, const Customer& customer, const Known& known,
                            const Settings& settings);
std::vector<Problem> doubts(const Tree& tree, const Campaign& campaign);
/// Of crm.yaml.
std::vector<Problem> doubts(const Tree& tree, const Settings& settings);
std::vector<Problem> doubts(const Tree& tree, const Rates& rates);

}  // namespace crm
