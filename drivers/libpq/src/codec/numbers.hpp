// SPDX-License-Identifier: BSL-1.0
//
// Booleans and numbers of the machine, in text and in binary.
#pragma once

#include <cstdint>
#include <dbapi/value_view.hpp>
#include <string>
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

// Each appends a value in the binary format.
void append_boolean_binary(std::string& out, bool flag);
void append_int2_binary(std::string& out, std::int16_t number);
void append_int4_binary(std::string& out, std::int32_t number);
void append_int8_binary(std::string& out, std::int64_t number);
void append_float4_binary(std::string& out, float number);
void append_float8_binary(std::string& out, double number);

}  // namespace dbapi::libpq
