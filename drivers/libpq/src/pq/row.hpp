// SPDX-License-Identifier: BSL-1.0
//
// What a result of libpq holds: the kind of result, its row, and how its statement ended.
#pragma once

#include <cstddef>
#include <dbapi/driver/execution.hpp>
#include <optional>
#include <span>
#include <string_view>

#include "codec/type_info.hpp"

struct pg_result;

namespace dbapi::libpq {

/// Whether the result belongs to a statement that returns rows.
[[nodiscard]] bool has_columns(const pg_result* result) noexcept;

/// Whether the result holds some rows of a statement whose end is still to come.
[[nodiscard]] bool is_partial(const pg_result* result) noexcept;

/// Returns how many rows the result holds.
[[nodiscard]] std::size_t row_count(const pg_result* result) noexcept;

/// Returns the bytes of a field; nothing when it is NULL. Lifetime: as the result. @pre  there is such a row.
[[nodiscard]] std::optional<std::string_view> field(const pg_result* result, std::size_t row,
                                                    std::size_t column) noexcept;

/// Views the fields of a row, each by its column's function, and leaves out those of columns without one.
/// Lifetime: as the result. @pre  there is such a row, and it has as many fields.
void view_row(const pg_result* result, std::size_t row, std::span<const TypeInfo::View> views,
              std::span<ValueView> out);

/// Returns rowcount and command tag from the end of a statement.
[[nodiscard]] driver::Completion completion_of(pg_result* result);

}  // namespace dbapi::libpq
