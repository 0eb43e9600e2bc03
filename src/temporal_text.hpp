// SPDX-License-Identifier: BSL-1.0
//
// The pieces of text that dates and times have in common, read and written: date, clock, fraction, UTC
// offset.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "civil.hpp"

namespace dbapi::temporal_text {

inline constexpr std::int64_t micros_per_second = 1'000'000;
inline constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;
inline constexpr std::int32_t no_offset = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t offset_limit_seconds = 16LL * 3600;

/// A place in a text that is being read. It knows the SQL type for the message of a refusal.
class Reader {
 public:
    Reader(std::string_view text, const char* type_name) noexcept : rest_(text), type_name_(type_name) {}

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] bool is_at_digit() const noexcept {
        return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9';
    }

    [[nodiscard]] bool is_at(std::string_view expected) const noexcept { return rest_.starts_with(expected); }

    /// Whether `expected` comes next, which is then passed.
    bool take(char expected) noexcept;
    bool take(std::string_view expected) noexcept;

    /// Passes the next character, which is a digit, and returns its value.
    /// @throws DataError  22007: it is no digit.
    unsigned digit();
    unsigned two_digits() {
        const unsigned tens = digit();
        return tens * 10 + digit();
    }

    /// @throws DataError  22007: there is more text.
    void expect_end() const;
    /// @throws DataError  22007: something else comes next.
    void expect(char expected);

    /// Throws DataError 22007.
    [[noreturn]] void refuse() const;
    /// Throws DataError 22008.
    [[noreturn]] void refuse_range() const;

 private:
    std::string_view rest_;
    const char* type_name_;
};

/// Reads "YYYY-MM-DD"; a year of more than four digits begins with none that is 0. Its era is not known yet.
/// @throws DataError  22007.
[[nodiscard]] civil::YearMonthDay read_date(Reader& reader);

/// Reads what may end a date, " BC" or nothing, and then the end, and returns the days since 1970-01-01.
/// @throws DataError  22007, or 22008 for a day that does not exist.
[[nodiscard]] std::int64_t finish_date(Reader& reader, civil::YearMonthDay date);

/// Reads "HH:MM[:SS[.f…]]" and returns the microseconds since midnight, 24:00:00 included.
/// @throws DataError  22007, or 22008 for a time that does not exist.
[[nodiscard]] std::int64_t read_clock(Reader& reader);

/// A date and a time of day that were read from the front of a text.
struct UsualTimestamp {
    std::int64_t days;    ///< Since 1970-01-01.
    std::int64_t micros;  ///< Since midnight.
    std::size_t length;   ///< Of the text that was read.
};

/// Reads "YYYY-MM-DD HH:MM:SS[.ffffff]", which is how nearly all timestamps are written, in half the
/// work of the other functions. Returns nothing for any other form and for what does not exist, which those
/// tell.
[[nodiscard]] std::optional<UsualTimestamp> read_usual_timestamp(std::string_view text) noexcept;

/// Reads ".f…" or nothing and returns microseconds, rounded half up: 0 to 1'000'000.
/// @throws DataError  22007.
[[nodiscard]] std::int64_t read_fraction(Reader& reader);

/// Reads "Z", "±HH[:MM[:SS]]", "±HHMM" or nothing and returns seconds east of UTC, or `no_offset`.
/// @throws DataError  22007, or 22008 for 16 hours and more.
[[nodiscard]] std::int32_t read_offset(Reader& reader);

/// Appends `value` in decimal with at least `width` digits.
void append_padded(std::string& out, std::uint64_t value, int width);

/// Appends "YYYY-MM-DD" with the year counted in its era, and says whether " BC" has to follow.
[[nodiscard]] bool append_date(std::string& out, std::int64_t days_since_1970);

/// Appends "HH:MM:SS[.f]".
void append_clock(std::string& out, std::int64_t micros_since_midnight);

/// Appends ".f" without trailing zeros, nothing for zero.
/// @pre `micros` is below 1'000'000.
void append_fraction(std::string& out, std::uint64_t micros);

/// Appends "±HH:MM[:SS]", nothing for `no_offset`.
void append_offset(std::string& out, std::int32_t offset);

}  // namespace dbapi::temporal_text
