// How words become an expression: `[ status:lead or +vip ] not owner:me @hot`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/field.hpp"
#include "core/query/expression.hpp"

namespace crm {

/// Words are joined by *and*; `or`, `not` and brackets, `[ ]` or `( )`, also glued to a word. A
/// word that has spaces is one phrase, unless it holds a bracket or an `or`, `not`, `and` of its
/// own.
/// `@name` is one of `filters`. Error::asked_wrongly, with the place marked, for brackets that
/// don't meet, for `or` and `not` with nothing to join, for a filter that is not there or leads
/// back to itself.
Result<Expression> parse_expression(const std::vector<std::string>& words,
                                    const Named<std::string>& filters);

/// The words of a text in crm.yaml: split at spaces, but not within double quotes.
std::vector<std::string> words_of_text(std::string_view text);

/// Whether a word is part of a filter rather than a name: `field:value` and the like, `+tag`,
/// `-tag`, `@name`, a bracket, `or`, `not`, `and`.
bool is_filter_word(std::string_view word);

/// What somebody typed who looks for a text in some records.
struct Sought {
  std::vector<std::string> filter, texts;
};

/// Words with a sign (`field:value`, `+tag`, `-tag`, `@name`) are the filter, with the `not`, `or`,
/// `and` and brackets that belong to them; all others are texts. Error::asked_wrongly where an `or`
/// joins a filter with a text.
Result<Sought> sought(const std::vector<std::string>& words);

}  // namespace crm
