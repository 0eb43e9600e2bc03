// SPDX-License-Identifier: BSL-1.0
//
// Dates and intervals in text when the session has another DateStyle than ISO or another IntervalStyle than
// postgres.
#pragma once

#include <cstdint>
#include <dbapi/value.hpp>
#include <string_view>

namespace dbapi::libpq {

/// How the session prints dates and intervals. A value type.
struct TextStyle {
    enum class Date : std::uint8_t { iso, sql, postgres, german };
    enum class Interval : std::uint8_t { postgres, postgres_verbose, sql_standard, iso_8601 };

    Date date = Date::iso;
    bool day_first = false;  ///< In sql and postgres, whether the day stands before the month.
    Interval interval = Interval::postgres;

    /// Whether the codecs of the types read this style by themselves.
    [[nodiscard]] bool is_default() const noexcept {
        return date == Date::iso && interval == Interval::postgres;
    }

    friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

/// Returns the style of the server's parameters DateStyle, such as "SQL, DMY", and IntervalStyle.
///
/// An unknown one, of another server, is taken for the default: what does not fit that is refused when it is
/// read.
[[nodiscard]] TextStyle parse_style(std::string_view date_style, std::string_view interval_style) noexcept;

/// Whether values of the type, or of an array with such elements, are printed in the session's style.
[[nodiscard]] bool has_style(std::uint32_t type) noexcept;

/// Returns the value of a text in a session's style: the same as of ISO text.
///
/// A timestamptz in another style than ISO ends with the abbreviation of a time zone. UTC, GMT and numbers
/// are understood. (A TimeZone that gives the name UTC to another offset, such as the POSIX form "UTC+3",
/// cannot be told from it.)
///
/// @pre  find_type(type) has a view_text.
/// @throws DataError  22007: another form, or an abbreviation, which can mean several zones;
///                    22008: no such day or time of day, or out of range.
[[nodiscard]] Value decode_styled(std::uint32_t type, std::string_view text, const TextStyle& style);

}  // namespace dbapi::libpq
