#include "core/exchange/ical.hpp"

#include <libical/ical.h>

#include "core/domain/late_library.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// The functions of libical that are needed here.
struct Libical {
  LateLibrary library{"libical.so.3"};

#define CRM_FUNCTION(name) \
  decltype(&::name) name = library.needed(decltype(&::name){nullptr}, #name)
  CRM_FUNCTION(icalerror_set_errors_are_fatal);
  CRM_FUNCTION(icalparser_parse_string);
  CRM_FUNCTION(icalcomponent_free);
  CRM_FUNCTION(icalcomponent_get_first_property);
  CRM_FUNCTION(icalcomponent_get_next_property);
  CRM_FUNCTION(icalproperty_isa);
  CRM_FUNCTION(icalproperty_get_property_name_r);
  CRM_FUNCTION(icalproperty_get_value_as_string_r);
  CRM_FUNCTION(icalproperty_get_parameter_as_string_r);
  CRM_FUNCTION(icalmemory_free_buffer);
  CRM_FUNCTION(icaltimezone_new);
  CRM_FUNCTION(icaltimezone_set_component);
  CRM_FUNCTION(icaltimezone_get_utc_offset);
  CRM_FUNCTION(icaltimezone_free);
#undef CRM_FUNCTION

  /// A text that libical gave away.
  std::string taken(char* text) const {
    if (text == nullptr) return {};
    std::string copy = text;
    icalmemory_free_buffer(text);
    return copy;
  }
};

/// nullptr when the library is not installed.
const Libical* libical() {
  // Else what it does not like ends the program.
  return opened_once<Libical>(
      [](const Libical& library) { library.icalerror_set_errors_are_fatal(0); });
}

/// `\n`, `\,` and `\;` as what they mean.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char next = text[++i];
    plain += next == 'n' || next == 'N' ? '\n' : next;
  }
  return plain;
}

}  // namespace

std::string CalendarProperty::parameter(std::string_view of) const {
  const std::string* const found = find_named(parameters, of);
  return found == nullptr ? "" : *found;
}

const CalendarProperty* CalendarComponent::find(std::string_view name) const {
  for (const CalendarProperty& property : properties)
    if (property.name == name) return &property;
  return nullptr;
}

std::string CalendarComponent::value(std::string_view name) const {
  const CalendarProperty* const found = find(name);
  return found == nullptr ? "" : found->value;
}

Result<void> calendars_can_be_read() {
  if (libical() == nullptr)
    return error(Error::failed("calendars cannot be read without libical",
                               "install the Debian package libical3"));
  return {};
}

Result<CalendarComponent> read_component(const std::string& text) {
  if (auto can = calendars_can_be_read(); !can) return error(can.error());
  const Libical& library = *libical();
  icalcomponent* const parsed = library.icalparser_parse_string(text.c_str());
  if (parsed == nullptr) return error(Error::invalid("it is no part of a calendar"));
  CalendarComponent component;
  for (icalproperty* each = library.icalcomponent_get_first_property(parsed, ICAL_ANY_PROPERTY);
       each != nullptr; each = library.icalcomponent_get_next_property(parsed, ICAL_ANY_PROPERTY)) {
    CalendarProperty property;
    property.name = library.taken(library.icalproperty_get_property_name_r(each));
    property.value = unescaped(library.taken(library.icalproperty_get_value_as_string_r(each)));
    if (library.icalproperty_isa(each) == ICAL_XLICERROR_PROPERTY) {
      component.errors.push_back(std::move(property.value));
      continue;
    }
    for (const char* const name : {"TZID", "VALUE", "PARTSTAT", "CN"}) {
      std::string value = library.taken(library.icalproperty_get_parameter_as_string_r(each, name));
      if (value.size() > 1 && value.starts_with('"') && value.ends_with('"'))
        value = value.substr(1, value.size() - 2);
      if (!value.empty()) property.parameters.emplace_back(name, std::move(value));
    }
    component.properties.push_back(std::move(property));
  }
  library.icalcomponent_free(parsed);
  return component;
}

std::optional<int> offset_of(const std::string& vtimezone, const Moment& local) {
  const Libical* const library = libical();
  if (library == nullptr) return std::nullopt;
  icalcomponent* const parsed = library->icalparser_parse_string(vtimezone.c_str());
  if (parsed == nullptr) return std::nullopt;
  icaltimezone* const zone = library->icaltimezone_new();
  // It owns the component from then on, where it takes it.
  if (library->icaltimezone_set_component(zone, parsed) == 0) {
    library->icalcomponent_free(parsed);
    library->icaltimezone_free(zone, 1);
    return std::nullopt;
  }
  icaltimetype time{};
  time.year = local.day.year();
  time.month = int(local.day.month());
  time.day = int(local.day.day());
  const int second = local.second.value_or(0);
  time.hour = second / 3600;
  time.minute = second / 60 % 60;
  time.second = second % 60;
  int daylight = 0;
  const int seconds = library->icaltimezone_get_utc_offset(zone, &time, &daylight);
  library->icaltimezone_free(zone, 1);
  if (seconds < -86400 || seconds > 86400) return std::nullopt;
  return seconds / 60;
}

}  // namespace crm
