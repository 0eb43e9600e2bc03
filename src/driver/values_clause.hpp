// SPDX-License-Identifier: BSL-1.0
//
// Where an INSERT has its only row of values, so that more rows can be put behind it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace dbapi::driver {

/// A part of a text: from `begin` to before `end`. Units: bytes.
struct TextRange {
    std::size_t begin;
    std::size_t end;
};

/// Finds the row of values of an INSERT that does the same with many rows as run once for each.
///
/// That is INSERT [OR IGNORE | OR REPLACE] INTO name [(columns)] VALUES (items) [ON CONFLICT [(columns)] DO
/// NOTHING], where each item is a placeholder, a plain literal or DEFAULT. Anything else, a comment included,
/// is not it: DO UPDATE fails when a key is repeated, a function or subquery may see what came before.
///
/// @param sql           one statement in the database's form.
/// @param placeholders  where its placeholders are, in their order.
/// @return              the row with its parentheses; nothing when it is not such an INSERT.
[[nodiscard]] std::optional<TextRange> find_values_row(std::string_view sql,
                                                       std::span<const TextRange> placeholders);

}  // namespace dbapi::driver
