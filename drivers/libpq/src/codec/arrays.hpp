// SPDX-License-Identifier: BSL-1.0
//
// Arrays, in text and in binary: the elements are read as their own type is.
#pragma once

#include <cstdint>
#include <dbapi/array.hpp>
#include <dbapi/value_view.hpp>
#include <string>
#include <string_view>

#include "codec/type_info.hpp"

namespace dbapi::libpq {

/// Views an array in binary, of any built-in type: the bytes tell of which.
/// @throws DataError  when read: malformed, or the elements' type has no view_binary; the same for the next.
[[nodiscard]] ValueView view_array_binary(std::string_view bytes);

/// Views an array of a type that is not built in and is the same in text and binary, such as an
/// enumeration's: the elements are strings. Its text is viewed as that of text[].
[[nodiscard]] ValueView view_text_like_array_binary(std::string_view bytes);

/// Views an array of intervals in binary, as servers without infinite intervals mean it.
[[nodiscard]] ValueView view_finite_interval_array_binary(std::string_view bytes);

/// Reads an array in text. An element without view_text becomes an Other.
/// @throws DataError  malformed.
[[nodiscard]] Array read_array_text(std::string_view text, const TypeInfo& element, char delimiter = ',');

/// Reads an array in text of a built-in type that has view_text.
[[nodiscard]] Array read_array_text(std::string_view text, std::uint32_t element);

/// Reads an array's text by the codec of that built-in element type.
template <std::uint32_t element>
inline constexpr Codec array_text_codec{
    .to_value = [](std::string_view text) { return Value(read_array_text(text, element)); },
    .append_text =
        [](std::string_view text, std::string& out) {
            ValueView::array(read_array_text(text, element)).append_text(out);
        },
};

/// Views an array in text.
template <std::uint32_t element>
[[nodiscard]] ValueView view_array_text(std::string_view text) {
    return ValueView::encoded(Kind::array, text, array_text_codec<element>);
}

}  // namespace dbapi::libpq
