// SPDX-License-Identifier: BSL-1.0
//
// From an SQL value to a C++ type, without loss: what does not fit exactly throws DataError that names the
// column, the SQL type and the C++ type.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <dbapi/adapter.hpp>
#include <dbapi/column.hpp>
#include <dbapi/export.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <limits>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi {
namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

/// Whether a C++ type borrows the bytes that it shows, and so must not outlive its row.
template <class T>
inline constexpr bool borrows = std::same_as<T, std::string_view>;
template <class T>
inline constexpr bool borrows<std::optional<T>> = borrows<T>;
template <class T>
inline constexpr bool borrows<std::vector<T>> = borrows<T>;

/// Returns the type's name as the compiler writes it, for messages.
template <class T>
consteval std::string_view type_name() noexcept {
    const std::string_view text = __PRETTY_FUNCTION__;
    const auto begin = text.find("T = ") + 4;
    return text.substr(begin, text.find_first_of(";]", begin) - begin);
}

/// What a failed conversion tells of itself.
struct Target {
    const Column* column;  // null for a value that is in no column
    std::string_view cpp_type;
};

enum class Misfit : std::uint8_t { is_null, other_kind, out_of_range, inexact };
[[noreturn]] DBAPI_EXPORT void throw_misfit(Misfit misfit, Kind kind, const Target& target);

