// Files of many products, and one for each trap: what stands in X.vcf is told in X.expected.
// CRM_ACCEPT=1 writes the expectations anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/exchange/vcard_lexer.hpp"
#include "tests/exchange/vcard/told.hpp"

namespace crm::test {
namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> all;
  for (const auto& entry :
       std::filesystem::directory_iterator(CRM_SOURCE_DIR "/tests/exchange/vcard"))
    if (entry.path().extension() == ".vcf") all.push_back(entry.path());
  std::ranges::sort(all);
  return all;
}

}  // namespace

TEST_CASE("cards of every product are understood, and each trap costs no more than its card") {
  REQUIRE(files().size() > 20);
  for (const auto& path : files()) {
    CAPTURE(path.filename().string());
    const VcardWish wish{.photos = path.stem() == "pictures"};
    const std::string found = cards_told(*cards(content(path), wish));
    auto expected = path;
    expected.replace_extension(".expected");
    if (std::getenv("CRM_ACCEPT") != nullptr) std::ofstream(expected, std::ios::binary) << found;
    CHECK(found == content(expected));
  }
}

TEST_CASE("cards say the same in whatever pieces their bytes come") {
  for (const auto& path : files()) {
    CAPTURE(path.filename().string());
    const std::string whole = cards_told(*cards(content(path)));
    for (const std::size_t piece : {1, 7, 64})
      CHECK(cards_told(*cards(content(path), {}, piece)) == whole);
  }
}

TEST_CASE("pictures are left out and counted unless they are asked for") {
  const std::string text = content(CRM_SOURCE_DIR "/tests/exchange/vcard/iphone-3.0.vcf");
  const auto source = cards(text);
  const auto item = source->next().value();
  CHECK(std::get<Arrival>(*item).photos.empty());
  (void)source->next().value();
  CHECK(source->remarks() ==
        std::vector<std::string>{"pictures left out: 1 (--photos DIR keeps them)"});
  const auto asked = cards(text, {.photos = true})->next().value();
  REQUIRE(std::get<Arrival>(*asked).photos.size() == 1);
  CHECK(std::get<Arrival>(*asked).photos[0].ending == "jpg");
  CHECK(std::get<Arrival>(*asked).photos[0].bytes.starts_with("\xFF\xD8\xFF"));
}

TEST_CASE("an encoding can be named, and one that is none is refused") {
  const std::string card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\xCF\xB8\xF2\xF0\r\nEND:VCARD\r\n";
  const auto item = cards(card, {.encoding = "cp1251"})->next().value();
  CHECK(std::get<Arrival>(*item).says.name == "Пётр");
  const auto refused =
      open_vcards(std::make_unique<TextBytes>(card), "a.vcf", {.encoding = "cp99999"}, ground());
  REQUIRE(!refused);
  CHECK(refused.error().kind == Error::Kind::asked_wrongly);
}

TEST_CASE("a line of many megabytes costs only its property") {
  for (const char* const begin : {"PHOTO;ENCODING=b:", "NOTE:", "X-MS-OL-DESIGN:"})
    for (const std::size_t width : {std::size_t{0}, std::size_t{70}}) {
      std::string text = "BEGIN:VCARD\nVERSION:3.0\nFN:Long\n" + std::string(begin);
      for (std::size_t i = 0; i < 3'000'000; ++i) {
        if (width != 0 && i % width == 0) text += "\n ";
        text += 'A';
      }
      text += "\nTEL:123\nEND:VCARD\nBEGIN:VCARD\nFN:Next\nEND:VCARD\n";
      const auto source = cards(text);
      const auto first = source->next().value();
      const auto& arrival = std::get<Arrival>(*first);
      CHECK(arrival.says.phones.size() == 1);
      CHECK(arrival.says.note.empty());
      CHECK(arrival.says.extra.empty());
      CHECK(arrival.remarks.size() == (begin[0] == 'P' ? 0 : 1));
      CHECK(std::get<Arrival>(*source->next().value()).says.name == "Next");
    }
}

TEST_CASE("a card larger than can be read is rejected, what is kept of it is small and a card") {
  std::string text = "BEGIN:VCARD\nVERSION:3.0\nFN:Large\n";
  for (int i = 0; i < 400'000; ++i) text += "X-LINE:" + std::string(50, 'x') + "\n";
  text += "END:VCARD\nBEGIN:VCARD\nFN:Next\nEND:VCARD\n";
  const auto source = cards(text);
  const auto first = source->next().value();
  const auto& reject = std::get<Reject>(*first);
  CHECK(reject.reason == "it is larger than can be read");
  CHECK(reject.raw.size() < 64 << 10);
  CHECK(reject.raw.starts_with(
      "BEGIN:VCARD\r\nX-CRM-REASON:line 1: it is larger than can be read\r\n"));
  CHECK(reject.raw.ends_with("END:VCARD\r\n"));
  CHECK(std::get<Arrival>(*source->next().value()).says.name == "Next");
}

TEST_CASE("an empty file has no cards, and text without any is told at the end") {
  const auto empty = cards("");
  CHECK(!empty->next().value());
  CHECK(empty->remarks().empty());
  const auto other = cards("a,b\n1,2\n");
  CHECK(!other->next().value());
  CHECK(other->remarks() ==
        std::vector<std::string>{"lines outside of any card left out: 2, the first is line 1"});
}

}  // namespace crm::test
