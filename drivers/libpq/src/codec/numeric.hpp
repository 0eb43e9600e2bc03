// SPDX-License-Identifier: BSL-1.0
//
// NUMERIC, which is DECIMAL, in text and in binary: exact, of any scale.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_numeric_text(std::string_view text);

}  // namespace dbapi::libpq
