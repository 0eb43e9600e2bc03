// SPDX-License-Identifier: BSL-1.0
//
// Time: a time of day, with or without a UTC offset: SQL's TIME and TIMETZ in one type.
#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <dbapi/chrono_micros.hpp>
#include <dbapi/export.hpp>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace dbapi {

/// A time of day from 00:00:00 to 24:00:00 inclusive, and perhaps the UTC offset it is meant in. A value
/// type.
///
/// Units: microseconds; offsets are seconds east of UTC, less than 16 hours either way. PEP 249: C107.
class DBAPI_EXPORT Time {
 public:
    /// Makes midnight without an offset.
    constexpr Time() noexcept = default;

    /// @throws DataError  22008: no such time of day, or too large an offset. PEP 249: C112.
    Time(unsigned hour, unsigned minute, unsigned second = 0, unsigned microsecond = 0,
         std::optional<std::chrono::seconds> offset = {});

    /// Makes a time without an offset.
    ///
    /// @throws DataError  22008: negative, more than 24 hours, or not a whole number of microseconds.
    template <class Duration>
    requires std::integral<typename std::chrono::hh_mm_ss<Duration>::precision::rep> Time(
        const std::chrono::hh_mm_ss<Duration>& time) {
        using std::chrono::hours;
        // First, since a reading of very many hours need not fit the duration that it converts to.
        if (time.is_negative() || time.hours() > hours(24)) detail::throw_temporal_range("TIME");
        const auto floored = detail::floor_micros(time.to_duration(), "TIME");
        if (!floored.exact) detail::throw_temporal_range("TIME");
        *this = from_micros(floored.micros);
    }

    /// Returns the time `micros` after midnight.
    /// @throws DataError  22008: not within 0 to 86'400'000'000, or too large an offset.
    [[nodiscard]] static Time from_micros(std::int64_t micros,
                                          std::optional<std::chrono::seconds> offset = {});

    /// Returns the time that `text` holds: "HH:MM[:SS[.f…]]", then perhaps "Z", "±HH[:MM[:SS]]" or "±HHMM".
    ///
    /// Digits of the fraction beyond the sixth are rounded half up, which may give 24:00:00.
    ///
    /// @throws DataError  22007: another form; 22008: no such time of day, such as second 60.
    [[nodiscard]] static Time parse(std::string_view text);

    /// Returns 0 to 24.
    [[nodiscard]] constexpr unsigned hour() const noexcept {
        return static_cast<unsigned>(micros_ / 3'600'000'000);
    }
    [[nodiscard]] constexpr unsigned minute() const noexcept {
        return static_cast<unsigned>(micros_ / 60'000'000 % 60);
    }
    [[nodiscard]] constexpr unsigned second() const noexcept {
        return static_cast<unsigned>(micros_ / 1'000'000 % 60);
    }
    /// Returns the microseconds within the second.
    [[nodiscard]] constexpr unsigned microsecond() const noexcept {
        return static_cast<unsigned>(micros_ % 1'000'000);
    }

    [[nodiscard]] constexpr std::int64_t micros_since_midnight() const noexcept { return micros_; }

    [[nodiscard]] constexpr bool has_offset() const noexcept { return offset_ != no_offset; }

    /// Returns the seconds east of UTC, or nothing.
    [[nodiscard]] constexpr std::optional<std::chrono::seconds> offset() const noexcept {
        if (!has_offset()) return std::nullopt;
        return std::chrono::seconds(offset_);
    }

    /// Returns "13:14:15.5+02:00": the fraction without trailing zeros, the offset with its minutes at least.
    [[nodiscard]] std::string to_string() const;

    /// Whether both the reading and the offset are the same: 12:00+00 is not 13:00+01.
    friend constexpr bool operator==(const Time&, const Time&) noexcept = default;

    /// Orders times without an offset first; those with one by their instant in UTC, then by their offset.
    friend constexpr std::strong_ordering operator<=>(const Time& a, const Time& b) noexcept {
        if (const auto order = a.has_offset() <=> b.has_offset(); std::is_neq(order)) return order;
        if (const auto order = a.utc_micros() <=> b.utc_micros(); std::is_neq(order)) return order;
        return a.offset_ <=> b.offset_;
    }

    friend std::ostream& operator<<(std::ostream& out, const Time& time) { return out << time.to_string(); }

 private:
    static constexpr std::int32_t no_offset = std::numeric_limits<std::int32_t>::min();

    [[nodiscard]] constexpr std::int64_t utc_micros() const noexcept {
        return has_offset() ? micros_ - std::int64_t{offset_} * 1'000'000 : micros_;
    }

    std::int64_t micros_ = 0;
    std::int32_t offset_ = no_offset;
};

}  // namespace dbapi
