// A page that has everything a page can have, and data that nobody should have: what unit tests
// take apart and a browser is shown.
#pragma once

#include <string>

#include "cli/output/page.hpp"

namespace crm {

/// Every picture, several currencies, amounts below zero, many scripts, long and empty tables.
Page gallery();

/// A page whose every text tries to break out of its place.
Page hostile_page();

}  // namespace crm
