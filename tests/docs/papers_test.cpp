// The committed manual pages and completions are what the program prints now. CRM_ACCEPT=1 writes
// them anew; git shows what changed.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "cli/docs/mdoc.hpp"
#include "cli/docs/paper.hpp"
#include "cli/docs/reference.hpp"
#include "cli/docs/topic.hpp"
#include "core/book/real_disk.hpp"
#include "core/domain/text.hpp"
#include "core/domain/when.hpp"
#include "core/query/signals.hpp"
#include "core/record/schema.hpp"
#include "tests/transcripts/shell.hpp"

namespace crm {
namespace {

const std::filesystem::path root = CRM_SOURCE_DIR;

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(root / path, std::ios::binary).rdbuf();
  return text.str();
}

bool accepts() {
  const char* const wish = std::getenv("CRM_ACCEPT");
  return wish != nullptr && std::string(wish) == "1";
}

/// `CRM_BOOK` of `variable("CRM_BOOK")`.
std::set<std::string> capitals_in_quotes(const std::string& source) {
  std::set<std::string> found;
  for (std::size_t at = 0; (at = source.find('"', at)) != std::string::npos; ++at) {
    const auto end = source.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", at + 1);
    if (end > at + 1 && source[end] == '"') found.insert(source.substr(at + 1, end - at - 1));
  }
  return found;
}

std::vector<Printout> printed() {
  return papers(RealDisk(), root.string());
}

}  // namespace

TEST_CASE("manual pages and completions are what the program says of itself") {
  std::set<std::string> known;
  for (const Printout& paper : printed()) {
    known.insert(paper.path);
    if (accepts()) {
      std::ofstream(root / paper.path, std::ios::binary) << paper.text;
      continue;
    }
    CHECK_MESSAGE(text_of(paper.path) == paper.text, paper.path, " is old: ./dev docs");
  }
  for (const char* const folder : {"man", "completions"})
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
      const std::string path = std::filesystem::relative(entry.path(), root).string();
      CHECK_MESSAGE(known.contains(path), path, " is printed by nobody");
    }
}

TEST_CASE("every command and every option of it has a place on its page") {
  const std::string overview = text_of("man/crm.1");
  for (const CommandReference& command : reference().commands) {
    INFO(command.name);
    CHECK(overview.find(".It Xr crm-" + command.name + " 1") != std::string::npos);
    const std::string page = text_of("man/crm-" + command.name + ".1");
    CHECK_FALSE(command.examples.empty());
    for (const Option& option : command.options) {
      INFO(option.names.front());
      CHECK_FALSE(option.help.empty());
      for (const std::string& name : option.names)
        CHECK(page.find("Fl " + mdoc_argument(name.substr(1))) != std::string::npos);
    }
  }
}

TEST_CASE("an example uses only options that its command takes") {
  const Reference all = reference();
  std::set<std::string> shared{"-", "--"};
  for (const Option& option : all.manners) shared.insert(option.names.begin(), option.names.end());
  for (const CommandReference& command : all.commands) {
    std::set<std::string> known = shared;
    for (const Option& option : command.options)
      known.insert(option.names.begin(), option.names.end());
    for (const Example& example : command.examples) {
      INFO(example.line);
      CHECK(example.line.starts_with("crm " + command.name));
      for (const std::string_view word : split(example.line, ' '))
        if (word.starts_with("--") || (word.starts_with('-') && word.size() == 2))
          CHECK(known.contains(std::string(word.substr(0, word.find('=')))));
    }
  }
}

