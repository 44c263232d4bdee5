#include "core/exchange/vcard_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/domain/text.hpp"
#include "core/exchange/reason.hpp"
#include "core/exchange/vcard_lexer.hpp"
#include "core/exchange/vcard_meaning.hpp"
#include "core/exchange/vcard_text.hpp"

namespace crm {
namespace {

using namespace vcard;

constexpr std::size_t longest_with_photos = 16 << 20, longest_without = 1 << 20;

class Vcards : public Source {
 public:
  Vcards(VcardLexer lexer, std::string file, VcardWish wish, const Ground& ground)
      : lexer_(std::move(lexer)), file_(std::move(file)), wish_(std::move(wish)), ground_(ground) {}

  Result<void> begin() {
    auto first = lexer_.next();
    if (!first) return error(first.error());
    first_ = *std::move(first);
    if (first_ && !first_->version.empty())
      kind_ = "vCard " + one_line(first_->version).substr(0, 8);
    return {};
  }

  Result<std::optional<Item>> next() override {
    std::optional<Vcard> card = std::exchange(first_, std::nullopt);
    if (!card) {
      auto read = lexer_.next();
      if (!read) return error(read.error());
      if (!*read) return std::nullopt;
      card = *std::move(read);
    }
    const Place place{file_, card->line, 1};
    if (!card->mistake.empty())
      return Reject{place, card->mistake, with_reason_line(card->raw, place, card->mistake)};
    VcardMeaning meaning = meaning_of(*card, wish_, ground_);
    photos_ += meaning.photos_left_out;
    binaries_ += meaning.binaries_left_out;
    if (!meaning.skipped.empty()) return Skip{place, meaning.skipped};
    if (!meaning.rejected.empty())
      return Reject{place, meaning.rejected, with_reason_line(card->raw, place, meaning.rejected)};
    meaning.arrival.place = place;
    meaning.arrival.raw = std::move(card->raw);
    return std::move(meaning.arrival);
  }

  Nature nature() const override { return Nature::address_book; }

  std::string kind() const override { return kind_; }

  std::string with_reason(const std::string& raw, const Place& place,
                          const std::string& reason) const override {
    return with_reason_line(raw, place, reason);
  }

  std::vector<std::string> remarks() const override {
    std::vector<std::string> told;
    if (photos_ > 0)
      told.push_back(fmt::format("pictures left out: {} (--photos DIR keeps them)", photos_));
    if (binaries_ > 0)
      told.push_back(fmt::format("logos, sounds and keys left out: {}", binaries_));
    if (lexer_.lines_outside() > 0)
      told.push_back(fmt::format("lines outside of any card left out: {}, the first is line {}",
                                 lexer_.lines_outside(), lexer_.first_outside()));
    return told;
  }

 private:
  VcardLexer lexer_;
  std::string file_;
  VcardWish wish_;
  Ground ground_;
  std::optional<Vcard> first_;
  std::string kind_ = "vCard";
  int photos_ = 0, binaries_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> open_vcards(std::unique_ptr<Bytes> bytes, std::string file,
                                            const VcardWish& wish, const Ground& ground) {
  auto lexer = VcardLexer::of(std::move(bytes), wish.encoding,
                              wish.photos ? longest_with_photos : longest_without);
  if (!lexer) return error(lexer.error());
  auto cards = std::make_unique<Vcards>(*std::move(lexer), std::move(file), wish, ground);
  if (auto begun = cards->begin(); !begun) return error(begun.error());
  return cards;
}

}  // namespace crm
