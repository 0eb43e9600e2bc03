// SPDX-License-Identifier: BSL-1.0
//
// The one trait by which user types become SQL values and back.
#pragma once

#include <concepts>
#include <dbapi/value.hpp>

namespace dbapi {

/// Specialise for a type T of your own, with one or both of
///
///     static Value to_value(const T& object);    // T as a parameter
///     static T from_value(const Value& value);   // T as a result; never called with NULL
///
/// An adapter beats every other rule for T.
template <class T>
struct Adapter;

namespace detail {

template <class T>
concept HasToValue = requires(const T& object) {
    { Adapter<T>::to_value(object) } -> std::convertible_to<Value>;
};

template <class T>
concept HasFromValue = requires(const Value& value) {
    { Adapter<T>::from_value(value) } -> std::convertible_to<T>;
};

}  // namespace detail

}  // namespace dbapi
