// SPDX-License-Identifier: BSL-1.0
//
// NUMERIC, which is DECIMAL, in text and in binary: exact, of any scale.
#pragma once

#include <dbapi/value_view.hpp>
#include <string>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_numeric_text(std::string_view text);

/// Checks the header only; a digit that is none is found when the value is read.
[[nodiscard]] ValueView view_numeric_binary(std::string_view bytes);

/// Appends a number in the binary format.
///
/// @param canonical  what Decimal::str() gives.
/// @return  whether it could be said, else nothing is appended: more than 131072 digits before the point,
///          16383 behind it or 131068 in all may not fit, and only PostgreSQL from 14 knows infinities in
///          this format. As text the server can judge them.
[[nodiscard]] bool append_numeric_binary(std::string& out, std::string_view canonical);

}  // namespace dbapi::libpq
