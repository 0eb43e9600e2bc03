// SPDX-License-Identifier: BSL-1.0
//
// From an SQL value to a C++ type, without loss: what does not fit exactly throws DataError that names the
// column, the SQL type and the C++ type.
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/adapter.hpp>
#include <dbapi/aggregate.hpp>
#include <dbapi/column.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/read_view.hpp>
#include <dbapi/type_traits.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi {

/// Returns the viewed value as a T, which is one of: Value, bool, any integer, float, double, std::string,
/// std::string_view (borrowed like the view), Decimal, Binary, Date, Time, Timestamp, Interval, Uuid, Json,
/// Array, std::chrono's sys_days, local_days, year_month_day, sys_time, local_time, hh_mm_ss and durations,
/// char from a string of one byte, std::u8string, std::vector and std::array of bytes from binary and of
/// anything else from an array (of them from one of several dimensions), an enumeration by its underlying
/// value, a type with an Adapter, or std::optional of any of them.
///
/// Integers, booleans and decimals convert into one another where nothing is lost; a decimal becomes the
/// nearest double; an interval becomes a duration when it has the one part that this counts: months, days or
/// microseconds; text is parsed when a temporal, decimal, uuid or json target asks for it; everything but
/// binary becomes a std::string as its text.
///
/// @param column  names the column in messages; may be null.
/// @throws DataError  NULL for another T than Value or std::optional, another kind, or something would be
/// lost.
template <class T>
[[nodiscard]] T convert(const ValueView& view, const Column* column = nullptr);

namespace detail {

/// Whether a C++ type borrows the bytes that it shows, and so must not outlive its row.
template <class T>
[[nodiscard]] consteval bool is_borrowing() noexcept;
template <class T>
inline constexpr bool borrows = is_borrowing<T>();

template <class... Ts>
[[nodiscard]] consteval bool any_borrows(TypeList<Ts...>) noexcept {
    return (borrows<Ts> || ...);
}
template <class... Ts>
TypeList<Ts...> types_of(const std::tuple<Ts...>&);
template <class A, class B>
TypeList<A, B> types_of(const std::pair<A, B>&);

template <class T>
consteval bool is_borrowing() noexcept {
    if constexpr (Adapted<T>) {
        return false;
    } else if constexpr (is_optional<T> || is_vector<T> || is_std_array<T>) {
        return borrows<typename T::value_type>;
    } else if constexpr (is_tuple<T>) {
        return any_borrows(decltype(types_of(std::declval<T>()))());
    } else if constexpr (AggregateRow<T>) {
        return any_borrows(Fields<T>());
    } else {
        return std::same_as<T, std::string_view>;
    }
}

template <class T>
inline constexpr bool is_byte = std::same_as<T, std::byte> || std::same_as<T, unsigned char>;

/// Types that are read from an array, but those of bytes.
template <class T>
inline constexpr bool is_sequence = false;
template <class T>
inline constexpr bool is_sequence<std::vector<T>> = !is_byte<T> && !Adapted<std::vector<T>>;
template <class T, std::size_t N>
inline constexpr bool is_sequence<std::array<T, N>> = !is_byte<T> && !Adapted<std::array<T, N>>;

/// Returns the number of dimensions of the arrays that a T is read from.
template <class T>
[[nodiscard]] consteval std::size_t dimensions_of() noexcept {
    if constexpr (is_sequence<T>) {
        return 1 + dimensions_of<typename T::value_type>();
    } else {
        return 0;
    }
}

/// Reads a T from the elements from `next` on, and moves that past them.
template <class T, std::size_t depth = 0>
[[nodiscard]] T read_elements(const Array& array, std::size_t& next, const Column* column) {
    if constexpr (!is_sequence<T>) {
        return convert<T>(ValueView(array.elements()[next++]), column);
    } else {
        using E = typename T::value_type;
        const std::size_t length = array.empty() ? 0 : array.dimensions()[depth].length;
        const auto read = [&] { return read_elements<E, depth + 1>(array, next, column); };
        if constexpr (is_vector<T>) {
            T elements;
            elements.reserve(length);
            for (std::size_t i = 0; i < length; ++i) elements.push_back(read());
            return elements;
        } else {
            constexpr std::size_t size = std::tuple_size_v<T>;
            check_length(length, size, Kind::array, {column, type_name<T>()});
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return T{(static_cast<void>(I), read())...};
            }
            (std::make_index_sequence<size>());
        }
    }
}

