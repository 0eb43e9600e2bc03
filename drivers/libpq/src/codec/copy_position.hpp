// SPDX-License-Identifier: BSL-1.0
//
// Which rows an error of COPY is about.
#pragma once

#include <cstddef>
#include <dbapi/copy.hpp>
#include <dbapi/diagnostics.hpp>
#include <dbapi/errors.hpp>
#include <string_view>

namespace dbapi::libpq {

/// Returns the row that the server names in the error's context, "COPY accounts, line 3, column id", else all
/// that were sent. It decides nothing but row_range(). Lines are not rows in CSV. CockroachDB names none.
/// @pre  sent > 0.
[[nodiscard]] RowRange rows_at_fault(const Diagnostics& told, std::string_view table, CopyFormat format,
                                     std::size_t sent);

}  // namespace dbapi::libpq
