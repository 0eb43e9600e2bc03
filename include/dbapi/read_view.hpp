// SPDX-License-Identifier: BSL-1.0
//
// The parts of convert() that know no C++ type: reading a view as one of the library's types, and what is
// said when that fails.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/column.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/export.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <limits>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>

namespace dbapi::detail {

/// What a failed conversion tells of itself.
struct Target {
    const Column* column;  // null for a value that is in no column
    std::string_view cpp_type;
};

enum class Misfit : std::uint8_t {
    is_null,
    other_kind,
    other_length,
    other_dimensions,
    out_of_range,
    inexact,
    has_offset,
};
[[noreturn]] DBAPI_EXPORT void throw_misfit(Misfit misfit, Kind kind, const Target& target);

/// Throws the error again with what was to become what in front of its message.
[[noreturn]] DBAPI_EXPORT void throw_named(const DataError& error, Kind kind, const Target& target);

// The conversions that need no template. Each throws DataError through throw_misfit. @pre  the view is not
// NULL.
[[nodiscard]] DBAPI_EXPORT bool read_boolean(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::int64_t read_integer(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT double read_real(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Decimal read_decimal(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::string read_string(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::string_view read_string_view(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT char read_char(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Binary read_binary(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Date read_date(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Time read_time(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Timestamp read_timestamp(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Interval read_interval(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Uuid read_uuid(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Json read_json(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Array read_array(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::year_month_day read_year_month_day(const ValueView& view,
                                                                           const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::sys_days read_sys_days(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::microseconds read_clock_micros(const ValueView& view,
                                                                       const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::microseconds read_sys_micros(const ValueView& view,
                                                                     const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::microseconds read_local_micros(const ValueView& view,
                                                                       const Target& target);

/// One of the three parts of an interval. Each throws DataError when another is not zero.
[[nodiscard]] DBAPI_EXPORT std::chrono::months read_months(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::days read_days(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::microseconds read_micros(const ValueView& view, const Target& target);

/// Checks an array's shape; an empty array has any number of dimensions.
DBAPI_EXPORT void check_dimensions(const Array& array, std::size_t wanted, const Target& target);
DBAPI_EXPORT void check_length(std::size_t length, std::size_t wanted, Kind kind, const Target& target);

/// Returns the time in the ticks of another duration. @throws DataError  it does not hold it exactly.
template <class Duration, std::integral Ticks, class Period>
[[nodiscard]] Duration exact_duration(std::chrono::duration<Ticks, Period> time, Kind kind,
                                      const Target& target) {
    using Rep = typename Duration::rep;
    if constexpr (std::chrono::treat_as_floating_point_v<Rep>) {
        return std::chrono::duration_cast<Duration>(time);
    } else {
        using Factor = std::ratio_divide<Period, typename Duration::period>;
        using Limits = std::numeric_limits<std::int64_t>;
        const std::int64_t count = time.count();
        if (count > Limits::max() / Factor::num || count < Limits::min() / Factor::num) {
            throw_misfit(Misfit::out_of_range, kind, target);
        }
        const std::int64_t ticks = count * Factor::num / Factor::den;
        if (count * Factor::num % Factor::den != 0) throw_misfit(Misfit::inexact, kind, target);
        if (!std::in_range<Rep>(ticks)) throw_misfit(Misfit::out_of_range, kind, target);
        return Duration(static_cast<Rep>(ticks));
    }
}

}  // namespace dbapi::detail
