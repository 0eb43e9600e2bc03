// SPDX-License-Identifier: BSL-1.0
//
// Numbers over boost::multiprecision::cpp_dec_float, such as cpp_dec_float_50, as NUMERIC, exact both ways.
// Included by programs that use them; nothing else of dbapi needs Boost.Multiprecision.
#pragma once

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <dbapi/adapter.hpp>
#include <dbapi/convert.hpp>
#include <dbapi/decimal.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/sqlstate.hpp>
#include <dbapi/value.hpp>
#include <ios>
#include <limits>
#include <string>

template <unsigned Digits, class Exponent, class Allocator,
          boost::multiprecision::expression_template_option Templates>
struct dbapi::Adapter<boost::multiprecision::number<
    boost::multiprecision::cpp_dec_float<Digits, Exponent, Allocator>, Templates>> {
    using Number =
        boost::multiprecision::number<boost::multiprecision::cpp_dec_float<Digits, Exponent, Allocator>,
                                      Templates>;
    using Limits = std::numeric_limits<Number>;

    /// Gives all digits that the number holds, which are more than it promises.
    /// @throws DataError  22003: written out it has more than 200'000 digits.
    [[nodiscard]] static Value to_value(const Number& number) {
        if ((boost::multiprecision::isnan)(number)) return Decimal("NaN");
        if ((boost::multiprecision::isinf)(number)) return Decimal(number < 0 ? "-Infinity" : "Infinity");
        if (number == 0) return Decimal();
        std::string text = number.str(Limits::max_digits10, std::ios_base::scientific);
        // Zeros that nobody wrote would become the scale of a NUMERIC.
        const auto exponent = text.find('e');
        const auto digits_end = text.find_last_not_of(".0", exponent - 1) + 1;
        text.erase(digits_end, exponent - digits_end);
        return Decimal(text);
    }

    /// @throws DataError  the value is no number; 22003: the number holds fewer digits or a smaller range.
    [[nodiscard]] static Number from_value(const Value& value) {
        const auto decimal = value.get<Decimal>();
        if (decimal.is_nan()) return Limits::quiet_NaN();
        if (!decimal.is_finite()) return decimal.is_negative() ? -Limits::infinity() : Limits::infinity();
        const Number number(decimal.str());
        if (to_value(number) != Value(decimal)) {
            throw DataError("the number does not hold all digits of the decimal",
                            ErrorDetails{.sqlstate = sqlstate::out_of_range});
        }
        return number;
    }
};
