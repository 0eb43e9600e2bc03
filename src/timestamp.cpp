// SPDX-License-Identifier: BSL-1.0
//
// Timestamp's way between an instant and what calendar and clock show, and its text.
#include <dbapi/timestamp.hpp>

#include "civil.hpp"
#include "temporal_text.hpp"

namespace dbapi {

namespace {

using temporal_text::micros_per_day;
using temporal_text::micros_per_second;

constexpr std::int64_t days_to_2000 = 10'957;  // from 1970-01-01

struct Reading {
    std::int64_t days;    // since 1970-01-01
    std::int64_t micros;  // since midnight
};

std::int64_t offset_micros(std::int32_t offset) {
    return offset == temporal_text::no_offset ? 0 : offset * micros_per_second;
}

Reading to_reading(std::int64_t micros_since_2000, std::int32_t offset) {
    std::int64_t days = micros_since_2000 / micros_per_day;
    std::int64_t micros = micros_since_2000 % micros_per_day + offset_micros(offset);
    for (; micros < 0; micros += micros_per_day) --days;
    for (; micros >= micros_per_day; micros -= micros_per_day) ++days;
    return {days + days_to_2000, micros};
}

// Exact up to the ends of the range, so that whatever to_string() gives can be parsed again.
std::int64_t to_micros_since_2000(const Reading& reading, std::int32_t offset) {
    using Limits = std::numeric_limits<std::int64_t>;
    constexpr std::int64_t most_days = Limits::max() / micros_per_day;
    std::int64_t days = reading.days - days_to_2000;
    std::int64_t micros = reading.micros - offset_micros(offset);
    for (; days < 0 && micros > 0; micros -= micros_per_day)
        ++days;  // the day's start may be out of range alone
    for (; days > 0 && micros < 0; micros += micros_per_day) --days;
    if (days > most_days || days < -most_days) detail::throw_temporal_range("TIMESTAMP");
    days *= micros_per_day;
    const bool is_past_end = micros > 0 && days >= Limits::max() - micros;
    const bool is_before_start = micros < 0 && days <= Limits::min() - micros;
    if (is_past_end || is_before_start) detail::throw_temporal_range("TIMESTAMP");
    return days + micros;
}

std::int32_t checked_offset(const Time& time) {
    return time.has_offset() ? static_cast<std::int32_t>(time.offset()->count()) : temporal_text::no_offset;
}

}  // namespace

Timestamp::Timestamp(int year, unsigned month, unsigned day, unsigned hour, unsigned minute, unsigned second,
                     unsigned microsecond, std::optional<std::chrono::seconds> offset)
    : Timestamp() {
    const Date date(year, month, day);
    const Time time(hour, minute, second, microsecond, offset);
    offset_ = checked_offset(time);
    micros_ = to_micros_since_2000({date.days_since_epoch(), time.micros_since_midnight()}, offset_);
}

Timestamp Timestamp::parse(std::string_view text) {
    if (const auto usual = temporal_text::read_usual_timestamp(text)) {
        temporal_text::Reader rest(text.substr(usual->length), "TIMESTAMP");
        const std::int32_t offset = temporal_text::read_offset(rest);
        if (rest.is_at_end()) {
            return Timestamp(
                (usual->days - days_to_2000) * micros_per_day + usual->micros - offset_micros(offset),
                offset);
        }
    }
    if (text == "infinity") return infinity();
    if (text == "-infinity") return minus_infinity();
    temporal_text::Reader reader(text, "TIMESTAMP");
    const auto date = temporal_text::read_date(reader);
    std::int64_t micros = 0;
    std::int32_t offset = no_offset;
    if (!reader.is_at_end() && !reader.is_at(" BC")) {
        if (!reader.take('T')) reader.expect(' ');
        micros = temporal_text::read_clock(reader);
        offset = temporal_text::read_offset(reader);
    }
    const std::int64_t days = temporal_text::finish_date(reader, date);
    return Timestamp(to_micros_since_2000({days, micros}, offset), offset);
}

Date Timestamp::date() const {
    if (micros_ == plus_infinite) return Date::infinity();
    if (micros_ == minus_infinite) return Date::minus_infinity();
    return Date::from_days(static_cast<std::int32_t>(to_reading(micros_, offset_).days));
}

Time Timestamp::time() const {
    if (!is_finite()) detail::throw_temporal_range("a time of day");
    return Time::from_micros(to_reading(micros_, offset_).micros);
}

std::chrono::sys_time<std::chrono::microseconds> Timestamp::to_sys_time() const {
    if (!is_finite() || !has_offset()) detail::throw_temporal_range("an instant");
    return std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(micros_since_epoch()));
}

std::chrono::local_time<std::chrono::microseconds> Timestamp::to_local_time() const {
    if (!is_finite()) detail::throw_temporal_range("a local time");
    const auto reading =
        from_micros_since_2000(to_micros_since_2000(to_reading(micros_, offset_), no_offset));
    return std::chrono::local_time<std::chrono::microseconds>(
        std::chrono::microseconds(reading.micros_since_epoch()));
}

std::string Timestamp::to_string() const {
    if (micros_ == plus_infinite) return "infinity";
    if (micros_ == minus_infinite) return "-infinity";
    const auto reading = to_reading(micros_, offset_);
    std::string out;
    out.reserve(40);  // more than the longest
    const bool is_bc = temporal_text::append_date(out, reading.days);
    out += ' ';
    temporal_text::append_clock(out, reading.micros);
    temporal_text::append_offset(out, offset_);
    if (is_bc) out += " BC";
    return out;
}

}  // namespace dbapi
