// SPDX-License-Identifier: BSL-1.0
#include "codec/numbers.hpp"

#include <charconv>
#include <dbapi/decimal.hpp>
#include <dbapi/errors.hpp>
#include <limits>

namespace dbapi::libpq {
namespace {

[[noreturn]] void throw_malformed(const char* type) {
    throw DataError(std::string("the server sent no valid ") + type,
                    ErrorDetails{.sqlstate = sqlstate::bad_text});
}

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

// CockroachDB writes some decimals with an exponent, and zero with a sign.
constexpr Codec numeric_codec{
    .to_value = [](std::string_view bytes) { return Value(Decimal::parse(bytes)); },
    .append_text = [](std::string_view bytes, std::string& text) { text += Decimal::parse(bytes).str(); },
};

}  // namespace

ValueView view_boolean(std::string_view text) {
    if (text != "t" && text != "f") throw_malformed("boolean");
    return ValueView::boolean(text == "t");
}

ValueView view_integer(std::string_view text) {
    return ValueView::integer(parse<std::int64_t>(text, "integer"));
}

ValueView view_float4(std::string_view text) {
    return ValueView::real(static_cast<double>(parse_real<float>(text)));
}

ValueView view_float8(std::string_view text) { return ValueView::real(parse_real<double>(text)); }

ValueView view_numeric(std::string_view text) {
    const bool canonical =
        !text.empty() && text.find_first_of("Ee+") == std::string_view::npos && !text.starts_with("-0");
    if (canonical) return ValueView::decimal(text);
    return ValueView::encoded(Kind::decimal, text, numeric_codec);
}

}  // namespace dbapi::libpq
