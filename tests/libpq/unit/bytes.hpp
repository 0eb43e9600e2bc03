// SPDX-License-Identifier: BSL-1.0
//
// Values in the binary format, written down in hexadecimal, as `encode(numeric_send(…), 'hex')` gives them.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <string>
#include <string_view>

#include "codec/registry.hpp"
#include "oids.hpp"

namespace testing {

inline std::string from_hex(std::string_view hex) {
    const auto binary = dbapi::Binary::from_hex(hex);
    return {reinterpret_cast<const char*>(binary.bytes().data()), binary.bytes().size()};
}

inline std::string to_hex(std::string_view bytes) { return dbapi::Binary(bytes).to_hex(); }

inline dbapi::Value decode_binary(std::uint32_t type, std::string_view bytes) {
    return dbapi::libpq::find_type(type)->view_binary(bytes).to_value();
}

/// Returns the value as text, by both ways there are.
inline std::string shown_binary(std::uint32_t type, std::string_view bytes) {
    const auto view = dbapi::libpq::find_type(type)->view_binary(bytes);
    std::string text = "-";  // it is appended to
    view.append_text(text);
    CHECK(text.substr(1) == view.to_value().to_string());
    return text.substr(1);
}

/// Checks that a value that lacks bytes at its end, or has one too many, is refused.
inline void check_lengths(std::uint32_t type, std::string_view hex) {
    const auto bytes = from_hex(hex);
    CAPTURE(type);
    CHECK_NOTHROW(static_cast<void>(decode_binary(type, bytes)));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CAPTURE(size);
        // A copy of its own, so that a sanitizer sees a read behind its end.
        const std::string cut = bytes.substr(0, size);
        CHECK_THROWS_AS(static_cast<void>(decode_binary(type, cut)), dbapi::DataError);
    }
    CHECK_THROWS_AS(static_cast<void>(decode_binary(type, bytes + '\0')), dbapi::DataError);
}

}  // namespace testing
