// SPDX-License-Identifier: BSL-1.0
#include "codec/numbers.hpp"

#include <bit>
#include <charconv>
#include <limits>

#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

template <class Number>
Number parse(std::string_view text, const char* type) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) throw_malformed(type);
    return number;
}

template <class Real>
Real parse_real(std::string_view text) {
    constexpr auto infinity = std::numeric_limits<Real>::infinity();
    if (text == "Infinity" || text == "+Inf") return infinity;  // CockroachDB prints +Inf and -Inf
    if (text == "-Infinity" || text == "-Inf") return -infinity;
    if (text == "NaN") return std::numeric_limits<Real>::quiet_NaN();
    return parse<Real>(text, "floating-point number");
}

/// Its text has the digits of the float, not those of the double.
ValueView view_float(float number) { return ValueView::real(static_cast<double>(number), sizeof number); }

}  // namespace

ValueView view_boolean_text(std::string_view text) {
    if (text != "t" && text != "f") throw_malformed("boolean");
    return ValueView::boolean(text == "t");
}

ValueView view_integer_text(std::string_view text) {
    // Up to 18 digits fit whatever they are; std::from_chars takes longer.
    constexpr std::size_t safe_digits = 18;
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    if (text.size() > sign && text.size() <= safe_digits) {
        std::int64_t number = 0;
        unsigned highest = 0;
        for (const char c : text.substr(sign)) {
            const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
            highest = digit > highest ? digit : highest;
            number = number * 10 + digit;
        }
        if (highest <= 9) return ValueView::integer(sign == 1 ? -number : number);
    }
    return ValueView::integer(parse<std::int64_t>(text, "integer"));
}

ValueView view_float4_text(std::string_view text) { return view_float(parse_real<float>(text)); }

ValueView view_float8_text(std::string_view text) { return ValueView::real(parse_real<double>(text)); }

// ── binary ──

ValueView view_boolean_binary(std::string_view bytes) {
    check_size(bytes, 1, "boolean");
    return ValueView::boolean(bytes[0] != 0);
}

ValueView view_int2_binary(std::string_view bytes) {
    check_size(bytes, 2, "smallint");
    return ValueView::integer(load<std::int16_t>(bytes));
}

ValueView view_int4_binary(std::string_view bytes) {
    check_size(bytes, 4, "integer");
    return ValueView::integer(load<std::int32_t>(bytes));
}

ValueView view_int8_binary(std::string_view bytes) {
    check_size(bytes, 8, "bigint");
    return ValueView::integer(load<std::int64_t>(bytes));
}

ValueView view_oid_binary(std::string_view bytes) {
    check_size(bytes, 4, "oid");
    return ValueView::integer(load<std::uint32_t>(bytes));
}

ValueView view_float4_binary(std::string_view bytes) {
    check_size(bytes, 4, "real");
    return view_float(std::bit_cast<float>(load<std::int32_t>(bytes)));
}

ValueView view_float8_binary(std::string_view bytes) {
    check_size(bytes, 8, "double precision");
    return ValueView::real(std::bit_cast<double>(load<std::int64_t>(bytes)));
}

void append_boolean_binary(std::string& out, bool flag) { out += static_cast<char>(flag ? 1 : 0); }
void append_int2_binary(std::string& out, std::int16_t number) { append(out, number); }
void append_int4_binary(std::string& out, std::int32_t number) { append(out, number); }
void append_int8_binary(std::string& out, std::int64_t number) { append(out, number); }
void append_float4_binary(std::string& out, float number) {
    append(out, std::bit_cast<std::int32_t>(number));
}
void append_float8_binary(std::string& out, double number) {
    append(out, std::bit_cast<std::int64_t>(number));
}

}  // namespace dbapi::libpq
