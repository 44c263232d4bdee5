#include "core/exchange/mail.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/fingerprint.hpp"
#include "core/exchange/fresh_text.hpp"
#include "core/exchange/reason.hpp"

namespace crm {
namespace {

using Addresses = std::vector<std::string>;

bool is_ours(const std::string& address, const Ground& ground) {
  return ground.our_emails.contains(lowered(address));
}

bool any_ours(const Addresses& addresses, const Ground& ground) {
  return std::any_of(addresses.begin(), addresses.end(),
                     [&](const std::string& address) { return is_ours(address, ground); });
}

/// Those that are not ours, each once.
void add_others(Addresses& others, const Addresses& addresses, const Ground& ground) {
  for (const std::string& address : addresses) {
    const bool known = is_ours(address, ground) ||
                       std::any_of(others.begin(), others.end(), [&](const std::string& other) {
                         return lowered(other) == lowered(address);
                       });
    if (!known) others.push_back(address);
  }
}

std::string mark(const Letter& letter, std::string_view name) {
  const std::string* const value = find_named(letter.marks, name);
  return value == nullptr ? "" : lowered(*value);
}

/// Why it is no conversation; empty where it is one.
std::string why_passed_over(const Letter& letter, bool outgoing, const MailWish& wish) {
  const std::string status = mark(letter, "x-mozilla-status");
  constexpr std::string_view hex = "0123456789abcdef";
  if (status.size() == 4 && hex.find(status[3]) != hex.npos && (hex.find(status[3]) & 8) != 0)
    return "deleted, but still in the mailbox";
  const std::string labels = "," + mark(letter, "x-gmail-labels") + ",";
  for (const char* const drafts : {",drafts,", ",draft,"})
    if (labels.find(drafts) != labels.npos) return "a draft";
  if (!mark(letter, "x-mozilla-draft-info").empty() && letter.received == std::nullopt &&
      letter.id.empty())
    return "a draft";
  if (labels.find(",spam,") != labels.npos || mark(letter, "x-spam-flag").starts_with("yes"))
    return "spam";
  if (wish.bulk) return {};
  if (!mark(letter, "list-id").empty() || !mark(letter, "list-post").empty())
    return "sent to a mailing list";
  const std::string precedence = mark(letter, "precedence");
  if (precedence == "list") return "sent to a mailing list";
  if (precedence == "bulk" || precedence == "junk") return "sent in bulk";
  if (!outgoing && !mark(letter, "list-unsubscribe").empty()) return "a newsletter";
  const std::string automatic = mark(letter, "auto-submitted");
  if ((!automatic.empty() && !automatic.starts_with("no")) || precedence == "auto_reply" ||
      !mark(letter, "x-autoreply").empty())
    return "sent by a machine";
  if (letter.type == "multipart/report") return "a report of delivery";
  return {};
}

/// By its Date, the mailbox, or who passed it on; none where that can't be.
std::optional<Moment> time_of(const Letter& letter, const RawMail& mail, const Ground& ground) {
  const Instant soon = ground.zone.instant(ground.now) + std::chrono::hours(36);
  // `bob@acme.example Sat Nov 21 10:15:00 2026`: in UTC.
  std::optional<Moment> kept;
  const auto space = mail.envelope.find(' ');
  if (space != mail.envelope.npos) {
    kept = mail_date(mail.envelope.substr(space + 1));
    if (kept && !kept->offset) kept->offset = 0;
  }
  for (std::optional<Moment> moment : {letter.date, kept, letter.received}) {
    if (!moment || moment->day.year() < 1971) continue;
    const Instant instant = ground.zone.instant(*moment);
    if (instant > soon) continue;
    moment = ground.zone.local(instant);
    moment->with_seconds = true;
    return moment;
  }
  return std::nullopt;
}

std::string word_of(const std::vector<std::string>& words, std::string_view wanted) {
  for (const std::string& word : words)
    if (folded(word) == wanted) return word;
  return std::string(wanted);
}

/// The colleague of whom one of these is an address.
std::string colleague_of(const Addresses& addresses, const Ground& ground) {
  for (const std::string& address : addresses)
    if (is_ours(address, ground))
      if (std::string name = colleague(ground.settings, address); !name.empty()) return name;
  return ground.me;
}

/// The mails it answers, the nearest first.
std::vector<std::string> answered(const Letter& letter) {
  std::vector<std::string> ids;
  const auto add = [&](const std::string& id) {
    const std::string external = "mail:" + id;
    if (ids.size() < 50 && std::find(ids.begin(), ids.end(), external) == ids.end())
      ids.push_back(external);
  };
  for (const std::string& id : letter.in_reply_to) add(id);
  for (auto id = letter.references.rbegin(); id != letter.references.rend(); ++id) add(*id);
  return ids;
}

std::string said_in(const Letter& letter, const MailWish& wish) {
  std::string text = fresh_text(letter.text, wish.longest_text);
  if (letter.attachments.empty()) return text;
  std::string attached;
  for (const std::string& name : letter.attachments) {
    if (attached.size() + name.size() > 1000) {
      attached += " …";
      break;
    }
    attached += (attached.empty() ? "attached: " : ", ") + name;
  }
  return text.empty() ? attached : text + "\n\n" + attached;
}

/// As a mailbox has it, as much of it as a reject has.
std::string as_in_mailbox(const RawMail& mail) {
  constexpr std::size_t longest = 60 << 10;
  std::string text = "From " + (mail.envelope.empty() ? "-" : mail.envelope) + "\n";
  std::string_view bytes = mail.bytes;
  while (!bytes.empty() && text.size() < longest) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    const std::string_view line = bytes.substr(0, std::min(end, longest - text.size()));
    const auto word = line.find_first_not_of('>');
    if (word != line.npos && line.substr(word).starts_with("From ")) text += '>';
    text += line;
    bytes.remove_prefix(end);
  }
  return text + (text.ends_with('\n') ? "\n" : "\n\n");
}

/// The reason as a header, behind the mailbox's own line.
std::string with_header(const std::string& raw, const Place& place, const std::string& reason) {
  const std::size_t head = std::min(raw.find('\n'), raw.size() - 1) + 1;
  return raw.substr(0, head) + "X-Crm-Reason: " + reason_at(place, reason) + "\n" +
         raw.substr(head);
}

Reject rejected(const RawMail& mail, std::string reason) {
  Reject reject{mail.place, std::move(reason), {}};
  reject.raw = with_header(as_in_mailbox(mail), reject.place, reject.reason);
  return reject;
}

class MailSource : public Source {
 public:
  MailSource(std::unique_ptr<Mails> mails, std::string kind, MailWish wish, const Ground& ground)
      : mails_(std::move(mails)), kind_(std::move(kind)), wish_(wish), ground_(ground) {}

