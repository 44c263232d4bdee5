#include "cli/completion/complete.hpp"

#include <algorithm>
#include <ostream>

#include "cli/completion/slots.hpp"
#include "cli/completion/sources.hpp"
#include "cli/completion/typed.hpp"
#include "cli/desk.hpp"
#include "cli/directory.hpp"
#include "cli/docs/topic.hpp"
#include "cli/extension.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/index/naming.hpp"

namespace crm {
namespace {

/// Names of an option: `-n`, `--dry-run`; `--json` of `--json[=FIELDS]`.
std::vector<std::string> names_of(const Declared& option) {
  std::vector<std::string> names;
  const std::string_view all(option.option);
  for (const std::string_view name : split(all.substr(0, all.find('[')), ','))
    names.emplace_back(trimmed(name));
  return names;
}

/// A line that is being typed, read from the left as the program itself would.
class Line {
 public:
  Line(const std::vector<std::string>& words, const World& world)
      : world_(world), manners_(declared_manners()) {
    for (const std::string& word : words) take(word);
  }

  Offers offers(const std::string& current, const Names* names) const {
    const Sources sources(names);
    Offers all;
    if (option_ != nullptr && !is_without_value(current)) {
      const auto behind = slots_behind(*option_);
      offer_from(behind[std::min(taken_, behind.size() - 1)], {.typed = current}, sources, all);
    } else if (const auto equals = current.find('=');
               current.starts_with("--") && equals != current.npos && !only_words_) {
      offer_value(current, equals, sources, all);
    } else if (current.starts_with('-') && !only_words_ && current != "-x") {
      offer_options(current, all);
      if (current.size() > 1 && current[1] != '-') offer_words(current, sources, all);
    } else {
      offer_words(current, sources, all);
    }
    return all;
  }

 private:
  /// Whether its option, whose value may be left out, has none where this word follows.
  bool is_without_value(const std::string& word) const {
    return option_ != nullptr && option_->placeholder.starts_with('[') && word.starts_with('-');
  }

  void take(const std::string& word) {
    if (is_without_value(word)) option_ = nullptr;
    if (option_ != nullptr) {
      if (++taken_ == split(option_->placeholder, ' ').size()) option_ = nullptr;
    } else if (word == "--" && !only_words_) {
      only_words_ = true;
    } else if (word.starts_with('-') && word.size() > 1 && !only_words_ && is_option(word)) {
      if (const Declared* const one = option_named(word.substr(0, word.find('=')));
          one != nullptr && !one->placeholder.empty() && word.find('=') == word.npos) {
        option_ = one;
        taken_ = 0;
      }
    } else if (name_.empty()) {
      name_ = word;
      command_ = command_named(word);
      if (command_) declared_ = declared(*command_);
    } else {
      words_.push_back(word);
    }
  }

  static bool is_option(const std::string& word) {
    return word[1] == '-' || (word.size() == 2 && (word[1] < '1' || word[1] > '9'));
  }

  const Declared* option_named(const std::string& name) const {
    for (const auto* const all : {&declared_, &manners_})
      for (const Declared& one : *all) {
        const auto names = names_of(one);
        if (std::find(names.begin(), names.end(), name) != names.end()) return &one;
      }
    return nullptr;
  }

  void offer_options(const std::string& current, Offers& all) const {
    for (const auto* const declared : {&declared_, &manners_})
      for (const Declared& one : *declared) {
        if (one.option.empty()) continue;
        const auto names = names_of(one);
        for (const std::string& name : names)
          // A dash alone stands before short options too, which those with a long name need not.
          if (name.starts_with(current) && (names.size() == 1 || name.size() > 2))
            all.all.push_back({name, one.help});
      }
    if (name_.empty() && std::string_view("--version").starts_with(current))
      all.all.push_back({"--version", "show the version"});
  }

  /// `--color=al`, `--json=name,ow`.
  void offer_value(const std::string& current, std::size_t equals, const Sources& sources,
                   Offers& all) const {
    const Declared* const one = option_named(current.substr(0, equals));
    if (one == nullptr) return;
    Offers found;
    const Cursor cursor{.typed = current.substr(equals + 1), .noun = noun()};
    const auto carried = one->option.find("[=");
    if (carried != std::string::npos)
      sources.offer(one->option.substr(carried + 2, one->option.size() - carried - 3), cursor,
                    found);
    else if (!one->placeholder.empty())
      offer_from(slots_behind(*one).front(), cursor, sources, found);
    all.files = found.files;
    for (Offer& offer : found.all)
      all.all.push_back({current.substr(0, equals + 1) + offer.word, std::move(offer.meaning)});
  }

  void offer_from(const Slot& slot, Cursor cursor, const Sources& sources, Offers& all) const {
    cursor.noun = noun();
    if (!words_.empty()) cursor.about = words_.front();
    if (!slot.choices.empty()) Sources::offer_words(slot.choices, cursor, all);
    for (const std::string& source : slot.sources) {
      // What was removed can be brought back, and nothing else.
      const bool brings_back = name_ == "restore" && (source == "WHO" || source == "ID");
      if (!brings_back)
        sources.offer(source, cursor, all);
      else if (source == "WHO")
        sources.offer("REMOVED", cursor, all);
    }
  }

  void offer_words(const std::string& current, const Sources& sources, Offers& all) const {
    if (name_.empty()) return offer_commands(current, false, all);
    if (name_ == "help") {
      if (words_.empty()) offer_commands(current, true, all);
      return;
    }
    const auto slots = crm::slots(declared_);
    const Cursor cursor{.typed = current};
    for (const Slot* const slot : expected(slots, words_.size()))
      offer_from(*slot, cursor, sources, all);
  }