// The conversions that need no template. Each throws DataError through throw_misfit. @pre  the view is not
// NULL.
[[nodiscard]] DBAPI_EXPORT bool read_boolean(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::int64_t read_integer(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT double read_real(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Decimal read_decimal(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::string read_string(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::string_view read_string_view(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Binary read_binary(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Date read_date(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Time read_time(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Timestamp read_timestamp(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Interval read_interval(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Uuid read_uuid(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Json read_json(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT Array read_array(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::sys_days read_sys_days(const ValueView& view, const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::microseconds read_sys_micros(const ValueView& view,
                                                                     const Target& target);
[[nodiscard]] DBAPI_EXPORT std::chrono::microseconds read_local_micros(const ValueView& view,
                                                                       const Target& target);

/// Returns the microseconds in the ticks of another duration. @throws DataError  it does not hold them
/// exactly.
template <class Duration>
[[nodiscard]] Duration exact_duration(std::chrono::microseconds micros, Kind kind, const Target& target) {
    using Rep = typename Duration::rep;
    if constexpr (std::chrono::treat_as_floating_point_v<Rep>) {
        return std::chrono::duration_cast<Duration>(micros);
    } else {
        using Factor = std::ratio_divide<std::micro, typename Duration::period>;  // ticks for a microsecond
        using Limits = std::numeric_limits<std::int64_t>;
        const std::int64_t count = micros.count();
        if (count > Limits::max() / Factor::num || count < Limits::min() / Factor::num) {
            throw_misfit(Misfit::out_of_range, kind, target);
        }
        const std::int64_t ticks = count * Factor::num / Factor::den;
        if (count * Factor::num % Factor::den != 0) throw_misfit(Misfit::inexact, kind, target);
        if (!std::in_range<Rep>(ticks)) throw_misfit(Misfit::out_of_range, kind, target);
        return Duration(static_cast<Rep>(ticks));
    }
}

template <class T>
struct IsSysTime : std::false_type {};
template <class D>
struct IsSysTime<std::chrono::sys_time<D>> : std::true_type {};
template <class T>
struct IsLocalTime : std::false_type {};
template <class D>
struct IsLocalTime<std::chrono::local_time<D>> : std::true_type {};

template <class T>
inline constexpr bool always_false = false;

}  // namespace detail

/// Returns the viewed value as a T, which is one of: Value, bool, any integer, float, double, std::string,
/// std::string_view (borrowed like the view), Decimal, Binary, Date, Time, Timestamp, Interval, Uuid, Json,
/// Array, std::chrono's sys_days, year_month_day, sys_time and local_time, std::vector of these from an
/// array, an enumeration by its underlying value, a type with an Adapter, or std::optional of any of them.
///
/// Integers, booleans and decimals convert into one another where nothing is lost; a decimal becomes the
/// nearest double; text is parsed when a temporal, decimal, uuid or json target asks for it; everything but
/// binary becomes a std::string as its text.
///
/// @param column  names the column in messages; may be null.
/// @throws DataError  NULL for another T than Value or std::optional, another kind, or something would be
/// lost.
template <class T>
[[nodiscard]] T convert(const ValueView& view, const Column* column = nullptr) {
    using namespace detail;
    if constexpr (std::same_as<T, Value>) {
        return view.to_value();
    } else if constexpr (IsOptional<T>::value) {
        if (view.is_null()) return std::nullopt;
        return convert<typename T::value_type>(view, column);
    } else {
        const Target target{column, type_name<T>()};
        if (view.is_null()) throw_misfit(Misfit::is_null, Kind::null, target);
        if constexpr (HasFromValue<T>) {
            return Adapter<T>::from_value(view.to_value());
        } else if constexpr (std::same_as<T, bool>) {
            return view.kind() == Kind::boolean ? view.as_boolean() : read_boolean(view, target);
        } else if constexpr (SqlInteger<T>) {
            const auto number = view.kind() == Kind::integer ? view.as_integer() : read_integer(view, target);
            if (!std::in_range<T>(number)) throw_misfit(Misfit::out_of_range, view.kind(), target);
            return static_cast<T>(number);
        } else if constexpr (std::same_as<T, double>) {
            return view.kind() == Kind::real ? view.as_real() : read_real(view, target);
        } else if constexpr (std::same_as<T, float>) {
            const double number = view.kind() == Kind::real ? view.as_real() : read_real(view, target);
            const auto narrow = static_cast<float>(number);
            if (number == number && static_cast<double>(narrow) != number) {
                throw_misfit(Misfit::inexact, view.kind(), target);
            }
            return narrow;
        } else if constexpr (std::same_as<T, std::string>) {
            return read_string(view, target);
        } else if constexpr (std::same_as<T, std::string_view>) {
            return read_string_view(view, target);
        } else if constexpr (std::same_as<T, Decimal>) {
            return read_decimal(view, target);
        } else if constexpr (std::same_as<T, Binary>) {
            return read_binary(view, target);
        } else if constexpr (std::same_as<T, Date>) {
            return read_date(view, target);
        } else if constexpr (std::same_as<T, Time>) {
            return read_time(view, target);
        } else if constexpr (std::same_as<T, Timestamp>) {
            return read_timestamp(view, target);
        } else if constexpr (std::same_as<T, Interval>) {
            return read_interval(view, target);
        } else if constexpr (std::same_as<T, Uuid>) {
            return read_uuid(view, target);
        } else if constexpr (std::same_as<T, Json>) {
            return read_json(view, target);
        } else if constexpr (std::same_as<T, Array>) {
            return read_array(view, target);
        } else if constexpr (std::same_as<T, std::chrono::sys_days>) {
            return read_sys_days(view, target);
        } else if constexpr (std::same_as<T, std::chrono::year_month_day>) {
            return std::chrono::year_month_day(read_sys_days(view, target));
        } else if constexpr (IsSysTime<T>::value) {
            const auto micros = read_sys_micros(view, target);
            return T(exact_duration<typename T::duration>(micros, view.kind(), target));
        } else if constexpr (IsLocalTime<T>::value) {
            const auto micros = read_local_micros(view, target);
            return T(exact_duration<typename T::duration>(micros, view.kind(), target));
        } else if constexpr (IsVector<T>::value) {
            const Array array = read_array(view, target);
            if (array.dimensions().size() > 1) throw_misfit(Misfit::other_kind, Kind::array, target);
            static_assert(!borrows<T>, "the views would not outlive the array: use std::string");
            T elements;
            elements.reserve(array.size());
            for (const Value& element : array.elements()) {
                elements.push_back(convert<typename T::value_type>(ValueView(element), column));
            }
            return elements;
        } else if constexpr (std::is_enum_v<T>) {
            return static_cast<T>(convert<EnumInteger<T>>(view, column));
        } else {
            static_assert(always_false<T>, "no conversion to this type: specialise dbapi::Adapter for it");
        }
    }
}

template <class T>
T Value::get() const {
    static_assert(!detail::borrows<T>, "a view of a value's text: use get_if<std::string>()");
    return convert<T>(ValueView(*this));
}

}  // namespace dbapi
