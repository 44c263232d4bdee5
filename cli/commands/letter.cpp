#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/carrier.hpp"
#include "cli/commands/letter_preview.hpp"
#include "cli/commands/listing.hpp"
#include "cli/commands/mailing.hpp"
#include "cli/commands/new_entries.hpp"
#include "cli/commands/posting.hpp"
#include "cli/commands/sender.hpp"
#include "cli/committing.hpp"
#include "cli/output/outlet.hpp"
#include "cli/output/table.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm {
namespace {

struct LetterOptions {
  std::vector<std::string> words;
  std::string drafts, command, limit, campaign;
  bool send = false, print = false, links = false, log = false, reminders = false, people = false,
       repeat = false, again = false, arrived = false;

  /// Makes letters that somebody else sends.
  bool makes() const { return !drafts.empty() || print || links; }

  bool sends() const { return send || !command.empty(); }
};

/// So many letters are not sent without somebody saying how many.
constexpr std::size_t many = 1000;

void refuse_what_does_not_fit(const LetterOptions& asked) {
  const int ways = (asked.send ? 1 : 0) + (asked.command.empty() ? 0 : 1) +
                   (asked.drafts.empty() ? 0 : 1) + (asked.print ? 1 : 0) + (asked.links ? 1 : 0);
  if (ways > 1)
    throw Failure(Error::asked_wrongly(
        "letters go one way at a time: --send, --command, --drafts, --print or --links"));
  if (asked.log && !asked.makes())
    throw Failure(Error::asked_wrongly("--log is for letters that crm does not send itself",
                                       "it goes with --drafts, --print or --links"));
  if (asked.arrived && (ways > 0 || asked.again))
    throw Failure(
        Error::asked_wrongly("--arrived sends nothing", "crm letter NAME [FILTER] --arrived"));
  if (asked.again && !asked.sends())
    throw Failure(
        Error::asked_wrongly("--again wants to know how", "crm letter NAME --again --send"));
}

/// Thousands want to be named: in a number on the command line or, on a terminal, typed.
void refuse_unasked_many(std::size_t count, const LetterOptions& asked, const Mailing& mailing) {
  World& world = mailing.desk().world();
  const std::string question =
      fmt::format("send {} to {} customer{}?", mailing.wish().letter, count, count == 1 ? "" : "s");
  if (count < many || !asked.limit.empty()) {
    if (world.may_ask() && !world.manners.yes && !confirmed(world, question)) throw ExitCode{1};
    return;
  }
  if (world.may_ask()) {
    world.out.flush();
    world.err << question << " Type that number: " << std::flush;
    std::string answer;
    if (!std::getline(world.in, answer)) world.err << "\n";
    if (trimmed(answer) == std::to_string(count)) return;
    throw Failure(Error::failed("nothing was sent"));
  }
  throw Failure(Error::asked_wrongly(fmt::format("these would be {} letters", count),
                                     fmt::format("say so with --limit {}", count)));
}

// --- Other ways out ---

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain)
      encoded += c;
    else if (c == '\n')
      encoded += "%0D%0A";
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

/// What opens the letter in a program of theirs, ready to be sent by hand.
std::string link_to(const ReadyLetter& ready, const Mailing& mailing) {
  std::string_view text = ready.letter.text;
  while (text.ends_with('\n')) text.remove_suffix(1);
  const std::string address = plain_address(ready, mailing);
  if (mailing.medium() == Medium::email)
    return fmt::format(
        "mailto:{}?subject={}&body={}",
        percent_encoded(address.substr(0, address.rfind('@'))) + address.substr(address.rfind('@')),
        percent_encoded(ready.letter.subject), percent_encoded(text));
  const std::string channel = folded(mailing.rules().channel);
  const std::string number = address.substr(address.find_first_not_of('+'));
  if (channel == "sms" || channel == "call")
    return fmt::format("sms:+{}?body={}", number, percent_encoded(text));
  return fmt::format("https://wa.me/{}?text={}", number, percent_encoded(text));
}

