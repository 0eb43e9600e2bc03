// SPDX-License-Identifier: BSL-1.0
//
// From one argument to the value or view that a driver binds. Nothing that the caller holds is copied where a
// view of it will do.
#pragma once

#include <concepts>
#include <cstddef>
#include <dbapi/aggregate.hpp>
#include <dbapi/export.hpp>
#include <dbapi/parameter_form.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/type_hint.hpp>
#include <dbapi/type_traits.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi {
namespace detail {

/// @throws DataError  2202E, always: the rows of an array have different lengths.
[[noreturn]] DBAPI_EXPORT void throw_ragged_array();

/// The elements of a range, the value of an optional, or the type itself.
template <class T>
struct PartsOf {
    using type = T;
};
template <std::ranges::input_range T>
struct PartsOf<T> {
    using type = Element<T>;
};
template <class T>
requires is_optional<std::remove_const_t<T>>
struct PartsOf<T> {
    using type = const typename T::value_type;
};

/// Does not compile for what is no parameter, and says why.
template <class T>
consteval void require_parameter() {
    using Plain = std::remove_const_t<T>;
    if constexpr (AggregateRow<Plain> || is_tuple<Plain>) {
        static_assert(
            always_false<T>,
            "a row is no parameter among others, many are for executemany(): or specialise dbapi::Adapter");
    } else if constexpr (std::is_pointer_v<Plain>) {
        static_assert(always_false<T>, "a pointer is no SQL value, but one to char is text");
    } else if constexpr (Adapted<Plain> && !HasToValue<Plain>) {
        static_assert(always_false<T>, "the dbapi::Adapter of this type has no to_value()");
    } else if constexpr (WideText<Plain>) {
        static_assert(always_false<T>, "text is UTF-8: convert it to std::string or std::u8string");
    } else if constexpr (CharRange<Plain>) {
        static_assert(always_false<T>,
                      "characters in a range may be text or bytes: make a std::string_view of them, or a "
                      "span of std::byte");
    } else {
        using Part = typename PartsOf<T>::type;
        constexpr bool by_part = !std::same_as<std::remove_const_t<Part>, Plain> && !Parameter<Part>;
        if constexpr (by_part) require_parameter<Part>();
        static_assert(by_part || Parameter<T>, "no SQL value from this type: specialise dbapi::Adapter");
    }
}

template <OctetRange T>
[[nodiscard]] std::span<const std::byte> octets_of(const T& octets) {
    return std::as_bytes(
        std::span<const unsigned char>(std::ranges::data(octets), std::ranges::size(octets)));
}

template <class T>
[[nodiscard]] std::span<const std::byte> bytes_of(const T& bytes) {
    if constexpr (ByteRange<T>) {
        return std::span<const std::byte>(bytes);
    } else {
        return octets_of(bytes);
    }
}

template <class R>
[[nodiscard]] Array to_array(R& range);

/// Returns the parameter as an owned value.
template <class T>
[[nodiscard]] Value to_parameter(T& argument) {
    using Plain = std::remove_const_t<T>;
    constexpr Form form = form_of<T>();
    if constexpr (form == Form::adapter) {
        return Adapter<Plain>::to_value(argument);
    } else if constexpr (form == Form::typed_null) {
        return {};
    } else if constexpr (form == Form::optional) {
        return argument ? to_parameter(std::as_const(*argument)) : Value();
    } else if constexpr (form == Form::value) {
        return Value(std::as_const(argument));
    } else if constexpr (form == Form::enumeration) {
        return Value(static_cast<EnumInteger<Plain>>(argument));
    } else if constexpr (form == Form::bytes) {
        return Value(Binary(bytes_of(argument)));
    } else if constexpr (form == Form::array) {
        return to_array(argument);
    } else {
        static_assert(form != Form::expansion, "expand() stands alone, in the place of one marker");
        if constexpr (form != Form::expansion) require_parameter<T>();
    }
}

/// Returns a view of the argument; `owned` keeps the value where the argument itself cannot be viewed.
template <class T>
[[nodiscard]] ValueView view_parameter(T& argument, Value& owned) {
    using Plain = std::remove_const_t<T>;
    constexpr Form form = form_of<T>();
    if constexpr (form == Form::expansion) {
        return ValueView::expansion(argument.values());
    } else if constexpr (form == Form::typed_null) {
        return ValueView::null_of(hint_of<T>());
    } else if constexpr (form == Form::optional) {
        return argument ? view_parameter(std::as_const(*argument), owned) : ValueView::null_of(hint_of<T>());
    } else if constexpr (form == Form::enumeration) {
        const auto number = static_cast<EnumInteger<Plain>>(argument);
        return view_parameter(number, owned);
    } else if constexpr (form == Form::bytes) {
        return ValueView::binary(bytes_of(argument));
    } else if constexpr (form == Form::array) {
        owned = to_array(argument);
        return view_of(owned, element_hint_of<T>());
    } else if constexpr (form != Form::value) {
        owned = to_parameter(argument);
        return ValueView(owned);
    } else if constexpr (std::same_as<Plain, Value>) {
        return ValueView(argument);
    } else if constexpr (std::same_as<Plain, bool>) {
        return ValueView::boolean(argument);
    } else if constexpr (SqlInteger<Plain>) {
        return ValueView::integer(to_int64(argument), integer_width<Plain>());
    } else if constexpr (std::same_as<Plain, float> || std::same_as<Plain, double>) {
        return ValueView::real(static_cast<double>(argument), sizeof(T));
    } else if constexpr (std::same_as<Plain, Decimal>) {
        return ValueView::decimal(argument.str());
    } else if constexpr (std::same_as<Plain, Json>) {
        return ValueView::json(argument.str());
    } else if constexpr (std::same_as<Plain, Uuid>) {
        return ValueView::uuid(argument);
    } else if constexpr (std::same_as<Plain, Binary>) {
        return ValueView::binary(argument.bytes());
    } else if constexpr (std::same_as<Plain, std::string> || std::same_as<Plain, std::string_view>) {
        return ValueView::string(argument);
    } else if constexpr (std::same_as<Plain, std::u8string> || std::same_as<Plain, std::u8string_view>) {
        return ValueView::string({reinterpret_cast<const char*>(argument.data()), argument.size()});
    } else if constexpr (std::is_array_v<T> && StringLike<Plain>) {
        return ValueView::string(std::string_view(argument));  // a string literal
    } else {
        owned = Value(std::as_const(argument));
        return ValueView(owned);
    }
}

/// The elements of an array of several dimensions, as they come.
class ArrayElements {
 public:
    explicit ArrayElements(std::size_t depth) : dimensions_(depth), is_measured_(depth) {}

