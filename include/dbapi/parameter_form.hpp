// SPDX-License-Identifier: BSL-1.0
//
// Which C++ types are one parameter, and by which rule each becomes one.
#pragma once

#include <concepts>
#include <cstddef>
#include <dbapi/adapter.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/type_traits.hpp>
#include <dbapi/value.hpp>
#include <ranges>
#include <type_traits>

namespace dbapi::detail {

template <class T>
inline constexpr bool is_typed_null = false;
template <class T>
inline constexpr bool is_typed_null<TypedNull<T>> = true;

template <class T>
struct NullTypeOf;
template <class T>
struct NullTypeOf<TypedNull<T>> {
    using type = T;
};

/// Text in code units that are not UTF-8's, or not in a string: no array of characters either.
template <class T>
concept WideText = std::ranges::range<T> && CodePoint<std::remove_cv_t<std::ranges::range_value_t<T>>>;

/// Characters in a container that is not made for text: a buffer of bytes as often as text, and neither of
/// them is an array of texts of length one.
template <class T>
concept CharRange = std::ranges::range<T> && std::same_as < std::remove_cv_t<std::ranges::range_value_t<T>>,
char > ;

/// The rules by which a type is a parameter, the first of them first.
enum class Form {
    none,
    adapter,
    typed_null,
    expansion,
    optional,
    bytes,
    value,
    enumeration,
    array,
};

/// Whether a T is an array, or perhaps none.
template <class T>
[[nodiscard]] consteval bool is_array_or_null() noexcept;

/// Returns the rule for a T; a const T is one that is only read.
template <class T>
[[nodiscard]] consteval Form form_of() noexcept {
    using Plain = std::remove_const_t<T>;
    if constexpr (Adapted<Plain>) {
        return HasToValue<Plain> ? Form::adapter : Form::none;
    } else if constexpr (is_typed_null<Plain>) {
        return form_of<typename NullTypeOf<Plain>::type>() == Form::none ? Form::none : Form::typed_null;
    } else if constexpr (std::same_as<Plain, ExpandedList>) {
        return Form::expansion;
    } else if constexpr (is_optional<Plain>) {
        return form_of<const typename Plain::value_type>() == Form::none ? Form::none : Form::optional;
    } else if constexpr (ByteRange<Plain> || OctetRange<Plain>) {
        return Form::bytes;
    } else if constexpr (std::constructible_from<Value, const Plain&>) {
        return Form::value;
    } else if constexpr (std::is_enum_v<Plain>) {
        return Form::enumeration;
    } else if constexpr (!std::ranges::input_range<T> || WideText<T> ||
                         CharRange<T>) {  // NOLINT(bugprone-branch-clone)
        return Form::none;
    } else if constexpr (std::same_as<std::remove_cv_t<Element<T>>, Plain>) {
        return Form::none;  // a range of its own kind, such as a tree
    } else if constexpr (form_of<Element<T>>() == Form::optional) {
        // SQL's arrays hold NULL for an element, not for a row of them.
        return is_array_or_null<Element<T>>() ? Form::none : Form::array;
    } else {
        constexpr Form element = form_of<Element<T>>();
        return element == Form::none || element == Form::expansion ? Form::none : Form::array;
    }
}

template <class T>
consteval bool is_array_or_null() noexcept {
    if constexpr (form_of<T>() == Form::optional) {
        return is_array_or_null<const typename T::value_type>();
    } else {
        return form_of<T>() == Form::array;
    }
}

/// What execute() takes as one parameter.
template <class T>
concept Parameter = (form_of<T>() != Form::none);

/// A range to be taken apart: not one value by itself, as text, bytes and ranges with an Adapter are.
template <class R>
concept ValuesRange = std::ranges::input_range<R> && !Adapted<std::remove_const_t<R>> && !WideText<R> &&
                      (form_of<R>() == Form::none || form_of<R>() == Form::array);

/// Returns in how many dimensions a T is an array; 0 for what is none.
template <class T>
[[nodiscard]] consteval std::size_t array_depth() noexcept {
    if constexpr (form_of<T>() == Form::array) {
        return 1 + array_depth<Element<T>>();
    } else {
        return 0;
    }
}

/// The elements of an array in all of its dimensions.
template <class T>
struct InnermostOf {
    using type = T;
};
template <class T>
requires(form_of<T>() == Form::array) struct InnermostOf<T> : InnermostOf<Element<T>> {
};

}  // namespace dbapi::detail
