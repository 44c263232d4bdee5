// Bytes that were written as letters: quoted-printable and base64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crm {

/// `Zo=C3=AB` → `Zoë`. What is no code stands for itself; soft line breaks were taken out before.
std::string from_quoted_printable(std::string_view text);

/// White space between the letters is passed over, `-` and `_` count as `+` and `/`, the filling at
/// the end may be missing. Nothing where other letters stand in it.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace crm
