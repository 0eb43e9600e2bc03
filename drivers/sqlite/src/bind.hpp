// SPDX-License-Identifier: BSL-1.0
//
// From values to SQLite's five storage classes.
#pragma once

#include <dbapi/value_view.hpp>
#include <span>

#include "c/statement.hpp"

namespace dbapi::sqlite {

/// Gives the statement its parameters. Their bytes are copied if the statement returns rows; else it borrows
/// them until it is rewound or reset, which must be before they go.
/// @pre  as many as the statement has.
/// @throws DataError          NaN, which SQLite would take for NULL.
/// @throws NotSupportedError  an array.
/// @throws DatabaseError      a value that is too large.
void bind(PreparedStatement& statement, std::span<const ValueView> parameters);

}  // namespace dbapi::sqlite
