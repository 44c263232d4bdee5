#include "cli/courier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/configuration.hpp"
#include "cli/output/markup.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/letters/message.hpp"
#include "core/team/git.hpp"

namespace crm {
namespace {

constexpr int cells_of_a_line = 72;

const char* const how_to_name_an_address =
    "give them an address in crm.yaml's team, or name one: --mail anna@example.com";

/// Programs that show plain text in letters of different widths have the columns from here.
std::string as_page(const std::string& text) {
  std::string page = "<pre style=\"font-family: monospace\">";
  std::string_view rest = text;
  while (rest.ends_with('\n')) rest.remove_suffix(1);
  for (const std::string_view line : split(rest, '\n')) page += escaped(line) + "\n";
  return page + "</pre>\n";
}

/// What was to go out before and did not.
std::string told_failures(const std::vector<FailedMail>& failed, Day today) {
  constexpr std::size_t most = 3;
  std::string text;
  const std::size_t left_out = failed.size() - std::min(failed.size(), most);
  if (left_out > 0)
    text = fmt::format("{} earlier mail{} did not go out, the first on {}.\n", left_out,
                       left_out == 1 ? "" : "s",
                       day_words(Moment{failed.front().day, {}, {}, false}, today));
  for (std::size_t i = left_out; i < failed.size(); ++i) {
    const FailedMail& one = failed[i];
    const std::string line = fmt::format("The {} of {} did not go out: {}", one.what,
                                         day_words(Moment{one.day, {}, {}, false}, today), one.why);
    for (const std::string& row : wrapped(printable_line(line), cells_of_a_line))
      text += row + "\n";
  }
  return text.empty() ? text : text + "\n";
}

}  // namespace

std::optional<Mailbox> known_mailbox(const std::string& colleague, const Desk& desk) {
  const Colleague* const known = find_named(desk.settings().team, colleague);
  Mailbox mailbox;
  if (known != nullptr) {
    mailbox.name = known->name;
    for (const std::string& email : known->emails)
      if (mailbox.address.empty() && why_no_address(email).empty()) mailbox.address = email;
  }
  if (!mailbox.address.empty()) return mailbox;
  if (colleague != desk.me()) return std::nullopt;
  const auto email = git_setting("user.email", desk.book().layout().root, desk.world().ask_program);
  if (!email || !why_no_address(*email).empty()) return std::nullopt;
  mailbox.address = *email;
  return mailbox;
}

Mailbox mailbox_of(const std::string& who, const Desk& desk) {
  if (who.find('@') != who.npos) return Mailbox::parse(who).value();
  const bool mine = who.empty() || who == "me";
  if (!mine && desk.settings().team.empty() && who != desk.me())
    throw Failure(Error::asked_wrongly(
        "\"" + printable_line(who) + "\" is no e-mail address, and crm.yaml has no team",
        "name an address: --mail anna@example.com"));
  const std::string colleague = mine ? desk.me() : desk.colleague_named(who);
  if (auto known = known_mailbox(colleague, desk)) return *known;
  if (colleague.empty())
    throw Failure(Error::asked_wrongly(
        "nothing says where mails to you go",
        "name an address: --mail anna@example.com, or tell git yours: git config user.email"));
  throw Failure(Error::asked_wrongly(colleague + " has no e-mail address", how_to_name_an_address));
}

Courier::Courier(const Desk& desk)
    : desk_(desk),
      memory_(desk),
      mailer_(mailer_words(desk.world()), desk.world().ask_program, mailer_limit_ms(desk.world())) {
}

/// Whoever asks, so that the mailer lets it through; else whoever it is for.
Mailbox Courier::from(const Mailbox& to) const {
  Mailbox from = known_mailbox(desk_.me(), desk_).value_or(to);
  from.name = desk_.settings().name.empty() ? "crm" : desk_.settings().name;
  return from;
}

bool Courier::carry(const TeamMail& mail) {
  World& world = desk_.world();
  Message message;
  message.from = from(mail.to);
  message.to = {mail.to};
  message.subject = mail.subject;
  message.text = told_failures(memory_.known().failed(mail.to.address), desk_.today()) + mail.text;
  message.html = as_page(message.text);
  message.date = desk_.now();
  std::string word = mail.what + "." + desk_.today().text() + "." + desk_.new_id({});
  std::replace(word.begin(), word.end(), ' ', '-');
  message.id = message_id(word, message.from);
  // Nobody's answer for the holidays answers it.
  message.headers.emplace_back("Auto-Submitted", "auto-generated");
  const std::string address = printable_line(mail.to.address);
  if (world.manners.dry_run) {
    world.out << "To: " << address << "\nSubject: " << printable_line(mail.subject) << "\n\n"
              << message.text;
    return true;
  }
  const auto bytes = mail_bytes(message);
  const auto refusal =
      bytes ? mailer_.send(*bytes, message.from, message.to)
            : std::optional(NotTaken{NotTaken::Kind::missing, bytes.error().message(),
                                     bytes.error().problems.front().hint});
  if (!refusal) {
    memory_.note(
        [&](Deliveries& all) { all.note_mailed(mail.what, mail.to.address, desk_.today()); });
    if (world.terminal.err) remark(world, "mailed to " + address + ": " + mail.subject);
    return true;
  }
  const bool unclear = refusal->kind == NotTaken::Kind::unclear;
  const std::string why = refusal->message + (unclear ? ", so perhaps it did" : "");
  memory_.note([&](Deliveries& all) {
    all.note_failed({mail.what, mail.to.address, desk_.today(), why});
  });
  print_error(Error::failed(
                  (unclear ? "it is not known whether the " : "the ") + mail.what + " to " +
                      address + (unclear ? " went out: " : " did not go out: ") + refusal->message,
                  refusal->hint.empty() ? "the next mail to them says so" : refusal->hint),
              world);
  failed_ = true;
  return false;
}

void Courier::had_nothing(const std::string& what, const Mailbox& to) {
  memory_.note([&](Deliveries& all) { all.note_nothing(what, to.address, desk_.today()); });
}

void Courier::finish() const {
  if (failed_) throw ExitCode{static_cast<int>(Error::Kind::failed)};
}

}  // namespace crm
