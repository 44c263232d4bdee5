// What a shell may offer for the word at the cursor.
#pragma once

#include <string>
#include <vector>

namespace crm {

struct Offer {
  /// The whole word, as it is meant, without a shell's quotes.
  std::string word;
  /// What it is, for the eyes; may be empty.
  std::string meaning = {};
  /// More is to be typed right behind it: `status:`.
  bool goes_on = false;
  bool operator==(const Offer&) const = default;
};

struct Offers {
  std::vector<Offer> all;
  /// Files are named there, or folders: the shell knows them itself.
  enum class Files { none, files, folders } files = Files::none;
};

}  // namespace crm
