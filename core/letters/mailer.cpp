#include "core/letters/mailer.hpp"

#include <fmt/format.h>

#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr const char* how_to_name_one =
    "install msmtp-mta, or name one in ~/.config/crm/config.yaml: mailer: msmtp -a work";

/// What it says first, as it may be shown.
std::string first_line(std::string_view text) {
  constexpr std::size_t longest = 300;
  for (const std::string_view line : split(text, '\n'))
    if (const std::string_view said = trimmed(line); !said.empty())
      return printable_line(said.substr(0, longest));
  return {};
}

std::string time_words(int milliseconds) {
  return milliseconds % 1000 == 0 ? fmt::format("{} s", milliseconds / 1000)
                                  : fmt::format("{} ms", milliseconds);
}

}  // namespace

std::optional<NotTaken> hand_over(const std::vector<std::string>& words, const std::string& input,
                                  const AskProgram& ask, int limit_ms) {
  const std::string name = printable_line(words.front());
  const auto answer = ask({words, input, {}, limit_ms});
  if (!answer) return NotTaken{NotTaken::Kind::missing, answer.error().message(), ""};
  if (answer->timed_out)
    return NotTaken{NotTaken::Kind::unclear,
                    name + " was ended: it was not done after " + time_words(limit_ms)};
  if (answer->code == 0) return std::nullopt;
  constexpr int killed_from = 128;
  std::string said = first_line(answer->err);
  if (said.empty()) said = first_line(answer->out);
  if (answer->code > killed_from)
    return NotTaken{NotTaken::Kind::unclear,
                    fmt::format("{} was killed (signal {})", name, answer->code - killed_from)};
  return NotTaken{NotTaken::Kind::refused, fmt::format("{} ended with {}{}{}", name, answer->code,
                                                       said.empty() ? "" : ": ", said)};
}

Mailer::Mailer(std::vector<std::string> words, AskProgram ask, int limit_ms)
    : ask_(std::move(ask)), limit_ms_(limit_ms) {
  if (!words.empty())
    candidates_ = {std::move(words)};
  else
    candidates_ = {{"sendmail"}, {"/usr/sbin/sendmail"}, {"/usr/lib/sendmail"}, {"msmtp"}};
}

std::optional<NotTaken> Mailer::send(const std::string& mail, const Mailbox& from,
                                     const std::vector<Mailbox>& to) {
  const bool named = candidates_.size() == 1;
  while (!candidates_.empty()) {
    std::vector<std::string> words = candidates_.front();
    words.insert(words.end(), {"-i", "-f", from.address, "--"});
    for (const Mailbox& one : to) words.push_back(one.address);
    auto refusal = hand_over(words, mail, ask_, limit_ms_);
    if (refusal && refusal->kind == NotTaken::Kind::missing) {
      if (named) {
        refusal->hint = how_to_name_one;
        return refusal;
      }
      candidates_.erase(candidates_.begin());
      continue;
    }
    candidates_.resize(1);
    return refusal;
  }
  return NotTaken{NotTaken::Kind::missing, "there is no program that sends mail", how_to_name_one};
}

}  // namespace crm