    void add(Value element) { elements_.push_back(std::move(element)); }

    /// Says how many elements a row of this dimension had. @throws DataError  2202E: another had more or
    /// less.
    void end_row(std::size_t depth, std::size_t length) {
        if (is_measured_[depth] && dimensions_[depth].length != length) throw_ragged_array();
        dimensions_[depth].length = length;
        is_measured_[depth] = true;
    }

    [[nodiscard]] Array take() && { return Array(std::move(elements_), std::move(dimensions_)); }

 private:
    std::vector<Value> elements_;
    std::vector<Array::Dimension> dimensions_;
    std::vector<bool> is_measured_;
};

template <std::size_t depth, class R>
void read_elements(R& range, ArrayElements& elements) {
    std::size_t length = 0;
    for (auto&& item : range) {
        Element<R>& element = item;
        if constexpr (form_of<Element<R>>() == Form::array) {
            read_elements<depth + 1>(element, elements);
        } else {
            elements.add(to_parameter(element));
        }
        ++length;
    }
    elements.end_row(depth, length);
}

/// Returns the range as an array, a range of ranges as one of several dimensions.
/// @throws DataError  2202E: inner ranges have different lengths.
template <class R>
[[nodiscard]] Array to_array(R& range) {
    constexpr std::size_t depth = array_depth<R>();
    static_assert(depth <= 6, "an SQL array has at most six dimensions");
    ArrayElements elements(depth);
    read_elements<0>(range, elements);
    return std::move(elements).take();
}

}  // namespace detail

template <class T>
PositionalParameter::PositionalParameter(const T& value)
    : value_(detail::to_parameter(value)),
      hint_(value_.kind() == Kind::array ? detail::element_hint_of<const T>() : detail::hint_of<const T>()) {}

template <std::ranges::input_range R>
ExpandedList expand(R&& range) {
    using Range = std::remove_reference_t<R>;
    static_assert(detail::ValuesRange<Range>, "this is one value: expand() takes a range of values");
    std::vector<Value> values;
    for (auto&& item : range) {
        detail::Element<Range>& element = item;
        values.push_back(detail::to_parameter(element));
    }
    return ExpandedList(std::move(values));
}

template <class T>
ExpandedList expand(std::initializer_list<T> list) {
    return expand(std::span<const T>(list.begin(), list.size()));
}

}  // namespace dbapi
