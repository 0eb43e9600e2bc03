// SPDX-License-Identifier: BSL-1.0
//
// What a result of libpq holds: the kind of result, its row, and how its statement ended.
#pragma once

#include <cstddef>
#include <dbapi/driver/execution.hpp>
#include <string_view>

struct pg_result;

namespace dbapi::libpq {

/// Whether the result belongs to a statement that returns rows.
[[nodiscard]] bool has_columns(const pg_result* result) noexcept;

/// Whether the result is one row of a statement whose end is still to come.
[[nodiscard]] bool is_row(const pg_result* result) noexcept;

/// Whether the field is NULL, and its bytes. Lifetime: as the result. @pre  is_row().
[[nodiscard]] bool is_null(const pg_result* result, std::size_t column) noexcept;
[[nodiscard]] std::string_view field(const pg_result* result, std::size_t column) noexcept;

/// Returns rowcount and command tag from the end of a statement.
[[nodiscard]] driver::Completion completion_of(pg_result* result);

}  // namespace dbapi::libpq
