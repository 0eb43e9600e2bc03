// SPDX-License-Identifier: BSL-1.0
//
// Date's calendar and text.
#include <dbapi/chrono_micros.hpp>
#include <dbapi/date.hpp>

#include "civil.hpp"
#include "temporal_text.hpp"

namespace dbapi {

namespace {

std::int32_t checked_days(std::int64_t days) {
    using Limits = std::numeric_limits<std::int32_t>;
    if (days >= Limits::max() || days <= Limits::min())
        detail::throw_temporal_range("DATE");  // those are infinite
    return static_cast<std::int32_t>(days);
}

civil::YearMonthDay finite_civil(const Date& date) {
    if (!date.is_finite()) detail::throw_temporal_range("a calendar day");
    return civil::from_days(date.days_since_epoch());
}

}  // namespace

Date::Date(int year, unsigned month, unsigned day) {
    const civil::YearMonthDay date{year, month, day};
    if (!civil::is_valid(date)) detail::throw_temporal_range("DATE");
    days_ = checked_days(civil::to_days(date));
}

Date::Date(std::chrono::sys_days day) : days_(checked_days(day.time_since_epoch().count())) {}

Date::Date(std::chrono::year_month_day day) {
    if (!day.ok()) detail::throw_temporal_range("DATE");
    days_ = checked_days(std::chrono::sys_days(day).time_since_epoch().count());
}

Date Date::parse(std::string_view text) {
    temporal_text::Reader reader(text, "DATE");
    if (text == "infinity") return infinity();
    if (text == "-infinity") return minus_infinity();
    const auto date = temporal_text::read_date(reader);
    return from_days(checked_days(temporal_text::finish_date(reader, date)));
}

int Date::year() const { return static_cast<int>(finite_civil(*this).year); }
unsigned Date::month() const { return finite_civil(*this).month; }
unsigned Date::day() const { return finite_civil(*this).day; }

std::chrono::sys_days Date::to_sys_days() const {
    if (!is_finite()) detail::throw_temporal_range("a calendar day");
    return std::chrono::sys_days(std::chrono::days(days_));
}

std::string Date::to_string() const {
    if (days_ == plus_infinite) return "infinity";
    if (days_ == minus_infinite) return "-infinity";
    std::string out;
    if (temporal_text::append_date(out, days_)) out += " BC";
    return out;
}

}  // namespace dbapi
