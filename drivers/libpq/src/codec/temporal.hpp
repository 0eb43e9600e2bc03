// SPDX-License-Identifier: BSL-1.0
//
// Dates, times and intervals in the server's formats: text, of DateStyle ISO and IntervalStyle postgres or
// iso_8601, and binary, which counts from 2000-01-01.
#pragma once

#include <dbapi/temporal.hpp>
#include <dbapi/value_view.hpp>
#include <string>
#include <string_view>

namespace dbapi::libpq {

[[nodiscard]] ValueView view_date_text(std::string_view text);
[[nodiscard]] ValueView view_time_text(std::string_view text);
[[nodiscard]] ValueView view_timestamp_text(std::string_view text);
/// The text is in the session's time zone; the value is the instant, shown in UTC, whatever that zone is.
[[nodiscard]] ValueView view_timestamptz_text(std::string_view text);
/// An infinity, which PostgreSQL has from 17 on and Interval has not, is an Other; in binary the same.
[[nodiscard]] ValueView view_interval_text(std::string_view text);

// A number beyond the range of the value's type is DataError 22008.
[[nodiscard]] ValueView view_date_binary(std::string_view bytes);
[[nodiscard]] ValueView view_time_binary(std::string_view bytes);
[[nodiscard]] ValueView view_timetz_binary(std::string_view bytes);
[[nodiscard]] ValueView view_timestamp_binary(std::string_view bytes);
/// The instant, shown in UTC.
[[nodiscard]] ValueView view_timestamptz_binary(std::string_view bytes);
[[nodiscard]] ValueView view_interval_binary(std::string_view bytes);
/// As servers without infinite intervals mean it.
[[nodiscard]] ValueView view_finite_interval_binary(std::string_view bytes);

/// Appends a date in the binary format.
/// @return  whether it could be said, else nothing is appended: the first 30 years of Date's range, far
///          before those of the servers, do not fit.
[[nodiscard]] bool append_date_binary(std::string& out, Date date);

// Each appends a value in the binary format.
/// The offset, if there is one, is left out.
void append_time_binary(std::string& out, Time time);
/// @pre  there is an offset.
void append_timetz_binary(std::string& out, Time time);
/// For a timestamp with an offset, which is the instant, and for one without.
void append_timestamp_binary(std::string& out, Timestamp timestamp);
/// @return  whether it could be said, else nothing is appended: the two intervals that have the binary form
/// of
///          an infinity.
[[nodiscard]] bool append_interval_binary(std::string& out, const Interval& interval);

}  // namespace dbapi::libpq
