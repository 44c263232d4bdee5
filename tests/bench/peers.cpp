#include "tests/bench/peers.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace crm::bench {
namespace {

namespace fs = std::filesystem;

/// The lines that crm prints into a pipe, in their columns.
std::vector<Words> lines_of(const std::string& book, const Words& words) {
  Program program{{CRM_BINARY, "--book", book}};
  program.words.insert(program.words.end(), words.begin(), words.end());
  std::istringstream text(printed_by(program));
  std::vector<Words> lines;
  for (std::string line; std::getline(text, line);) {
    Words& columns = lines.emplace_back();
    std::istringstream rest(line);
    for (std::string column; std::getline(rest, column, '\t');) columns.push_back(column);
    columns.resize(8);
  }
  return lines;
}

/// GNU recutils: a file of records.
void write_recs(const std::string& book, const std::string& file) {
  std::ofstream recs(file);
  recs << "%rec: Reminder\n\n";
  for (const Words& one : lines_of(book, {"list", "reminders"}))
    recs << "Id: " << one[0] << "\nCustomer: " << one[2] << "\nDue: " << one[3]
         << "\nText: " << one[4] << "\n\n";
  recs << "%rec: Deal\n\n";
  for (const Words& one : lines_of(book, {"list", "deals"}))
    recs << "Id: " << one[0] << "\nCustomer: " << one[2] << "\nTitle: " << one[3]
         << "\nAmount: " << one[4].substr(0, one[4].find(' ')) << "\nStage: " << one[5] << "\n\n";
}

/// khard: a card a person.
void write_cards(const std::string& book, const std::string& home) {
  fs::create_directories(home + "/cards");
  fs::create_directories(home + "/.config/khard");
  std::ofstream(home + "/.config/khard/khard.conf")
      << "[addressbooks]\n[[book]]\npath = " << home << "/cards\n";
  for (const Words& one : lines_of(book, {"list", "--columns", "id,name,email,phone"}))
    std::ofstream(home + "/cards/" + one[0] + ".vcf")
        << "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" << one[0] << "\r\nFN:" << one[1]
        << "\r\nN:" << one[1] << ";;;;\r\nEMAIL:" << one[2] << "\r\nTEL:" << one[3]
        << "\r\nEND:VCARD\r\n";
}

/// Seconds since 1970 of a day, noon UTC.
long long seconds(const std::string& day) {
  std::tm time{};
  time.tm_year = std::stoi(day.substr(0, 4)) - 1900;
  time.tm_mon = std::stoi(day.substr(5, 2)) - 1;
  time.tm_mday = std::stoi(day.substr(8, 2));
  time.tm_hour = 12;
  return ::timegm(&time);
}

/// Taskwarrior: a task a reminder.
void write_tasks(const std::string& book, const std::string& folder) {
  fs::create_directories(folder);
  std::ofstream tasks(folder + "/pending.data");
  std::size_t number = 0;
  for (const Words& one : lines_of(book, {"list", "reminders"})) {
    const std::string digits = std::to_string(++number);
    const std::string id =
        "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
    tasks << "[description:\"" << one[2] << " " << one[4] << "\" due:\"" << seconds(one[3])
          << "\" entry:\"1700000000\" status:\"pending\" uuid:\"" << id << "\"]\n";
  }
}

}  // namespace

bool is_installed(const std::string& name) {
  return fs::exists("/usr/bin/" + name) || fs::exists("/bin/" + name);
}

std::vector<Peer> peers_of(const std::string& book, const std::string& folder) {
  std::vector<Peer> peers;
  fs::create_directories(folder);
  const std::string customers = book + "/customers";
  peers.push_back({"what is due", {{"grep", "-rhE", "^  - due: |^    due: ", customers}}, 1});
  if (is_installed("recsel")) {
    write_recs(book, folder + "/book.rec");
    peers.push_back(
        {"what is due",
         {{"recsel", "-t", "Reminder", "-e", "Due << '2026-11-22'", folder + "/book.rec"}}});
    peers.push_back({"deals by stage",
                     {{"recsel", "-t", "Deal", "-G", "Stage", "-p", "Stage,Sum(Amount)",
                       folder + "/book.rec"}}});
  }
  if (is_installed("task")) {
    write_tasks(book, folder + "/tasks");
    peers.push_back({"what is due",
                     {{"task", "rc.data.location=" + folder + "/tasks", "rc.confirmation=no",
                       "rc.gc=off", "rc.verbose=nothing", "due.before:2026-11-22", "list"},
                      {"TASKRC=/dev/null"}},
                     1});
  }
  if (is_installed("khard")) {
    write_cards(book, folder + "/khard");
    peers.push_back({"everybody", {{"khard", "list"}, {"HOME=" + folder + "/khard"}}});
  }
  if (is_installed("git")) {
    const Words git{"git", "-C", book, "-c", "user.name=n", "-c", "user.email=e@example.com"};
    const auto with = [&](const Words& words) {
      Program program{git};
      program.words.insert(program.words.end(), words.begin(), words.end());
      return program;
    };
    run(with({"init", "-q"}));
    run(with({"add", "-A"}));
    run(with({"commit", "-qm", "book"}));
    peers.push_back({"whether files changed", {{"git", "-C", book, "status", "--short"}}});
  }
  return peers;
}

}  // namespace crm::bench
