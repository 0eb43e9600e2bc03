// SPDX-License-Identifier: BSL-1.0
//
// From the text of other styles to ISO text with the same parts: what they mean is then up to the one parser
// of each type.
#pragma once

#include <string>
#include <string_view>

#include "codec/styled.hpp"

namespace dbapi::libpq {

// Each takes finite dates alone, of another style than ISO.
// @throws DataError  22007: another form. The parts may still be no date.

/// "12/17/1997", "17.12.1997", "12-17-1997", each perhaps with " BC".
[[nodiscard]] std::string iso_from_date(std::string_view text, const TextStyle& style);

/// "12/17/1997 07:37:16.5", "17.12.1997 07:37:16", "Wed Dec 17 07:37:16 1997", each perhaps with " BC".
[[nodiscard]] std::string iso_from_timestamp(std::string_view text, const TextStyle& style);

/// The same with a time zone: " UTC", " +03", "+03", before " BC".
/// @throws DataError  22007: an abbreviation of a time zone that does not say its offset; see ZoneStyle.
[[nodiscard]] std::string iso_from_timestamptz(std::string_view text, const TextStyle& style);

/// "@ 1 year 2 mons 3 days 4 hours 5 mins 6.5 secs ago"
/// @throws DataError  22007: another form; the same for iso_from_sql_interval().
[[nodiscard]] std::string iso_from_verbose_interval(std::string_view text);

/// "1-2", "3 4:05:06", "+1-2 -3 +4:05:06.5"
[[nodiscard]] std::string iso_from_sql_interval(std::string_view text);

}  // namespace dbapi::libpq
