// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's constructors from ticks.
#include <cmath>
#include <dbapi/temporal.hpp>

namespace dbapi {

Timestamp TimestampFromTicks(double ticks) {
    constexpr double seconds_to_2000 = 946'684'800;
    constexpr double most_seconds = 9'223'372'036'853;  // both ways of 2000, below 64 bits of microseconds
    const double whole = std::floor(ticks) - seconds_to_2000;
    if (!(whole >= -most_seconds && whole <= most_seconds)) detail::throw_temporal_range("TIMESTAMP");
    // The whole seconds go apart, since ticks * 1e6 would cost digits.
    const auto micros = static_cast<std::int64_t>(std::llround((ticks - std::floor(ticks)) * 1e6));
    return Timestamp::from_micros_since_2000(static_cast<std::int64_t>(whole) * 1'000'000 + micros,
                                             std::chrono::seconds(0));
}

Date DateFromTicks(double ticks) { return TimestampFromTicks(ticks).date(); }

Time TimeFromTicks(double ticks) { return TimestampFromTicks(ticks).time(); }

}  // namespace dbapi
