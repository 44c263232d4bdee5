// The YAML that nearly all records are written in → a tree, several times faster than libyaml.
//
// Plain are lines of "key: value" and "- item" with one-line texts, `[a, b]`, `{a: b}` and `|`
// texts. It is no second opinion on what YAML means: at the first sign of anything else (a tab, a
// text over two lines, CRLF, an escape that is not common, a mistake) it gives up, and libyaml
// reads the text from its beginning. A test compares the trees of both over the corpus and a great
// many damaged texts: what is plain, libyaml reads too, to the same nodes at the same bytes.
#pragma once

#include "core/record/tree_builder.hpp"

namespace crm {

/// False where the text is not plain; the builder must then begin again.
bool read_plain_yaml(TreeBuilder& builder);

}  // namespace crm
