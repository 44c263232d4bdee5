#include "core/exchange/windows_zone.hpp"

#include <array>
#include <utility>

namespace crm {

std::string_view zone_of_windows(std::string_view name) {
  // By the table of the Unicode CLDR, windowsZones.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 62> zones = {{
      {"AUS Central Standard Time", "Australia/Darwin"},
      {"AUS Eastern Standard Time", "Australia/Sydney"},
      {"Afghanistan Standard Time", "Asia/Kabul"},
      {"Alaskan Standard Time", "America/Anchorage"},
      {"Arab Standard Time", "Asia/Riyadh"},
      {"Arabian Standard Time", "Asia/Dubai"},
      {"Arabic Standard Time", "Asia/Baghdad"},
      {"Argentina Standard Time", "America/Buenos_Aires"},
      {"Atlantic Standard Time", "America/Halifax"},
      {"Bangladesh Standard Time", "Asia/Dhaka"},
      {"Canada Central Standard Time", "America/Regina"},
      {"Cen. Australia Standard Time", "Australia/Adelaide"},
      {"Central America Standard Time", "America/Guatemala"},
      {"Central Asia Standard Time", "Asia/Almaty"},
      {"Central Europe Standard Time", "Europe/Budapest"},
      {"Central European Standard Time", "Europe/Warsaw"},
      {"Central Standard Time", "America/Chicago"},
      {"Central Standard Time (Mexico)", "America/Mexico_City"},
      {"China Standard Time", "Asia/Shanghai"},
      {"E. Africa Standard Time", "Africa/Nairobi"},
      {"E. Australia Standard Time", "Australia/Brisbane"},
      {"E. Europe Standard Time", "Europe/Chisinau"},
      {"E. South America Standard Time", "America/Sao_Paulo"},
      {"Eastern Standard Time", "America/New_York"},
      {"Egypt Standard Time", "Africa/Cairo"},
      {"FLE Standard Time", "Europe/Kiev"},
      {"GMT Standard Time", "Europe/London"},
      {"GTB Standard Time", "Europe/Bucharest"},
      {"Georgian Standard Time", "Asia/Tbilisi"},
      {"Greenwich Standard Time", "Atlantic/Reykjavik"},
      {"Hawaiian Standard Time", "Pacific/Honolulu"},
      {"India Standard Time", "Asia/Kolkata"},
      {"Iran Standard Time", "Asia/Tehran"},
      {"Israel Standard Time", "Asia/Jerusalem"},
      {"Jordan Standard Time", "Asia/Amman"},
      {"Korea Standard Time", "Asia/Seoul"},
      {"Middle East Standard Time", "Asia/Beirut"},
      {"Morocco Standard Time", "Africa/Casablanca"},
      {"Mountain Standard Time", "America/Denver"},
      {"Myanmar Standard Time", "Asia/Rangoon"},
      {"Nepal Standard Time", "Asia/Katmandu"},
      {"New Zealand Standard Time", "Pacific/Auckland"},
      {"Newfoundland Standard Time", "America/St_Johns"},
      {"Pacific SA Standard Time", "America/Santiago"},
      {"Pacific Standard Time", "America/Los_Angeles"},
      {"Pakistan Standard Time", "Asia/Karachi"},
      {"Romance Standard Time", "Europe/Paris"},
      {"Russian Standard Time", "Europe/Moscow"},
      {"SA Eastern Standard Time", "America/Cayenne"},
      {"SA Pacific Standard Time", "America/Bogota"},
      {"SA Western Standard Time", "America/La_Paz"},
      {"SE Asia Standard Time", "Asia/Bangkok"},
      {"Singapore Standard Time", "Asia/Singapore"},
      {"South Africa Standard Time", "Africa/Johannesburg"},
      {"Sri Lanka Standard Time", "Asia/Colombo"},
      {"Taipei Standard Time", "Asia/Taipei"},
      {"Tokyo Standard Time", "Asia/Tokyo"},
      {"Turkey Standard Time", "Europe/Istanbul"},
      {"US Mountain Standard Time", "America/Phoenix"},
      {"W. Australia Standard Time", "Australia/Perth"},
      {"W. Central Africa Standard Time", "Africa/Lagos"},
      {"W. Europe Standard Time", "Europe/Berlin"},
  }};
  for (const auto& [windows, zone] : zones)
    if (windows == name) return zone;
  return {};
}

}  // namespace crm
