// SPDX-License-Identifier: BSL-1.0
//
// Value: one SQL value of any kind, owned. The list of kinds is closed; a database's other types come as
// Other.
#pragma once

#include <boost/variant2/variant.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/array.hpp>
#include <dbapi/binary.hpp>
#include <dbapi/decimal.hpp>
#include <dbapi/export.hpp>
#include <dbapi/json.hpp>
#include <dbapi/other.hpp>
#include <dbapi/temporal.hpp>
#include <dbapi/uuid.hpp>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dbapi {

/// SQL NULL as a value of its own. PEP 249: C114.
struct Null {
    friend constexpr bool operator==(Null, Null) noexcept = default;
};

/// What a Value holds. The order is that of the alternatives inside Value.
enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,
    real,
    decimal,
    string,
    binary,
    date,
    time,
    timestamp,
    interval,
    uuid,
    json,
    array,
    other,
};

/// SQL NULL, for parameters and comparisons.
inline constexpr Null null{};

/// Returns the kind's name, such as "timestamp".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(Kind kind) noexcept;

namespace detail {

template <class T>
inline constexpr bool is_character =
    std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
    std::same_as<T, char16_t> || std::same_as<T, char32_t>;

/// An integer as SQL knows it: neither bool nor a character type.
template <class T>
concept SqlInteger = std::integral<T> && !std::same_as<T, bool> && !is_character<T>;

/// The integer that an enumeration stands for in SQL, also when its underlying type is a character.
template <class E>
struct EnumIntegerOf {
    using type =
        std::conditional_t<is_character<std::underlying_type_t<E>>, std::int64_t, std::underlying_type_t<E>>;
};
template <class E>
using EnumInteger = typename EnumIntegerOf<E>::type;

/// Types that convert to exactly one temporal kind, found through that kind's own constructors.
template <class T>
concept DateLike = !std::same_as<T, Date> && std::convertible_to<T, Date> && !std::is_arithmetic_v<T>;
template <class T>
concept TimeLike = !std::same_as<T, Time> && std::convertible_to<T, Time>;
template <class T>
concept TimestampLike = !std::same_as<T, Timestamp> && std::convertible_to<T, Timestamp> && !DateLike<T>;
template <class T>
concept IntervalLike = !std::same_as<T, Interval> && std::convertible_to<T, Interval>;

[[noreturn]] DBAPI_EXPORT void throw_integer_out_of_range();
[[noreturn]] DBAPI_EXPORT void throw_null_pointer();

/// Returns the character in UTF-8. @throws DataError  22021: it is none: a surrogate, or above U+10FFFF.
[[nodiscard]] DBAPI_EXPORT std::string to_utf8(char32_t character);

/// A character that is a code point, or the code unit that is all of one.
template <class T>
concept CodePoint = is_character<T> && !std::same_as<T, char>;

/// Returns the character that a single code unit is, or no character when it is a part of one only.
template <CodePoint T>
[[nodiscard]] constexpr char32_t to_code_point(T unit) noexcept {
    constexpr char32_t none = 0xffff'ffff;
    if constexpr (std::same_as<T, char8_t>) {
        if (unit >= 0x80) return none;
    }
    return static_cast<char32_t>(unit);
}

/// Returns the integer as SQL's 64-bit integer. @throws DataError  it does not fit.
template <SqlInteger T>
[[nodiscard]] constexpr std::int64_t to_int64(T number) {
    if (!std::in_range<std::int64_t>(number)) throw_integer_out_of_range();
    return static_cast<std::int64_t>(number);
}

}  // namespace detail

/// One SQL value. A regular value type: copies own their data; distinct objects may be used by different
/// threads.
///
/// It is made from the C++ types that programs have; any other pointer than one to characters does not
/// compile, and bool is made from bool alone. Every integer is held in 64 bits.
class DBAPI_EXPORT Value {
 public:
    using Storage = boost::variant2::variant<Null, bool, std::int64_t, double, Decimal, std::string, Binary,
                                             Date, Time, Timestamp, Interval, Uuid, Json, Array, Other>;

    /// Makes NULL.
    Value() noexcept = default;
    Value(Null) noexcept {}
    Value(std::nullptr_t) noexcept {}

