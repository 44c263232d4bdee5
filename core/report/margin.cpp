#include "core/report/margin.hpp"

namespace crm {
namespace {

constexpr std::int64_t hundred = 100'000'000;

Result<Decimal> percent(const Data& data, const std::string& of) {
  const auto number = data.kind == Data::Kind::scalar ? Decimal::parse(data.text)
                                                      : error(Error::invalid("no number"));
  if (!number || number->millionths > hundred)
    return error(Error::invalid(
        "the margin" + (of.empty() ? "" : " of " + of) + " is no number up to 100",
        "margin: 35, or margin: {default: 35, banners: 45}: percent of revenue that is profit"));
  return *number;
}

}  // namespace

Result<Margin> Margin::parse(const Data& data) {
  Margin margin;
  if (data.kind == Data::Kind::map) {
    for (std::size_t i = 0; i < data.children.size(); ++i) {
      const std::string& name = data.keys[i];
      const auto value = percent(data.children[i], name);
      if (!value) return error(value.error());
      if (name == "default")
        margin.standard_ = *value;
      else
        margin.by_category_.emplace_back(name, *value);
    }
  } else if (!data.empty()) {
    const auto value = percent(data, "");
    if (!value) return error(value.error());
    margin.standard_ = *value;
  }
  return margin;
}

std::optional<Money> Margin::cost_of(const Money& amount, std::string_view category) const {
  std::optional<Decimal> margin = standard_;
  for (const auto& [name, value] : by_category_)
    if (name == category) margin = value;
  return margin ? std::optional(cost_at(*margin, amount)) : std::nullopt;
}

Money Margin::cost_at(const Decimal& percent, const Money& amount) {
  __extension__ using Wide = __int128;
  const Wide whole = static_cast<Wide>(amount.minor) * (hundred - percent.millionths);
  const Wide half = whole < 0 ? -hundred / 2 : hundred / 2;
  return Money{static_cast<std::int64_t>((whole + half) / hundred), amount.currency};
}

}  // namespace crm
