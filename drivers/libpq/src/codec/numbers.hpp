// SPDX-License-Identifier: BSL-1.0
//
// Booleans and numbers in the server's text format.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_boolean(std::string_view text);
[[nodiscard]] ValueView view_integer(std::string_view text);
[[nodiscard]] ValueView view_float4(std::string_view text);
[[nodiscard]] ValueView view_float8(std::string_view text);
[[nodiscard]] ValueView view_numeric(std::string_view text);

}  // namespace dbapi::libpq
