#include "cli/notifier.hpp"

#include "cli/configuration.hpp"
#include "cli/output/markup.hpp"
#include "core/domain/text.hpp"
#include "core/letters/command_line.hpp"

namespace crm {
namespace {

/// It only hands on what it is told.
constexpr int limit_ms = 10'000;

bool is_notify_send(const std::vector<std::string>& words) {
  const std::string& program = words.front();
  return program.substr(program.rfind('/') + 1) == "notify-send";
}

/// Line by line.
std::string as_markup(const std::string& text) {
  std::string markup;
  for (const std::string_view line : split(text, '\n'))
    markup += (line.data() == text.data() ? "" : "\n") + escaped(line);
  return markup;
}

}  // namespace

Notifier::Notifier(World& world) : ask_(world.ask_program) {
  if (!world.environment.notify.empty())
    words_ = command_words(world.environment.notify).value();
  else
    words_ = configured_command(world, "notify");
  if (words_.empty()) words_ = {"notify-send", "--app-name=crm"};
}

std::optional<NotTaken> Notifier::show(const std::string& title, const std::string& text) {
  std::vector<std::string> words = words_;
  const bool standard = is_notify_send(words);
  if (standard) words.emplace_back("--");
  words.push_back(printable_line(title));
  std::string shown = printable_text(text);
  // A desktop reads it as markup; any other program might take it for an option.
  if (standard)
    shown = as_markup(shown);
  else if (shown.starts_with('-'))
    shown.insert(0, " ");
  words.push_back(shown);
  auto refusal = hand_over(words, "", ask_, limit_ms);
  if (!refusal || !refusal->hint.empty()) return refusal;
  refusal->hint =
      refusal->kind == NotTaken::Kind::missing
          ? "install libnotify-bin, or name another in ~/.config/crm/config.yaml: notify: [PROGRAM]"
          : "cron knows no desktop: crm help cron says how to name it";
  return refusal;
}

}  // namespace crm
