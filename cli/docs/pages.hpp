// The manual pages, in mdoc.
#pragma once

#include <string>
#include <string_view>

#include "cli/docs/format.hpp"
#include "cli/docs/reference.hpp"
#include "cli/docs/topic.hpp"

namespace crm {

/// crm(1): the commands, what all of them share, environment, exit status.
std::string overview_page(const Reference& reference);
/// crm-log(1): examples first.
std::string command_page(const CommandReference& command, const Reference& reference);
/// crm-filters(7): what several commands share, explained.
std::string topic_page(const Topic& topic);
/// crm-book(5), with a customer's file as an example.
std::string format_page(const DescribedFormat& format, std::string_view example);

}  // namespace crm