  Result<std::optional<Item>> next() override {
    const auto mail = mails_->next();
    if (!mail) return error(mail.error());
    if (!*mail) return std::nullopt;
    const auto letter = read_letter((*mail)->bytes);
    if (!letter) return error(letter.error());
    return item_of(*letter, **mail, wish_, ground_);
  }

  Nature nature() const override { return Nature::letters; }

  std::string kind() const override { return kind_; }

  std::string with_reason(const std::string& raw, const Place& place,
                          const std::string& reason) const override {
    return with_header(raw, place, reason);
  }

 private:
  std::unique_ptr<Mails> mails_;
  std::string kind_;
  MailWish wish_;
  Ground ground_;
};

/// The folder a file is in, `cur` or `new`.
bool is_new(const std::string& file) {
  return file.find("/new/") != file.npos || file.starts_with("new/");
}

}  // namespace

Source::Item item_of(const Letter& letter, const RawMail& mail, const MailWish& wish,
                     const Ground& ground) {
  if (!mail.trouble.empty()) return rejected(mail, mail.trouble);
  const Addresses& from = letter.from.empty() ? letter.sender : letter.from;
  if (from.empty()) return rejected(mail, "it does not say from whom it is");
  bool outgoing = any_ours(from, ground);
  if (const std::string why = why_passed_over(letter, outgoing, wish); !why.empty())
    return Skip{mail.place, why};

  Addresses others;
  if (outgoing) {
    for (const Addresses* each : {&letter.to, &letter.cc, &letter.bcc})
      add_others(others, *each, ground);
    if (others.empty()) {
      // A form on our own page writes in the name of whoever filled it in.
      const bool to_us = any_ours(letter.to, ground) || any_ours(letter.cc, ground);
      if (to_us) add_others(others, letter.reply_to, ground);
      if (others.empty())
        return Skip{mail.place, to_us ? "between ourselves" : "to nobody who is named"};
      outgoing = false;
    }
  } else {
    others.push_back(from.front());
  }
  const auto at = time_of(letter, mail, ground);
  if (!at) return rejected(mail, "it has no date that can be right");

  Interaction said;
  said.at = *at;
  said.kind = word_of(ground.settings.kinds, "email");
  said.direction = outgoing ? "out" : "in";
  Addresses ours = from;
  if (!outgoing) {
    ours = letter.to;
    ours.insert(ours.end(), letter.cc.begin(), letter.cc.end());
  }
  said.by = colleague_of(ours, ground);
  said.subject = letter.subject;
  said.text = said_in(letter, wish);
  said.external = {"mail:" + (letter.id.empty() ? fingerprint(said.at.text() + "\n" + from.front() +
                                                              "\n" + letter.subject)
                                                : letter.id)};

  Arrival arrival;
  arrival.kind = Arrival::Kind::entry;
  arrival.place = mail.place;
  arrival.raw = as_in_mailbox(mail);
  arrival.says.interactions = {std::move(said)};
  // A letter to several is one conversation with all of them.
  for (const std::string& other : others) arrival.also.push_back({Key::Kind::email, other});
  // Who writes may want the answer elsewhere.
  if (!outgoing) add_others(others, letter.reply_to, ground);
  for (const std::string& other : others) arrival.whom.push_back({Key::Kind::email, other});
  arrival.answers = answered(letter);
  return arrival;
}

