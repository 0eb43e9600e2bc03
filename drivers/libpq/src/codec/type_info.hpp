// SPDX-License-Identifier: BSL-1.0
//
// What the driver knows of a type of the server.
#pragma once

#include <cstdint>
#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

/// A type of the server, found by its OID. Lifetime: static, or as the session's table of its own types.
struct TypeInfo {
    using View = ValueView (*)(std::string_view bytes);

    std::uint32_t oid;
    std::string_view name{};  ///< As SQL names it.
    Kind kind;
    /// Views a value in the server's text format; null when its values are made as objects.
    /// @throws DataError  the text is malformed; view_binary the same.
    View view_text = nullptr;
    /// Views a value in the server's binary format; null when the type is always asked for as text.
    View view_binary = nullptr;
    std::uint32_t element = 0;  ///< Of an array: the OID of its elements.
    char delimiter = ',';       ///< Of an array: what stands between elements in text.
};

}  // namespace dbapi::libpq
