// SPDX-License-Identifier: BSL-1.0
//
// Dates, times and intervals in the server's text format, DateStyle ISO and IntervalStyle postgres.
#pragma once

#include <dbapi/value_view.hpp>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_date_text(std::string_view text);
[[nodiscard]] ValueView view_time_text(std::string_view text);
[[nodiscard]] ValueView view_timestamp_text(std::string_view text);
/// The text is in the session's time zone; the value is the instant, shown in UTC, whatever that zone is.
[[nodiscard]] ValueView view_timestamptz_text(std::string_view text);
[[nodiscard]] ValueView view_interval_text(std::string_view text);

}  // namespace dbapi::libpq
