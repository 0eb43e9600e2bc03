// SPDX-License-Identifier: BSL-1.0
//
// Decimal: SQL's NUMERIC without loss. It carries digits; it does not calculate.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/export.hpp>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dbapi {

/// An integer type that is a number: neither bool nor a character type.
template <class T>
concept DecimalInteger = std::integral<T> && sizeof(T) <= sizeof(long long) &&
                         !std::same_as<std::remove_cv_t<T>, bool> &&
                         !std::same_as<std::remove_cv_t<T>, char> &&
                         !std::same_as<std::remove_cv_t<T>, wchar_t> &&
                         !std::same_as<std::remove_cv_t<T>, char8_t> &&
                         !std::same_as<std::remove_cv_t<T>, char16_t> &&
                         !std::same_as<std::remove_cv_t<T>, char32_t>;

/// An exact decimal number of any size, "NaN", "Infinity" or "-Infinity", kept as text. A value type.
///
/// The text is canonical but for its scale: digits, perhaps a point and more digits; no exponent, no '+', no
/// zero in front but the one of "0.5", and zero has no sign. 1.0 and 1.00 are equal, and each keeps its
/// zeros.
class DBAPI_EXPORT Decimal {
 public:
    /// Makes "0".
    Decimal() : text_(1, '0') {}

    template <DecimalInteger T>
    Decimal(T value) : text_(std::to_string(value)) {}

    /// Makes what parse() returns.
    explicit Decimal(std::string_view text) : Decimal(parse(text)) {}

    /// Returns the number that `text` holds: "[±]digits[.digits][e[±]digits]", ".5", "5.", or in any case of
    /// letters "NaN", "Inf", "Infinity" with or without a sign.
    ///
    /// An exponent is written out: "1E+3" gives "1000", "1.5E-3" gives "0.0015". A sign before NaN is
    /// dropped.
    ///
    /// @throws DataError  22P02: another form, spaces around it included; 22003: more than 200'000 characters
    /// result.
    [[nodiscard]] static Decimal parse(std::string_view text);

    /// Returns the number without a check, for drivers that have the text in the form above already.
    /// @pre `canonical` is what str() of a Decimal can be.
    [[nodiscard]] static Decimal from_trusted(std::string canonical) noexcept {
        return Decimal(std::move(canonical), Trusted{});
    }

    /// Returns the text. Lifetime: until the object is changed.
    [[nodiscard]] const std::string& str() const& noexcept { return text_; }
    [[nodiscard]] std::string str() && noexcept { return std::move(text_); }

    [[nodiscard]] bool is_nan() const noexcept { return text_[0] == 'N'; }
    [[nodiscard]] bool is_finite() const noexcept { return !text_.ends_with('y') && !is_nan(); }
    [[nodiscard]] bool is_negative() const noexcept { return text_[0] == '-'; }

    /// Returns the number of digits behind the point, trailing zeros included.
    [[nodiscard]] std::size_t scale() const noexcept;

    /// @throws DataError  22003: not finite, not whole, or out of range.
    [[nodiscard]] std::int64_t to_int64() const;

    /// Returns the nearest double, which is zero for the smallest numbers.
    /// @throws DataError  22003: finite, but beyond the largest double.
    [[nodiscard]] double to_double() const;

    friend bool operator==(const Decimal& a, const Decimal& b) noexcept { return std::is_eq(a <=> b); }

    /// Orders by value. NaN equals itself and comes after everything else, as in PostgreSQL.
    DBAPI_EXPORT friend std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept;

    friend std::ostream& operator<<(std::ostream& out, const Decimal& decimal) {
        return out << decimal.text_;
    }

 private:
    struct Trusted {};
    Decimal(std::string canonical, Trusted) noexcept : text_(std::move(canonical)) {}

    std::string text_;
};

}  // namespace dbapi

/// Equal numbers have equal hashes, whatever their scale.
template <>
struct DBAPI_EXPORT std::hash<dbapi::Decimal> {
    [[nodiscard]] std::size_t operator()(const dbapi::Decimal& decimal) const noexcept;
};
