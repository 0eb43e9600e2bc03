// SPDX-License-Identifier: BSL-1.0
//
// dbapi's text is UTF-8. ODBC's narrow functions use the locale's encoding, so this driver speaks to it in
// UTF-16 alone.
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

}  // namespace odbc
