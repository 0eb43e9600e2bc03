// SPDX-License-Identifier: BSL-1.0
//
// All types of dates and times, and PEP 249's constructors of them from ticks.
#pragma once

#include <dbapi/date.hpp>
#include <dbapi/export.hpp>
#include <dbapi/interval.hpp>
#include <dbapi/time.hpp>
#include <dbapi/timestamp.hpp>

namespace dbapi {

/// Returns the day, in UTC, `ticks` seconds after 1970-01-01 00:00:00 UTC, once rounded to microseconds.
///
/// @throws DataError  22008: not a number, infinite, or out of Timestamp's range (C111).
/// @par PEP 249
/// C108, C109: UTC; the PEP's example uses local time.
[[nodiscard]] DBAPI_EXPORT Date DateFromTicks(double ticks);

/// Returns the time of day, in UTC but without an offset, `ticks` seconds after 1970-01-01 00:00:00 UTC.
///
/// Rounded to microseconds (C110).
///
/// @throws DataError  22008: not a number, infinite, or out of Timestamp's range (C111).
/// @par PEP 249
/// C108, C109: UTC; the PEP's example uses local time.
[[nodiscard]] DBAPI_EXPORT Time TimeFromTicks(double ticks);

/// Returns the instant `ticks` seconds after 1970-01-01 00:00:00 UTC, with offset 0, rounded to microseconds
/// (C110).
///
/// @throws DataError  22008: not a number, infinite, or out of range (C111).
/// @par PEP 249
/// C108, C109: UTC; the PEP's example uses local time.
[[nodiscard]] DBAPI_EXPORT Timestamp TimestampFromTicks(double ticks);

}  // namespace dbapi