  void offer_commands(const std::string& current, bool with_topics, Offers& all) const {
    for (const Command& command : commands())
      if (!command.is_for_programs() && command.name.starts_with(current))
        all.all.push_back({std::string(command.name), std::string(command.summary)});
    for (const std::string& word : extensions(world_, current))
      all.all.push_back({word, "run " + world_.program + "-" + word});
    if (!with_topics) {
      if (std::string_view("help").starts_with(current))
        all.all.push_back({"help", "show the commands, or how one is used"});
      return;
    }
    for (const Topic& topic : topics())
      if (topic.name.starts_with(current))
        all.all.push_back({std::string(topic.name), std::string(topic.summary)});
  }

  /// Whose fields are meant: of what is listed, or of what the command makes.
  std::string noun() const {
    for (const std::string& word : words_)
      for (const Field& field : customer_type().fields)
        if (field.item != nullptr && field.key == word) return std::string(field.item->noun);
    if (name_ == "pipeline") return "deal";
    for (const Field& field : customer_type().fields)
      if (field.item != nullptr && field.item->noun == name_) return name_;
    return "customer";
  }

  const World& world_;
  std::vector<Declared> manners_;
  std::string name_;
  std::optional<Command> command_;
  std::vector<Declared> declared_;
  std::vector<std::string> words_;
  /// The option whose values come next, and how many of them were there.
  const Declared* option_ = nullptr;
  std::size_t taken_ = 0;
  bool only_words_ = false;
};

/// The value of an option that stands before the cursor.
std::string value_of(const std::vector<std::string>& words, std::string_view option) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == option && i + 1 < words.size()) return words[i + 1];
    if (words[i].starts_with(option) && words[i].size() > option.size() &&
        words[i][option.size()] == '=')
      return words[i].substr(option.size() + 1);
  }
  return {};
}

/// Those of the book that is meant, taken down anew where it has changed.
std::optional<Names> names_of_book(World& world) {
  const auto layout = find_book(world.disk, whereabouts(world));
  if (!layout) return std::nullopt;
  auto names = Names::open(world.disk, *layout);
  if (names && names->are_current()) return names;
  // Where the book can't be understood just now, older ones will do.
  const auto book = Book::open(world.disk, *layout);
  if (!book || !keep_names(*book, book->zone().local(world.now))) return names;
  return Names::open(world.disk, *layout);
}

/// Whether the answer hangs on a book: commands and options alone don't.
bool needs_book(const std::vector<std::string>& words, const std::string& current) {
  const bool options_alone = current.starts_with("--") && current.find('=') == current.npos;
  return !options_alone && std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return !word.starts_with('-');
  });
}

void drop_doubles(std::vector<Offer>& all) {
  std::vector<Offer> once;
  once.reserve(all.size());
  for (Offer& one : all)
    if (std::none_of(once.begin(), once.end(),
                     [&](const Offer& other) { return other.word == one.word; }))
      once.push_back(std::move(one));
  all = std::move(once);
}

void print_for_bash(const Offers& offers, const TypedLine& line, std::string_view type,
                    World& world) {
  const std::string_view kept = std::string_view(line.current).substr(0, line.kept);
  std::vector<const Offer*> shown;
  for (const Offer& one : offers.all)
    if (one.word.starts_with(kept)) shown.push_back(&one);
  world.out << (shown.size() == 1 && shown.front()->goes_on ? "open\n" : "words\n");
  // Where one is inserted after the other, or alone, no meaning may come along.
  const bool bare = shown.size() == 1 || type == "37" || type == "42";
  for (const Offer* const one : shown) {
    const std::string word =
        quoted_for_bash(std::string_view(one->word).substr(kept.size()), line.quote);
    world.out << word;
    const int room = world.terminal.width - width(word) - 6;
    if (!bare && !one->meaning.empty() && room > 8)
      world.out << "  (" << shortened(printable_line(one->meaning), room) << ")";
    world.out << "\n";
  }
}

void print_with_meanings(const Offers& offers, bool with_going_on, World& world) {
  world.out << "words\n";
  for (const Offer& one : offers.all) {
    world.out << one.word;
    if (with_going_on || !one.meaning.empty()) world.out << "\t" << printable_line(one.meaning);
    if (with_going_on) world.out << "\t" << (one.goes_on ? "+" : "");
    world.out << "\n";
  }
}

}  // namespace

void complete(const std::vector<std::string>& asked, World& world) try {
  if (asked.size() < 2) return;
  const std::string& shell = asked.front();
  TypedLine line;
  if (shell == "bash") {
    line = typed_in_bash(asked[1], asked.size() > 2 ? asked[2] : " \t\n\"'><=;|&(:");
    if (!line.words.empty()) line.words.erase(line.words.begin());
  } else {
    line.words.assign(asked.begin() + 1, asked.end() - 1);
    line.current = asked.back();
  }
  world.manners.book = value_of(line.words, "--book");
  std::optional<Names> names;
  if (needs_book(line.words, line.current)) names = names_of_book(world);
  Offers found = Line(line.words, world).offers(line.current, names ? &*names : nullptr);
  drop_doubles(found.all);
  // Where files may stand, other words are only meant when they look like it.
  const bool is_path = line.current.find('=') == std::string::npos &&
                       !line.current.starts_with('+') && !line.current.starts_with('-');
  if (found.files != Offers::Files::none && (found.all.empty() || is_path)) {
    world.out << (found.files == Offers::Files::files ? "files\n" : "folders\n");
    return;
  }
  if (shell == "bash")
    print_for_bash(found, line, asked.size() > 3 ? asked[3] : "", world);
  else
    print_with_meanings(found, shell == "zsh", world);

} catch (const Failure&) {
  // The line stays as it was typed.
}

}  // namespace crm
