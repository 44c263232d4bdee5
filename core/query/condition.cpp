#include "core/query/condition.hpp"

#include <algorithm>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"
#include "core/query/vocabulary.hpp"

namespace crm {
namespace {

/// The problem of a part of a filter, with that part marked.
tl::unexpected<Error> marked(const Error& wrong, const Spot& spot) {
  return error(error_at(spot, wrong.message(), wrong.problems.front().hint));
}

bool names_colleague(std::string_view key) {
  return key == "owner" || key == "by" || key == "for" || key == "done_by";
}

/// `5,000`: commas separate alternatives, which is not what is meant here.
bool groups_digits(std::string_view text) {
  const auto is_digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  for (auto comma = text.find(','); comma != text.npos; comma = text.find(',', comma + 1))
    if (comma > 0 && is_digit(comma - 1) && is_digit(comma + 1) && is_digit(comma + 2) &&
        is_digit(comma + 3) && !is_digit(comma + 4))
      return true;
  return false;
}

bool is_of_entries(Shape shape) {
  return shape == Shape::items || shape == Shape::named_items || shape == Shape::named_lists ||
         shape == Shape::any;
}

bool has_tag(const std::vector<std::string>& tags, const std::string& wanted) {
  return std::any_of(tags.begin(), tags.end(),
                     [&](const std::string& tag) { return folded(tag) == wanted; });
}

bool has_tag(const Subject& subject, const std::string& wanted) {
  if (has_tag(subject.customer.tags, wanted)) return true;
  if (subject.entry == nullptr) return false;
  if (const auto* const person = std::get_if<const Person*>(subject.entry))
    return has_tag((*person)->tags, wanted);
  if (const auto* const deal = std::get_if<const Deal*>(subject.entry))
    return has_tag((*deal)->tags, wanted);
  return false;
}

bool could_mean(const Who& who, const Subject& subject) {
  if (who.could_mean(subject.customer)) return true;
  if (subject.entry == nullptr) return false;
  if (const auto* const person = std::get_if<const Person*>(subject.entry))
    return who.could_mean(**person);
  return who.begins(id_of(*subject.entry));
}

}  // namespace

Result<Condition> Condition::make(const Term& term, const Type& listed, const Asker& asker) {
  Condition made;
  made.kind_ = term.kind;
  made.sign_ = term.sign;
  made.without_ = term.without || term.sign == Term::Sign::differs;
  switch (term.kind) {
    case Term::Kind::word: made.who_.emplace(term.value, asker.settings.country); return made;
    case Term::Kind::tag: made.choices_.push_back({false, folded(term.value)}); return made;
    case Term::Kind::signal: {
      const auto signal = signal_named(term.value);
      if (!signal) {
        const auto near = did_you_mean(term.value, signal_names());
        return error(
            error_at(term.value_spot(), "there is no tag \"" + term.value + "\" that is worked out",
                     near.empty() ? "a tag of your own is written small: +" + lowered(term.value)
                                  : "did you mean +" + near.front() + "?"));
      }
      made.signal_ = *signal;
      if (*signal == Signal::stale && asker.stays) made.stays_ = asker.stays();
      return made;
    }
    case Term::Kind::has:
    case Term::Kind::field: break;
  }
  const bool has = term.kind == Term::Kind::has;
  const std::string_view name = has ? trimmed(term.value) : std::string_view(term.key);
  auto field = FieldName::find(name, listed, asker);
  // What is wrong with crm.yaml is not marked in these words.
  if (!field && field.error().kind == Error::Kind::invalid) return error(field.error());
  if (!field)
    return marked(field.error(), has ? term.value_spot() : term.spot.part(0, term.key.size()));
  made.field_ = *std::move(field);
  if (has) return made;
  if (auto done = made.read_values(term, asker); !done) return error(done.error());
  return made;
}

Result<void> Condition::read_values(const Term& term, const Asker& asker) {
  const Spot spot = term.value_spot();
  if (sign_ == Term::Sign::contains) {
    if (is_of_entries(field_->shape()))
      return error(error_at(term.spot, term.key + " are entries, not a text",
                            "ask for one of their fields, or has:" + term.key));
    if (trimmed(term.value).empty())
      return error(
          error_at(term.spot, "what shall " + term.key + " contain?", "crm list name~lodz"));
    choices_.push_back({false, folded(term.value)});
    return {};
  }
  const bool compares =
      sign_ != Term::Sign::is && sign_ != Term::Sign::equals && sign_ != Term::Sign::differs;
  if (compares && !is_ordered(field_->shape()))
    return error(error_at(term.spot,
                          term.key + " is no day, number or amount: nothing is more or "
                                     "less than it",
                          "ask for it with " + term.key + ":" + term.value));
  if (compares && trimmed(term.value).empty())
    return error(error_at(term.spot, "what shall " + term.key + " be compared with?",
                          "crm list \"value>5000\""));
  if (field_->shape() == Shape::money && groups_digits(term.value))
    return error(error_at(spot, "\"" + term.value + "\" could be one amount or two",
                          "write 5000 without separators, or ask twice with or"));
  std::size_t at = 0;
  for (const std::string_view value : split(term.value, ',')) {
    auto one = choice(term, trimmed(value), spot.part(at, value.size()), asker);
    if (!one) return error(one.error());
    choices_.push_back(*std::move(one));
    // A campaign may be said by its name, of which its id is made.
    const bool campaign = field_->key() == "campaigns" || field_->key() == "campaign";
    if (campaign && !choices_.back().absent)
      if (std::string id = slug(value); id != choices_.back().text && !id.empty())
        choices_.push_back({false, std::move(id)});
    at += value.size() + 1;
  }
  return {};
}

Result<Condition::Choice> Condition::choice(const Term& term, std::string_view value,
                                            const Spot& spot, const Asker& asker) const {
  if (value.empty() || folded(value) == "none") return Choice{true};
  if (is_of_entries(field_->shape()))
    return error(error_at(spot, term.key + " are entries, not a value",
                          "ask for one of their fields, or has:" + term.key));
  if (is_ordered(field_->shape())) {
    auto range = Range::parse(value, sign_, field_->shape(), asker);
    if (!range) return marked(range.error(), spot);
    return Choice{false, {}, *std::move(range)};
  }
  if (folded(value) == "me" && names_colleague(field_->key())) {
    std::string me = asker.me ? asker.me() : "";
    if (me.empty())
      return error(error_at(spot, "nobody knows who \"me\" is", "say it with --as, or in CRM_ME"));
    return Choice{false, folded(me)};
  }
  if (field_->key() == "phones")
    if (auto number = e164(value, asker.settings.country); !number.empty())
      return Choice{false, std::move(number)};
  auto word = listed_value(*field_, value, asker.settings);
  if (!word) return marked(word.error(), spot);
  // What is not said to be so is not so.
  if (field_->shape() == Shape::yes && *word == "no") return Choice{true};
  return Choice{false, folded(*word)};
}

bool Condition::is_said(const Choice& choice, const Value& value, const Settings& settings) const {
  if (choice.range) return choice.range->holds(value);
  if (choice.absent) return false;
  if (sign_ == Term::Sign::contains)
    return folded(value.text).find(choice.text) != std::string::npos;
  if (field_->key() == "phones") return e164(value.text, settings.country) == choice.text;
  return folded(value.text) == choice.text;
}

bool Condition::fits_unsigned(const Subject& subject) const {
  switch (kind_) {
    case Term::Kind::word: return could_mean(*who_, subject);
    case Term::Kind::tag: return has_tag(subject, choices_.front().text);
    case Term::Kind::signal: {
      static const Stays unknown;
      return stands_at(signal_, subject, stays_ ? *stays_ : unknown, campaigns_);
    }
    case Term::Kind::has: return !field_->values(subject).empty();
    case Term::Kind::field: break;
  }
  const std::vector<Value> values = field_->values(subject);
  return std::any_of(choices_.begin(), choices_.end(), [&](const Choice& choice) {
    if (choice.absent) return values.empty();
    return std::any_of(values.begin(), values.end(), [&](const Value& value) {
      return is_said(choice, value, subject.settings);
    });
  });
}

std::vector<std::string> Condition::campaigns() const {
  std::vector<std::string> ids;
  const bool asks = kind_ == Term::Kind::field && !without_ && sign_ != Term::Sign::contains &&
                    (field_->key() == "campaigns" || field_->key() == "campaign");
  if (!asks) return ids;
  for (const Choice& choice : choices_)
    if (!choice.absent) ids.push_back(choice.text);
  return ids;
}

bool Condition::fits(const Subject& subject) const {
  return fits_unsigned(subject) != without_;
}

}  // namespace crm
