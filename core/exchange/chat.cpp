#include "core/exchange/chat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"
#include "core/exchange/charset.hpp"
#include "core/exchange/chat_line.hpp"
#include "core/exchange/fingerprint.hpp"
#include "core/exchange/lines.hpp"

namespace crm {
namespace {

/// What is looked at before the first day is told.
constexpr std::size_t long_beginning = 256 << 10;
constexpr std::size_t longest_line = 64 << 10;
constexpr std::size_t longest_day = 64 << 10;
/// Partners whose days are held at a time.
constexpr std::size_t most_partners = 1024;

std::vector<ChatLine> lines_of(std::string_view beginning) {
  std::vector<ChatLine> lines;
  for (std::string_view line : split(beginning, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (auto read = read_chat_line(line.substr(0, 400))) lines.push_back(*std::move(read));
  }
  return lines;
}

/// `Messages and calls are end-to-end encrypted.`
bool is_about_encryption(std::string_view text) {
  constexpr std::array<std::string_view, 9> words = {
      "end-to-end encrypt",      "Ende-zu-Ende",           "chiffrés de bout en bout",
      "de bout en bout",         "extremo a extremo",      "de ponta a ponta",
      "crittografia end-to-end", "end-to-end versleuteld", "एंड-टू-एंड"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// What somebody sent that is no text, in square brackets: `[IMG-20241231-WA0001.jpg]`, `[media]`.
std::string told(std::string text, bool marked) {
  const auto one_line = text.find('\n') == text.npos;
  if (one_line && text.size() > 4 && text.starts_with('<') && text.ends_with('>')) {
    const std::string_view inside = std::string_view(text).substr(1, text.size() - 2);
    if (inside.find_first_of("<>") != inside.npos) return text;
    const auto colon = inside.find(": ");
    if (colon != inside.npos) return fmt::format("[{}]", inside.substr(colon + 2));
    return inside.size() < 60 && inside.find(' ') != inside.npos ? "[media]" : text;
  }
  // IMG-20241231-WA0001.jpg (file attached)
  const auto bracket = text.find(" (");
  if (bracket != text.npos && text.substr(0, text.find('\n')).ends_with(')')) {
    const std::string name = text.substr(0, bracket);
    const auto dot = name.rfind('.');
    const bool is_file = dot != name.npos && name.size() - dot >= 3 && name.size() - dot <= 6 &&
                         name.find_first_of(" \n") == name.npos && name.find("://") == name.npos &&
                         text.find("-WA") != text.npos;
    if (is_file) {
      const auto end = text.find('\n');
      return "[" + name + "]" + (end == text.npos ? "" : text.substr(end));
    }
  }
  // image omitted
  if (marked && one_line && text.size() <= 40 && text.find_first_of("0123456789:") == text.npos)
    return "[" + text + "]";
  return text;
}

/// Without `<This message was edited>`, which a later export adds to what was there.
std::string without_edit_mark(std::string line) {
  const auto at = line.rfind("\u200E<");
  if (at != line.npos && at > 0 && line.ends_with('>') && line.find(": ", at) == line.npos &&
      !line.substr(0, at).ends_with(": "))
    line.resize(at);
  return line;
}

/// The name in `WhatsApp Chat with Bob.txt` or `WhatsApp Chat - Bob/_chat.txt`; empty elsewhere.
std::string named_in(std::string_view path) {
  constexpr std::array<std::string_view, 12> begins = {
      "WhatsApp Chat with ",       "WhatsApp Chat - ",      "WhatsApp-Chat mit ",
      "WhatsApp Chat mit ",        "Chat de WhatsApp con ", "Discussion WhatsApp avec ",
      "Conversa do WhatsApp com ", "Chat WhatsApp con ",    "WhatsApp-chat met ",
      "Chat WhatsApp - ",          "WhatsApp Chat con ",    "WhatsApp - "};
  std::vector<std::string_view> parts = split(path, '/');
  for (std::size_t back = 1; back <= std::min<std::size_t>(2, parts.size()); ++back) {
    std::string_view part = parts[parts.size() - back];
    for (const std::string_view ending : {".txt", ".zip"})
      if (part.ends_with(ending)) part.remove_suffix(ending.size());
    if (part.ends_with(')') && part.size() > 4 && part.rfind(" (") != part.npos)
      part = part.substr(0, part.rfind(" ("));
    for (const std::string_view begin : begins)
      if (part.starts_with(begin)) return plain_chat_text(part.substr(begin.size()));
  }
  return {};
}

bool is_same_name(const std::string& a, const std::string& b) {
  if (looks_like_phone(a) && looks_like_phone(b)) return e164(a, "") == e164(b, "");
  return folded(a) == folded(b);
}

/// Who of a chat we are.
struct Sides {
  std::set<std::string> ours;
  /// The only other one, where it is one.
  std::string partner;
};

Result<Sides> sides_of(const std::vector<ChatLine>& lines, const std::string& file,
                       const ChatWish& wish, const Ground& ground) {
  std::vector<std::string> names;
  for (const ChatLine& line : lines) {
    const bool said = !line.sender.empty() && !is_about_encryption(line.text);
    if (said && names.size() < most_partners &&
        std::find(names.begin(), names.end(), line.sender) == names.end())
      names.push_back(line.sender);
  }
  Sides sides;
  const std::string named = named_in(file);
  const auto is_named = [&](const std::string& name) {
    return !named.empty() && is_same_name(name, named);
  };
  for (const std::string& name : names) {
    const bool ours = wish.me.empty() ? !is_named(name) && !colleague(ground.settings, name).empty()
                                      : is_same_name(name, wish.me);
    if (ours) sides.ours.insert(name);
  }
  if (sides.ours.empty() && wish.me.empty() && names.size() == 2) {
    if (is_named(names[0])) sides.ours.insert(names[1]);
    if (is_named(names[1])) sides.ours.insert(names[0]);
  }
  if (sides.ours.empty() && names.size() > 1) {
    const std::string all = fmt::format(
        "{}",
        fmt::join(names.begin(),
                  names.begin() + std::min<std::ptrdiff_t>(5, std::ptrdiff_t(names.size())), ", "));
    if (!wish.me.empty())
      return error(Error::asked_wrongly(
          fmt::format("{}: nobody in this chat is called \"{}\"", file, wish.me),
          "those who wrote are " + all));
    return error(Error::asked_wrongly(
        fmt::format("{}: it is not known which of them you are: {}", file, all),
        fmt::format("say it with --me, for example: --me \"{}\"", names.back())));
  }
  std::vector<std::string> others;
  for (const std::string& name : names)
    if (!sides.ours.contains(name)) others.push_back(name);
  if (others.size() == 1) sides.partner = others.front();
  if (others.empty()) sides.partner = named;
  return sides;
}

class ChatSource : public Source {
 public:
  ChatSource(std::unique_ptr<Bytes> bytes, std::string file, Sides sides, ChatOrder order,
             ChatWish wish, const Ground& ground)
      : lines_(std::move(bytes), longest_line),
        file_(std::move(file)),
        sides_(std::move(sides)),
        order_(order),
        wish_(std::move(wish)),
        ground_(ground) {
    kind_ = "chat";
    for (const char* const word : {"whatsapp", "chat", "message"}) {
      const auto& kinds = ground_.settings.kinds;
      const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const std::string& each) {
        return folded(each) == word;
      });
      if (found == kinds.end()) continue;
      kind_ = *found;
      break;
    }
  }

  Result<std::optional<Item>> next() override {
    while (waiting_.empty() && !ended_) {
      const auto line = lines_.next();
      if (!line) return error(line.error());
      if (!*line) {
        end_message();
        end_day();
        ended_ = true;
        break;
      }
      take(**line);
    }
    if (waiting_.empty()) return std::nullopt;
    Item item = std::move(waiting_.front());
    waiting_.pop_front();
    return item;
  }

  Nature nature() const override { return Nature::letters; }

  std::string kind() const override { return "a WhatsApp chat"; }

  std::vector<std::string> remarks() const override {
    std::vector<std::string> said;
    if (order_.guessed)
      said.push_back(fmt::format("days were read as {}, which the file does not tell",
                                 order_.order == ChatDays::day_first ? "day/month" : "month/day"));
    if (own_lines_ > 0)
      said.push_back(fmt::format("lines of WhatsApp itself left out: {}", own_lines_));
    if (cut_ > 0) said.push_back(fmt::format("lines left out of very long days: {}", cut_));
    return said;
  }

 private:
  struct Message {
    std::string sender, text;
    Moment at;
    int line = 0;
    bool marked = false;
  };

  /// What belongs to one partner on the day.
  struct Talk {
    Message first;
    std::string text;
    bool partner_wrote = false;
    bool ours_began = false;
  };

  bool is_ours(const std::string& sender) const {
    if (sides_.ours.contains(sender)) return true;
    if (!wish_.me.empty()) return is_same_name(sender, wish_.me);
    return sender != sides_.partner && !sides_.ours.empty() &&
           !colleague(ground_.settings, sender).empty();
  }

  void take(const std::string& raw) {
    const auto head = read_chat_line(raw);
    const auto day = head ? day_of(*head, order_.order) : std::nullopt;
    if (!day) {
      if (open_ && message_.text.size() < longest_day)
        message_.text += "\n" + plain_chat_text(without_edit_mark(raw));
      return;
    }
    end_message();
    if (head->sender.empty() || is_about_encryption(head->text)) {
      ++own_lines_;
      return;
    }
    if (day_ && *day_ != *day) end_day();
    day_ = *day;
    auto typed = read_chat_line(without_edit_mark(raw));
    message_.sender = std::move(typed->sender);
    message_.text = std::move(typed->text);
    message_.marked = typed->marked;
    message_.at = Moment{*day, head->second, {}, head->with_seconds};
    message_.line = lines_.number();
    open_ = true;
  }

  void end_message() {
    if (!std::exchange(open_, false)) return;
    while (message_.text.ends_with('\n')) message_.text.pop_back();
    const std::string text = printable_text(told(composed(message_.text), message_.marked));
    const std::string sender = printable_line(composed(message_.sender));
    const std::string line =
        fmt::format("{} {}: {}\n", message_.at.clock().substr(0, 5), sender, text);
    if (!is_ours(message_.sender)) {
      // Whom we wrote to before, on that day, is told by nothing: a group's beginning is
      // everybody's.
      if (!talks_.contains(sender) && talks_.size() < most_partners) {
        Talk& fresh = talks_[sender];
        if (!before_.text.empty()) fresh = before_;
      }
      if (const auto talk = talks_.find(sender); talk != talks_.end()) {
        add(talk->second, line, false);
        talk->second.partner_wrote = true;
      }
      return;
    }
    if (!sides_.partner.empty() && talks_.empty())
      talks_.emplace(printable_line(composed(sides_.partner)), Talk());
    add(before_, line, true);
    for (auto& [name, talk] : talks_) add(talk, line, true);
  }

  void add(Talk& talk, const std::string& line, bool ours) {
    if (talk.text.empty()) {
      talk.first = message_;
      talk.first.text.clear();
      talk.ours_began = ours;
    }
    if (talk.text.size() + line.size() <= longest_day)
      talk.text += line;
    else
      ++cut_;
  }

  void end_day() {
    if (talks_.empty() && !before_.text.empty())
      waiting_.emplace_back(Skip{{file_, before_.first.line, 1}, "a day on which nobody answered"});
    for (const auto& [name, talk] : talks_) waiting_.emplace_back(arrival(name, talk));
    talks_.clear();
    before_ = Talk();
    day_.reset();
  }

  Arrival arrival(const std::string& name, const Talk& talk) const {
    Arrival arrival;
    arrival.kind = Arrival::Kind::entry;
    arrival.place = {file_, talk.first.line, 1};
    const bool number = looks_like_phone(name);
    arrival.whom = {{number ? Key::Kind::phone : Key::Kind::name, name}};
    Interaction said;
    said.at = ground_.zone.with_offset(talk.first.at);
    said.by = talk.ours_began ? colleague(ground_.settings, talk.first.sender) : std::string();
    if (said.by.empty()) said.by = ground_.me;
    said.kind = kind_;
    said.direction = talk.ours_began ? "out" : "in";
    if (folded(kind_) != "whatsapp") said.subject = "WhatsApp";
    said.text = trimmed(talk.text);
    const std::string who = number ? e164(name, ground_.settings.country) : folded(name);
    said.external = {"whatsapp:" + fingerprint(who + "\n" + talk.first.at.day.text())};
    arrival.says.interactions = {std::move(said)};
    return arrival;
  }

  LinesOf lines_;
  std::string file_;
  Sides sides_;
  ChatOrder order_;
  ChatWish wish_;
  Ground ground_;
  std::string kind_;
  std::optional<Day> day_;
  Message message_;
  /// A message is being read; our lines of the day; those of each partner.
  bool open_ = false, ended_ = false;
  Talk before_;
  std::map<std::string, Talk> talks_;
  std::deque<Item> waiting_;
  std::int64_t own_lines_ = 0, cut_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> open_chat(std::unique_ptr<Bytes> bytes, std::string file,
                                          ChatWish wish, const Ground& ground) {
  auto text = Text::of(std::move(bytes), wish.encoding);
  if (!text) return error(text.error());
  auto again = BytesAgain::of(*std::move(text), long_beginning);
  if (!again) return error(again.error());
  const std::vector<ChatLine> lines = lines_of((*again)->beginning());
  if (lines.empty())
    return error(Error::asked_wrongly(file + " is no chat that WhatsApp wrote",
                                      "in WhatsApp: the chat's menu, Export chat, without media"));
  auto sides = sides_of(lines, file, wish, ground);
  if (!sides) return error(sides.error());
  const ChatOrder order =
      order_of(lines, ground.now.day.plus_days(1), date_order(ground.settings.country));
  return std::make_unique<ChatSource>(*std::move(again), std::move(file), *std::move(sides), order,
                                      std::move(wish), ground);
}

bool looks_like_chat(std::string_view beginning) {
  const std::vector<ChatLine> lines = lines_of(beginning.substr(0, 8192));
  return std::any_of(lines.begin(), lines.end(),
                     [](const ChatLine& line) { return !line.sender.empty(); });
}

}  // namespace crm
