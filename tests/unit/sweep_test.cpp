#include "core/book/sweep.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/book/beside.hpp"
#include "tests/end_to_end/machine.hpp"

using namespace crm;
namespace fs = std::filesystem;

namespace {

class Folders {
 public:
  std::string path() const { return folder_.file("customers"); }

  std::string file(const std::string& name) const { return path() + "/" + name; }

  void put(const std::string& name) const {
    fs::create_directories(fs::path(file(name)).parent_path());
    std::ofstream(file(name)) << "name: N\n";
  }

  Sweep sweep(const Sweep* before = nullptr) const {
    SharedWork alone;
    return swept(path(), ".yaml", before, alone).value();
  }

  /// Until what happens next has another stamp than what was.
  void let_time_pass() const {
    const auto touched = [&] {
      std::ofstream(folder_.file("clock")) << "tick";
      return stamp_of(folder_.file("clock"))->touched;
    };
    for (const auto now = touched(); touched() == now;) {
    }
  }

  std::vector<std::string> names(const Sweep* before = nullptr) const {
    const Sweep found = sweep(before);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < found.files.size(); ++i) names.emplace_back(found.path(i));
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  end_to_end::Folder folder_;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("names are not read again while the stamps of their folders stay") {
  const Folders folders;
  folders.put("anna.yaml");
  folders.put("inner/bela.yaml");
  folders.put("notes.txt");
  folders.put(".hidden.yaml");
  CHECK(folders.names() == Names{"anna.yaml", "inner/bela.yaml"});
  Sweep before = folders.sweep();
  if (before.folders.empty()) return;  // a disk of which nobody knows
  REQUIRE(before.folders.size() == 2);
  // Names that were never there show that they are taken from before.
  before.paths.replace(before.paths.find("anna"), 4, "emma");
  CHECK(folders.names(&before) == Names{"emma.yaml", "inner/bela.yaml"});
  // Who is gone has no stamp, whatever was seen before.
  const Sweep again = folders.sweep(&before);
  for (std::size_t i = 0; i < again.files.size(); ++i)
    CHECK((again.files[i].stamp == Stamp()) == (again.path(i) == "emma.yaml"));

  folders.let_time_pass();
  SUBCASE("a new file") {
    folders.put("carl.yaml");
  }
  SUBCASE("a new file in an inner folder") {
    folders.put("inner/carl.yaml");
  }
  SUBCASE("a new folder") {
    folders.put("other/carl.yaml");
  }
  SUBCASE("a file renamed") {
    fs::rename(folders.file("anna.yaml"), folders.file("carl.yaml"));
  }
  SUBCASE("a file removed") {
    fs::remove(folders.file("inner/bela.yaml"));
  }
  SUBCASE("a folder removed") {
    fs::remove_all(folders.file("inner"));
  }
  SUBCASE("another folder in its place") {
    fs::rename(folders.file("inner"), folders.file("outer"));
    folders.put("inner/carl.yaml");
  }
  CHECK(folders.names(&before) == folders.names());
}

TEST_CASE("where there are links, names are read each time") {
  const Folders folders;
  folders.put("anna.yaml");
  folders.put("elsewhere/bela.txt");
  fs::create_symlink(folders.file("elsewhere/bela.txt"), folders.file("bela.yaml"));
  CHECK(folders.sweep().folders.empty());
  CHECK(folders.names() == Names{"anna.yaml", "bela.yaml"});
}

TEST_CASE("a folder that isn't there has no files") {
  const Folders folders;
  CHECK(folders.names().empty());
  const Sweep before = folders.sweep();
  folders.put("anna.yaml");
  CHECK(folders.names(&before) == Names{"anna.yaml"});
}
