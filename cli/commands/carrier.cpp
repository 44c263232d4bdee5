#include "cli/commands/carrier.hpp"

#include <algorithm>
#include <memory>

#include "cli/configuration.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/letters/command_line.hpp"

namespace crm {

std::string plain_address(const ReadyLetter& ready, const Mailing& mailing) {
  if (mailing.medium() == Medium::phone)
    return e164(ready.recipient.address, mailing.desk().settings().country);
  return ready.recipient.address;
}

namespace {

struct Blank {
  std::string_view name;
  std::string (*said)(const ReadyLetter&, const Mailing&);
};

constexpr Blank blanks[] = {
    {"{address}", plain_address},
    {"{phone}", plain_address},
    {"{email}", plain_address},
    {"{name}",
     [](const ReadyLetter& one, const Mailing&) {
       return one.recipient.person.empty() ? one.recipient.name : one.recipient.person_name;
     }},
    {"{id}", [](const ReadyLetter& one, const Mailing&) { return one.recipient.customer; }},
    {"{subject}", [](const ReadyLetter& one, const Mailing&) { return one.letter.subject; }},
};

std::vector<std::string> command_of(const std::string& line) {
  std::vector<std::string> words = command_words(line).value();
  for (const std::string& word : words)
    for (const Blank& blank : blanks)
      if (word.find(blank.name) != word.npos && word.find_first_of(" \t;|&$`'\"<>()") != word.npos)
        throw Failure(Error::asked_wrongly(
            std::string(blank.name) + " wants a word of its own: " + as_typed(word),
            "inside a line for a shell, what a record says could run programs; write a script that "
            "takes it as an argument"));
  return words;
}

/// The command with what the letter says in the places of its blanks. What is put in begins no
/// option.
std::vector<std::string> filled_in(std::vector<std::string> words, const ReadyLetter& ready,
                                   const Mailing& mailing) {
  for (std::string& word : words)
    for (const Blank& blank : blanks)
      for (auto at = word.find(blank.name); at != word.npos; at = word.find(blank.name, at)) {
        std::string said = printable_line(blank.said(ready, mailing));
        if (at == 0) said.erase(0, std::min(said.find_first_not_of('-'), said.size()));
        word.replace(at, blank.name.size(), said);
        at += said.size();
      }
  return words;
}

}  // namespace

HandOver by_command(const std::string& line, const Mailing& mailing) {
  const std::vector<std::string> words = command_of(line);
  const int limit_ms = mailer_limit_ms(mailing.desk().world());
  return [words, limit_ms, &mailing](const ReadyLetter& ready) {
    return hand_over(filled_in(words, ready, mailing), ready.letter.text,
                     mailing.desk().world().ask_program, limit_ms);
  };
}

HandOver by_mail(const Mailing& mailing) {
  World& world = mailing.desk().world();
  if (mailing.medium() != Medium::email)
    throw Failure(Error::asked_wrongly(
        mailing.wish().letter + " goes by " + mailing.rules().channel + ", and --send sends mails",
        mailing.medium() == Medium::post
            ? "--print prints it"
            : "--command hands it to a program, --links prints links"));
  const auto mailer =
      std::make_shared<Mailer>(mailer_words(world), world.ask_program, mailer_limit_ms(world));
  const Mailbox from = mailing.from();
  return [mailer, from, &mailing](const ReadyLetter& ready) -> std::optional<NotTaken> {
    const Message message = mailing.message(ready);
    const auto mail = mail_bytes(message);
    if (!mail) return NotTaken{NotTaken::Kind::refused, mail.error().message()};
    return mailer->send(*mail, from, message.to);
  };
}

}  // namespace crm
