#include "core/domain/person.hpp"

#include "core/domain/text.hpp"

namespace crm {

Result<Consent> Consent::parse(std::string_view text) {
  const std::string word = lowered(text);
  if (word == "yes" || word == "true") return Consent{true, std::nullopt};
  if (word == "no" || word == "false") return Consent{false, std::nullopt};
  if (const auto day = Day::parse(text)) return Consent{true, *day};
  return error(
      Error::invalid("\"" + std::string(text) + "\" should be yes, no or the day of the yes"));
}

std::string Consent::text() const {
  if (since) return since->text();
  return given ? "yes" : "no";
}

}  // namespace crm
