// SPDX-License-Identifier: BSL-1.0
//
// Read and written by hand: strptime and streams know locales, and sscanf accepts too much.
#include "temporal_text.hpp"

#include <dbapi/chrono_micros.hpp>
#include <dbapi/errors.hpp>

namespace dbapi {

void detail::throw_temporal_range(const char* type_name) {
    throw DataError(std::string("out of range for ") + type_name, ErrorDetails{.sqlstate = "22008"});
}

namespace temporal_text {

bool Reader::take(char expected) noexcept {
    if (rest_.empty() || rest_[0] != expected) return false;
    rest_.remove_prefix(1);
    return true;
}

bool Reader::take(std::string_view expected) noexcept {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
}

unsigned Reader::digit() {
    if (!is_at_digit()) refuse();
    const auto value = static_cast<unsigned>(rest_[0] - '0');
    rest_.remove_prefix(1);
    return value;
}

void Reader::expect_end() const {
    if (!is_at_end()) refuse();
}

void Reader::expect(char expected) {
    if (!take(expected)) refuse();
}

void Reader::refuse() const {
    throw DataError(std::string("not a valid ") + type_name_, ErrorDetails{.sqlstate = "22007"});
}

void Reader::refuse_range() const { detail::throw_temporal_range(type_name_); }

civil::YearMonthDay read_date(Reader& reader) {
    const unsigned century = reader.two_digits();
    std::int64_t year = century * 100 + reader.two_digits();
    if (reader.is_at_digit() && year < 1000) reader.refuse();
    while (reader.is_at_digit()) {
        const unsigned digit = reader.digit();
        if (year < 100'000'000) year = year * 10 + digit;  // no overflow, and still beyond every type's range
    }
    reader.expect('-');
    const unsigned month = reader.two_digits();
    reader.expect('-');
    return {year, month, reader.two_digits()};
}

std::int64_t finish_date(Reader& reader, civil::YearMonthDay date) {
    const bool is_bc = reader.take(" BC");
    reader.expect_end();
    if (date.year == 0) reader.refuse_range();  // before AD 1 comes 1 BC
    if (is_bc) date.year = 1 - date.year;
    if (!civil::is_valid(date)) reader.refuse_range();
    return civil::to_days(date);
}

std::int64_t read_clock(Reader& reader) {
    const std::int64_t hour = reader.two_digits();
    reader.expect(':');
    const std::int64_t minute = reader.two_digits();
    std::int64_t second = 0;
    std::int64_t micros = 0;
    if (reader.take(':')) {
        second = reader.two_digits();
        micros = read_fraction(reader);
    }
    if (minute > 59 || second > 59) reader.refuse_range();
    micros += ((hour * 60 + minute) * 60 + second) * micros_per_second;
    if (micros > micros_per_day) reader.refuse_range();
    return micros;
}

std::optional<UsualTimestamp> read_usual_timestamp(std::string_view text) noexcept {
    constexpr std::size_t least = std::string_view("YYYY-MM-DD HH:MM:SS").size();
    if (text.size() < least || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' ||
        text[16] != ':') {
        return std::nullopt;
    }
    unsigned highest = 0;
    const auto digit = [&](std::size_t at) {
        const unsigned value = static_cast<unsigned char>(text[at]) - unsigned{'0'};
        highest = value > highest ? value : highest;
        return value;
    };
    const auto two_digits = [&](std::size_t at) { return digit(at) * 10 + digit(at + 1); };
    const civil::YearMonthDay date{two_digits(0) * 100 + two_digits(2), two_digits(5), two_digits(8)};
    const unsigned hour = two_digits(11);
    const unsigned minute = two_digits(14);
    const unsigned second = two_digits(17);
    if (highest > 9 || date.year == 0 || !civil::is_valid(date) || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    UsualTimestamp read{civil::to_days(date), ((hour * 60LL + minute) * 60 + second) * micros_per_second,
                        least};
    if (text.size() == least || text[least] != '.') return read;
    std::int64_t unit = micros_per_second;
    std::int64_t micros = 0;
    for (++read.length; read.length < text.size(); ++read.length) {
        const unsigned value = static_cast<unsigned char>(text[read.length]) - unsigned{'0'};
        if (value > 9) break;
        unit /= 10;
        if (unit == 0) return std::nullopt;  // a seventh digit, to be rounded
        micros += value * unit;
    }
    if (unit == micros_per_second) return std::nullopt;
    read.micros += micros;
    return read;
}

std::int64_t read_fraction(Reader& reader) {
    if (!reader.take('.')) return 0;
    std::int64_t micros = reader.digit();
    for (int digits = 1; digits < 6; ++digits)
        micros = micros * 10 + (reader.is_at_digit() ? reader.digit() : 0);
    if (reader.is_at_digit() && reader.digit() >= 5) ++micros;
    while (reader.is_at_digit()) reader.digit();
    return micros;
}

std::int32_t read_offset(Reader& reader) {
    if (reader.take('Z')) return 0;
    const bool is_west = reader.take('-');
    if (!is_west && !reader.take('+')) return no_offset;
    const unsigned hours = reader.two_digits();
    unsigned minutes = 0;
    unsigned seconds = 0;
    if (reader.take(':')) {
        minutes = reader.two_digits();
        if (reader.take(':')) seconds = reader.two_digits();
    } else if (reader.is_at_digit()) {
        minutes = reader.two_digits();
    }
    const auto offset = static_cast<std::int32_t>((hours * 60 + minutes) * 60 + seconds);
    if (minutes > 59 || seconds > 59 || offset >= offset_limit_seconds) reader.refuse_range();
    return is_west ? -offset : offset;
}

void append_padded(std::string& out, std::uint64_t value, int width) {
    char digits[20];
    char* const end = digits + sizeof digits;
    char* begin = end;
    for (; value != 0 || width > 0; value /= 10, --width) *--begin = static_cast<char>('0' + value % 10);
    out.append(begin, end);
}

bool append_date(std::string& out, std::int64_t days_since_1970) {
    const auto date = civil::from_days(days_since_1970);
    const bool is_bc = date.year <= 0;
    append_padded(out, static_cast<std::uint64_t>(is_bc ? 1 - date.year : date.year), 4);
    out += '-';
    append_padded(out, date.month, 2);
    out += '-';
    append_padded(out, date.day, 2);
    return is_bc;
}

void append_clock(std::string& out, std::int64_t micros_since_midnight) {
    const auto micros = static_cast<std::uint64_t>(micros_since_midnight);
    append_padded(out, micros / 3'600'000'000, 2);
    out += ':';
    append_padded(out, micros / 60'000'000 % 60, 2);
    out += ':';
    append_padded(out, micros / 1'000'000 % 60, 2);
    append_fraction(out, micros % 1'000'000);
}

void append_fraction(std::string& out, std::uint64_t micros) {
    if (micros == 0) return;
    int width = 6;
    for (; micros % 10 == 0; micros /= 10) --width;
    out += '.';
    append_padded(out, micros, width);
}

void append_offset(std::string& out, std::int32_t offset) {
    if (offset == no_offset) return;
    out += offset < 0 ? '-' : '+';
    const auto seconds = static_cast<std::uint64_t>(offset < 0 ? -offset : offset);
    append_padded(out, seconds / 3600, 2);
    out += ':';
    append_padded(out, seconds / 60 % 60, 2);
    if (seconds % 60 == 0) return;
    out += ':';
    append_padded(out, seconds % 60, 2);
}

}  // namespace temporal_text
}  // namespace dbapi
