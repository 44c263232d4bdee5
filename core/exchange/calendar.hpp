// A calendar's meetings, tasks and birthdays.
#pragma once

#include <memory>
#include <string>

#include "core/exchange/source.hpp"

namespace crm {

/// iCalendar. A meeting that is past arrives as a conversation, which was held, one that is to come
/// as a planned one, a cancelled one with that outcome. A series that goes on is a reminder that
/// comes again, from its next day on; a task is a reminder; a birthday is said of whom it names.
/// Whose it is tell the addresses of those invited that are not ours, then names in its title.
/// Error::failed where libical is not installed.
Result<std::unique_ptr<Source>> open_calendar(std::unique_ptr<Bytes> bytes, std::string file,
                                              const Ground& ground);

}  // namespace crm
