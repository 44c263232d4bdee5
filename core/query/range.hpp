// From this to that: the days, numbers and amounts that `value:5000..` or `since:2026-03` mean.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/query/expression.hpp"
#include "core/query/scoring.hpp"
#include "core/query/segmentation.hpp"
#include "core/query/value.hpp"
#include "core/report/stays.hpp"

namespace crm {

/// Who asks, and when: what `me`, `today` and `5000` mean.
struct Asker {
  const Settings& settings;
  /// Local, of the book.
  Moment now;
  /// The short name of the person; empty where nobody knows it. Asked only when it is needed.
  std::function<std::string()> me;
  /// How customers are scored, or why they are not. Asked only for `score`.
  std::function<Result<Scoring>()> scoring = nullptr;
  /// How long deals stay in their stages; nothing: no history is known. Asked only for +STALE.
  std::function<std::shared_ptr<const Stays>()> stays = nullptr;
  /// In which segment customers are; nothing: nobody is in any. Asked only for `segment`.
  std::function<std::shared_ptr<const Segmentation>()> segments = nullptr;
};

/// Both ends belong to it, and either may be open.
class Range {
 public:
  /// `A..B`, `A..`, `..B`, or one value; a month or a year stands for all its days, a day alone for
  /// all its moments. `sign` may turn it into what is more or less. Nothing but `field:` itself is
  /// named in the error.
  static Result<Range> parse(std::string_view text, Term::Sign sign, Shape shape,
                             const Asker& asker);

  bool holds(const Value& value) const;

 private:
  /// Of a yearly date only a part may be asked for.
  enum class Part { whole, month_and_day, year };

  /// One end, as the stretch it stands for.
  struct End {
    std::int64_t first = 0, last = 0;
    std::string currency = {};
    Part part = Part::whole;
  };

  static Result<End> end(std::string_view text, Shape shape, const Asker& asker,
                         std::string_view currency);

  Value::Kind kind_ = Value::Kind::day;
  Part part_ = Part::whole;
  bool yearly_ = false;
  std::optional<std::int64_t> from_, to_;
  std::string currency_;
};

/// Whether values of that shape have an order.
bool is_ordered(Shape shape);

}  // namespace crm