/// Reads bytes into a std::vector or std::array.
template <class T>
[[nodiscard]] T read_bytes(const ValueView& view, const Target& target) {
    const Binary binary = read_binary(view, target);
    T bytes{};
    if constexpr (is_vector<T>) {
        bytes.resize(binary.size());
    } else {
        check_length(binary.size(), bytes.size(), view.kind(), target);
    }
    std::copy(binary.bytes().begin(), binary.bytes().end(), std::as_writable_bytes(std::span(bytes)).begin());
    return bytes;
}

/// Reads a time point, a clock reading, or a duration.
template <class T>
[[nodiscard]] T read_chrono(const ValueView& view, const Target& target) {
    if constexpr (is_sys_time<T>) {
        return T(exact_duration<typename T::duration>(read_sys_micros(view, target), view.kind(), target));
    } else if constexpr (is_local_time<T>) {
        return T(exact_duration<typename T::duration>(read_local_micros(view, target), view.kind(), target));
    } else if constexpr (is_clock_reading<T>) {
        using Duration = typename ClockReading<T>::type;
        return T(exact_duration<Duration>(read_clock_micros(view, target), view.kind(), target));
    } else {
        using Period = typename T::period;
        constexpr auto is = []<class D>(D) { return std::same_as<Period, typename D::period>; };
        if constexpr (is(std::chrono::years()) || is(std::chrono::months())) {
            return exact_duration<T>(read_months(view, target), view.kind(), target);
        } else if constexpr (is(std::chrono::weeks()) || is(std::chrono::days())) {
            return exact_duration<T>(read_days(view, target), view.kind(), target);
        } else {
            return exact_duration<T>(read_micros(view, target), view.kind(), target);
        }
    }
}

template <HasFromValue T>
[[nodiscard]] T read_adapted(const ValueView& view, const Target& target) {
    try {
        return Adapter<T>::from_value(view.to_value());
    } catch (const DataError& error) {
        throw_named(error, view.kind(), target);
    }
}

}  // namespace detail

template <class T>
T convert(const ValueView& view, const Column* column) {
    using namespace detail;
    if constexpr (std::same_as<T, Value>) {
        return view.to_value();
    } else if constexpr (is_optional<T> && !Adapted<T>) {
        if (view.is_null()) return std::nullopt;
        return T(std::in_place, convert<typename T::value_type>(view, column));
    } else {
        const Target target{column, type_name<T>()};
        if (view.is_null()) throw_misfit(Misfit::is_null, Kind::null, target);
        if constexpr (HasFromValue<T>) {
            return read_adapted<T>(view, target);
        } else if constexpr (Adapted<T>) {
            static_assert(always_false<T>, "the dbapi::Adapter of this type has no from_value()");
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
        } else if constexpr (std::same_as<T, char>) {
            return read_char(view, target);
        } else if constexpr (std::same_as<T, std::string>) {
            return read_string(view, target);
        } else if constexpr (std::same_as<T, std::string_view>) {
            return read_string_view(view, target);
        } else if constexpr (std::same_as<T, std::u8string>) {
            const std::string text = read_string(view, target);
            return std::u8string(text.begin(), text.end());
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
        } else if constexpr (std::same_as<T, std::chrono::local_days>) {
            return T(read_sys_days(view, target).time_since_epoch());
        } else if constexpr (std::same_as<T, std::chrono::year_month_day>) {
            return read_year_month_day(view, target);
        } else if constexpr (is_sys_time<T> || is_local_time<T> || is_clock_reading<T> || is_duration<T>) {
            return read_chrono<T>(view, target);
        } else if constexpr (is_sequence<T>) {
            static_assert(!borrows<T>, "the views would not outlive the array: use std::string");
            const Array array = read_array(view, target);
            check_dimensions(array, dimensions_of<T>(), target);
            std::size_t next = 0;
            return read_elements<T>(array, next, column);
        } else if constexpr (is_vector<T> || is_std_array<T>) {
            return read_bytes<T>(view, target);
        } else if constexpr (std::is_enum_v<T>) {
            return static_cast<T>(convert<EnumInteger<T>>(view, column));
        } else {
            constexpr bool is_row = AggregateRow<T> || is_tuple<T>;
            static_assert(!is_row,
                          "a row stands alone: rows<Row>(); as one column it needs a dbapi::Adapter");
            static_assert(is_row, "no conversion to this type: specialise dbapi::Adapter for it");
        }
    }
}

template <class T>
T Value::get() const {
    static_assert(!detail::borrows<T>, "a view of a value's text: use get_if<std::string>()");
    return convert<T>(ValueView(*this));
}

}  // namespace dbapi
