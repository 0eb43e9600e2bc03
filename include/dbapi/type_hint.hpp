// SPDX-License-Identifier: BSL-1.0
//
// What the C++ type of a parameter says of its SQL type.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/parameter_form.hpp>
#include <dbapi/type_traits.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <string_view>
#include <type_traits>

namespace dbapi::detail {

/// Returns the bytes of the SQL integer that holds every T: an unsigned one needs the next larger size.
template <SqlInteger T>
[[nodiscard]] consteval std::uint8_t integer_width() noexcept {
    return sizeof(T) * 8 + (std::is_unsigned_v<T> ? 1 : 0) <= 32 ? 4 : 8;
}

template <class T>
concept TextLike = !std::same_as<T, std::nullptr_t> &&
                   (StringLike<T> || is_character<T> || std::convertible_to<const T&, std::u8string_view>);

/// Returns what a T says of its SQL type: nothing if it is a Value, has an Adapter, or is an array.
template <class T>
[[nodiscard]] consteval TypeHint hint_of() noexcept {
    using Offset = TypeHint::Offset;
    constexpr Form form = form_of<T>();
    if constexpr (std::is_const_v<T>) {
        return hint_of<std::remove_const_t<T>>();
    } else if constexpr (form == Form::typed_null) {
        return hint_of<typename NullTypeOf<T>::type>();
    } else if constexpr (form == Form::optional) {
        return hint_of<typename T::value_type>();
    } else if constexpr (form == Form::enumeration) {
        return hint_of<EnumInteger<T>>();
    } else if constexpr (form == Form::bytes) {  // NOLINT(bugprone-branch-clone)
        return {.kind = Kind::binary};
    } else if constexpr (form != Form::value) {  // NOLINT(bugprone-branch-clone)
        return {};
    } else if constexpr (std::same_as<T, bool>) {
        return {.kind = Kind::boolean};
    } else if constexpr (SqlInteger<T>) {
        return {.kind = Kind::integer, .width = integer_width<T>()};
    } else if constexpr (std::same_as<T, float> || std::same_as<T, double>) {
        return {.kind = Kind::real, .width = sizeof(T)};
    } else if constexpr (std::same_as<T, Decimal>) {
        return {.kind = Kind::decimal};
    } else if constexpr (std::same_as<T, Uuid>) {
        return {.kind = Kind::uuid};
    } else if constexpr (std::same_as<T, Json>) {
        return {.kind = Kind::json};
    } else if constexpr (std::same_as<T, Binary>) {
        return {.kind = Kind::binary};
    } else if constexpr (std::same_as<T, Date> || DateLike<T>) {
        return {.kind = Kind::date};
    } else if constexpr (is_clock_reading<T>) {
        return {.kind = Kind::time, .offset = Offset::none};
    } else if constexpr (std::same_as<T, Time> || TimeLike<T>) {
        return {.kind = Kind::time};
    } else if constexpr (is_sys_time<T>) {
        return {.kind = Kind::timestamp, .offset = Offset::some};
    } else if constexpr (is_local_time<T>) {
        return {.kind = Kind::timestamp, .offset = Offset::none};
    } else if constexpr (std::same_as<T, Timestamp> || TimestampLike<T>) {
        return {.kind = Kind::timestamp};
    } else if constexpr (std::same_as<T, Interval> || IntervalLike<T>) {
        return {.kind = Kind::interval};
    } else if constexpr (TextLike<T>) {
        return {.kind = Kind::string};
    } else {
        return {};
    }
}

/// Returns the same of the elements of the array that a T is, or nothing if it is none.
template <class T>
[[nodiscard]] consteval TypeHint element_hint_of() noexcept {
    if constexpr (form_of<T>() == Form::optional) {
        return element_hint_of<const typename T::value_type>();
    } else if constexpr (form_of<T>() == Form::array) {
        return hint_of<typename InnermostOf<T>::type>();
    } else {
        return {};
    }
}

}  // namespace dbapi::detail
