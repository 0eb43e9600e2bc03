// SPDX-License-Identifier: BSL-1.0
//
// Time's checks and text.
#include <dbapi/chrono_micros.hpp>
#include <dbapi/time.hpp>

#include "temporal_text.hpp"

namespace dbapi {

Time::Time(unsigned hour, unsigned minute, unsigned second, unsigned microsecond,
           std::optional<std::chrono::seconds> offset) {
    if (hour > 24 || minute > 59 || second > 59 || microsecond > 999'999)
        detail::throw_temporal_range("TIME");
    const std::int64_t seconds = (std::int64_t{hour} * 60 + minute) * 60 + second;
    *this = from_micros(seconds * temporal_text::micros_per_second + microsecond, offset);
}

Time Time::from_micros(std::int64_t micros, std::optional<std::chrono::seconds> offset) {
    if (micros < 0 || micros > temporal_text::micros_per_day) detail::throw_temporal_range("TIME");
    Time time;
    time.micros_ = micros;
    if (offset) {
        const auto seconds = offset->count();
        if (seconds >= temporal_text::offset_limit_seconds ||
            seconds <= -temporal_text::offset_limit_seconds) {
            detail::throw_temporal_range("a UTC offset");
        }
        time.offset_ = static_cast<std::int32_t>(seconds);
    }
    return time;
}

Time Time::parse(std::string_view text) {
    temporal_text::Reader reader(text, "TIME");
    Time time;
    time.micros_ = temporal_text::read_clock(reader);
    time.offset_ = temporal_text::read_offset(reader);
    reader.expect_end();
    return time;
}

std::string Time::to_string() const {
    std::string out;
    temporal_text::append_clock(out, micros_);
    temporal_text::append_offset(out, offset_);
    return out;
}

}  // namespace dbapi
