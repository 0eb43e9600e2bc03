// SPDX-License-Identifier: BSL-1.0
//
// What the type written in CREATE TABLE means. SQLite itself takes little notice of it, so that here is
// decided which text is a date, and what description() says.
#pragma once

#include <dbapi/value.hpp>
#include <optional>
#include <string_view>

namespace dbapi::sqlite {

/// A declared type, taken apart.
struct DeclaredType {
    Kind kind = Kind::null;  ///< Null when the declaration does not tell.
    std::optional<int> precision = std::nullopt;
    std::optional<int> scale = std::nullopt;
};

/// Reads a declaration such as "decimal(10, 2)". What has no meaning here follows SQLite's rules of affinity.
[[nodiscard]] DeclaredType parse_declared_type(std::string_view text);

}  // namespace dbapi::sqlite
