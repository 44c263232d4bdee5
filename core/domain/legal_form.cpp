#include "core/domain/legal_form.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/domain/text.hpp"

namespace crm {
namespace {

/// Points apart, so that `S.A.` is `SA`.
constexpr std::array forms{"GmbH", "gGmbH", "mbH",     "AG",      "KG",  "KGaA", "OHG", "UG",
                           "GbR",  "eK",    "eG",      "eV",      "SE",  "Ltd",  "LTD", "Ltda",
                           "LLC",  "LLP",   "LP",      "Inc",     "INC", "Corp", "plc", "PLC",
                           "SA",   "SAS",   "SARL",    "Sàrl",    "Srl", "SRL",  "SpA", "SPA",
                           "BV",   "NV",    "Oy",      "Oyj",     "AB",  "AS",   "A/S", "ApS",
                           "Kft",  "Zrt",   "Limited", "LIMITED", "Pty", "Pvt",  "OÜ"};

constexpr std::array<std::string_view, 6> eastern{"株式会社", "有限会社", "合同会社",
                                                  "有限公司", "股份公司", "（株）"};

}  // namespace

bool has_legal_form(std::string_view name) {
  name = trimmed(name);
  for (const std::string_view form : eastern)
    if (name.size() > form.size() && (name.starts_with(form) || name.ends_with(form))) return true;
  const auto space = name.rfind(' ');
  if (space == name.npos) return false;
  std::string last(name.substr(space + 1));
  std::erase(last, '.');
  return std::find(forms.begin(), forms.end(), last) != forms.end();
}

}  // namespace crm
