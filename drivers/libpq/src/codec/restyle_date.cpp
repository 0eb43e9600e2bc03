// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <cstdlib>
#include <dbapi/errors.hpp>

#include "codec/restyle.hpp"

namespace dbapi::libpq {
namespace {

[[noreturn]] void refuse(const char* type) {
    throw DataError("not a valid " + std::string(type) + " in the session's DateStyle",
                    ErrorDetails{.sqlstate = "22007"});
}

/// A text that is read from front to back.
class Parts {
 public:
    Parts(std::string_view text, const char* type) noexcept : rest_(text), type_(type) {}

    /// Returns what stands before the next `separator`, and passes both.
    std::string_view take_until(char separator) {
        const auto end = rest_.find(separator);
        if (end == std::string_view::npos) refuse(type_);
        const auto part = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return part;
    }
    /// The same, or all that is left when there is no separator.
    std::string_view take_until_any(std::string_view separators) {
        const auto part = rest_.substr(0, rest_.find_first_of(separators));
        rest_.remove_prefix(part.size());
        return part;
    }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

 private:
    std::string_view rest_;
    const char* type_;
};

/// Splits " BC" off.
std::string_view take_era(std::string_view& text) {
    constexpr std::string_view bc = " BC";
    if (!text.ends_with(bc)) return {};
    text.remove_suffix(bc.size());
    return bc;
}

std::string join_date(std::string_view year, std::string_view month, std::string_view day) {
    return std::string(year).append("-").append(month).append("-").append(day);
}

std::string rearrange_date(std::string_view text, const TextStyle& style, const char* type) {
    const bool is_german = style.date == TextStyle::Date::german;
    const char separator = is_german ? '.' : style.date == TextStyle::Date::sql ? '/' : '-';
    Parts parts(text, type);
    const auto first = parts.take_until(separator);
    const auto second = parts.take_until(separator);
    if (is_german || style.day_first) return join_date(parts.rest(), second, first);
    return join_date(parts.rest(), first, second);
}

std::string_view month_number(std::string_view name, const char* type) {
    constexpr std::string_view names = "Jan01Feb02Mar03Apr04May05Jun06Jul07Aug08Sep09Oct10Nov11Dec12";
    for (std::size_t i = 0; i < names.size(); i += 5) {
        if (names.substr(i, 3) == name) return names.substr(i + 3, 2);
    }
    refuse(type);
}

struct Reading {
    std::string date_and_clock;
    std::string_view zone;  // with the space that may stand before it
};

/// Reads "Wed Dec 17 07:37:16.5 1997" or, with the day first, "Wed 17 Dec 07:37:16.5 1997".
Reading split_postgres(std::string_view text, const TextStyle& style, const char* type) {
    Parts parts(text, type);
    static_cast<void>(parts.take_until(' '));
    const auto first = parts.take_until(' ');
    const auto second = parts.take_until(' ');
    const auto clock = parts.take_until(' ');
    const auto year = parts.take_until_any(" ");
    const auto month = month_number(style.day_first ? second : first, type);
    auto date = join_date(year, month, style.day_first ? first : second);
    return {date.append(" ").append(clock), parts.rest()};
}

Reading split(std::string_view text, const TextStyle& style, const char* type) {
    if (style.date == TextStyle::Date::postgres) return split_postgres(text, style, type);
    Parts parts(text, type);
    auto date = rearrange_date(parts.take_until(' '), style, type);
    const auto clock = parts.take_until_any(" +-");
    return {date.append(" ").append(clock), parts.rest()};
}

std::string iso_offset(std::int32_t seconds) {
    std::string text(1, seconds < 0 ? '-' : '+');
    const auto append = [&](std::int32_t number) {
        if (number < 10) text += '0';
        text += std::to_string(number);
    };
    const std::int32_t size = std::abs(seconds);
    append(size / 3600);
    text += ':';
    append(size / 60 % 60);
    text += ':';
    append(size % 60);
    return text;
}

std::string offset_of(std::string_view zone, const ZoneStyle& style, const char* type) {
    if (zone.starts_with(' ')) zone.remove_prefix(1);
    if (zone.empty()) refuse(type);
    if (style.kind == ZoneStyle::Kind::fixed) return iso_offset(style.offset_seconds);
    if (style.kind == ZoneStyle::Kind::named) {
        if (zone == "UTC" || zone == "GMT") return "+00";
        if (zone.starts_with('+') || zone.starts_with('-')) return std::string(zone);
    }
    throw DataError("a " + std::string(type) +
                        " with the abbreviation of a time zone, which can mean several: SET DateStyle TO ISO",
                    ErrorDetails{.sqlstate = "22007"});
}

}  // namespace

std::string iso_from_date(std::string_view text, const TextStyle& style) {
    const auto era = take_era(text);
    return rearrange_date(text, style, "DATE").append(era);
}

std::string iso_from_timestamp(std::string_view text, const TextStyle& style) {
    const auto era = take_era(text);
    auto reading = split(text, style, "TIMESTAMP");
    return reading.date_and_clock.append(reading.zone).append(era);
}

std::string iso_from_timestamptz(std::string_view text, const TextStyle& style) {
    const auto era = take_era(text);
    auto reading = split(text, style, "TIMESTAMPTZ");
    return reading.date_and_clock.append(offset_of(reading.zone, style.zone, "TIMESTAMPTZ")).append(era);
}

}  // namespace dbapi::libpq
