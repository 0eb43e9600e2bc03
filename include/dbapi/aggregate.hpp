// SPDX-License-Identifier: BSL-1.0
//
// Plain aggregates as rows: how many fields one has, and references to them. C++20 has no reflection; the
// fields are counted by trying how many initialisers the type takes.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <dbapi/adapter.hpp>
#include <dbapi/type_traits.hpp>
#include <dbapi/value.hpp>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dbapi::detail {

/// A class that stands for a row, its fields for the columns: an aggregate that is nothing else already.
template <class T>
concept AggregateRow = std::is_class_v<T> && std::is_aggregate_v<T> && !std::is_empty_v<T> && !Adapted<T> &&
                       !std::ranges::range<T> && !std::constructible_from<Value, const T&> && !ByteRange<T>;

inline constexpr std::size_t max_fields = 32;

/// An initialiser for a field of any type. It converts to a reference: a type that is made from anything,
/// such as Value, would else have two ways, from this object and from what it converts to, and take neither.
struct AnyField {
    template <class T>
    operator T&&() const;
};
template <std::size_t>
using AnyFieldAt = AnyField;

/// An initialiser for a base class of T, and for nothing else.
template <class T>
struct AnyBase {
    template <class B>
    requires(std::is_base_of_v<B, T> && !std::same_as<B, T>) operator B&&() const;
};

/// Whether T can be made from `I...` initialisers, then a list of `J...` of them, then `K...` more.
template <class T, std::size_t... I, std::size_t... J, std::size_t... K>
consteval bool takes_list(std::index_sequence<I...>, std::index_sequence<J...>, std::index_sequence<K...>) {
    return requires { T{AnyFieldAt<I>{}..., {AnyFieldAt<J>{}...}, AnyFieldAt<K>{}...}; };
}

template <class T, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
    return requires { T{AnyFieldAt<I>{}...}; };
}

/// Returns the largest number of initialisers, at most `N`, that T can be made from.
template <class T, std::size_t N = max_fields + 1>
consteval std::size_t initialiser_count() {
    if constexpr (N == 0 || takes<T>(std::make_index_sequence<N>())) {
        return N;
    } else {
        return initialiser_count<T, N - 1>();
    }
}

/// Whether a C array of `length` or more elements takes the initialisers from `at` on, of `count` in all.
template <class T, std::size_t count, std::size_t at, std::size_t length = 2>
consteval bool is_array_at() {
    using Before = std::make_index_sequence<at>;
    using AllAfter = std::make_index_sequence<count - at - 1>;
    if constexpr (at + length > count || takes_list<T>(Before(), std::index_sequence<>(), AllAfter())) {
        return false;
    } else {
        // Its elements may also stand in a list of their own, and then it is one initialiser only.
        using List = std::make_index_sequence<length>;
        using After = std::make_index_sequence<count - at - length>;
        if constexpr (takes_list<T>(Before(), List(), After())) {
            return !takes_list<T>(Before(), List(), AllAfter());
        } else {
            return is_array_at<T, count, at, length + 1>();
        }
    }
}

template <class T, std::size_t... I>
consteval bool has_array(std::index_sequence<I...>) {
    return (is_array_at<T, sizeof...(I), I>() || ...);
}

/// Whether a C array of several elements is a field, which counts as that many fields.
template <class T>
inline constexpr bool has_c_array = has_array<T>(std::make_index_sequence<initialiser_count<T>()>());

template <class T>
inline constexpr bool has_base = requires {
    T{AnyBase<T>{}};
};

/// Returns references to the fields, in order.
template <AggregateRow T>
[[nodiscard]] constexpr auto as_tuple(T& object) noexcept requires(!std::is_const_v<T>) {
    constexpr std::size_t count = initialiser_count<T>();
    static_assert(!has_base<T>, "a row type has no base class: its columns have no order");
    static_assert(count > 0, "the fields of this type cannot be told apart: use std::tuple or an Adapter");
    static_assert(count <= max_fields, "a row type has at most 32 fields and no long C array");
    static_assert(!has_c_array<T>, "a row type has no C array: use std::array or std::string");
    if constexpr (count == 1) {
        auto& [f0] = object;
        return std::tie(f0);
    } else if constexpr (count == 2) {
        auto& [f0, f1] = object;
        return std::tie(f0, f1);
    } else if constexpr (count == 3) {
        auto& [f0, f1, f2] = object;
        return std::tie(f0, f1, f2);
    } else if constexpr (count == 4) {
        auto& [f0, f1, f2, f3] = object;
        return std::tie(f0, f1, f2, f3);
    } else if constexpr (count == 5) {
        auto& [f0, f1, f2, f3, f4] = object;
        return std::tie(f0, f1, f2, f3, f4);
    } else if constexpr (count == 6) {
        auto& [f0, f1, f2, f3, f4, f5] = object;
        return std::tie(f0, f1, f2, f3, f4, f5);
    } else if constexpr (count == 7) {
        auto& [f0, f1, f2, f3, f4, f5, f6] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6);
    } else if constexpr (count == 8) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7);
    } else if constexpr (count == 9) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8);
    } else if constexpr (count == 10) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9);
    } else if constexpr (count == 11) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10);
    } else if constexpr (count == 12) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11);
    } else if constexpr (count == 13) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12);
    } else if constexpr (count == 14) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13);
    } else if constexpr (count == 15) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14);
    } else if constexpr (count == 16) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15);
    } else if constexpr (count == 17) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16);
    } else if constexpr (count == 18) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17);
    } else if constexpr (count == 19) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18);
    } else if constexpr (count == 20) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19] =
            object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19);
    } else if constexpr (count == 21) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19,
               f20] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20);
    } else if constexpr (count == 22) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21);
    } else if constexpr (count == 23) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22);
    } else if constexpr (count == 24) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23);
    } else if constexpr (count == 25) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24);
    } else if constexpr (count == 26) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24, f25] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24, f25);
    } else if constexpr (count == 27) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24, f25, f26] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24, f25, f26);
    } else if constexpr (count == 28) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24, f25, f26, f27] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24, f25, f26, f27);
    } else if constexpr (count == 29) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24, f25, f26, f27, f28] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24, f25, f26, f27, f28);
    } else if constexpr (count == 30) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24, f25, f26, f27, f28, f29] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29);
    } else if constexpr (count == 31) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24, f25, f26, f27, f28, f29, f30] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30);
    } else if constexpr (count == 32) {
        auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20,
               f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31] = object;
        return std::tie(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18,
                        f19, f20, f21, f22, f23, f24, f25, f26, f27, f28, f29, f30, f31);
    }
}

template <class T>
struct FieldsOf;
template <class... Fs>
struct FieldsOf<std::tuple<Fs&...>> {
    static_assert((!std::is_array_v<Fs> && ...), "a row type has no C array: use std::array or std::string");
    using type = TypeList<std::remove_cv_t<Fs>...>;
};

/// The types of an aggregate's fields, as a TypeList.
template <AggregateRow T>
using Fields = typename FieldsOf<decltype(as_tuple(std::declval<T&>()))>::type;

/// The same for an object that is read only.
template <AggregateRow T>
[[nodiscard]] constexpr auto as_tuple(const T& object) noexcept {
    // Through the other one, which refuses bit fields: there are no references to them.
    return std::apply(
        [](auto&... fields) {
            return std::tuple<const std::remove_reference_t<decltype(fields)>&...>(fields...);
        },
        as_tuple(const_cast<T&>(object)));
}

}  // namespace dbapi::detail
