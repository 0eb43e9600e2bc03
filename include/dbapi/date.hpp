// SPDX-License-Identifier: BSL-1.0
//
// Date: a day of the calendar, as SQL's DATE has it, with PostgreSQL's range and infinities.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <dbapi/export.hpp>
#include <limits>
#include <ostream>
#include <string>
#include <string_view>

namespace dbapi {

/// A day of the proleptic Gregorian calendar, or one of the two infinities. A value type. PEP 249: C107.
///
/// Years are astronomical: 0 is 1 BC, -1 is 2 BC. Range: 32 bits of days, which is about 5.8 million years
/// either way and holds PostgreSQL's range, 4714-11-24 BC to 5874897-12-31.
class DBAPI_EXPORT Date {
 public:
    /// Makes 1970-01-01.
    constexpr Date() noexcept = default;

    /// @throws DataError  22008: there is no such day, or it is out of range. PEP 249: C112.
    Date(int year, unsigned month, unsigned day);

    /// @throws DataError  22008: out of range.
    Date(std::chrono::sys_days day);

    /// @throws DataError  22008: out of range.
    Date(std::chrono::local_days day) : Date(std::chrono::sys_days(day.time_since_epoch())) {}

    /// @throws DataError  22008: not `ok()`.
    Date(std::chrono::year_month_day day);

    /// Returns the day `days` after 1970-01-01; the largest and the smallest number are the infinities.
    [[nodiscard]] static constexpr Date from_days(std::int32_t days) noexcept {
        Date date;
        date.days_ = days;
        return date;
    }

    /// Returns the date after all others.
    [[nodiscard]] static constexpr Date infinity() noexcept { return from_days(plus_infinite); }
    /// Returns the date before all others.
    [[nodiscard]] static constexpr Date minus_infinity() noexcept { return from_days(minus_infinite); }

    /// Returns the date that `text` holds in exactly the form of to_string().
    ///
    /// @throws DataError  22007: another form, spaces around it included; 22008: no such day, or out of
    /// range.
    [[nodiscard]] static Date parse(std::string_view text);

    [[nodiscard]] constexpr bool is_finite() const noexcept {
        return days_ != plus_infinite && days_ != minus_infinite;
    }

    /// Returns the days since 1970-01-01; the infinities give the largest and the smallest number.
    [[nodiscard]] constexpr std::int32_t days_since_epoch() const noexcept { return days_; }

    /// Returns the astronomical year.
    /// @throws DataError  22008: infinite.
    [[nodiscard]] int year() const;
    /// Returns 1 to 12.
    /// @throws DataError  22008: infinite.
    [[nodiscard]] unsigned month() const;
    /// Returns 1 to 31.
    /// @throws DataError  22008: infinite.
    [[nodiscard]] unsigned day() const;

    /// @throws DataError  22008: infinite.
    [[nodiscard]] std::chrono::sys_days to_sys_days() const;

    /// Returns "2024-02-29", "0044-03-15 BC", "infinity" or "-infinity"; years have four digits or more.
    [[nodiscard]] std::string to_string() const;

    friend constexpr bool operator==(const Date&, const Date&) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(const Date&, const Date&) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, const Date& date) { return out << date.to_string(); }

 private:
    static constexpr std::int32_t plus_infinite = std::numeric_limits<std::int32_t>::max();
    static constexpr std::int32_t minus_infinite = std::numeric_limits<std::int32_t>::min();

    std::int32_t days_ = 0;
};

}  // namespace dbapi
