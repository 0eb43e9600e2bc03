// SPDX-License-Identifier: BSL-1.0
//
// dbapi's text is UTF-8. ODBC's narrow functions use the locale's encoding, so this driver speaks to it in
// UTF-16, but where a data source is known to mean UTF-8 by them.
#pragma once

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace odbc {

using Wide = std::vector<SQLWCHAR>;

/// Returns the text in UTF-16, with a NUL behind it. @throws DataError  22021: it is not UTF-8.
[[nodiscard]] Wide to_wide(std::string_view text);

/// Appends UTF-16 as UTF-8; half a surrogate pair becomes U+FFFD.
void append_utf8(std::span<const SQLWCHAR> wide, std::string& text);

/// Returns text that a function of ODBC gave: `length` characters, of which it may have cut some.
[[nodiscard]] std::string utf8(std::span<const SQLWCHAR> buffer, SQLSMALLINT length);
[[nodiscard]] std::string utf8(std::span<const SQLCHAR> buffer, SQLSMALLINT length);

}  // namespace odbc
