// SPDX-License-Identifier: BSL-1.0
//
// The text form of arrays, `[0:1]={1,"a b"}`, without knowledge of what the elements are.
#pragma once

#include <cstddef>
#include <dbapi/array.hpp>
#include <dbapi/value.hpp>
#include <functional>
#include <string_view>

namespace dbapi::libpq {

/// How many dimensions the servers allow.
inline constexpr std::size_t max_dimensions = 6;

/// Makes an element's value of its text, which is unescaped and never NULL; it must not keep the text.
using ElementReader = std::function<Value(std::string_view text)>;

/// Returns the array that PostgreSQL reads in `text`.
/// @throws DataError  malformed: sub-arrays of different sizes, bounds that do not fit; what `read` throws.
[[nodiscard]] Array parse_array(std::string_view text, char delimiter, const ElementReader& read);

}  // namespace dbapi::libpq
