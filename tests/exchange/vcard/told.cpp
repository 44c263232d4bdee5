#include "tests/exchange/vcard/told.hpp"

#include <fmt/format.h>

#include "core/record/writer.hpp"

namespace crm::test {

const Ground& ground() {
  static const Settings settings = standard_settings(*find_country("DE"));
  static const Zone zone;
  static const Ground all{settings, zone, Moment::parse("2026-11-21T10:15+01:00").value()};
  return all;
}

std::unique_ptr<Source> cards(std::string text, const VcardWish& wish, std::size_t piece) {
  return open_vcards(std::make_unique<TextBytes>(std::move(text), piece), "cards.vcf", wish,
                     ground())
      .value();
}

std::string cards_told(Source& source) {
  std::string text = "# " + source.kind() + "\n";
  for (auto item = source.next().value(); item; item = source.next().value()) {
    text += '\n';
    if (const auto* skip = std::get_if<Skip>(&*item))
      text += fmt::format("# line {}: passed over, {}\n", skip->place.line, skip->reason);
    if (const auto* reject = std::get_if<Reject>(&*item)) {
      text += fmt::format("# line {}: rejected, {}\n", reject->place.line, reject->reason);
      for (const char c : "| " + reject->raw)
        if (c == '\n')
          text += "\n| ";
        else if (c != '\r')
          text += c;
      text.resize(text.size() - 2);
    }
    const auto* arrival = std::get_if<Arrival>(&*item);
    if (arrival == nullptr) continue;
    text += fmt::format("# line {}\n", arrival->place.line);
    for (const Key& key : arrival->company) text += "# at " + key.value + "\n";
    for (const std::string& remark : arrival->remarks) text += "# " + remark + "\n";
    for (const Photo& photo : arrival->photos)
      text += fmt::format("# a picture: {}, {} bytes\n", photo.ending, photo.bytes.size());
    text += new_file(to_data(arrival->says));
  }
  for (const std::string& remark : source.remarks()) text += "\n# at the end: " + remark + "\n";
  return text;
}

}  // namespace crm::test
