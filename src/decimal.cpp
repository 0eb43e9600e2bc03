// SPDX-License-Identifier: BSL-1.0
//
// Decimal on its digits: reading any form of a number, comparing and converting the canonical one.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <dbapi/decimal.hpp>
#include <dbapi/errors.hpp>
#include <limits>
#include <system_error>

namespace dbapi {

namespace {

constexpr std::int64_t most_characters = 200'000;

[[noreturn]] void refuse() {
    throw DataError("not a valid NUMERIC", ErrorDetails{.sqlstate = sqlstate::bad_text});
}

[[noreturn]] void refuse_range(const char* type_name) {
    throw DataError(std::string("out of range for ") + type_name,
                    ErrorDetails{.sqlstate = sqlstate::out_of_range});
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(std::string_view text, std::string_view lower_case) {
    const auto is_same = [](char c, char lower) {
        return (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) == lower;
    };
    return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(), is_same);
}

bool take_sign(std::string_view& text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    return is_negative;
}

std::string_view take_digits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

// Reads "e±digits" or nothing up to the end. Far out it stops counting: any number there is zero or too long.
std::int64_t take_exponent(std::string_view text) {
    constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max() / 100;
    if (text.empty()) return 0;
    if (text[0] != 'e' && text[0] != 'E') refuse();
    text.remove_prefix(1);
    const bool is_negative = take_sign(text);
    const auto digits = take_digits(text);
    if (digits.empty() || !text.empty()) refuse();
    std::int64_t exponent = 0;
    for (const char c : digits) exponent = std::min(far, exponent * 10 + (c - '0'));
    return is_negative ? -exponent : exponent;
}

// Writes the digits of `whole` and `fraction` out with the point moved to the right by `exponent`.
std::string write_out(bool is_negative, std::string_view whole, std::string_view fraction,
                      std::int64_t exponent) {
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    const auto fraction_size = static_cast<std::int64_t>(fraction.size());
    if (whole.empty()) fraction.remove_prefix(std::min(fraction.find_first_not_of('0'), fraction.size()));

    const auto digits_size = static_cast<std::int64_t>(whole.size() + fraction.size());
    const bool is_zero = digits_size == 0;
    const std::int64_t added_zeros = is_zero ? 0 : std::max<std::int64_t>(exponent - fraction_size, 0);
    const std::int64_t scale = std::max<std::int64_t>(fraction_size - exponent, 0);
    const std::int64_t whole_size = std::max<std::int64_t>(digits_size + added_zeros - scale, 0);
    const bool has_sign = is_negative && !is_zero;
    const std::int64_t size =
        (has_sign ? 1 : 0) + std::max<std::int64_t>(whole_size, 1) + (scale > 0 ? 1 + scale : 0);
    if (size > most_characters) refuse_range("NUMERIC");

    std::string out;
    out.reserve(static_cast<std::size_t>(size));
    if (has_sign) out += '-';
    if (whole_size == 0) out.append(static_cast<std::size_t>(scale - digits_size + 1), '0');
    out.append(whole).append(fraction).append(static_cast<std::size_t>(added_zeros), '0');
    if (scale > 0) out.insert(out.size() - static_cast<std::size_t>(scale), 1, '.');
    return out;
}

// A finite number taken apart, without the zeros that do not count.
struct Parts {
    bool is_negative;
    std::string_view whole;     // empty below 1
    std::string_view fraction;  // without trailing zeros
};

Parts take_apart(std::string_view text) {
    Parts parts{take_sign(text), take_digits(text), {}};
    if (parts.whole == "0") parts.whole = {};
    if (!text.empty()) parts.fraction = text.substr(1);
    parts.fraction = parts.fraction.substr(0, parts.fraction.find_last_not_of('0') + 1);
    return parts;
}

std::strong_ordering compare_sizes(const Parts& a, const Parts& b) {
    if (a.whole.size() != b.whole.size()) return a.whole.size() <=> b.whole.size();
    if (const auto by_whole = a.whole <=> b.whole; std::is_neq(by_whole)) return by_whole;
    return a.fraction <=> b.fraction;
}

// -1, 0, 1, 2 for -Infinity, finite, Infinity, NaN.
int rank(const Decimal& decimal) {
    if (decimal.is_finite()) return 0;
    if (decimal.is_nan()) return 2;
    return decimal.is_negative() ? -1 : 1;
}

}  // namespace

Decimal Decimal::parse(std::string_view text) {
    const bool is_negative = take_sign(text);
    const auto whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text);
        if (whole.empty() && fraction.empty()) refuse();
    } else if (whole.empty()) {
        if (is_word(text, "nan")) return from_trusted("NaN");
        if (!is_word(text, "inf") && !is_word(text, "infinity")) refuse();
        return from_trusted(is_negative ? "-Infinity" : "Infinity");
    }
    return from_trusted(write_out(is_negative, whole, fraction, take_exponent(text)));
}

std::size_t Decimal::scale() const noexcept {
    const auto point = text_.find('.');
    return point == std::string::npos ? 0 : text_.size() - point - 1;
}

std::int64_t Decimal::to_int64() const {
    if (is_nan() || (is_finite() && !take_apart(text_).fraction.empty())) {
        throw DataError("not a whole number", ErrorDetails{.sqlstate = sqlstate::out_of_range});
    }
    if (!is_finite()) refuse_range("BIGINT");
    std::int64_t value = 0;
    const auto result =
        std::from_chars(text_.data(), text_.data() + text_.size(), value);  // stops at the point
    if (result.ec != std::errc()) refuse_range("BIGINT");
    return value;
}

double Decimal::to_double() const {
    if (is_nan()) return std::numeric_limits<double>::quiet_NaN();
    double value = is_negative() ? -HUGE_VAL : HUGE_VAL;
    if (!is_finite()) return value;
    const auto result = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (result.ec == std::errc::result_out_of_range && take_apart(text_).whole.empty()) return 0;
    if (result.ec != std::errc() || std::isinf(value)) refuse_range("DOUBLE PRECISION");
    return value;
}

std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
    if (const auto by_rank = rank(a) <=> rank(b); std::is_neq(by_rank) || !a.is_finite()) return by_rank;
    const Parts a_parts = take_apart(a.text_);
    const Parts b_parts = take_apart(b.text_);
    if (a_parts.is_negative != b_parts.is_negative) return b_parts.is_negative <=> a_parts.is_negative;
    return a_parts.is_negative ? compare_sizes(b_parts, a_parts) : compare_sizes(a_parts, b_parts);
}

}  // namespace dbapi

std::size_t std::hash<dbapi::Decimal>::operator()(const dbapi::Decimal& decimal) const noexcept {
    std::string_view text = decimal.str();
    if (decimal.scale() != 0) text = text.substr(0, text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.remove_suffix(1);
    return std::hash<std::string_view>()(text);
}