/// Letters that somebody else sends, one after the other.
class Making {
 public:
  Making(const LetterOptions& asked, const Mailing& mailing)
      : asked_(asked), mailing_(mailing), world_(mailing.desk().world()) {
    if (asked.drafts.empty()) return;
    if (mailing.medium() != Medium::email)
      throw Failure(Error::asked_wrongly(
          "drafts are mails, and this letter goes by " + mailing.rules().channel,
          "--print and --links are for other channels"));
    (void)mailing.from();
    path_ = absolute_path(asked.drafts, world_);
    while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
    refuse_part_of_book(path_, "a draft", "name a folder elsewhere", mailing.desk());
    refuse_without_folder(path_, world_);
    is_mbox_ = lowered(path_).ends_with(".mbox") || lowered(path_).ends_with("/mbox");
    if (is_mbox_ && world_.disk.exists(path_) && !world_.manners.anyway)
      throw Failure(Error::conflict(printable_line(path_) + " is there already",
                                    "name another file, or give it up with --anyway"));
  }

  void make(const ReadyLetter& ready) {
    ++count_;
    if (asked_.links) {
      table_.row({ready.recipient.customer,
                  {ready.recipient.whom(), Style::bold},
                  link_to(ready, mailing_)});
    } else if (asked_.print) {
      print(ready);
    } else {
      Message message = mailing_.message(ready);
      // Programs open such a file to be sent, not to be read.
      message.headers.emplace_back("X-Unsent", "1");
      const std::string mail = mail_bytes(message).value();
      if (is_mbox_)
        mbox_ += in_mbox(mail, message.from, message.date);
      else
        files_.push_back(
            {path_ + "/" + mailing_.wish().letter.substr(mailing_.wish().letter.rfind('/') + 1) +
                 "-" + ready.recipient.customer +
                 (ready.recipient.person.empty() ? "" : "-" + ready.recipient.person) + ".eml",
             with_mail_ends(mail)});
    }
  }

  void finish() {
    if (asked_.links) table_.print(world_, "customer");
    if (asked_.drafts.empty() || count_ == 0) return;
    if (is_mbox_) files_.push_back({path_, std::move(mbox_)});
    if (!world_.manners.dry_run) {
      for (Replacement& file : files_) file.durable = false;
      insist(world_.disk.replace(files_));
    }
    remark(world_,
           fmt::format("{} {} draft{} {} {}", world_.manners.dry_run ? "would write" : "wrote",
                       count_, count_ == 1 ? "" : "s", is_mbox_ ? "into" : "into the folder",
                       printable_line(asked_.drafts)));
  }

  std::size_t count() const { return count_; }

 private:
  void print(const ReadyLetter& ready) {
    const std::string& text = ready.letter.text.empty() ? ready.letter.html : ready.letter.text;
    if (count_ > 1) world_.out << (world_.terminal.out ? std::string(40, '-') + "\n" : "\f");
    std::string_view rest = text;
    while (rest.ends_with('\n')) rest.remove_suffix(1);
    for (const std::string_view line : split(rest, '\n')) {
      if (!world_.terminal.out) {
        world_.out << line << "\n";
        continue;
      }
      for (const std::string& row : wrapped(printable_line(line), world_.terminal.width))
        world_.out << row << "\n";
    }
  }

  const LetterOptions& asked_;
  const Mailing& mailing_;
  World& world_;
  std::string path_, mbox_;
  bool is_mbox_ = false;
  std::size_t count_ = 0;
  std::vector<Replacement> files_;
  Table table_{{{.key = "customer", .on_terminal = false},
                {.key = "name"},
                {.key = "link", .wraps = false}}};
};

// --- The command ---