    template <std::same_as<bool> T>
    Value(T flag) noexcept : storage_(flag) {}

    /// @throws DataError  an unsigned integer above 2^63 - 1.
    template <detail::SqlInteger T>
    Value(T number) : storage_(detail::to_int64(number)) {}

    Value(float number) noexcept : storage_(static_cast<double>(number)) {}
    Value(double number) noexcept : storage_(number) {}

    /// Takes text, which is UTF-8; one character is a string of length one.
    Value(char character) : storage_(std::string(1, character)) {}
    Value(std::string text) noexcept : storage_(std::move(text)) {}
    Value(std::string_view text) : storage_(std::string(text)) {}
    Value(const std::u8string& text) : Value(std::u8string_view(text)) {}
    Value(std::u8string_view text)
        : storage_(std::string(reinterpret_cast<const char*>(text.data()), text.size())) {}

    /// Takes a character in UTF-8. @throws DataError  22021: it is no character, or a part of one only.
    template <detail::CodePoint T>
    Value(T character) : storage_(detail::to_utf8(detail::to_code_point(character))) {}

    /// @throws InterfaceError  a null pointer; NULL is `dbapi::null`.
    Value(const char* text)
        : Value(text ? std::string_view(text) : (detail::throw_null_pointer(), std::string_view())) {}
    Value(char* text) : Value(static_cast<const char*>(text)) {}
    Value(const char8_t* text) : Value(reinterpret_cast<const char*>(text)) {}
    Value(char8_t* text) : Value(reinterpret_cast<const char*>(text)) {}

    Value(Decimal number) noexcept : storage_(std::move(number)) {}
    Value(Binary bytes) noexcept : storage_(std::move(bytes)) {}
    Value(Date date) noexcept : storage_(date) {}
    Value(Time time) noexcept : storage_(time) {}
    Value(Timestamp timestamp) noexcept : storage_(timestamp) {}
    Value(Interval interval) noexcept : storage_(interval) {}
    Value(Uuid uuid) noexcept : storage_(uuid) {}
    Value(Json json) noexcept : storage_(std::move(json)) {}
    Value(Array array) noexcept : storage_(std::move(array)) {}
    Value(Other other) noexcept : storage_(std::move(other)) {}

    template <detail::DateLike T>
    Value(const T& date) : storage_(Date(date)) {}
    template <detail::TimeLike T>
    Value(const T& time) : storage_(Time(time)) {}
    template <detail::TimestampLike T>
    Value(const T& timestamp) : storage_(Timestamp(timestamp)) {}
    template <detail::IntervalLike T>
    Value(const T& interval) : storage_(Interval(interval)) {}

    /// Makes NULL from an empty optional.
    template <class T>
    requires std::constructible_from<Value, const T&> Value(const std::optional<T>& value)
        : Value(value ? Value(*value) : Value()) {}

    template <class T>
    Value(T*) = delete;  // a pointer is no SQL value, and must not become a bool
    Value(long double) = delete;

    [[nodiscard]] Kind kind() const noexcept { return static_cast<Kind>(storage_.index()); }
    [[nodiscard]] bool is_null() const noexcept { return kind() == Kind::null; }

    /// Returns the held T, or nullptr when another kind is held. Lifetime: until this value changes.
    template <class T>
    [[nodiscard]] const T* get_if() const noexcept {
        return boost::variant2::get_if<T>(&storage_);
    }

    /// Returns the value converted to T without loss; for std::optional<U>, NULL is std::nullopt.
    /// Defined in dbapi/convert.hpp.
    /// @throws DataError  NULL for another T than std::optional, another kind, or it would lose something.
    template <class T>
    [[nodiscard]] T get() const;

    /// Calls the visitor with the alternative that is held, and returns what it returns.
    template <class Visitor>
    decltype(auto) visit(Visitor&& visitor) const {
        return boost::variant2::visit(std::forward<Visitor>(visitor), storage_);
    }

    /// Returns the value as text for people: NULL is "NULL", binary is hexadecimal.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const Value& a, const Value& b) { return a.storage_ == b.storage_; }

    /// Writes to_string().
    DBAPI_EXPORT friend std::ostream& operator<<(std::ostream& out, const Value& value);

 private:
    Storage storage_;
};

}  // namespace dbapi
