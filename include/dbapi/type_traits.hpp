// SPDX-License-Identifier: BSL-1.0
//
// Which kind of C++ type a parameter or a result is.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <ranges>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi::detail {

template <class T>
inline constexpr bool always_false = false;

template <class T>
inline constexpr bool is_tuple = false;
template <class... Ts>
inline constexpr bool is_tuple<std::tuple<Ts...>> = true;
template <class A, class B>
inline constexpr bool is_tuple<std::pair<A, B>> = true;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

template <class T>
inline constexpr bool is_sys_time = false;
template <class Duration>
inline constexpr bool is_sys_time<std::chrono::sys_time<Duration>> = true;

template <class T>
inline constexpr bool is_local_time = false;
template <class Duration>
inline constexpr bool is_local_time<std::chrono::local_time<Duration>> = true;

template <class T>
inline constexpr bool is_clock_reading = false;
template <class Duration>
inline constexpr bool is_clock_reading<std::chrono::hh_mm_ss<Duration>> = true;

template <class T>
struct ClockReading;
template <class Duration>
struct ClockReading<std::chrono::hh_mm_ss<Duration>> {
    using type = Duration;
};

template <class T>
concept StringLike = std::convertible_to<const T&, std::string_view>;

/// std::byte in a row in memory.
template <class T>
concept ByteRange = std::convertible_to<const T&, std::span<const std::byte>>;

/// std::vector<std::uint8_t> and its like: the usual blob of C++, and no array of integers.
template <class T>
concept OctetRange = std::ranges::contiguous_range<const T> && std::ranges::sized_range<const T> &&
                     std::same_as < std::ranges::range_value_t<const T>,
unsigned char > ;

/// What one gets from a range: what the iterator refers to, or the value that a proxy stands for.
template <std::ranges::input_range R>
using Element = std::conditional_t<
    std::same_as<std::remove_cvref_t<std::ranges::range_reference_t<R>>, std::ranges::range_value_t<R>>,
    std::remove_reference_t<std::ranges::range_reference_t<R>>, const std::ranges::range_value_t<R>>;

/// A list of types, to be named without being made.
template <class... Ts>
struct TypeList {
    static constexpr std::size_t size = sizeof...(Ts);
};

/// Returns the type's name as the compiler writes it, for messages.
template <class T>
consteval std::string_view type_name() noexcept {
    const std::string_view text = __PRETTY_FUNCTION__;
    const auto begin = text.find("T = ") + 4;
    return text.substr(begin, text.find_first_of(";]", begin) - begin);
}

}  // namespace dbapi::detail