/// A call for a person in the place of a letter that can't go out.
void add_reminders(const Mailing& mailing, const std::vector<Considered>& all) {
  const Desk& desk = mailing.desk();
  std::map<std::string, std::vector<const Considered*>> by_file;
  for (const Considered& one : all) {
    const bool can_be_called = one.is_skipped() && !has_it(one) && one.reason != "is removed" &&
                               !one.reason.starts_with("same ");
    if (can_be_called) by_file[one.recipient.path].push_back(&one);
  }
  std::size_t added = 0;
  const auto work = [&](Writing& writing) {
    for (const auto& file : by_file) {
      const auto next = [&](Customer customer) {
        for (const Considered* const one : file.second) {
          Reminder reminder;
          const std::string person = one->recipient.person_name;
          reminder.text = "tell " + (person.empty() ? customer.name : person) + " of \"" +
                          mailing.wish().letter + "\": " + one->reason;
          const bool is_there = std::any_of(
              customer.reminders.begin(), customer.reminders.end(),
              [&](const Reminder& old) { return !old.done && old.text == reminder.text; });
          if (is_there) continue;
          reminder.id = NewEntries(desk, customer).new_id();
          reminder.due.day = desk.today();
          reminder.for_whom = customer.owner.empty() ? desk.me() : customer.owner;
          reminder.by = desk.me();
          customer.reminders.push_back(std::move(reminder));
          ++added;
        }
        return customer;
      };
      insist(writing.change(file.first, next));
    }
  };
  const auto title = [&] {
    return fmt::format("reminded of {} who can't get {}", added, mailing.wish().letter);
  };
  desk.write(work, title);
  if (!desk.world().manners.dry_run)
    desk.world().out << fmt::format("will remind of {} who can't get {}\n", added,
                                    mailing.wish().letter);
}

std::vector<Recipient> those_who_get_it(const std::vector<Considered>& all,
                                        const std::optional<std::size_t>& limit) {
  std::vector<Recipient> recipients;
  for (const Considered& one : all)
    if (!one.is_skipped() && (!limit || recipients.size() < *limit))
      recipients.push_back(one.recipient);
  return recipients;
}

HandOver way_out(const LetterOptions& asked, const Mailing& mailing) {
  return asked.command.empty() ? by_mail(mailing) : by_command(asked.command, mailing);
}

/// The letters of that name of which nobody knows whether they were sent, of those whom the filter
/// lets through; also where the letter itself is no longer there.
std::vector<OnItsWay> unclear_letters(const LetterOptions& asked, const Desk& desk,
                                      const Outbox& outbox) {
  auto unclear = outbox.in(OnItsWay::State::sending);
  std::erase_if(unclear,
                [&](const OnItsWay& one) { return one.letter.letter != asked.words.front(); });
  if (unclear.empty() || asked.words.size() == 1) return unclear;
  const Filter filter = desk.filter({asked.words.begin() + 1, asked.words.end()}, customer_type());
  const auto look = [&](const Customer& customer, const std::string&) {
    return filter.fits(customer) ? std::optional(customer.id) : std::nullopt;
  };
  Needs needs = needs_of(filter);
  needs.add({Depth::brief, FieldSet::of({"id", "name"})});
  const std::vector<std::string> meant = desk.scan<std::string>(look, needs).found;
  std::erase_if(unclear, [&](const OnItsWay& one) {
    return std::find(meant.begin(), meant.end(), one.letter.customer) == meant.end();
  });
  return unclear;
}

/// Says what a person has found out: that they have the letter, or that they don't.
void settle(const std::vector<OnItsWay>& unclear, OnItsWay::State state, const Desk& desk,
            Outbox& outbox) {
  if (desk.world().manners.dry_run) return;
  for (const OnItsWay& one : unclear) insist(outbox.mark(one.letter, state));
  insist(outbox.flush());
  log_sent(desk, outbox);
}

std::string counted_letters(std::size_t count) {
  return fmt::format("{} letter{}", count, count == 1 ? "" : "s");
}

