// SPDX-License-Identifier: BSL-1.0
//
// What can be told from a statement's text about its result, before it is run.
#pragma once

#include <algorithm>
#include <array>
#include <dbapi/driver/statement.hpp>
#include <string_view>

namespace dbapi {

/// Whether it is certain that the statement returns no rows: it changes some, and has no RETURNING anywhere.
[[nodiscard]] inline bool returns_nothing(const driver::Statement& statement) {
    static constexpr auto keywords =
        std::to_array<std::string_view>({"INSERT", "UPDATE", "DELETE", "UPSERT", "MERGE"});
    static constexpr std::string_view returning = "RETURNING";
    const std::string_view text = statement.text();
    const auto found =
        std::search(text.begin(), text.end(), returning.begin(), returning.end(),
                    [](char a, char b) { return a == b || (a >= 'a' && a <= 'z' && a - 'a' + 'A' == b); });
    return found == text.end() && std::ranges::find(keywords, statement.keyword()) != keywords.end();
}

}  // namespace dbapi
