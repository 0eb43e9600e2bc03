// SPDX-License-Identifier: BSL-1.0
//
// Timestamp: a date with a time of day, with or without a UTC offset: SQL's TIMESTAMP and TIMESTAMPTZ in one
// type.
#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <dbapi/chrono_micros.hpp>
#include <dbapi/date.hpp>
#include <dbapi/export.hpp>
#include <dbapi/time.hpp>
#include <limits>
#include <optional>
#include <ostream>
#include <ratio>
#include <string>
#include <string_view>

namespace dbapi {

/// Without an offset, what calendar and clock show somewhere; with one, an instant and the zone it is shown
/// in.
///
/// Or one of the two infinities, which never have an offset. A value type. PEP 249: C107.
/// Units: microseconds; offsets are seconds east of UTC, less than 16 hours either way. Range: 64 bits around
/// the year 2000, which is beyond PostgreSQL's 4714-11-24 BC to 294276-12-31; 64 bits around 1970 would end
/// in 294247.
class DBAPI_EXPORT Timestamp {
    template <class Period>
    static constexpr bool is_date_like = std::ratio_greater_equal_v<Period, std::chrono::days::period>;

 public:
    /// Makes 1970-01-01 00:00:00 without an offset.
    constexpr Timestamp() noexcept : Timestamp(-epoch_gap, no_offset) {}

    /// Makes what calendar and clock show, in the zone of `offset` when there is one; 24:00:00 is the next
    /// midnight.
    ///
    /// @throws DataError  22008: no such day or time of day, too large an offset, or out of range. PEP 249:
    /// C112.
    Timestamp(int year, unsigned month, unsigned day, unsigned hour = 0, unsigned minute = 0,
              unsigned second = 0, unsigned microsecond = 0, std::optional<std::chrono::seconds> offset = {});

    /// Makes an instant shown in UTC (offset 0), rounded towards the past; from whole days only explicitly.
    ///
    /// @throws DataError  22008: out of range.
    template <std::integral Rep, class Period>
    constexpr explicit(is_date_like<Period>)
        Timestamp(std::chrono::time_point<std::chrono::system_clock, std::chrono::duration<Rep, Period>> time)
        : Timestamp(checked_micros(detail::floor_micros(time.time_since_epoch(), "TIMESTAMP").micros), 0) {}

    /// Makes a reading without an offset, rounded towards the past; from whole days only explicitly.
    ///
    /// @throws DataError  22008: out of range.
    template <std::integral Rep, class Period>
    constexpr explicit(is_date_like<Period>)
        Timestamp(std::chrono::time_point<std::chrono::local_t, std::chrono::duration<Rep, Period>> time)
        : Timestamp(checked_micros(detail::floor_micros(time.time_since_epoch(), "TIMESTAMP").micros),
                    no_offset) {}

    /// Returns the timestamp `micros` after 1970-01-01 00:00:00: of the reading, or with an offset of UTC.
    ///
    /// The largest number is infinity(); the smallest, and all before the year -290277, are minus_infinity().
    /// An offset of 16 hours or more is taken for UTC.
    [[nodiscard]] static constexpr Timestamp from_micros(
        std::int64_t micros, std::optional<std::chrono::seconds> offset = {}) noexcept {
        if (micros == plus_infinite) return infinity();
        if (micros <= minus_infinite + epoch_gap) return minus_infinity();
        return from_micros_since_2000(micros - epoch_gap, offset);
    }

    /// Returns the timestamp `micros` after 2000-01-01 00:00:00, as PostgreSQL's binary format counts.
    ///
    /// The largest and the smallest number are the infinities. An offset of 16 hours or more is taken for
    /// UTC.
    [[nodiscard]] static constexpr Timestamp from_micros_since_2000(
        std::int64_t micros, std::optional<std::chrono::seconds> offset = {}) noexcept {
        if (!offset || micros == plus_infinite || micros == minus_infinite)
            return Timestamp(micros, no_offset);
        const bool is_valid = offset->count() < offset_limit && offset->count() > -offset_limit;
        return Timestamp(micros, is_valid ? static_cast<std::int32_t>(offset->count()) : 0);
    }

    /// Returns the timestamp after all others.
    [[nodiscard]] static constexpr Timestamp infinity() noexcept {
        return Timestamp(plus_infinite, no_offset);
    }
    /// Returns the timestamp before all others.
    [[nodiscard]] static constexpr Timestamp minus_infinity() noexcept {
        return Timestamp(minus_infinite, no_offset);
    }

