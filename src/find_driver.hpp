// SPDX-License-Identifier: BSL-1.0
//
// Which driver serves a URL.
#pragma once

#include <dbapi/driver.hpp>
#include <span>
#include <string_view>

namespace dbapi::detail {

/// Returns the first that accepts the dsn. @throws ProgrammingError  none does.
[[nodiscard]] const Driver& find_driver(std::string_view dsn, std::span<const Driver* const> drivers);

}  // namespace dbapi::detail