void settle_arrived(const LetterOptions& asked, const Desk& desk, Outbox& outbox) {
  const std::string& name = asked.words.front();
  const auto unclear = unclear_letters(asked, desk, outbox);
  if (unclear.empty()) {
    const Book& book = desk.book();
    (void)read_stationery(book.disk(), book.layout(), name, letter_fields(desk.settings())).value();
    throw Failure(Error::nothing_found("of nobody it is unknown whether they have " + name));
  }
  settle(unclear, OnItsWay::State::sent, desk, outbox);
  desk.world().out << fmt::format("noted {} as sent\n", counted_letters(unclear.size()));
}

/// Whether the letter's files are gone: then it is not for the outbox alone to forget of whom it is
/// not known whether they have it.
bool is_gone(const LetterOptions& asked, const Desk& desk) {
  const Book& book = desk.book();
  const auto names = letter_names(book.disk(), book.layout()).value();
  return std::find(names.begin(), names.end(), asked.words.front()) == names.end();
}

/// Of a letter that is gone there is no more to say than that they don't have it.
void settle_gone(const LetterOptions& asked, const Desk& desk, Outbox& outbox) {
  const auto unclear = unclear_letters(asked, desk, outbox);
  if (unclear.empty()) return;
  if (!asked.again || !asked.sends()) return tell_unclear(desk, outbox);
  settle(unclear, OnItsWay::State::refused, desk, outbox);
  remark(desk.world(),
         fmt::format("crm: noted {} as not sent; sent again {} can't be",
                     counted_letters(unclear.size()), unclear.size() == 1 ? "it" : "they"));
}

void send(const LetterOptions& asked, const Mailing& mailing, const std::vector<Considered>& all,
          const std::vector<Recipient>& recipients, const HandOver& way, Outbox& outbox) {
  const Desk& desk = mailing.desk();
  refuse_unasked_many(recipients.size(), asked, mailing);
  insist(outbox.begin_mailing(mailing.rules().sent_key));
  const PostingTally tally = post(mailing, recipients, outbox, way);
  const std::size_t left = static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [](const Considered& one) { return !one.is_skipped(); }));
  if (tally.stopped.empty() && tally.refused.empty() && recipients.size() == left)
    insist(outbox.finish_mailing(mailing.rules().sent_key));
  log_sent(desk, outbox);
  tell(tally, mailing);
}

void make(const LetterOptions& asked, const Mailing& mailing,
          const std::vector<Recipient>& recipients, Outbox* outbox) {
  World& world = mailing.desk().world();
  Making making(asked, mailing);
  std::vector<Posted> made;
  for (const Recipient& recipient : recipients) {
    std::string why;
    const auto ready = mailing.ready(recipient, why);
    if (!ready) continue;
    making.make(*ready);
    made.push_back(ready->posted);
  }
  making.finish();
  if (!asked.log) {
    if (!made.empty())
      hint(world, "once they are sent, the same with --log notes it, so that nobody gets it twice");
    return;
  }
  if (outbox == nullptr) return;
  for (const Posted& one : made) {
    insist(outbox->announce(one));
    insist(outbox->mark(one, OnItsWay::State::sent));
  }
  const std::size_t logged = log_sent(mailing.desk(), *outbox);
  remark(world, fmt::format("noted {} as sent to {} customer{}", mailing.wish().letter, logged,
                            logged == 1 ? "" : "s"));
}

