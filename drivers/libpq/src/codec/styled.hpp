// SPDX-License-Identifier: BSL-1.0
//
// Dates and intervals in text when the session has another DateStyle than ISO or another IntervalStyle than
// postgres.
#pragma once

#include <cstdint>
#include <dbapi/value.hpp>
#include <string_view>

namespace dbapi::libpq {

/// What the abbreviation of a time zone says that stands behind a timestamptz in another DateStyle than ISO.
struct ZoneStyle {
    enum class Kind : std::uint8_t {
        unknown,  ///< Nothing: the zone may have been given any abbreviation, "+05" or "UTC" as well.
        named,    ///< One of the time zone database: UTC, GMT and numbers mean what they say.
        fixed,    ///< One in POSIX form that has one offset, whatever its abbreviation.
    };

    Kind kind = Kind::unknown;
    std::int32_t offset_seconds = 0;  ///< East of UTC; of a fixed one.

    friend bool operator==(const ZoneStyle&, const ZoneStyle&) = default;
};

/// Returns the style of a value of the server's parameter TimeZone.
///
/// POSIX forms have digits, a comma or angle brackets in front of any slash: "UTC+3", which is three hours
/// west,
/// "<+03>-03", which is how a number is reported, "EST5EDT,M3.2.0,M11.1.0". Names of the database have not:
/// "Europe/Berlin", "Etc/GMT+3", "UTC".
[[nodiscard]] ZoneStyle parse_zone_style(std::string_view time_zone) noexcept;

/// How the session prints dates and intervals. A value type.
struct TextStyle {
    enum class Date : std::uint8_t { iso, sql, postgres, german };
    enum class Interval : std::uint8_t { postgres, postgres_verbose, sql_standard, iso_8601 };

    Date date = Date::iso;
    bool day_first = false;  ///< In sql and postgres, whether the day stands before the month.
    Interval interval = Interval::postgres;
    ZoneStyle zone{};  ///< Unknown in ISO, where nothing depends on it.

    /// Whether the codecs of the types read this style by themselves.
    [[nodiscard]] bool is_default() const noexcept {
        return date == Date::iso && interval == Interval::postgres;
    }

    friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

/// Returns the style of the server's parameters DateStyle, such as "SQL, DMY", IntervalStyle and TimeZone.
///
/// An unknown one, of another server, is taken for the default: what does not fit that is refused when it is
/// read.
[[nodiscard]] TextStyle parse_style(std::string_view date_style, std::string_view interval_style,
                                    std::string_view time_zone) noexcept;

/// Whether values of the type, or of an array with such elements, are printed in the session's style.
[[nodiscard]] bool has_style(std::uint32_t type) noexcept;

/// Returns the value of a text in a session's style: the same as of ISO text.
///
/// A timestamptz in another style than ISO ends with the abbreviation of a time zone, which is understood as
/// ZoneStyle says.
///
/// @pre  find_type(type) has a view_text.
/// @throws DataError  22007: another form, or an abbreviation that can mean several offsets;
///                    22008: no such day or time of day, or out of range.
[[nodiscard]] Value decode_styled(std::uint32_t type, std::string_view text, const TextStyle& style);

}  // namespace dbapi::libpq
