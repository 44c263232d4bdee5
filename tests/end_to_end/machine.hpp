// The real program on the real machine: processes, folders and files for the end-to-end tests.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace end_to_end {

using Words = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

/// How a program ended.
struct Ended {
  int code = -1;
  int signal = 0;
  std::string out, err;

  bool was_killed() const { return signal != 0; }
};

/// A folder of its own, gone with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// A running `crm`, told words, or the program whose path the first word is; its output goes into
/// files.
class Running {
 public:
  Running(const Words& words, const Variables& variables);
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();
  void kill() const;
  /// Ctrl-C, for it and all programs that it runs.
  void interrupt() const;
  /// With all programs that it runs.
  void kill_all() const;
  bool has_ended() const;
  Ended wait();

 private:
  pid_t child_ = 0;
  Folder said_;
};

/// Runs `crm`, or the program whose path the first word is, with these words to its end.
Ended run(const Words& words, const Variables& variables);
/// Runs a line of the shell, where $CRM is the program.
Ended shell(const std::string& line, const Variables& variables);

/// A book with customers whose ids are `one-1111`, `two-2222` and so on, each tagged `all`; its
/// variables lead crm to it.
Variables new_book(const Folder& folder, int customers);
std::string id_of(int customer);
std::string record_of(const Folder& folder, int customer);

std::string text_of(const std::string& file);
/// Every file below a folder by its relative path; without those for which `left_out` stands in the
/// path.
std::map<std::string, std::string> texts_below(const std::filesystem::path& folder,
                                               const std::string& left_out = "");
std::size_t count_of(const std::string& text, const std::string& part);
/// Files that a write has left beside others or announced and not finished.
std::vector<std::string> leftovers(const std::filesystem::path& book);

/// For `rounds` things in a test of a sanitized program: how long one such command takes here and
/// now, in microseconds.
long typical_duration(const Words& words, const Variables& variables);
void pause_for(long microseconds);

/// Kills each command after a while that is new each time. Where a machine is quicker or slower
/// than it was at first, the while follows: about two of three die, wherever they are.
class Killer {
 public:
  /// `span`: within how many microseconds the first ones are killed.
  explicit Killer(long span) : span_(span) {}

  Ended operator()(const Words& words, const Variables& variables);

 private:
  std::mt19937 chance_{2026};
  long span_;
};

}  // namespace end_to_end
