// SPDX-License-Identifier: BSL-1.0
//
// From a statement's columns to PEP 249's description.
#pragma once

#include <dbapi/column.hpp>

#include "c/statement.hpp"

namespace dbapi::sqlite {

/// Describes the columns of a statement that was stepped. The type code's kind is that of the declared type;
/// Kind::null for expressions, which have none.
[[nodiscard]] Description describe(const PreparedStatement& statement);

}  // namespace dbapi::sqlite