TEST_CASE("every example of a page that explains something is understood in the example book") {
  transcripts::Shell shell;
  shell.run("crm init demo --example");
  shell.run("cd demo");
  shell.run("export CRM_ME=arjun");
  shell.run("export CRM_SENDMAIL=tray");
  shell.run("export CRM_NOTIFY=tray");
  // What the page about formats takes in.
  shell.run("printf 'Name,E-mail\\nBob Ray,bob@ray.example\\n' > contacts.csv");
  shell.run("printf 'BEGIN:VCARD\\nVERSION:3.0\\nFN:Zoe Lind\\nEND:VCARD\\n' > phone.vcf");
  shell.run(
      "printf 'Record ID,Email,Lifecycle Stage\\n7,bob@ray.example,lead\\n' > "
      "hubspot-contacts.csv");
  shell.run("printf 'Card,Date,Item,Amount\\n7788,2026-11-20,Tea,12.50\\n' > till.csv");
  shell.run("crm set anita external=card:7788");
  int count = 0;
  for (const Topic& topic : topics())
    for (const TopicSection& section : topic.sections)
      for (const Passage& passage : section.passages)
        for (const Example& example : passage.examples) {
          INFO(example.line);
          CHECK(example.line.starts_with("crm "));
          const std::vector<std::string> lines = shell.run(std::string(example.line));
          const bool is_file = example.line.find(" > ") != example.line.npos && lines.empty();
          const bool found = is_file || (!lines.empty() && !lines.back().starts_with("["));
          CHECK((found || (!lines.empty() && lines.back() == "[3]")));
          for (const std::string& line : lines)
            if (!example.line.starts_with("crm import ")) CHECK_FALSE(line.starts_with("crm: "));
          ++count;
        }
  CHECK(count > 40);
}

TEST_CASE("a page that explains something fits on terminals of 80 and 40") {
  transcripts::Shell shell;
  for (const char* const size : {"80", "40"}) {
    shell.run("terminal " + std::string(size));
    for (const Topic& topic : topics()) {
      const auto lines = shell.run("crm help " + std::string(topic.name));
      CHECK(lines.size() > 40);
      for (const std::string& fault : shell.faults()) FAIL_CHECK(fault);
    }
    for (const Command& command : commands()) {
      const auto lines = shell.run("crm help " + std::string(command.name));
      CHECK(lines.size() > 5);
      for (const std::string& fault : shell.faults()) FAIL_CHECK(fault);
    }
  }
}

TEST_CASE("crm-filters(7) has every tag that is worked out, and every field of a record") {
  std::set<std::string> terms;
  std::string fields;
  for (const TopicSection& section : filters_topic().sections)
    for (const Passage& passage : section.passages)
      for (const Explained& one : passage.terms) {
        terms.insert(one.term);
        if (section.title == "Fields that are written") fields += " " + one.meaning;
      }
  for (const std::string& name : signal_names()) CHECK_MESSAGE(terms.contains("+" + name), name);
  std::size_t signals = 0;
  for (const std::string& term : terms)
    signals += term.starts_with('+') && term[1] < 'a' && term.find(',') == std::string::npos;
  CHECK(signals == signal_names().size());
  const auto has = [&](std::string_view key) {
    for (const char* const end : {",", ";", "."})
      if (fields.find(" " + std::string(key) + end) != std::string::npos) return true;
    return false;
  };
  for (const Field& field : customer_type().fields) {
    CHECK_MESSAGE(has(field.key), field.key);
    if (field.item == nullptr) continue;
    for (const Field& inner : field.item->fields) CHECK_MESSAGE(has(inner.key), inner.key);
  }
}

TEST_CASE("crm(1) names every variable of the environment that main.cpp takes") {
  const std::string overview = text_of("man/crm.1");
  const std::string source = text_of("cli/main.cpp");
  const std::set<std::string> names = capitals_in_quotes(source);
  CHECK(names.size() > 10);
  for (const std::string& name : names)
    CHECK_MESSAGE(overview.find(name) != std::string::npos, name);
}

TEST_CASE("the days that crm(1) shows for WHEN are understood") {
  const std::string said(placeholder::when.meaning);
  const Moment now = Moment::parse("2026-11-21T10:15").value();
  for (const char* const day :
       {"today",    "tomorrow",  "yesterday", "2026-12-01",   "1 dec",      "fri",
        "last mon", "3d",        "in 2w",     "-3d",          "3 days ago", "next month",
        "eow",      "eom",       "eoq",       "eoy",          "fri 10:30",  "tomorrow 9am",
        "5bd",      "1.12.2026", "1/12/2026", "end of month", "mon noon"}) {
    INFO(day);
    CHECK((std::string(day) == "5bd" || said.find(day) != std::string::npos));
    CHECK(when(day, now, DateOrder::day_first).has_value());
  }
}

}  // namespace crm
