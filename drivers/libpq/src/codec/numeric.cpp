// SPDX-License-Identifier: BSL-1.0
#include "codec/numeric.hpp"

#include <algorithm>
#include <cstdint>
#include <dbapi/decimal.hpp>
#include <utility>

#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

// CockroachDB writes some decimals with an exponent, and zero with a sign.
constexpr Codec numeric_codec{
    .to_value = [](std::string_view bytes) { return Value(Decimal::parse(bytes)); },
    .append_text = [](std::string_view bytes, std::string& text) { text += Decimal::parse(bytes).str(); },
};

// ── binary: groups of four digits, the first of them worth 10000 to the power of the weight ──

constexpr std::size_t header_bytes = 8;
constexpr int digits_per_group = 4;
constexpr unsigned highest_group = 9'999;

enum Sign : std::uint16_t {
    positive = 0x0000,
    negative = 0x4000,
    not_a_number = 0xc000,
    plus_infinite = 0xd000,
    minus_infinite = 0xf000,
};

struct Header {
    explicit Header(std::string_view bytes)
        : groups(load<std::uint16_t>(bytes)),
          weight(load<std::int16_t>(bytes, 2)),
          sign(load<std::uint16_t>(bytes, 4)),
          scale(std::max<std::int16_t>(load<std::int16_t>(bytes, 6), 0)) {}

    int groups;
    int weight;
    std::uint16_t sign;
    int scale;  // CockroachDB sends a negative one for 1E+20, whose zeros the weight tells anyway
};

[[noreturn]] void fail() { throw_malformed("numeric"); }

/// Returns the group at an index, zero for those that are not sent.
unsigned group_at(std::string_view bytes, int groups, int index) {
    if (index < 0 || index >= groups) return 0;
    return load<std::uint16_t>(bytes, header_bytes + 2 * static_cast<std::size_t>(index));
}

void append_group(std::string& text, unsigned group, int digits = digits_per_group) {
    unsigned unit = 1000;
    for (; digits > 0; --digits, unit /= 10) text += static_cast<char>('0' + group / unit % 10);
}

/// Whether any digit is not 0. @throws DataError  one is no digit.
bool check_groups(std::string_view bytes, int groups) {
    bool any = false;
    for (int i = 0; i < groups; ++i) {
        const unsigned group = group_at(bytes, groups, i);
        if (group > highest_group) fail();
        any = any || group != 0;
    }
    return any;
}

void append_whole(std::string_view bytes, const Header& header, std::string& text) {
    const std::size_t begin = text.size();
    for (int i = 0; i <= header.weight; ++i) {
        const unsigned group = group_at(bytes, header.groups, i);
        if (text.size() != begin) {
            append_group(text, group);
        } else if (group != 0) {
            text += std::to_string(group);
        }
    }
    if (text.size() == begin) text += '0';
}

/// No digit may be lost behind the scale: no server sends any there.
void append_fraction(std::string_view bytes, const Header& header, std::string& text) {
    int next = header.weight + 1;
    int left = header.scale;
    if (left > 0) text += '.';
    for (; left >= digits_per_group; left -= digits_per_group)
        append_group(text, group_at(bytes, header.groups, next++));
    if (left > 0) {
        const unsigned group = group_at(bytes, header.groups, next++);
        append_group(text, group, left);
        constexpr unsigned units[] = {10'000, 1'000, 100, 10};
        if (group % units[left] != 0) fail();
    }
    for (next = std::max(next, 0); next < header.groups; ++next) {
        if (group_at(bytes, header.groups, next) != 0) fail();
    }
}

void append_numeric_text(std::string_view bytes, std::string& text) {
    const Header header(bytes);
    switch (header.sign) {
        case not_a_number: text += "NaN"; return;
        case plus_infinite: text += "Infinity"; return;
        case minus_infinite: text += "-Infinity"; return;
        default: break;
    }
    const bool is_zero = !check_groups(bytes, header.groups);
    if (header.sign == negative && !is_zero) text += '-';
    if (is_zero) {
        text += '0';  // whatever its weight
    } else {
        append_whole(bytes, header, text);
    }
    append_fraction(bytes, header, text);
}

constexpr Codec numeric_binary_codec{
    .to_value =
        [](std::string_view bytes) {
            std::string text;
            append_numeric_text(bytes, text);
            return Value(Decimal::from_trusted(std::move(text)));
        },
    .append_text = append_numeric_text,
};

