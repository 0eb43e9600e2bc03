// SPDX-License-Identifier: BSL-1.0
//
// Names and texts as SQL wants them.
#pragma once

#include <string>
#include <string_view>

namespace dbapi::libpq {

/// Returns the name as a quoted identifier: it means itself, whatever is in it.
[[nodiscard]] inline std::string quoted(std::string_view name) {
    std::string sql = "\"";
    for (const char c : name) {
        if (c == '"') sql += '"';
        sql += c;
    }
    return sql += '"';
}

/// Returns the text as a string literal that means the same under all settings. @pre  it has no NUL byte.
[[nodiscard]] inline std::string literal(std::string_view text) {
    std::string sql = "E'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') sql += c;
        sql += c;
    }
    return sql += '\'';
}

}  // namespace dbapi::libpq
