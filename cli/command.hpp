// A command as a value: its name, what it is for, examples, and how its words are declared.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/placeholder.hpp"
#include "cli/world.hpp"

namespace CLI {
class App;
}

namespace crm {

/// What a declared word or option looks like to somebody who reads the help.
struct Declared {
  /// `--on`, `-n, --dry-run`; empty for a word.
  std::string option = {};
  /// `WHEN`; empty for a flag.
  std::string placeholder = {};
  std::string help = {};
  bool required = false;
  bool many = false;
  /// See Placeholder.
  std::string choices = {};
  std::string offers = {};

  /// `WHO`, `[TEXT...]`: a word as the usage line has it.
  std::string in_usage() const;
};

/// Where a command says which words and options it takes. The values are in the caller's variables
/// after parsing.
class Declaration {
 public:
  /// `said` is what the person typed. An option that does not occur in it is only remembered for
  /// the help: thirty of them cost CLI11 more time than reading a record does.
  Declaration(CLI::App& app, const std::vector<std::string>& said) : app_(&app), said_(&said) {}

  /// Nothing is said; what is declared is only remembered.
  Declaration() = default;

  Declaration(const Declaration&) = delete;
  Declaration& operator=(const Declaration&) = delete;

  void argument(std::string& into, const Placeholder& placeholder, std::string_view help);
  void optional_argument(std::string& into, const Placeholder& placeholder, std::string_view help);
  /// All further words.
  void arguments(std::vector<std::string>& into, const Placeholder& placeholder,
                 std::string_view help);
  /// The same; those after `--` are meant word by word and go to `plain`.
  void arguments(std::vector<std::string>& into, std::vector<std::string>& plain,
                 const Placeholder& placeholder, std::string_view help);
  void flag(bool& into, std::string_view names, std::string_view help);
  void option(std::string& into, std::string_view names, const Placeholder& placeholder,
              std::string_view help);
  /// One whose value may be left out: `--mail`, `--mail anna`. Nothing where it was not said.
  void option(std::optional<std::string>& into, std::string_view names,
              const Placeholder& placeholder, std::string_view help);
  /// May be given several times.
  void option(std::vector<std::string>& into, std::string_view names,
              const Placeholder& placeholder, std::string_view help);
  /// Takes two words at a time: `--remind WHEN TEXT`.
  void pairs(std::vector<std::string>& into, std::string_view names, std::string_view placeholders,
             std::string_view help);
  /// A flag that may carry a value: `--json`, `--json=name,owner`; `*` when it carries none.
  void flag_with_value(std::string& into, std::string_view names, std::string_view help);

  const std::vector<Declared>& declared() const { return declared_; }

  /// ` WHO KIND [TEXT]`: the words alone, as a usage line has them.
  std::string words() const;
  /// Gives back the dashes that were hidden from the parser.
  void unhide();

 private:
  /// Whether a word begins with one of the names.
  bool is_said(std::string_view names) const;

  CLI::App* app_ = nullptr;
  const std::vector<std::string>* said_ = nullptr;
  std::vector<Declared> declared_;
  std::vector<std::string*> texts_;
  std::vector<std::optional<std::string>*> wishes_;
  std::vector<std::vector<std::string>*> lists_;
  std::vector<std::string>* plain_ = nullptr;
};

/// A word that begins with a dash and is no option (`-churned`, `-3d`) is hidden from the parser by
/// this first character.
constexpr char hidden_dash = '\x01';
/// A word after `--` begins with this one.
constexpr char plain_word = '\x02';

using Action = std::function<void(World&)>;

struct Example {
  std::string_view line;
  std::string_view what;
};

struct Command {
  std::string_view name;
  /// The group it is listed under in help; empty where it is for other programs alone.
  std::string_view group;
  /// Imperative, lower case, no full stop.
  std::string_view summary;
  std::vector<Example> examples;
  Action (*declare)(Declaration& words);
  /// What there is to know besides, in paragraphs; for its page and its help.
  std::vector<std::string_view> manual = {};

  bool is_for_programs() const { return group.empty(); }
};

/// `crm log WHO KIND [TEXT]`.
std::string usage(const Command& command);

/// What a command declares, words first.
std::vector<Declared> declared(const Command& command);
/// What every command takes besides.
std::vector<Declared> declared_manners();

/// All of them, in the order of the help.
const std::vector<Command>& commands();

/// The options that every command understands.
void declare_manners(Declaration& words, Manners& manners);

}  // namespace crm
