// SPDX-License-Identifier: BSL-1.0
//
// Text, bytes, UUIDs and JSON, in text and in binary.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

/// What stands before the text of a jsonb in binary.
inline constexpr char jsonb_version = 1;

/// Text is the same in both formats.
[[nodiscard]] ValueView view_string(std::string_view text);
[[nodiscard]] ValueView view_json(std::string_view text);

/// A byte of the type "char": 0 is the empty string, one above 127, which is no text by itself, its octal
/// form `\ooo`. CockroachDB sends text of any length.
[[nodiscard]] ValueView view_char_text(std::string_view text);
[[nodiscard]] ValueView view_char_binary(std::string_view bytes);

[[nodiscard]] ValueView view_bytea_text(std::string_view text);
[[nodiscard]] ValueView view_uuid_text(std::string_view text);

[[nodiscard]] ValueView view_jsonb_binary(std::string_view bytes);
[[nodiscard]] ValueView view_bytea_binary(std::string_view bytes);
[[nodiscard]] ValueView view_uuid_binary(std::string_view bytes);

}  // namespace dbapi::libpq
