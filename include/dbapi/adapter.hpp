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
/// An adapter beats every other rule for T, also where it has only the other direction: then T does not
/// compile here. A DataError of from_value() comes out with the name of the column, any other exception as
/// it is.
template <class T>
struct Adapter;

namespace detail {

/// Types with an Adapter, whichever direction it has.
template <class T>
concept Adapted = requires {
    sizeof(Adapter<T>);
};

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
