// Names that say of themselves that they are a company's.
#pragma once

#include <string_view>

namespace crm {

/// Whether the name ends with a legal form as it is written in the trade register: `Globex GmbH`,
/// `Acme Pvt. Ltd.`, `Initech, Inc.`; in Chinese and Japanese it may also begin with one. Forms
/// that are words or names otherwise count only in their usual capitals: `Lind AB`, not `Lind Ab`.
bool has_legal_form(std::string_view name);

}  // namespace crm
