// SPDX-License-Identifier: BSL-1.0
//
// Interval: SQL's INTERVAL, whose months, days and microseconds do not convert into each other.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <dbapi/chrono_micros.hpp>
#include <dbapi/export.hpp>
#include <limits>
#include <ostream>
#include <ratio>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dbapi {

/// A span of time in months, days and microseconds, each with its own sign. A value type.
///
/// The three are kept apart, since a month has no fixed number of days, nor a day of hours.
class DBAPI_EXPORT Interval {
 public:
    /// Makes the empty interval.
    constexpr Interval() noexcept = default;
    constexpr Interval(std::int32_t months, std::int32_t days, std::int64_t micros) noexcept
        : months_(months), days_(days), micros_(micros) {}

    /// Makes months of std::chrono::months and years, days of days and weeks, microseconds of all else.
    ///
    /// @throws DataError  22008: it is not a whole number of these, or out of range.
    template <std::integral Rep, class Period>
    constexpr Interval(std::chrono::duration<Rep, Period> duration) {
        using std::chrono::days, std::chrono::weeks, std::chrono::months, std::chrono::years;
        if constexpr (std::is_same_v<Period, years::period>) {
            months_ = multiple(duration.count(), 12);
        } else if constexpr (std::is_same_v<Period, months::period>) {
            months_ = multiple(duration.count(), 1);
        } else if constexpr (std::is_same_v<Period, weeks::period>) {
            days_ = multiple(duration.count(), 7);
        } else if constexpr (std::is_same_v<Period, days::period>) {
            days_ = multiple(duration.count(), 1);
        } else {
            const auto floored = detail::floor_micros(duration, "INTERVAL");
            if (!floored.exact) detail::throw_temporal_range("INTERVAL");
            micros_ = floored.micros;
        }
    }

    /// Returns the interval that `text` holds as an ISO 8601 duration or in PostgreSQL's default output
    /// style.
    ///
    /// "P1Y2M1W3DT4H5M6.5S": designators in this order, each at most once and with its own sign, a week for
    /// seven days, a fraction in the seconds only. "1 year 2 mons -3 days +04:05:06.5": units in this order,
    /// each at most once. Digits of a fraction beyond the sixth are rounded, halves away from zero.
    ///
    /// @throws DataError  22007: another form; 22008: out of range.
    [[nodiscard]] static Interval parse(std::string_view text);

    [[nodiscard]] constexpr std::int32_t months() const noexcept { return months_; }
    [[nodiscard]] constexpr std::int32_t days() const noexcept { return days_; }
    [[nodiscard]] constexpr std::int64_t micros() const noexcept { return micros_; }

    /// Returns an ISO 8601 duration, "P1Y2M-3DT4H5M6.5S": a sign for each part, no part that is zero; "PT0S".
    [[nodiscard]] std::string to_string() const;

    /// Whether all three parts are the same: 1 day is not 24 hours.
    friend constexpr bool operator==(const Interval&, const Interval&) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, const Interval& interval) {
        return out << interval.to_string();
    }

 private:
    template <std::integral Rep>
    static constexpr std::int32_t multiple(Rep count, std::int32_t factor) {
        using Limits = std::numeric_limits<std::int32_t>;
        if (std::cmp_greater(count, Limits::max() / factor) || std::cmp_less(count, Limits::min() / factor)) {
            detail::throw_temporal_range("INTERVAL");
        }
        return static_cast<std::int32_t>(count) * factor;
    }

    std::int32_t months_ = 0;
    std::int32_t days_ = 0;
    std::int64_t micros_ = 0;
};

}  // namespace dbapi
