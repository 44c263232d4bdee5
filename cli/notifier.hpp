// The program that shows something on the desktop: notify-send, or one of the person's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/world.hpp"
#include "core/letters/mailer.hpp"

namespace crm {

class Notifier {
 public:
  /// CRM_NOTIFY, else `notify` of the person's configuration, else notify-send. No book says it.
  explicit Notifier(World& world);

  /// Two words behind the program's own, with no shell between: the title, which must not begin
  /// with a dash, and the text. Nothing: it was shown.
  std::optional<NotTaken> show(const std::string& title, const std::string& text);

 private:
  std::vector<std::string> words_;
  AskProgram ask_;
};

}  // namespace crm
