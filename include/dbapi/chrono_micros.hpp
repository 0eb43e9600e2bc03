// SPDX-License-Identifier: BSL-1.0
//
// Whole microseconds out of any std::chrono duration, without overflow on the way. Apart, since both
// Timestamp and Interval need it in their templates.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <dbapi/export.hpp>
#include <limits>
#include <ratio>
#include <utility>

namespace dbapi::detail {

/// Throws DataError 22008 that says that a value is out of range for `type_name`.
[[noreturn]] DBAPI_EXPORT void throw_temporal_range(const char* type_name);

/// A duration in microseconds, rounded towards the past, and whether nothing was lost by that.
struct FlooredMicros {
    std::int64_t micros;
    bool exact;
};

/// Returns `duration` in microseconds.
///
/// @throws DataError  it does not fit 64 bits; the message names `type_name`.
template <std::integral Rep, class Period>
[[nodiscard]] constexpr FlooredMicros floor_micros(std::chrono::duration<Rep, Period> duration,
                                                   const char* type_name) {
    using Factor = std::ratio_divide<Period, std::micro>;
    using Limits = std::numeric_limits<std::int64_t>;
    constexpr std::int64_t num = Factor::num;
    constexpr std::int64_t den = Factor::den;
    static_assert(num <= Limits::max() / den, "a period with an unreasonable ratio");

    if (!std::in_range<std::int64_t>(duration.count())) throw_temporal_range(type_name);
    const auto count = static_cast<std::int64_t>(duration.count());
    std::int64_t whole = count / den;
    std::int64_t rest = count % den;
    if (rest < 0) {
        rest += den;
        --whole;
    }
    if (whole > Limits::max() / num || whole < Limits::min() / num) throw_temporal_range(type_name);
    const std::int64_t part = rest * num;
    if (whole * num > Limits::max() - part / den) throw_temporal_range(type_name);
    return {whole * num + part / den, part % den == 0};
}

}  // namespace dbapi::detail
