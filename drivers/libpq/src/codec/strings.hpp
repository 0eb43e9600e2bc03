// SPDX-License-Identifier: BSL-1.0
//
// Text, bytes, UUIDs and JSON in the server's text format.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_string(std::string_view text);
[[nodiscard]] ValueView view_json(std::string_view text);
[[nodiscard]] ValueView view_bytea(std::string_view text);
[[nodiscard]] ValueView view_uuid(std::string_view text);

}  // namespace dbapi::libpq
