// SPDX-License-Identifier: BSL-1.0
//
// Booleans and numbers of the machine, in text and in binary.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_boolean_text(std::string_view text);
[[nodiscard]] ValueView view_integer_text(std::string_view text);
[[nodiscard]] ValueView view_float4_text(std::string_view text);
[[nodiscard]] ValueView view_float8_text(std::string_view text);

[[nodiscard]] ValueView view_boolean_binary(std::string_view bytes);
[[nodiscard]] ValueView view_int2_binary(std::string_view bytes);
[[nodiscard]] ValueView view_int4_binary(std::string_view bytes);
[[nodiscard]] ValueView view_int8_binary(std::string_view bytes);
[[nodiscard]] ValueView view_oid_binary(std::string_view bytes);
[[nodiscard]] ValueView view_float4_binary(std::string_view bytes);
[[nodiscard]] ValueView view_float8_binary(std::string_view bytes);

}  // namespace dbapi::libpq