Result<std::unique_ptr<Source>> open_mailbox(std::unique_ptr<Bytes> bytes, std::string file,
                                             MailWish wish, const Ground& ground) {
  if (auto can = mails_can_be_read(); !can) return error(can.error());
  auto again = BytesAgain::of(std::move(bytes), 4096);
  if (!again) return error(again.error());
  std::string_view beginning = (*again)->beginning();
  if (beginning.starts_with("\xD0\xCF\x11\xE0"))
    return error(Error::asked_wrongly(file + " is a mail as only Outlook reads it (.msg)",
                                      "drag it into another mail program, or save it as .eml"));
  beginning.remove_prefix(std::min(beginning.find_first_not_of("\r\n"), beginning.size()));
  if (beginning.empty() || beginning.starts_with("From "))
    return std::make_unique<MailSource>(mails_of_mbox(*std::move(again), std::move(file)),
                                        "a mailbox", wish, ground);
  return std::make_unique<MailSource>(mails_of_file(*std::move(again), std::move(file)), "a mail",
                                      wish, ground);
}

Result<std::unique_ptr<Source>> open_maildir(std::vector<std::string> files, FileOpener open,
                                             MailWish wish, const Ground& ground) {
  if (auto can = mails_can_be_read(); !can) return error(can.error());
  std::stable_partition(files.begin(), files.end(),
                        [](const std::string& file) { return !is_new(file); });
  return std::make_unique<MailSource>(mails_of_files(std::move(files), std::move(open)),
                                      "a mail folder (Maildir)", wish, ground);
}

}  // namespace crm