void letter(const LetterOptions& asked, World& world) {
  refuse_what_does_not_fit(asked);
  Desk desk = Desk::open(world);
  const Layout& layout = desk.book().layout();
  const bool writes = !world.manners.dry_run && (asked.sends() || asked.log || asked.arrived);
  if (writes) refuse_other_senders(desk);
  Outbox outbox =
      (writes ? Outbox::open(world.disk, layout, desk.today()) : Outbox::read(world.disk, layout))
          .value();
  // What an interrupted run has sent is entered before anything else looks at the records.
  if (writes)
    if (const std::size_t caught_up = log_sent(desk, outbox); caught_up > 0)
      remark(world, fmt::format("crm: entered {} letter{} that an interrupted run had sent",
                                caught_up, caught_up == 1 ? "" : "s"));
  if (asked.words.empty()) {
    if (asked.sends() || asked.makes() || asked.arrived)
      throw Failure(Error::asked_wrongly("which letter?", "crm letter lists them"));
    return print_letters(desk, outbox);
  }
  if (asked.arrived) return settle_arrived(asked, desk, outbox);
  if (is_gone(asked, desk)) settle_gone(asked, desk, outbox);
  MailingWish wish{asked.words.front(), {asked.words.begin() + 1, asked.words.end()},
                   asked.campaign,      asked.people,
                   asked.repeat,        asked.again};
  const Mailing mailing(desk, std::move(wish), outbox);
  const HandOver way = asked.sends() ? way_out(asked, mailing) : HandOver();
  std::vector<Problem> problems;
  const auto all = mailing.considered(problems);
  const auto recipients =
      those_who_get_it(all, limit_of(asked.limit, "crm letter welcome --limit 100"));
  const bool previews = !asked.sends() && !asked.makes() && !asked.reminders;
  if (previews || (asked.sends() && world.manners.dry_run)) {
    print_mailing(mailing, all);
    tell_unclear(desk, outbox);
    print_problems(problems, world);
    if (recipients.empty()) throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
    return;
  }
  if (asked.reminders) add_reminders(mailing, all);
  if (asked.sends() || asked.makes()) {
    if (recipients.size() < all.size())
      remark(world, mailing.wish().letter + ": " + counts_words(all));
    if (recipients.empty()) {
      tell_unclear(desk, outbox);
      throw ExitCode{static_cast<int>(Error::Kind::nothing_found)};
    }
    if (asked.sends())
      send(asked, mailing, all, recipients, way, outbox);
    else
      make(asked, mailing, recipients, writes ? &outbox : nullptr);
  }
  tell_unclear(desk, outbox);
  print_problems(problems, world);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<LetterOptions>();
  words.arguments(asked->words, Placeholder{"LETTER", "", "", "TEMPLATE [FILTER...]"},
                  "the letter's name, then whom it is for (FILTER); without words, the letters "
                  "there are");
  words.flag(asked->send, "--send", "send it by e-mail");
  words.option(asked->drafts, "--drafts", placeholder::file,
               "write mails into a folder or a file .mbox, to be sent from a mail program");
  words.flag(asked->print, "--print", "print the letters, for paper");
  words.option(
      asked->command, "--command", placeholder::command,
      "hand each to a program on stdin; {phone}, {email}, {name}, {id} and {subject} in its "
      "words are filled in");
  words.flag(asked->links, "--links", "print for each a link that opens it, to be sent by hand");
  words.flag(asked->log, "--log", "note those that were drafted, printed or linked as sent");
  words.flag(asked->reminders, "--rest-as-reminders",
             "remind those who look after them of all who can't get it");
  words.option(asked->limit, "--limit", Placeholder{"N"}, "at most so many letters");
  words.option(asked->campaign, "--campaign", placeholder::campaign, "the campaign they belong to");
  words.flag(asked->people, "--people", "to the people of companies, each by name");
  words.flag(asked->repeat, "--repeat", "also to those who had it in an earlier mailing");
  words.flag(asked->again, "--again", "also to those of whom it is not known whether they have it");
  words.flag(asked->arrived, "--arrived", "they have it: note as sent what is not known of");
  return [asked](World& world) { letter(*asked, world); };
}

}  // namespace

Command letter_command() {
  return {"letter",
          "Reach",
          "write to many: preview, send, draft or print a letter",
          {{"crm letter", "the letters there are, and when each was last sent"},
           {"crm letter diwali-offer +retail", "what it would say, to whom, and who is skipped"},
           {"crm letter birthday-wish anita --print", "the text, for paper"}},
          declare};
}

}  // namespace crm
