// SPDX-License-Identifier: BSL-1.0
//
// Network and MAC addresses in binary: strings, exactly as PostgreSQL prints them.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

/// "10.0.0.1", "10.0.0.1/8", "2001:db8::1": with the number of bits unless it is that of a single host.
[[nodiscard]] ValueView view_inet_binary(std::string_view bytes);
/// The same, always with the number of bits.
[[nodiscard]] ValueView view_cidr_binary(std::string_view bytes);

/// "08:00:2b:01:02:03"
[[nodiscard]] ValueView view_macaddr_binary(std::string_view bytes);
[[nodiscard]] ValueView view_macaddr8_binary(std::string_view bytes);

}  // namespace dbapi::libpq