    /// Returns the timestamp that `text` holds: a date as Date takes it, perhaps ' ' or 'T' and a time as
    /// Time takes it, perhaps " BC"; or "infinity", "-infinity".
    ///
    /// A date alone means midnight, without an offset.
    ///
    /// @throws DataError  22007: another form; 22008: no such day or time of day, or out of range.
    [[nodiscard]] static Timestamp parse(std::string_view text);

    [[nodiscard]] constexpr bool is_finite() const noexcept {
        return micros_ != plus_infinite && micros_ != minus_infinite;
    }
    [[nodiscard]] constexpr bool has_offset() const noexcept { return offset_ != no_offset; }

    /// Returns the seconds east of UTC, or nothing.
    [[nodiscard]] constexpr std::optional<std::chrono::seconds> offset() const noexcept {
        if (!has_offset()) return std::nullopt;
        return std::chrono::seconds(offset_);
    }

    /// Returns the microseconds since 1970-01-01 00:00:00: of the reading, or with an offset of UTC.
    ///
    /// The infinities give the largest and the smallest number.
    ///
    /// @throws DataError  22008: later than 294247-01-10 04:00:54.775806, which 64 bits do not hold.
    [[nodiscard]] constexpr std::int64_t micros_since_epoch() const {
        if (!is_finite()) return micros_;
        if (micros_ >= plus_infinite - epoch_gap) detail::throw_temporal_range("microseconds since 1970");
        return micros_ + epoch_gap;
    }

    /// Returns the same since 2000-01-01 00:00:00, which always fits.
    [[nodiscard]] constexpr std::int64_t micros_since_2000() const noexcept { return micros_; }

    /// Returns the day in the zone it is shown in; an infinity gives that of Date.
    [[nodiscard]] Date date() const;

    /// Returns the time of day in the zone it is shown in, without the offset.
    /// @throws DataError  22008: infinite.
    [[nodiscard]] Time time() const;

    /// Returns the instant.
    /// @throws DataError  22008: infinite, without an offset, or as for micros_since_epoch().
    [[nodiscard]] std::chrono::sys_time<std::chrono::microseconds> to_sys_time() const;

    /// Returns the reading in the zone it is shown in.
    /// @throws DataError  22008: infinite, or as for micros_since_epoch().
    [[nodiscard]] std::chrono::local_time<std::chrono::microseconds> to_local_time() const;

    /// Returns "2024-02-29 13:14:15.5+02:00", "0044-03-15 12:00:00 BC", "infinity" or "-infinity".
    [[nodiscard]] std::string to_string() const;

    /// Whether both have an offset and are the same instant, or neither has one and the reading is the same.
    friend constexpr bool operator==(const Timestamp& a, const Timestamp& b) noexcept {
        return a.micros_ == b.micros_ && a.has_offset() == b.has_offset();
    }

    /// Orders by instant or reading; those without an offset come before those with one, between the
    /// infinities.
    friend constexpr std::weak_ordering operator<=>(const Timestamp& a, const Timestamp& b) noexcept {
        if (a.has_offset() != b.has_offset() && a.is_finite() && b.is_finite()) {
            return a.has_offset() <=> b.has_offset();
        }
        return a.micros_ <=> b.micros_;
    }

    friend std::ostream& operator<<(std::ostream& out, const Timestamp& timestamp) {
        return out << timestamp.to_string();
    }

 private:
    static constexpr std::int64_t plus_infinite = std::numeric_limits<std::int64_t>::max();
    static constexpr std::int64_t minus_infinite = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t epoch_gap = 946'684'800'000'000;  // from 1970 to 2000
    static constexpr std::int32_t no_offset = std::numeric_limits<std::int32_t>::min();
    static constexpr std::int32_t offset_limit = 16 * 3600;

    constexpr Timestamp(std::int64_t micros_since_2000, std::int32_t offset) noexcept
        : micros_(micros_since_2000), offset_(offset) {}

    // Throws unless from_micros() would give a finite timestamp.
    static constexpr std::int64_t checked_micros(std::int64_t micros) {
        if (micros == plus_infinite || micros <= minus_infinite + epoch_gap)
            detail::throw_temporal_range("TIMESTAMP");
        return micros - epoch_gap;
    }

    std::int64_t micros_;  // since 2000-01-01 00:00:00
    std::int32_t offset_;
};

}  // namespace dbapi
