// A term of a filter with its field found and its values read: ready to be asked of customers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/query/expression.hpp"
#include "core/query/fields.hpp"
#include "core/query/range.hpp"
#include "core/query/signals.hpp"
#include "core/query/who.hpp"

namespace crm {

class Condition {
 public:
  /// `listed` is what is listed: a field is looked up there first. Error::asked_wrongly, with the
  /// place marked, for an unknown field and for a value that can't be.
  static Result<Condition> make(const Term& term, const Type& listed, const Asker& asker);

  bool fits(const Subject& subject) const;

  /// Whether it looks at a long text.
  bool asks_text() const { return field_ && field_->asks_texts(); }

  bool asks_past() const { return asks_replies() || (field_ && field_->asks_past()); }

  /// +REPLIED.
  bool asks_replies() const { return kind_ == Term::Kind::signal && signal_ == Signal::replied; }

  /// Replies to these alone are asked for: those that stand beside it.
  void ask_of_campaigns(const std::vector<std::string>& folded_ids) { campaigns_ = folded_ids; }

  /// The campaigns that are asked for, folded: of `campaign:a,b`.
  std::vector<std::string> campaigns() const;

  /// What of a customer it looks at.
  FieldSet reads() const {
    if (kind_ == Term::Kind::tag) return FieldSet::of({"tags"});
    if (kind_ == Term::Kind::signal) return crm::reads(signal_);
    return field_ ? field_->reads() : FieldSet::all();
  }

  bool asks_deleted() const {
    return kind_ == Term::Kind::signal && signal_ == Signal::deleted && !without_;
  }

 private:
  /// One of the alternatives that commas separate.
  struct Choice {
    bool absent = false;
    /// Folded, or a number's E.164.
    std::string text = {};
    std::optional<Range> range = {};
  };

  Result<void> read_values(const Term& term, const Asker& asker);
  Result<Choice> choice(const Term& term, std::string_view value, const Spot& spot,
                        const Asker& asker) const;
  bool fits_unsigned(const Subject& subject) const;
  bool is_said(const Choice& choice, const Value& value, const Settings& settings) const;

  Term::Kind kind_ = Term::Kind::word;
  Term::Sign sign_ = Term::Sign::is;
  /// The opposite is meant: `-tag`, `field!=value`.
  bool without_ = false;
  std::optional<FieldName> field_;
  std::vector<Choice> choices_;
  std::optional<Who> who_;
  Signal signal_ = Signal::due;
  /// For +REPLIED; none: any.
  std::vector<std::string> campaigns_;
  /// For +STALE; nothing: no history is known.
  std::shared_ptr<const Stays> stays_;
};

}  // namespace crm
