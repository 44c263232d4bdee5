// What is said beside the results, on stderr: errors, hints, remarks; and the styles of a terminal.
#pragma once

#include <string>
#include <string_view>

#include "cli/world.hpp"
#include "core/domain/result.hpp"

namespace crm {

/// Ends a command with that exit code after it has said what it had to say.
struct ExitCode {
  int code;
};

enum class Style { plain, bold, dim, red, green, yellow };

/// The text in that style when the output has colours, else as it is.
std::string styled(std::string_view text, Style style, bool colour);

/// `crm: message` for each problem, then `hint: …`.
void print_error(const Error& error, World& world);

/// Names records that could not be read; call it after the good ones were answered, then leave with
/// exit code 5.
void print_problems(const std::vector<Problem>& problems, World& world);

/// A line on stderr.
void remark(World& world, std::string_view text);
/// A line on stderr that begins `hint:`; only on a terminal.
void hint(World& world, std::string_view text);

/// A word as it is typed in a shell: in quotes where it has to be.
std::string as_typed(const std::string& word);

/// --color, NO_COLOR and the terminal decided in one place; asked once before a command runs.
void settle_colour(World& world);

/// Asks on the terminal; yes with --yes. Refused with a hint where nobody can be asked.
bool confirmed(World& world, const std::string& question);

}  // namespace crm
