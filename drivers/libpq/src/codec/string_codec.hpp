// SPDX-License-Identifier: BSL-1.0
//
// Codecs of types whose values are known by their text alone: their bytes become a string.
#pragma once

#include <dbapi/value_view.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace dbapi::libpq {

/// Reads bytes as the string that `Append` makes of them.
template <void (*Append)(std::string_view bytes, std::string& text)>
inline constexpr Codec string_codec{
    .to_value =
        [](std::string_view bytes) {
            std::string text;
            Append(bytes, text);
            return Value(std::move(text));
        },
    .append_text = Append,
};

}  // namespace dbapi::libpq
