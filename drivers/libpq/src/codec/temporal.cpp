// SPDX-License-Identifier: BSL-1.0
#include "codec/temporal.hpp"

#include <chrono>
#include <cstdint>
#include <dbapi/other.hpp>
#include <limits>
#include <string>
#include <utility>

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

template <class Int>
constexpr Int highest = std::numeric_limits<Int>::max();
template <class Int>
constexpr Int lowest = std::numeric_limits<Int>::min();

/// Whether PostgreSQL 17 takes the binary form for an infinity; before, it was the end of the range.
bool is_infinite(const Interval& interval) {
    return interval == Interval(highest<std::int32_t>, highest<std::int32_t>, highest<std::int64_t>) ||
           interval == Interval(lowest<std::int32_t>, lowest<std::int32_t>, lowest<std::int64_t>);
}

bool is_infinite(std::string_view text) { return text == "infinity" || text == "-infinity"; }

/// An infinite interval, which Interval cannot be, as an Other: from its text, or from its binary form.
template <void (*AppendText)(std::string_view bytes, std::string& text)>
constexpr Codec infinite_interval_codec{
    .to_value =
        [](std::string_view bytes) {
            std::string text;
            AppendText(bytes, text);
            return Value(Other("interval", std::move(text)));
        },
    .append_text = AppendText,
};

void append_infinite_text(std::string_view bytes, std::string& text) { text += bytes; }
void append_infinite_binary(std::string_view bytes, std::string& text) {
    text += load<std::int64_t>(bytes) < 0 ? "-infinity" : "infinity";
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
    if (is_infinite(text))
        return ValueView::encoded(Kind::other, text, infinite_interval_codec<append_infinite_text>);
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

ValueView view_finite_interval_binary(std::string_view bytes) {
    check_size(bytes, 16, "interval");
    return ValueView::encoded(Kind::interval, bytes, interval_binary_codec);
}

ValueView view_interval_binary(std::string_view bytes) {
    check_size(bytes, 16, "interval");
    if (is_infinite(load_interval(bytes)))
        return ValueView::encoded(Kind::other, bytes, infinite_interval_codec<append_infinite_binary>);
    return view_finite_interval_binary(bytes);
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

bool append_interval_binary(std::string& out, const Interval& interval) {
    if (is_infinite(interval)) return false;
    append(out, interval.micros());
    append(out, interval.days());
    append(out, interval.months());
    return true;
}

}  // namespace dbapi::libpq
