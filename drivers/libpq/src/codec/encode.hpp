// SPDX-License-Identifier: BSL-1.0
//
// Parameters in the servers' binary format.
#pragma once

#include <cstdint>
#include <dbapi/value_view.hpp>
#include <string>
#include <string_view>

#include "dialect.hpp"

namespace dbapi::libpq {

/// How parameters are written.
enum class ParameterFormat : std::uint8_t {
    automatic,  ///< In binary where a type is declared and its binary form says the same; else as text.
    text,       ///< All as text.
};

/// Appends a value in binary. Returns false, and appends nothing, when it has to go as text.
///
/// @param type  what parameter_type() gave for it.
/// @pre  not NULL, no codec.
/// @throws DataError  an array's text has a NUL byte.
[[nodiscard]] bool append_binary(std::string& out, const ValueView& view, std::uint32_t type,
                                 const Dialect& dialect);

/// Appends what an array in binary begins with; its elements follow, each as begin_field() has it.
void append_array_header(std::string& out, const Array& array, std::uint32_t element);

/// @throws DataError  22021: text with a NUL byte, which the servers do not take.
void check_text(std::string_view text);

}  // namespace dbapi::libpq
