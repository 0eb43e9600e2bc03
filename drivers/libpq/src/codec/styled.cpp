// SPDX-License-Identifier: BSL-1.0
#include "codec/styled.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "codec/registry.hpp"
#include "codec/restyle.hpp"
#include "oids.hpp"

namespace dbapi::libpq {

namespace {

/// Takes a number of hours, minutes or seconds; negative when there is none.
std::int32_t take_number(std::string_view& text) noexcept {
    std::int32_t number = -1;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

/// Reads the offset of a POSIX zone, "3", "+03:30" or "-3:30:15", which counts to the west.
ZoneStyle parse_posix_offset(std::string_view text) noexcept {
    const bool is_east = text.starts_with('-');
    if (is_east || text.starts_with('+')) text.remove_prefix(1);
    std::int32_t seconds = 0;
    for (const std::int32_t unit : {3600, 60, 1}) {
        const auto number = take_number(text);
        if (number < 0 || number > 167) return {};
        seconds += number * unit;
        if (text.empty()) return {ZoneStyle::Kind::fixed, is_east ? seconds : -seconds};
        if (!text.starts_with(':')) return {};
        text.remove_prefix(1);
    }
    return {};
}

}  // namespace

ZoneStyle parse_zone_style(std::string_view time_zone) noexcept {
    if (time_zone.starts_with('<')) {
        const auto end = time_zone.find('>');
        return end == std::string_view::npos ? ZoneStyle() : parse_posix_offset(time_zone.substr(end + 1));
    }
    const auto first = time_zone.substr(0, time_zone.find('/'));
    const auto end = first.find_first_of("0123456789,<>");
    if (first.empty()) return {};
    if (end == std::string_view::npos) return {ZoneStyle::Kind::named};
    const auto name_end = time_zone.find_first_of("+-0123456789");
    return name_end > end ? ZoneStyle() : parse_posix_offset(time_zone.substr(name_end));
}

TextStyle parse_style(std::string_view date_style, std::string_view interval_style,
                      std::string_view time_zone) noexcept {
    TextStyle style;
    if (date_style.starts_with("SQL")) style.date = TextStyle::Date::sql;
    if (date_style.starts_with("Postgres")) style.date = TextStyle::Date::postgres;
    if (date_style.starts_with("German")) style.date = TextStyle::Date::german;
    style.day_first = date_style.ends_with("DMY");
    if (style.date != TextStyle::Date::iso) style.zone = parse_zone_style(time_zone);
    if (interval_style == "postgres_verbose") style.interval = TextStyle::Interval::postgres_verbose;
    if (interval_style == "sql_standard") style.interval = TextStyle::Interval::sql_standard;
    if (interval_style == "iso_8601") style.interval = TextStyle::Interval::iso_8601;
    return style;
}

bool has_style(std::uint32_t type) noexcept {
    static constexpr auto scalars =
        std::to_array({oid::date, oid::timestamp, oid::timestamptz, oid::interval});
    const TypeInfo* const info = find_type(type);
    const auto scalar = info && info->element != 0 ? info->element : type;
    return std::find(scalars.begin(), scalars.end(), scalar) != scalars.end();
}

Value decode_styled(std::uint32_t type, std::string_view text, const TextStyle& style) {
    const auto view_text = find_type(type)->view_text;
    const auto decode = [&](std::string_view iso) { return view_text(iso).to_value(); };
    if (text == "infinity" || text == "-infinity") return decode(text);
    if (type == oid::interval) {
        switch (style.interval) {
            case TextStyle::Interval::postgres_verbose: return decode(iso_from_verbose_interval(text));
            case TextStyle::Interval::sql_standard: return decode(iso_from_sql_interval(text));
            case TextStyle::Interval::postgres:
            case TextStyle::Interval::iso_8601: break;
        }
        return decode(text);
    }
    if (style.date == TextStyle::Date::iso) return decode(text);
    switch (type) {
        case oid::date: return decode(iso_from_date(text, style));
        case oid::timestamp: return decode(iso_from_timestamp(text, style));
        case oid::timestamptz: return decode(iso_from_timestamptz(text, style));
        default: return decode(text);
    }
}

}  // namespace dbapi::libpq
