// The only file but run.cpp that includes CLI11: it costs seconds to compile.
#include <CLI/CLI.hpp>

#include <algorithm>

#include "cli/command.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

void unhide_text(std::string& text) {
  if (!text.empty() && (text.front() == hidden_dash || text.front() == plain_word))
    text.erase(0, 1);
}

/// `-n,--dry-run` → `-n, --dry-run`.
std::string shown(std::string_view names) {
  std::string text(names);
  for (auto at = text.find(','); at != text.npos; at = text.find(',', at + 1))
    text.insert(at + 1, " ");
  return text;
}

Declared declared_word(const Placeholder& placeholder, std::string_view help, bool required,
                       bool many) {
  return {"",
          std::string(placeholder.name),
          std::string(help),
          required,
          many,
          std::string(placeholder.choices),
          std::string(placeholder.offers)};
}

Declared declared_option(std::string_view names, const Placeholder& placeholder,
                         std::string_view help, bool many) {
  return {shown(names),
          std::string(placeholder.name),
          std::string(help),
          false,
          many,
          std::string(placeholder.choices),
          std::string(placeholder.offers)};
}

}  // namespace

std::string Declared::in_usage() const {
  // A placeholder that says itself how often it stands is taken as it is.
  if (placeholder.find("...") != std::string::npos) return placeholder;
  const std::string name = many ? placeholder + "..." : placeholder;
  return required ? name : "[" + name + "]";
}

void Declaration::argument(std::string& into, const Placeholder& placeholder,
                           std::string_view help) {
  if (app_ != nullptr) app_->add_option(std::string(placeholder.name), into)->required();
  declared_.push_back(declared_word(placeholder, help, true, false));
  texts_.push_back(&into);
}

void Declaration::optional_argument(std::string& into, const Placeholder& placeholder,
                                    std::string_view help) {
  if (app_ != nullptr) app_->add_option(std::string(placeholder.name), into);
  declared_.push_back(declared_word(placeholder, help, false, false));
  texts_.push_back(&into);
}

void Declaration::arguments(std::vector<std::string>& into, const Placeholder& placeholder,
                            std::string_view help) {
  if (app_ != nullptr) app_->add_option(std::string(placeholder.name), into);
  declared_.push_back(declared_word(placeholder, help, false, true));
  lists_.push_back(&into);
}

void Declaration::arguments(std::vector<std::string>& into, std::vector<std::string>& plain,
                            const Placeholder& placeholder, std::string_view help) {
  arguments(into, placeholder, help);
  plain_ = &plain;
}

void Declaration::flag(bool& into, std::string_view names, std::string_view help) {
  declared_.push_back({shown(names), "", std::string(help)});
  if (is_said(names)) app_->add_flag(std::string(names), into);
}

void Declaration::option(std::string& into, std::string_view names, const Placeholder& placeholder,
                         std::string_view help) {
  declared_.push_back(declared_option(names, placeholder, help, false));
  if (!is_said(names)) return;
  app_->add_option(std::string(names), into)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  texts_.push_back(&into);
}

void Declaration::option(std::optional<std::string>& into, std::string_view names,
                         const Placeholder& placeholder, std::string_view help) {
  declared_.push_back(declared_option(names, placeholder, help, false));
  if (!is_said(names)) return;
  app_->add_option_function<std::vector<std::string>>(
          std::string(names),
          [&into](const std::vector<std::string>& said) { into = said.empty() ? "" : said.back(); })
      ->expected(0, 1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  wishes_.push_back(&into);
}

void Declaration::option(std::vector<std::string>& into, std::string_view names,
                         const Placeholder& placeholder, std::string_view help) {
  declared_.push_back(declared_option(names, placeholder, help, true));
  if (!is_said(names)) return;
  app_->add_option(std::string(names), into)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  lists_.push_back(&into);
}

void Declaration::pairs(std::vector<std::string>& into, std::string_view names,
                        std::string_view placeholders, std::string_view help) {
  declared_.push_back({shown(names), std::string(placeholders), std::string(help), false, true});
  if (!is_said(names)) return;
  app_->add_option(std::string(names), into)
      ->type_size(2)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  lists_.push_back(&into);
}

void Declaration::flag_with_value(std::string& into, std::string_view names,
                                  std::string_view help) {
  declared_.push_back({shown(names) + "[=FIELDS]", "", std::string(help)});
  if (!is_said(names)) return;
  app_->add_flag(std::string(names) + "{*}", into);
  texts_.push_back(&into);
}

bool Declaration::is_said(std::string_view names) const {
  if (app_ == nullptr) return false;
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find(',', begin), names.size());
    const std::string_view name = names.substr(begin, end - begin);
    for (const std::string& word : *said_)
      if (word.starts_with(name)) return true;
    begin = end + 1;
  }
  return false;
}

std::string Declaration::words() const {
  std::string words;
  for (const Declared& one : declared_)
    if (one.option.empty()) words += " " + one.in_usage();
  return words;
}

std::vector<Declared> declared(const Command& command) {
  Declaration words;
  command.declare(words);
  return words.declared();
}

std::vector<Declared> declared_manners() {
  Declaration words;
  Manners manners;
  declare_manners(words, manners);
  return words.declared();
}

std::string usage(const Command& command) {
  std::string line = "crm " + std::string(command.name);
  for (const Declared& one : declared(command))
    if (one.option.empty()) line += " " + one.in_usage();
  return line;
}

void Declaration::unhide() {
  if (plain_ != nullptr) {
    std::vector<std::string>& words = *lists_.front();
    const auto is_plain = [](const std::string& word) { return word.front() == plain_word; };
    std::copy_if(words.begin(), words.end(), std::back_inserter(*plain_), is_plain);
    std::erase_if(words, is_plain);
    for (std::string& word : *plain_) unhide_text(word);
  }
  for (std::string* const text : texts_) unhide_text(*text);
  for (std::optional<std::string>* const wish : wishes_)
    if (*wish) unhide_text(**wish);
  for (std::vector<std::string>* const list : lists_)
    for (std::string& text : *list) unhide_text(text);
}

void declare_manners(Declaration& words, Manners& manners) {
  words.option(manners.book, "--book", placeholder::folder, "the book's folder");
  words.option(manners.as, "--as", placeholder::colleague,
               "who does it, by the short name in crm.yaml's team");
  words.flag(manners.dry_run, "-n,--dry-run", "show what would change, change nothing");
  words.flag(manners.yes, "-y,--yes", "answer every question with yes");
  words.flag(manners.anyway, "--anyway", "insist where crm refuses");
  words.option(manners.message, "-m,--message", placeholder::text, "a reason or note to keep");
  words.flag_with_value(manners.json, "--json",
                        "print JSON, of these fields alone where some are given: name,owner");
  words.flag(manners.csv, "--csv", "print CSV with a header");
  words.flag(manners.tsv, "--tsv", "print tab-separated values, as in a pipe");
  words.flag(manners.ids, "--ids", "print ids alone, a line each");
  words.flag(manners.nul, "-0", "end each line of output with a NUL");
  words.flag(manners.no_input, "--no-input", "never ask");
  words.option(manners.color, "--color", placeholder::color,
               "when to use colours: auto, always or never");
  words.flag(manners.help, "-h,--help", "show how the command is used");
}

}  // namespace crm
