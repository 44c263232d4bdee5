// Plays every transcript. CRM_ACCEPT=1 rewrites what they expect; git shows what changed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "tests/transcripts/transcript.hpp"

namespace crm::transcripts {
namespace {

std::vector<std::string> transcript_files() {
  const std::filesystem::path source = CRM_SOURCE_DIR;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(source / "tests/transcripts"))
    if (entry.path().extension() == ".md") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  for (const char* const paper : {"README.md", "data-format/README.md"})
    if (std::filesystem::exists(source / paper)) files.push_back((source / paper).string());
  return files;
}

TEST_CASE("transcripts say what crm says") {
  const char* const wish = std::getenv("CRM_ACCEPT");
  const bool accept = wish != nullptr && std::string(wish) == "1";
  for (const std::string& file : transcript_files()) {
    SUBCASE(std::filesystem::path(file).filename().c_str()) {
      for (const Mismatch& mismatch : play(file, accept)) {
        INFO("$ " << mismatch.command);
        FAIL_CHECK(mismatch.report);
      }
    }
  }
}

TEST_CASE("a transcript keeps its prose when its output is accepted") {
  const std::string text =
      "Words.\n```console\n$ crm\nold\n$ cat > a <<END\n> b\n> END\n```\nMore.\n```\n$ no\n```\n";
  const Transcript transcript(text);
  REQUIRE(transcript.steps().size() == 2);
  CHECK(transcript.steps()[0].expected == std::vector<std::string>{"old"});
  CHECK(transcript.steps()[1].command == "cat > a <<END\nb\nEND");
  CHECK(transcript.with_output({{"old"}, {}}) == text);
  CHECK(
      transcript.with_output({{}, {"[1]"}}) ==
      "Words.\n```console\n$ crm\n$ cat > a <<END\n> b\n> END\n[1]\n```\nMore.\n```\n$ no\n```\n");
}

}  // namespace
}  // namespace crm::transcripts
