// What stands in a command line for something of the user's: its name in help, and how to complete
// it.
#pragma once

#include <string_view>

namespace crm {

struct Placeholder {
  std::string_view name;
};

namespace placeholder {

constexpr Placeholder who{"WHO"};
constexpr Placeholder id{"ID"};
constexpr Placeholder name{"NAME"};
constexpr Placeholder kind{"KIND"};
constexpr Placeholder list_kind{"LIST"};
constexpr Placeholder text{"TEXT"};
constexpr Placeholder when{"WHEN"};
constexpr Placeholder day{"DAY"};
constexpr Placeholder period{"PERIOD"};
constexpr Placeholder every{"EVERY"};
constexpr Placeholder outcome{"OUTCOME"};
constexpr Placeholder person{"PERSON"};
constexpr Placeholder colleague{"COLLEAGUE"};
constexpr Placeholder minutes{"MINUTES"};
constexpr Placeholder filter{"FILTER"};
constexpr Placeholder change{"CHANGE"};
constexpr Placeholder words{"WORDS"};
constexpr Placeholder folder{"DIR"};
constexpr Placeholder country{"COUNTRY"};
constexpr Placeholder operation{"OPERATION"};
constexpr Placeholder command{"COMMAND"};
constexpr Placeholder fields{"FIELDS"};

}  // namespace placeholder
}  // namespace crm
