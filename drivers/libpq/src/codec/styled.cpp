// SPDX-License-Identifier: BSL-1.0
#include "codec/styled.hpp"

#include <algorithm>
#include <array>

#include "codec/registry.hpp"
#include "codec/restyle.hpp"
#include "oids.hpp"

namespace dbapi::libpq {

TextStyle parse_style(std::string_view date_style, std::string_view interval_style) noexcept {
    TextStyle style;
    if (date_style.starts_with("SQL")) style.date = TextStyle::Date::sql;
    if (date_style.starts_with("Postgres")) style.date = TextStyle::Date::postgres;
    if (date_style.starts_with("German")) style.date = TextStyle::Date::german;
    style.day_first = date_style.ends_with("DMY");
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
    if (type == oid::interval) {
        switch (style.interval) {
            case TextStyle::Interval::postgres_verbose: return decode(iso_from_verbose_interval(text));
            case TextStyle::Interval::sql_standard: return decode(iso_from_sql_interval(text));
            case TextStyle::Interval::postgres:
            case TextStyle::Interval::iso_8601: break;
        }
        return decode(text);
    }
    if (style.date == TextStyle::Date::iso || text == "infinity" || text == "-infinity") return decode(text);
    switch (type) {
        case oid::date: return decode(iso_from_date(text, style));
        case oid::timestamp: return decode(iso_from_timestamp(text, style));
        case oid::timestamptz: return decode(iso_from_timestamptz(text, style));
        default: return decode(text);
    }
}

}  // namespace dbapi::libpq
