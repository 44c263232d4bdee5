// Where things are in a book's folder, and how a book is found.
#pragma once

#include <optional>
#include <string>

#include "core/book/disk.hpp"

namespace crm {

struct Layout {
  /// The book's folder, without a slash at its end.
  std::string root;

  std::string settings() const { return root + "/crm.yaml"; }

  std::string customers() const { return root + "/customers"; }

  std::string campaigns() const { return root + "/campaigns"; }

  std::string rates() const { return root + "/rates.yaml"; }

  std::string hooks() const { return root + "/hooks"; }

  std::string erased() const { return root + "/erased.txt"; }

  std::string local() const { return root + "/.crm"; }

  std::string lock() const { return local() + "/lock"; }

  std::string index() const { return local() + "/index"; }

  /// What shells complete (core/index/names.hpp).
  std::string names() const { return local() + "/names"; }

  std::string journal() const { return local() + "/journal"; }

  /// `customers/acme-7h2k.yaml` for a path below the root: how files are named to people and in the
  /// journal.
  std::string relative(const std::string& path) const;

  std::string absolute(const std::string& relative) const { return root + "/" + relative; }
};

/// What a person or their environment says about which book is meant, strongest first.
struct Whereabouts {
  std::optional<std::string> asked;        // --book
  std::optional<std::string> environment;  // CRM_BOOK
  std::string folder;                      // where the person stands
  std::optional<std::string> standard;     // default_book of the person's own configuration
};

/// The nearest book: asked for, or of the environment, or in the folder or one above it, or the
/// standard one. Error::nothing_found with how to start one.
Result<Layout> find_book(const Disk& disk, const Whereabouts& where);

}  // namespace crm
