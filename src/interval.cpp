// SPDX-License-Identifier: BSL-1.0
//
// Interval's text: ISO 8601 durations both ways, PostgreSQL's default style as input.
#include <dbapi/interval.hpp>

#include "temporal_text.hpp"

namespace dbapi {

namespace {

using temporal_text::micros_per_second;
using temporal_text::Reader;

constexpr std::int64_t micros_per_minute = 60 * micros_per_second;
constexpr std::int64_t micros_per_hour = 60 * micros_per_minute;

// A sum that starts at zero and refuses to leave the range of the field it is for.
template <class Field>
class Sum {
 public:
    explicit Sum(const Reader& reader) noexcept : reader_(reader) {}

    // Adds `count` times `unit`, counted downwards when negative. The sign comes apart, since the lowest
    // number has no positive counterpart.
    void add(bool is_negative, std::uint64_t count, std::uint64_t unit) {
        using Limits = std::numeric_limits<Field>;
        const auto highest = static_cast<std::uint64_t>(Limits::max());
        if (count > (highest + 1) / unit) reader_.refuse_range();
        std::uint64_t size = count * unit;
        if (is_negative && size != 0) {
            if (value_ < 0 && size > highest + 1 - magnitude(value_)) reader_.refuse_range();
            value_ = static_cast<Field>(value_ - 1 - static_cast<Field>(--size));
            return;
        }
        if (size > highest || (value_ > 0 && size > highest - magnitude(value_))) reader_.refuse_range();
        value_ = static_cast<Field>(value_ + static_cast<Field>(size));
    }

    [[nodiscard]] Field value() const noexcept { return value_; }

 private:
    static std::uint64_t magnitude(Field value) noexcept {
        const auto wide = static_cast<std::uint64_t>(std::int64_t{value});
        return value < 0 ? 0 - wide : wide;
    }

    const Reader& reader_;
    Field value_ = 0;
};

struct Sums {
    explicit Sums(const Reader& reader) noexcept : months(reader), days(reader), micros(reader) {}

    [[nodiscard]] Interval interval() const noexcept {
        return {months.value(), days.value(), micros.value()};
    }

    Sum<std::int32_t> months;
    Sum<std::int32_t> days;
    Sum<std::int64_t> micros;
};

struct Number {
    bool is_negative;
    std::uint64_t size;
};

std::uint64_t read_digits(Reader& reader) {
    std::uint64_t value = reader.digit();
    while (reader.is_at_digit()) {
        if (value > std::numeric_limits<std::uint64_t>::max() / 10 - 1) reader.refuse_range();
        value = value * 10 + reader.digit();
    }
    return value;
}

Number read_number(Reader& reader) {
    const bool is_negative = reader.take('-');
    if (!is_negative) reader.take('+');
    return {is_negative, read_digits(reader)};
}

// Reads parts such as "3D" until the text or, before a 'T', the date ends. Each designator is looked for
// behind the one before, which makes them unique and ordered.
void read_iso_date(Reader& reader, Sums& sums) {
    constexpr std::string_view designators = "YMWD";
    std::size_t next = 0;
    while (!reader.is_at_end() && !reader.is_at("T")) {
        const auto number = read_number(reader);
        while (next < designators.size() && !reader.take(designators[next])) ++next;
        if (next == designators.size()) reader.refuse();
        switch (designators[next++]) {
            case 'Y': sums.months.add(number.is_negative, number.size, 12); break;
            case 'M': sums.months.add(number.is_negative, number.size, 1); break;
            case 'W': sums.days.add(number.is_negative, number.size, 7); break;
            default: sums.days.add(number.is_negative, number.size, 1); break;
        }
    }
}

void read_iso_clock(Reader& reader, Sums& sums) {
    constexpr std::string_view designators = "HMS";
    std::size_t next = 0;
    do {
        const auto number = read_number(reader);
        const bool has_fraction = reader.is_at(".");
        const auto fraction = static_cast<std::uint64_t>(temporal_text::read_fraction(reader));
        if (has_fraction && next < 2) next = 2;  // it is for seconds only
        while (next < designators.size() && !reader.take(designators[next])) ++next;
        if (next == designators.size()) reader.refuse();
        switch (designators[next++]) {
            case 'H': sums.micros.add(number.is_negative, number.size, micros_per_hour); break;
            case 'M': sums.micros.add(number.is_negative, number.size, micros_per_minute); break;
            default:
                sums.micros.add(number.is_negative, number.size, micros_per_second);
                sums.micros.add(number.is_negative, fraction, 1);
                break;
        }
    } while (!reader.is_at_end());
}

Interval parse_iso(Reader& reader) {
    Sums sums(reader);
    if (reader.is_at_end()) reader.refuse();
    read_iso_date(reader, sums);
    if (reader.take('T')) read_iso_clock(reader, sums);
    return sums.interval();
}

// Reads the rest of "04:05:06.5" behind the hours, which may have any number of digits.
void read_clock(Reader& reader, Sums& sums, Number hours) {
    const unsigned minutes = reader.two_digits();
    reader.expect(':');
    const unsigned seconds = reader.two_digits();
    const auto fraction = static_cast<std::uint64_t>(temporal_text::read_fraction(reader));
    reader.expect_end();
    if (minutes > 59 || seconds > 59) reader.refuse_range();
    sums.micros.add(hours.is_negative, hours.size, micros_per_hour);
    sums.micros.add(hours.is_negative, minutes, micros_per_minute);
    sums.micros.add(hours.is_negative, seconds, micros_per_second);
    sums.micros.add(hours.is_negative, fraction, 1);
}

Interval parse_postgres(Reader& reader) {
    Sums sums(reader);
    constexpr std::string_view units[] = {" year", " mon", " day"};
    std::size_t next = 0;
    while (true) {
        const auto number = read_number(reader);
        if (reader.take(':')) {
            read_clock(reader, sums, number);
            return sums.interval();
        }
        while (next < std::size(units) && !reader.take(units[next])) ++next;
        switch (next++) {
            case 0: sums.months.add(number.is_negative, number.size, 12); break;
            case 1: sums.months.add(number.is_negative, number.size, 1); break;
            case 2: sums.days.add(number.is_negative, number.size, 1); break;
            default: reader.refuse();
        }
        reader.take('s');
        if (reader.is_at_end()) return sums.interval();
        reader.expect(' ');
    }
}

void append_part(std::string& out, std::int64_t value, char designator) {
    if (value == 0) return;
    out += std::to_string(value);
    out += designator;
}

}  // namespace

Interval Interval::parse(std::string_view text) {
    Reader reader(text, "INTERVAL");
    return reader.take('P') ? parse_iso(reader) : parse_postgres(reader);
}

std::string Interval::to_string() const {
    std::string out = "P";
    append_part(out, months_ / 12, 'Y');
    append_part(out, months_ % 12, 'M');
    append_part(out, days_, 'D');
    if (micros_ != 0) out += 'T';
    append_part(out, micros_ / micros_per_hour, 'H');
    append_part(out, micros_ % micros_per_hour / micros_per_minute, 'M');
    if (const std::int64_t rest = micros_ % micros_per_minute; rest != 0) {
        if (rest < 0) out += '-';
        const auto size = static_cast<std::uint64_t>(rest < 0 ? -rest : rest);
        temporal_text::append_padded(out, size / micros_per_second, 1);
        temporal_text::append_fraction(out, size % micros_per_second);
        out += 'S';
    }
    return out.size() == 1 ? "PT0S" : out;
}

}  // namespace dbapi
