// SPDX-License-Identifier: BSL-1.0
//
// BIT and BIT VARYING in binary: a string of 0 and 1, as in text.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_bits_binary(std::string_view bytes);

}  // namespace dbapi::libpq
