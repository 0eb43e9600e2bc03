// SPDX-License-Identifier: BSL-1.0
//
// From the OID of a result column to how its values are read.
#pragma once

#include <cstdint>
#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

/// A type of the server as the driver knows it.
struct TypeInfo {
    std::uint32_t oid;
    std::string_view name;  // as SQL names it
    Kind kind;
    /// Views a value in the server's text format. @throws DataError  the text is malformed.
    ValueView (*view_text)(std::string_view text);
};

/// Returns the entry for an OID, or null for a type without one: its values come as Other.
[[nodiscard]] const TypeInfo* find_type(std::uint32_t oid) noexcept;

}  // namespace dbapi::libpq
