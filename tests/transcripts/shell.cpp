#include "tests/transcripts/shell.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <regex>
#include <sstream>

#include "cli/run.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"

namespace crm::transcripts {
namespace fs = std::filesystem;

namespace {

// --- Words ---

struct Token {
  std::string text;
  bool is_sign = false;  // | && < > >> <<
  bool is_bare = true;   // without quotes: may be a glob or an assignment
};

struct Words {
  std::vector<Token> tokens;
  std::string heredoc;
  bool complete = true;
};

/// The shell's reading of a command: quotes are taken off, a heredoc's lines are put aside.
Words read_words(const std::string& command) {
  Words words;
  std::optional<Token> token;
  std::size_t i = 0;
  const auto end_token = [&] {
    if (token) words.tokens.push_back(*token);
    token.reset();
  };
  for (; i < command.size() && command[i] != '\n'; ++i) {
    const char c = command[i];
    const auto open = [&]() -> std::string& {
      if (!token) token = Token{};
      return token->text;
    };
    if (c == ' ') {
      end_token();
    } else if (c == '\'' || c == '"') {
      open();
      token->is_bare = false;
      for (++i; i < command.size() && command[i] != c; ++i) {
        if (c == '"' && command[i] == '\\' && i + 1 < command.size() &&
            std::string_view("\"\\$`").find(command[i + 1]) != std::string_view::npos)
          ++i;
        token->text += command[i];
      }
      if (i >= command.size()) words.complete = false;
    } else if (c == '\\' && i + 1 < command.size()) {
      open() += command[++i];
      token->is_bare = false;
    } else if (c == '|' || c == '<' || c == '>' || (c == '&' && command.substr(i, 2) == "&&")) {
      end_token();
      const bool twice = c != '|' && i + 1 < command.size() && command[i + 1] == c;
      words.tokens.push_back({std::string(twice ? 2 : 1, c), true, true});
      i += twice ? 1 : 0;
    } else {
      open() += c;
    }
  }
  end_token();
  for (std::size_t t = 0; t + 1 < words.tokens.size(); ++t) {
    if (!words.tokens[t].is_sign || words.tokens[t].text != "<<") continue;
    const std::string end = words.tokens[t + 1].text;
    words.complete = false;
    std::istringstream rest(i < command.size() ? command.substr(i + 1) : "");
    for (std::string line; std::getline(rest, line);) {
      if (line == end) {
        words.complete = true;
        break;
      }
      words.heredoc += line + "\n";
    }
  }
  return words;
}

bool is_assignment(const Token& token) {
  const auto equals = token.text.find('=');
  return equals != std::string::npos && equals > 0 &&
         std::all_of(token.text.begin(), token.text.begin() + static_cast<std::ptrdiff_t>(equals),
                     [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

/// printf's: \n, \t, \0, \xHH.
std::string unescaped(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char c = text[++i];
    if (c == 'x' && i + 2 < text.size()) {
      plain += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      plain += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
    }
  }
  return plain;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// sed's `s/old/new/`, several joined by `; `, each perhaps on one line only: `3s/old/new/`.
std::optional<std::string> substituted(const std::string& text, const std::string& script) {
  std::string all = text;
  for (std::string rest = script; !rest.empty();) {
    std::size_t at = rest.find_first_not_of("0123456789; ");
    const std::string_view number = trimmed(std::string_view(rest).substr(0, at));
    if (at == std::string::npos || rest[at] != 's' || at + 1 == rest.size()) return std::nullopt;
    const char mark = rest[at + 1];
    const auto middle = rest.find(mark, at + 2);
    const auto end = rest.find(mark, middle + 1);
    if (middle == std::string::npos || end == std::string::npos) return std::nullopt;
    const std::regex old(rest.substr(at + 2, middle - at - 2));
    const std::string fresh = unescaped(rest.substr(middle + 1, end - middle - 1));
    const std::size_t only =
        number.empty() || number == ";"
            ? 0
            : std::stoul(std::string(number.substr(number.find_first_of("0123456789"))));
    std::string next;
    std::size_t line_number = 0;
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);) {
      ++line_number;
      if (only == 0 || only == line_number)
        line = std::regex_replace(line, old, fresh, std::regex_constants::format_first_only);
      next += line + (lines.eof() && !all.ends_with('\n') ? "" : "\n");
    }
    all = next;
    rest = rest.substr(end + 1);
    rest = std::string(trimmed(rest)) == "" ? "" : rest;
  }
  return all;
}

bool is_for_machines(const std::string& word) {
  return word.starts_with("--json") || word == "--csv" || word == "--tsv" || word == "-0";
}

std::uint64_t hashed(const std::string& text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

/// Control characters made visible.
std::string visible(const std::string& line) {
  std::string text;
  for (const char c : line) {
    if (c == '\x1b')
      text += "\\e";
    else if (c == '\r')
      text += "\\r";
    else if (c == '\0')
      text += "\\0";
    else if (static_cast<unsigned char>(c) < 0x20 && c != '\t')
      text += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    else
      text += c;
  }
  return text;
}

std::string without_colours(const std::string& line) {
  static const std::regex code("\x1b\\[[0-9;]*m");
  return std::regex_replace(line, code, "");
}

}  // namespace

bool is_complete(const std::string& command) {
  return read_words(command).complete;
}

// --- The screen: what both streams wrote, in the order it came ---

class Shell::Screen {
 public:
  struct Line {
    std::string text;
    bool is_error = false;
    bool for_people = false;
  };

  class Stream : public std::streambuf {
   public:
    Stream(Screen& screen, bool is_error, bool for_people)
        : screen_(screen), is_error_(is_error), for_people_(for_people) {}

   private:
    int overflow(int c) override {
      if (c != traits_type::eof()) screen_.put(static_cast<char>(c), is_error_, for_people_);
      return c == traits_type::eof() ? 0 : c;
    }

    Screen& screen_;
    bool is_error_, for_people_;
  };

  /// A keyboard: gives the answer line by line, and what is typed shows on the screen.
  class Keyboard : public std::streambuf {
   public:
    Keyboard(Screen& screen, std::string& answer) : screen_(screen), answer_(answer) {}

   private:
    int underflow() override {
      if (answer_.empty()) return traits_type::eof();
      const std::size_t end = answer_.find('\n') + 1;
      line_ = answer_.substr(0, end);
      answer_.erase(0, end);
      for (const char c : line_) screen_.put(c, true, false);
      setg(line_.data(), line_.data(), line_.data() + line_.size());
      return traits_type::to_int_type(line_.front());
    }

    Screen& screen_;
    std::string& answer_;
    std::string line_;
  };

  void put(char c, bool is_error, bool for_people) {
    if (lines.empty() || complete_ ||
        (lines.back().is_error != is_error && !lines.back().text.empty()))
      lines.push_back({"", is_error, for_people});
    complete_ = c == '\n';
    if (!complete_) lines.back().text += c;
  }

  void clear() {
    lines.clear();
    complete_ = false;
  }

  std::vector<Line> lines;

 private:
  bool complete_ = false;
};

/// One command of a pipeline.
struct Shell::Simple {
  std::map<std::string, std::string> variables;
  std::vector<std::string> words;
  std::optional<std::string> input, output;
  bool appends = false;
};

// --- The shell ---

Shell::Shell() : came_from_(fs::current_path()), screen_(std::make_unique<Screen>()) {
  std::string name = (fs::temp_directory_path() / "crm-transcript-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  root_ = fs::canonical(name);
  fs::create_directories(root_ / "home/anna");
  fs::create_directories(root_ / "tmp");
  fs::current_path(root_ / "home/anna");
}

Shell::~Shell() {
  std::error_code ignored;
  fs::current_path(came_from_, ignored);
  fs::remove_all(root_, ignored);
}

std::string Shell::real(const std::string& path) const {
  const bool made_up = path.starts_with("/home/") ||
                       (path.starts_with("/tmp/") && !path.starts_with(root_.string()));
  return made_up ? root_.string() + path : path;
}

std::string Shell::told(std::string text) const {
  for (auto at = text.find(root_.string()); at != std::string::npos;
       at = text.find(root_.string(), at))
    text.erase(at, root_.string().size());
  return text;
}

std::vector<std::string> Shell::with_globs(std::vector<std::string> words) const {
  std::vector<std::string> all;
  for (const std::string& word : words) {
    std::vector<std::string> found;
    const fs::path pattern = real(word);
    const fs::path folder = pattern.has_parent_path() ? pattern.parent_path() : fs::path(".");
    if (word.find('*') != std::string::npos && fs::is_directory(folder))
      for (const auto& entry : fs::directory_iterator(folder))
        if (::fnmatch(pattern.filename().c_str(), entry.path().filename().c_str(), FNM_PERIOD) == 0)
          found.push_back((fs::path(word).parent_path() / entry.path().filename()).string());
    std::sort(found.begin(), found.end());
    if (found.empty()) found = {word};
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

std::vector<std::string> Shell::run(const std::string& command) {
  screen_->clear();
  faults_.clear();
  chance_ = hashed(command + std::to_string(given_[command]++));
  const Words words = read_words(command);

  std::vector<std::vector<Simple>> chain{{Simple{}}};
  for (std::size_t i = 0; i < words.tokens.size(); ++i) {
    const Token& token = words.tokens[i];
    Simple& now = chain.back().back();
    if (!token.is_sign) {
      if (now.words.empty() && is_assignment(token)) {
        const auto equals = token.text.find('=');
        now.variables[token.text.substr(0, equals)] = token.text.substr(equals + 1);
      } else if (token.is_bare && token.text.find('*') != std::string::npos) {
        for (const std::string& word : with_globs({token.text})) now.words.push_back(word);
      } else {
        now.words.push_back(token.text);
      }
    } else if (token.text == "&&") {
      chain.push_back({Simple{}});
    } else if (token.text == "|") {
      chain.back().push_back({});
    } else if (i + 1 < words.tokens.size()) {
      const std::string name = words.tokens[++i].text;
      if (token.text == "<<")
        now.input = words.heredoc;
      else if (token.text == "<")
        now.input = name == "/dev/null" ? "" : text_of(real(name));
      else
        now.output = name;
      now.appends = token.text == ">>";
    }
  }

  int code = 0;
  for (const auto& pipeline : chain) {
    if (code != 0) break;
    std::string between;
    for (std::size_t i = 0; i < pipeline.size(); ++i) {
      const bool last = i + 1 == pipeline.size();
      std::string caught;
      const int its =
          run_simple(pipeline[i], i == 0 ? nullptr : &between, last ? nullptr : &caught);
      // As with `set -o pipefail`: what crm says counts, whoever reads it.
      if (its != 0) code = its;
      between = std::move(caught);
    }
  }
  auto lines = shown();
  if (code != 0) lines.push_back(fmt::format("[{}]", code));
  return lines;
}

int Shell::run_simple(const Simple& simple, const std::string* piped, std::string* caught) {
  if (simple.words.empty()) return 0;
  const bool is_crm = simple.words.front() == program_;
  const bool for_people =
      is_crm && !cron_ && std::none_of(simple.words.begin(), simple.words.end(), is_for_machines);
  Screen::Stream screen_out(*screen_, false, for_people);
  Screen::Stream screen_err(*screen_, true, false);
  Screen::Keyboard keyboard(*screen_, answer_);
  std::ostringstream aside;
  std::ostream to_screen(&screen_out);
  std::ostream err(&screen_err);
  std::ostream& out =
      caught != nullptr || simple.output ? static_cast<std::ostream&>(aside) : to_screen;
  const std::string* const given = piped != nullptr ? piped
                                   : simple.input   ? &*simple.input
                                                    : nullptr;
  std::istringstream text(given == nullptr ? "" : *given);
  std::istream typed(&keyboard);
  std::istream& in = given != nullptr || cron_ ? static_cast<std::istream&>(text) : typed;

  const int code = is_crm ? run_crm(simple, in, given == nullptr && !cron_, out,
                                    &out == &to_screen && !cron_, err)
                          : run_builtin(simple.words, given == nullptr ? "" : *given, out, err);
  if (caught != nullptr) *caught = aside.str();
  if (simple.output && *simple.output != "/dev/null")
    std::ofstream(real(*simple.output),
                  std::ios::binary | (simple.appends ? std::ios::app : std::ios::trunc))
        << aside.str();
  return code;
}

std::uint64_t Shell::random_bits() {
  // splitmix64: small, and good enough for ids.
  std::uint64_t bits = chance_ += 0x9e3779b97f4a7c15U;
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31U);
}

int Shell::run_crm(const Simple& simple, std::istream& in, bool in_is_terminal, std::ostream& out,
                   bool out_is_terminal, std::ostream& err) {
  auto variables = variables_;
  for (const auto& [name, value] : simple.variables) variables[name] = value;
  World world{disk_,
              out,
              err,
              in,
              {},
              [this] { return random_bits(); },
              fs::current_path().string(),
              {},
              {},
              {},
              {},
              {},
              {},
              {},
              {},
              {}};
  world.now = parse_instant(today_ + ":00+05:30").value();
  world.environment = {real(variables["CRM_BOOK"]), variables["CRM_ME"],
                       variables["EDITOR"],         root_.string() + "/home/anna/.config",
                       variables["LANG"],           root_.string() + "/home/anna",
                       variables["CRM_SENDMAIL"]};
  world.terminal = {.in = in_is_terminal,
                    .out = out_is_terminal,
                    .err = !cron_,
                    .width = width_,
                    .colour = colour_ && out_is_terminal};
  if (simple.output) world.out_file = fs::path(*simple.output).filename().string();
  world.run_program = [this](const std::vector<std::string>& argv) { return run_editor(argv); };
  world.environment.notify = variables["CRM_NOTIFY"];
  world.environment.host = "desk.example";
  world.environment.state_home = root_.string() + "/home/anna/.local/state";
  world.is_program = [](const std::string& path) {
    return (fs::status(path).permissions() & fs::perms::owner_exec) != fs::perms::none;
  };
  world.program = program_;
  world.ask_program = [this](const ProgramCall& call) { return ask(call); };
  world.pause = [](int) {};
  world.temporary_folder = [this] {
    const fs::path folder = root_ / "tmp" / fmt::format("crm-{}", ++drafts_);
    fs::create_directories(folder);
    return folder.string();
  };
  world.remove_folder = [](const std::string& folder) { fs::remove_all(folder); };
  std::vector<std::string> words(simple.words.begin() + 1, simple.words.end());
  for (std::string& word : words) word = real(word);
  return crm::run(words, world);
}

/// Of all programs there are git and a mailer, `tray`: it puts what it is given into the folder
/// tray, a file each with its words above it, and refuses whoever is called nobody.
Result<ProgramAnswer> Shell::ask(const ProgramCall& call) {
  if (call.words.front() == "git") return ask_git(call);
  if (call.words.front().find("/hooks/") != std::string::npos) return ask_real_program(call);
  if (call.words.front() != "tray")
    return error(Error::nothing_found("there is no program " + call.words.front()));
  std::string words;
  for (const std::string& word : call.words) words += (words.empty() ? "" : " ") + word;
  if (words.find("nobody@") != words.npos)
    return ProgramAnswer{67, "", "tray: no such user\nmore about it\n"};
  fs::create_directories(real("tray"));
  std::ofstream(real(fmt::format("tray/{}", ++trays_))) << "# " << words << "\n" << call.input;
  return ProgramAnswer{};
}

/// Of git's own. As long as it was not told who is there, it can start a
/// repository, and knows nothing.
Result<ProgramAnswer> Shell::ask_git(ProgramCall call) const {
  const std::string home = root_.string() + "/home/anna";
  if (!fs::exists(home + "/.gitconfig")) {
    const bool starts = std::find(call.words.begin(), call.words.end(), "init") != call.words.end();
    return ProgramAnswer{starts ? 0 : 1, "", ""};
  }
  const std::string now = today_ + ":00+05:30";
  for (const auto& [name, value] : {std::pair<std::string, std::string>("HOME", home),
                                    {"XDG_CONFIG_HOME", home + "/.config"},
                                    {"GIT_CONFIG_NOSYSTEM", "1"},
                                    {"GIT_CONFIG_GLOBAL", home + "/.gitconfig"},
                                    {"GIT_CEILING_DIRECTORIES", root_.string()},
                                    {"GIT_AUTHOR_DATE", now},
                                    {"GIT_COMMITTER_DATE", now},
                                    {"GIT_EDITOR", "true"}})
    call.variables.emplace_back(name, value);
  return ask_real_program(call);
}

/// `/bin/sh -c 'EDITOR "$@"' EDITOR FILE`, for the editors that this shell knows.
int Shell::run_editor(const std::vector<std::string>& argv) {
  Words words = read_words(argv.at(3));
  words.tokens.push_back({argv.back(), false, false});
  Simple simple;
  for (std::size_t i = 0; i < words.tokens.size(); ++i) {
    const Token& token = words.tokens[i];
    if (token.is_sign && i + 1 < words.tokens.size()) {
      simple.output = words.tokens[++i].text;
      simple.appends = token.text == ">>";
    } else {
      simple.words.push_back(token.text);
    }
  }
  return run_simple(simple, nullptr, nullptr);
}

int Shell::run_builtin(const std::vector<std::string>& words, const std::string& input,
                       std::ostream& out, std::ostream& err) {
  const std::string& name = words.front();
  const auto word = [&](std::size_t i) { return i < words.size() ? words[i] : std::string(); };
  const auto path = [&](std::size_t i) { return real(word(i)); };
  const auto missing = [&](const std::string& file) {
    err << name << ": " << told(file) << ": No such file or directory\n";
    return 1;
  };
  if (name == "true") return 0;
  if (name == "false") return 1;
  if (name == "today")
    today_ = word(1).size() == 10 ? word(1) + "T08:00" : word(1);
  else if (name == "export" && word(1).starts_with("CRM_NOW="))
    today_ = word(1).substr(word(1).find('=') + 1) + "T12:00";
  else if (name == "terminal")
    width_ = std::stoi(word(1));
  else if (name == "colour")
    colour_ = word(1) == "on";
  else if (name == "program")
    program_ = word(1);
  else if (name == "chmod")
    fs::permissions(path(2), fs::perms::owner_exec, fs::perm_options::add);
  else if (name == "cron")
    cron_ = word(1) == "on";
  else if (name == "answer")
    for (std::size_t i = (answer_.clear(), 1); i < words.size(); ++i) answer_ += words[i] + "\n";
  else if (name == "export")
    variables_[word(1).substr(0, word(1).find('='))] = word(1).substr(word(1).find('=') + 1);
  else if (name == "echo")
    out << word(1) << "\n";
  else if (name == "printf")
    out << unescaped(word(1));
  else if (name == "cd")
    fs::current_path(path(1));
  else if (name == "mkdir")
    fs::create_directories(path(words.size() - 1));
  else if (name == "cp")
    fs::copy(path(1), path(2), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  else if (name == "mv")
    fs::rename(path(1), path(2));
  else if (name == "rm") {
    for (std::size_t i = 1; i < words.size(); ++i) fs::remove_all(path(i));
  } else if (name == "head") {
    std::istringstream lines(input);
    int left = std::stoi(word(1).substr(1));
    for (std::string line; left-- > 0 && std::getline(lines, line);) out << line << "\n";
  } else if (name == "sed") {
    for (std::size_t i = 3; i < words.size(); ++i) {
      const std::string text = text_of(path(i));
      const auto next = substituted(text, word(2));
      if (!next) {
        err << "sed: what is " << word(2) << "?\n";
        return 2;
      }
      std::ofstream(path(i), std::ios::binary) << *next;
    }
  } else if (name == "cat") {
    if (words.size() == 1) out << input;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (!fs::exists(path(i))) return missing(path(i));
      out << text_of(path(i));
    }
  } else if (name == "ls") {
    const std::string folder = words.size() > 1 ? path(1) : ".";
    if (!fs::exists(folder)) return missing(folder);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().filename().string().front() != '.')
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    for (const std::string& one : names) out << one << "\n";
  } else if (name == "git") {
    const fs::path knowledge = root_ / "home/anna/.gitconfig";
    if (word(1) == "config" && word(2) == "--global" && !fs::exists(knowledge))
      std::ofstream(knowledge) << "[init]\n\tdefaultBranch = main\n";
    ProgramCall call{.words = words, .input = input};
    for (std::size_t i = 1; i < words.size(); ++i) call.words[i] = real(words[i]);
    const auto answer = ask_git(call);
    if (!answer) {
      err << answer.error().message() << "\n";
      return 127;
    }
    out << told(answer->out);
    err << told(answer->err);
    return answer->code;
  } else {
    err << name << ": command not found\n";
    return 127;
  }
  return 0;
}

std::vector<std::string> Shell::shown() {
  std::vector<std::string> lines;
  for (const Screen::Line& line : screen_->lines) {
    const std::string text = told(line.text);
    const bool marked = text.starts_with("crm: ") || text.starts_with("hint: ");
    const char* const mark = line.is_error && !marked                                ? "2> "
                             : !line.is_error && (marked || text.starts_with("2> ")) ? "1> "
                                                                                     : "";
    lines.push_back(mark + visible(text));
    if (!line.for_people) continue;
    const std::string plain = without_colours(text);
    if (plain.find('{') != std::string::npos) continue;
    if (plain.ends_with(' ')) faults_.push_back("a line ends in spaces: " + plain);
    if (plain.find('\t') == std::string::npos && width(plain) > width_)
      faults_.push_back(
          fmt::format("a line is {} wide, the terminal {}: {}", width(plain), width_, plain));
  }
  return lines;
}

}  // namespace crm::transcripts
