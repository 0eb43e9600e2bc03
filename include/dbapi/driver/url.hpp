// SPDX-License-Identifier: BSL-1.0
//
// A URL taken apart, for drivers whose C library does not do that itself.
#pragma once

#include <dbapi/export.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dbapi::driver {

/// `scheme:[//authority]path[?name=value&…]`; path and query are decoded, the authority is as it was written.
struct Url {
    std::string scheme;
    bool has_authority = false;  ///< Whether there was a `//`.
    std::string authority;
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
};

/// Takes a URL apart.
/// @throws ProgrammingError  no scheme, or a bad %-escape; the message repeats nothing of the text.
[[nodiscard]] DBAPI_EXPORT Url parse_url(std::string_view text);

/// Returns the text with its %-escapes undone. @throws ProgrammingError  a bad one, or %00.
[[nodiscard]] DBAPI_EXPORT std::string percent_decode(std::string_view text);

}  // namespace dbapi::driver
