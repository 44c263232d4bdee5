// A book whose customers all get letters, and a mailer that writes down whom it was given.
#pragma once

#include <map>
#include <string>

#include "tests/end_to_end/machine.hpp"

namespace end_to_end {

/// The id of a customer there.
std::string customer_name(int number);

class PostOffice {
 public:
  struct Wish {
    int customers = 0;
    /// Lines of a shell's script: `$to` is the address, `$got` where it is written down, a line for
    /// each in one piece, `$folder` a place for what it has to remember.
    std::string mailer;
    /// Lines of crm.yaml, and of each record.
    std::string settings, record;
    /// The letter's name and its subject.
    std::string letter, subject;
  };

  explicit PostOffice(const Wish& wish);

  /// One that takes everything.
  static constexpr const char* takes_it = "cat > /dev/null; echo \"$to\" >> \"$got\"\n";

  const Variables& here() const { return here_; }

  /// In another copy of the book, or on another day.
  Variables here_but(const std::string& name, const std::string& value) const;

  std::string file(const std::string& name) const { return folder_.file(name); }

  /// How often each was given to the mailer.
  std::map<std::string, int> given() const;

  /// Whose record tells of a letter with a mark that begins so, and how often.
  std::map<std::string, int> told(const std::string& mark, const std::string& copy = "book") const;

 private:
  Folder folder_;
  Variables here_;
};

}  // namespace end_to_end
