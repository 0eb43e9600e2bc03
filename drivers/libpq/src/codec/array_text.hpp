// SPDX-License-Identifier: BSL-1.0
//
// The text form of arrays, `[0:1]={1,"a b"}`, without knowledge of what the elements are.
#pragma once

#include <cstddef>
#include <dbapi/array.hpp>
#include <dbapi/value.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace dbapi::libpq {

/// How many dimensions the servers allow.
inline constexpr std::size_t max_dimensions = 6;

/// Makes an element's value of its text, which is unescaped and never NULL; it must not keep the text.
using ElementReader = std::function<Value(std::string_view text)>;

/// Returns the array that PostgreSQL reads in `text`.
/// @throws DataError  malformed: sub-arrays of different sizes, bounds that do not fit; what `read` throws.
[[nodiscard]] Array parse_array(std::string_view text, char delimiter, const ElementReader& read);

/// Puts another delimiter between the elements of an array that ValueView::append_text() has written behind
/// the first `begin` bytes of `text`.
/// @throws DataError  22P02: an element that stands without quotes holds the delimiter.
void replace_delimiter(std::string& text, std::size_t begin, char delimiter);

}  // namespace dbapi::libpq
