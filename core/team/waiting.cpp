#include "core/team/waiting.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/domain/text.hpp"

namespace crm {
namespace {

std::optional<std::uint64_t> number_in(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::uint64_t> Waiting::settled() const {
  const auto text = disk_.read(mark());
  if (!text) return std::nullopt;
  return number_in(trimmed(*text));
}

Result<void> Waiting::begin(const std::string& next_number) {
  if (settled()) return {};
  return settle(std::to_string(number_in(next_number).value_or(1) - 1));
}

Result<void> Waiting::settle(const std::string& number) {
  return disk_.replace({{.path = mark(), .text = number + "\n", .durable = false}});
}

Result<void> Waiting::forget() {
  if (!disk_.exists(mark())) return {};
  return disk_.replace({{.path = mark(), .text = {}, .durable = false}});
}

std::vector<Operation> Waiting::operations() const {
  const auto from = settled();
  if (!from) return {};
  // The newest is mostly the only one: no more heads are read than wait.
  std::vector<Operation> waiting = journal().heads(1);
  const auto waits = [&](const Operation& one) {
    return number_in(one.number).value_or(0) > *from;
  };
  if (waiting.empty() || !waits(waiting.front())) return {};
  const std::uint64_t count = *number_in(waiting.front().number) - *from;
  if (count > 1) {
    waiting = journal().heads(std::min<std::uint64_t>(count, Journal::kept + 100));
    std::erase_if(waiting, [&](const Operation& one) { return !waits(one); });
  }
  std::reverse(waiting.begin(), waiting.end());
  return waiting;
}

bool Waiting::has_forgotten() const {
  const auto from = settled();
  const auto last = journal().heads(1);
  if (!from || last.empty()) return false;
  const std::uint64_t newest = number_in(last.front().number).value_or(0);
  return newest > *from && operations().size() < newest - *from;
}

Result<std::vector<std::string>> Waiting::paths(const std::vector<Operation>& operations) const {
  std::set<std::string> all;
  for (const Operation& operation : operations) {
    const auto recorded = journal().load(operation.id);
    if (!recorded) return error(recorded.error());
    for (std::size_t i = 0; i < recorded->changes.size(); ++i)
      all.insert(recorded->changes.path(i));
  }
  return std::vector<std::string>(all.begin(), all.end());
}

}  // namespace crm
