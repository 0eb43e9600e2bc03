// SPDX-License-Identifier: BSL-1.0
#include "codec/numeric.hpp"

#include <dbapi/decimal.hpp>

namespace dbapi::libpq {
namespace {

// CockroachDB writes some decimals with an exponent, and zero with a sign.
constexpr Codec numeric_codec{
    .to_value = [](std::string_view bytes) { return Value(Decimal::parse(bytes)); },
    .append_text = [](std::string_view bytes, std::string& text) { text += Decimal::parse(bytes).str(); },
};

}  // namespace

ValueView view_numeric_text(std::string_view text) {
    const bool canonical =
        !text.empty() && text.find_first_of("Ee+") == std::string_view::npos && !text.starts_with("-0");
    if (canonical) return ValueView::decimal(text);
    return ValueView::encoded(Kind::decimal, text, numeric_codec);
}

}  // namespace dbapi::libpq