void append_header(std::string& out, std::size_t groups, int weight, Sign sign, std::size_t scale) {
    append(out, static_cast<std::uint16_t>(groups));
    append(out, static_cast<std::int16_t>(weight));
    append(out, static_cast<std::uint16_t>(sign));
    append(out, static_cast<std::uint16_t>(scale));
}

/// The digits of a number in groups that are counted from the point; the outer ones are filled with zeros.
class Groups {
 public:
    Groups(std::string_view whole, std::string_view fraction) noexcept
        : whole_(whole), fraction_(fraction), missing_((4 - whole.size() % 4) % 4) {}

    [[nodiscard]] std::size_t count() const noexcept {
        return (missing_ + whole_.size() + fraction_.size() + 3) / 4;
    }
    [[nodiscard]] std::size_t before_point() const noexcept { return (missing_ + whole_.size()) / 4; }
    [[nodiscard]] std::uint16_t operator[](std::size_t index) const noexcept {
        unsigned group = 0;
        for (std::size_t i = 4 * index; i < 4 * index + 4; ++i) group = group * 10 + digit(i);
        return static_cast<std::uint16_t>(group);
    }

 private:
    [[nodiscard]] unsigned digit(std::size_t index) const noexcept {
        if (index < missing_) return 0;
        index -= missing_;
        if (index < whole_.size()) return static_cast<unsigned>(whole_[index] - '0');
        index -= whole_.size();
        return index < fraction_.size() ? static_cast<unsigned>(fraction_[index] - '0') : 0;
    }

    std::string_view whole_;
    std::string_view fraction_;
    std::size_t missing_;  // zeros in front that complete the first group
};

/// Whether the text is as Decimal has it: no sign before zero, no exponent, no zero in front, a digit on each
/// side of a point.
bool is_canonical(std::string_view text) noexcept {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto digits =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    if (digits == 0) return text == "Infinity" || (text == "NaN" && !is_negative);
    if (digits > 1 && text[0] == '0') return false;
    if (is_negative && text.find_first_not_of("0.") == std::string_view::npos) return false;
    if (digits == text.size()) return true;
    const auto fraction = text.substr(digits + 1);
    return text[digits] == '.' && !fraction.empty() &&
           std::all_of(fraction.begin(), fraction.end(), is_digit);
}

}  // namespace

ValueView view_numeric_text(std::string_view text) {
    if (is_canonical(text)) return ValueView::decimal(text);
    return ValueView::encoded(Kind::decimal, text, numeric_codec);
}

ValueView view_numeric_binary(std::string_view bytes) {
    if (bytes.size() < header_bytes) fail();
    const Header header(bytes);
    if (bytes.size() != header_bytes + 2 * static_cast<std::size_t>(header.groups)) fail();
    const bool is_finite = header.sign == positive || header.sign == negative;
    const bool is_special =
        header.sign == not_a_number || header.sign == plus_infinite || header.sign == minus_infinite;
    if (!is_finite && !is_special) fail();
    return ValueView::encoded(Kind::decimal, bytes, numeric_binary_codec);
}

bool append_numeric_binary(std::string& out, std::string_view canonical) {
    constexpr std::size_t most_whole = 131'072;
    constexpr std::size_t most_scale = 16'383;
    constexpr std::size_t most_groups = 32'767;  // CockroachDB reads their number as a signed one

    if (canonical == "NaN") {
        append_header(out, 0, 0, not_a_number, 0);
        return true;
    }
    if (canonical.ends_with('y')) return false;
    const bool is_negative = canonical.starts_with('-');
    if (is_negative) canonical.remove_prefix(1);
    const std::size_t point = std::min(canonical.find('.'), canonical.size());
    const auto whole = canonical.substr(0, point);
    const auto fraction = canonical.substr(std::min(point + 1, canonical.size()));
    if (whole.size() > most_whole || fraction.size() > most_scale) return false;

    // Zeros at both ends are not sent.
    const Groups groups(whole, fraction);
    std::size_t first = 0;
    std::size_t last = groups.count();
    while (first < last && groups[first] == 0) ++first;
    while (first < last && groups[last - 1] == 0) --last;
    if (first == last) {
        append_header(out, 0, 0, positive, fraction.size());
        return true;
    }
    if (last - first > most_groups) return false;
    const int weight = static_cast<int>(groups.before_point()) - 1 - static_cast<int>(first);
    append_header(out, last - first, weight, is_negative ? negative : positive, fraction.size());
    for (; first < last; ++first) append(out, groups[first]);
    return true;
}

}  // namespace dbapi::libpq
