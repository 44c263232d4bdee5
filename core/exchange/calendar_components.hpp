// The components of a calendar file one after the other, as they stand there.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/domain/bytes.hpp"
#include "core/domain/result.hpp"
#include "core/exchange/lines.hpp"

namespace crm {

/// One component as it stood, without alarms and attached files.
struct RawComponent {
  std::string kind;
  int line = 0;
  std::string text;
  bool ended = true;
};

class CalendarComponents {
 public:
  explicit CalendarComponents(std::unique_ptr<Bytes> bytes);

  /// The next VEVENT, VTODO or other one; nothing at the end. Time zones and what is said of the
  /// whole calendar are kept on the way.
  Result<std::optional<RawComponent>> next();

  /// The VTIMEZONE of that name; nullptr where none came so far.
  const std::string* zone(const std::string& name) const;

  /// `METHOD:CANCEL`: all of it is called off.
  bool is_cancelled() const { return cancelled_; }

  const std::string& name() const { return name_; }

 private:
  Result<std::optional<std::string>> take();
  void note(const std::string& text);
  void keep_zone(const std::string& text);

  LinesOf lines_;
  std::optional<std::string> again_;
  std::map<std::string, std::string> zones_;
  std::string name_;
  bool cancelled_ = false;
};

}  // namespace crm
