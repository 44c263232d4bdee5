// What an import has done with a file, counted and told.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/world.hpp"
#include "core/exchange/arrival.hpp"
#include "core/exchange/intake.hpp"

namespace crm {

/// The counts add up to what was read.
struct ImportTally {
  /// As the person named it.
  std::string file;
  /// What it was taken for.
  std::string kind;
  std::size_t created = 0, updated = 0, unchanged = 0, skipped = 0, rejected = 0;
  /// Why things were passed over, and how many.
  std::map<std::string, std::size_t> skips;
  std::vector<Reject> rejects;
  /// What stands before and after the rejects in a file of their own.
  std::string head_of_rejects, end_of_rejects;
  /// Ids of the customers that are new or changed, where they are to be printed.
  bool keeps_ids = false;
  std::set<std::string> ids;
  /// Those who came from an address book and are new, where somebody may go through them.
  std::vector<std::string> contacts;
  std::vector<std::string> remarks;
  /// Of the rejects' texts, in bytes.
  std::size_t kept = 0;

  std::size_t read() const { return created + updated + unchanged + skipped + rejected; }

  void count(const Outcome& outcome);
  void count(Skip skip);
  void count(Reject reject);
};

/// `imported contacts.csv: 200 created, 6 unchanged, 2 rejected (208 read)`.
std::string sentence(const ImportTally& tally);

/// Says on stderr what a file was taken for, what is odd about it, and why things were passed over
/// or rejected: the first ones with their places.
void tell_details(const ImportTally& tally, World& world);

/// The results on stdout: a sentence a file, or as --ids, -0 and --json want them.
void print_tallies(const std::vector<ImportTally>& tallies, World& world);

/// Keeps the rejects in the folder where the person stands, in a new file called after the one they
/// came from; its name, empty where nothing of them could be kept.
std::string keep_rejects(const ImportTally& tally, World& world);

}  // namespace crm
