// SPDX-License-Identifier: BSL-1.0
#include "codec/temporal.hpp"

#include <chrono>
#include <cstdint>
#include <limits>

#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::int64_t days_to_2000 = 10'957;  // from 1970-01-01, where Date begins
constexpr std::chrono::seconds utc(0);

constexpr Codec interval_codec{
    .to_value = [](std::string_view bytes) { return Value(Interval::parse(bytes)); },
    .append_text = [](std::string_view bytes,
                      std::string& text) { text += Interval::parse(bytes).to_string(); },
};

Interval load_interval(std::string_view bytes) {
    return {load<std::int32_t>(bytes, 12), load<std::int32_t>(bytes, 8), load<std::int64_t>(bytes)};
}

constexpr Codec interval_binary_codec{
    .to_value = [](std::string_view bytes) { return Value(load_interval(bytes)); },
    .append_text = [](std::string_view bytes,
                      std::string& text) { text += load_interval(bytes).to_string(); },
};

}  // namespace

ValueView view_date_text(std::string_view text) { return ValueView::date(Date::parse(text)); }
ValueView view_time_text(std::string_view text) { return ValueView::time(Time::parse(text)); }
ValueView view_timestamp_text(std::string_view text) { return ValueView::timestamp(Timestamp::parse(text)); }

ValueView view_timestamptz_text(std::string_view text) {
    const Timestamp shown = Timestamp::parse(text);
    return ValueView::timestamp(Timestamp::from_micros_since_2000(shown.micros_since_2000(), utc));
}

ValueView view_interval_text(std::string_view text) {
    return ValueView::encoded(Kind::interval, text, interval_codec);
}

// ── binary ──

ValueView view_date_binary(std::string_view bytes) {
    using Limits = std::numeric_limits<std::int32_t>;
    check_size(bytes, 4, "date");
    const auto days = load<std::int32_t>(bytes);
    if (days == Limits::max()) return ValueView::date(Date::infinity());
    if (days == Limits::min()) return ValueView::date(Date::minus_infinity());
    return ValueView::date(Date(std::chrono::sys_days(std::chrono::days(days + days_to_2000))));
}

ValueView view_time_binary(std::string_view bytes) {
    check_size(bytes, 8, "time");
    return ValueView::time(Time::from_micros(load<std::int64_t>(bytes)));
}

ValueView view_timetz_binary(std::string_view bytes) {
    check_size(bytes, 12, "time with time zone");
    const std::int64_t seconds_west = load<std::int32_t>(bytes, 8);
    return ValueView::time(Time::from_micros(load<std::int64_t>(bytes), std::chrono::seconds(-seconds_west)));
}

ValueView view_timestamp_binary(std::string_view bytes) {
    check_size(bytes, 8, "timestamp");
    return ValueView::timestamp(Timestamp::from_micros_since_2000(load<std::int64_t>(bytes)));
}

ValueView view_timestamptz_binary(std::string_view bytes) {
    check_size(bytes, 8, "timestamp with time zone");
    return ValueView::timestamp(Timestamp::from_micros_since_2000(load<std::int64_t>(bytes), utc));
}

ValueView view_interval_binary(std::string_view bytes) {
    check_size(bytes, 16, "interval");
    return ValueView::encoded(Kind::interval, bytes, interval_binary_codec);
}

bool append_date_binary(std::string& out, Date date) {
    std::int64_t days = date.days_since_epoch();
    if (date.is_finite()) {
        days -= days_to_2000;
        if (days <= std::numeric_limits<std::int32_t>::min()) return false;
    }
    append(out, static_cast<std::int32_t>(days));
    return true;
}

void append_time_binary(std::string& out, Time time) { append(out, time.micros_since_midnight()); }

void append_timetz_binary(std::string& out, Time time) {
    append(out, time.micros_since_midnight());
    append(out, static_cast<std::int32_t>(-time.offset().value_or(utc).count()));
}

void append_timestamp_binary(std::string& out, Timestamp timestamp) {
    append(out, timestamp.micros_since_2000());
}

void append_interval_binary(std::string& out, const Interval& interval) {
    append(out, interval.micros());
    append(out, interval.days());
    append(out, interval.months());
}

}  // namespace dbapi::libpq
