// SPDX-License-Identifier: BSL-1.0
//
// From the arguments of execute() and the rows of executemany() to views that a driver binds. Nothing that
// the caller holds is copied where a view of it will do.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <dbapi/adapter.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <iterator>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi {
namespace detail {

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
concept StringLike = std::convertible_to<const T&, std::string_view>;

template <class T>
concept NamedRange = std::ranges::input_range<const T> && !StringLike<T> &&
                     requires(std::ranges::range_value_t<const T> item) {
    requires std::same_as<std::remove_cvref_t<decltype(item)>, NamedParameter> ||
        (is_tuple<std::remove_cvref_t<decltype(item)>> && requires {
            typename std::remove_cvref_t<T>::key_type;
            typename std::remove_cvref_t<T>::mapped_type;
            requires StringLike<typename std::remove_cvref_t<T>::key_type>;
        });
};

template <class T>
concept ValueRange =
    std::ranges::input_range<const T> && std::same_as<std::ranges::range_value_t<const T>, Value>;

/// One argument that is the whole parameter list rather than one parameter.
template <class T>
concept ParameterList =
    !HasToValue<T> && (std::same_as<T, Parameters> || is_tuple<T> || NamedRange<T> || ValueRange<T>);

/// std::vector<std::uint8_t> and its like: the usual blob of C++, and no array of integers.
template <class T>
concept OctetRange = std::ranges::contiguous_range<const T> && std::ranges::sized_range<const T> &&
                     std::same_as < std::ranges::range_value_t<const T>,
unsigned char > ;

template <OctetRange T>
[[nodiscard]] std::span<const std::byte> octets_of(const T& octets) {
    return std::as_bytes(
        std::span<const unsigned char>(std::ranges::data(octets), std::ranges::size(octets)));
}

/// Returns the parameter as an owned value: adapters first, then Value's constructors, enumerations, ranges.
template <class T>
[[nodiscard]] Value to_parameter(const T& argument) {
    if constexpr (HasToValue<T>) {
        return Adapter<T>::to_value(argument);
    } else if constexpr (is_optional<T>) {
        return argument ? to_parameter(*argument) : Value();
    } else if constexpr (std::constructible_from<Value, const T&>) {
        return Value(argument);
    } else if constexpr (std::is_enum_v<T>) {
        return Value(static_cast<EnumInteger<T>>(argument));
    } else if constexpr (std::convertible_to<const T&, std::span<const std::byte>>) {
        return Value(Binary(std::span<const std::byte>(argument)));
    } else if constexpr (OctetRange<T>) {
        return Value(Binary(octets_of(argument)));
    } else if constexpr (std::ranges::input_range<const T>) {
        std::vector<Value> elements;
        for (const auto& element : argument) elements.push_back(to_parameter(element));
        return Value(Array(std::move(elements)));
    } else {
        static_assert(std::constructible_from<Value, const T&>,
                      "no SQL value from this type: specialise dbapi::Adapter");
    }
}

/// Returns a view of the argument; `owned` keeps the value where the argument itself cannot be viewed.
template <class T>
[[nodiscard]] ValueView view_parameter(const T& argument, Value& owned) {
    if constexpr (HasToValue<T>) {
        owned = Adapter<T>::to_value(argument);
        return ValueView(owned);
    } else if constexpr (is_optional<T>) {
        return argument ? view_parameter(*argument, owned) : ValueView();
    } else if constexpr (std::same_as<T, Value>) {
        return ValueView(argument);
    } else if constexpr (std::same_as<T, bool>) {
        return ValueView::boolean(argument);
    } else if constexpr (SqlInteger<T>) {
        // An unsigned 32-bit integer needs 64 bits as SQL's integers are signed.
        constexpr std::size_t bits = sizeof(T) * 8 + (std::is_unsigned_v<T> ? 1 : 0);
        return ValueView::integer(to_int64(argument), bits <= 32 ? 4 : 8);
    } else if constexpr (std::same_as<T, float> || std::same_as<T, double>) {
        return ValueView::real(static_cast<double>(argument), sizeof(T));
    } else if constexpr (std::same_as<T, ExpandedList>) {
        return ValueView::expansion(argument.values());
    } else if constexpr (std::same_as<T, Uuid>) {
        return ValueView::uuid(argument);
    } else if constexpr (std::same_as<T, Binary>) {
        return ValueView::binary(argument.bytes());
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
        return ValueView::string(argument);
    } else if constexpr (std::convertible_to<const T&, std::span<const std::byte>>) {
        return ValueView::binary(std::span<const std::byte>(argument));
    } else if constexpr (OctetRange<T>) {
        return ValueView::binary(octets_of(argument));
    } else if constexpr (std::is_array_v<T> && std::constructible_from<Value, const T&>) {
        return ValueView::string(std::string_view(argument));  // a string literal
    } else {
        owned = to_parameter(argument);
        return ValueView(owned);
    }
}

/// Views of a parameter list known at compile time, and what must be owned for them.
template <std::size_t N>
struct BoundArguments {
    std::array<Value, N> owned{};
    std::array<ValueView, N> views{};

    template <class... Ts>
    explicit BoundArguments(const Ts&... arguments) {
        std::size_t i = 0;
        ((views[i] = view_parameter(arguments, owned[i]), ++i), ...);
    }
    [[nodiscard]] BoundParameters parameters() const { return {.values = views}; }
};

/// Views of one parameter list whose size or names are known at run time only; reused from row to row.
class ListBinder {
 public:
    template <class T>
    [[nodiscard]] BoundParameters bind(const T& list) {
        views_.clear();
        names_.clear();
        if constexpr (std::same_as<T, Parameters>) {
            for (const Value& value : list.values()) views_.emplace_back(value);
            names_.assign(list.names().begin(), list.names().end());
            return {views_, names_, list.is_named()};
        } else if constexpr (NamedRange<T>) {
            bind_named(list);
            return {views_, names_, true};
        } else if constexpr (is_tuple<T>) {
            grow(std::tuple_size_v<T>);
            std::size_t i = 0;
            std::apply(
                [&](const auto&... item) { ((views_.push_back(view_parameter(item, owned_[i])), ++i), ...); },
                list);
            return {.values = views_};
        } else if constexpr (is_borrowed<T>) {
            for (const Value& value : list) views_.emplace_back(value);
            return {.values = views_};
        } else {
            owned_.clear();
            for (auto&& value : list) owned_.push_back(std::forward<decltype(value)>(value));
            for (const Value& value : owned_) views_.emplace_back(value);
            return {.values = views_};
        }
    }

 private:
    /// Whether the range's elements lie somewhere, rather than being made as it is walked over.
    template <class T>
    static constexpr bool is_borrowed = std::is_lvalue_reference_v<std::ranges::range_reference_t<const T>>;

    template <class T>
    void bind_named(const T& list) {
        if constexpr (std::same_as<std::ranges::range_value_t<const T>, NamedParameter>) {
            static_assert(is_borrowed<T>, "named parameters are kept by the caller");
            for (const NamedParameter& parameter : list) {
                names_.push_back(parameter.name());
                views_.push_back(parameter.view());
            }
        } else if constexpr (is_borrowed<T>) {
            grow(static_cast<std::size_t>(std::ranges::distance(list)));
            std::size_t i = 0;
            for (const auto& [name, value] : list) {
                names_.emplace_back(name);
                views_.push_back(view_parameter(value, owned_[i++]));
            }
        } else {  // keys and values are gone when the loop moves on
            owned_.clear();
            owned_names_.clear();
            for (const auto& [name, value] : list) {
                owned_names_.emplace_back(name);
                owned_.push_back(to_parameter(value));
            }
            names_.assign(owned_names_.begin(), owned_names_.end());
            for (const Value& value : owned_) views_.emplace_back(value);
        }
    }

    void grow(std::size_t count) {
        if (owned_.size() < count) owned_.resize(count);
    }

    std::vector<Value> owned_;
    std::vector<std::string> owned_names_;
    std::vector<ValueView> views_;
    std::vector<std::string_view> names_;
};

/// Where executemany() takes its parameter lists from: any input range, read once, one list at a time.
class ParameterSource {
 public:
    virtual ~ParameterSource() = default;
    /// Gives the next list; its views are valid until the next call. Returns false at the end.
    virtual bool next(BoundParameters& parameters) = 0;
};

template <class R>
class RangeSource final : public ParameterSource {
 public:
    explicit RangeSource(R& range) : at_(std::ranges::begin(range)), end_(std::ranges::end(range)) {}

    bool next(BoundParameters& parameters) override {
        if (fresh_) {
            fresh_ = false;
        } else if (at_ != end_) {
            ++at_;  // only now: until here the views looked into the element
        }
        if (at_ == end_) return false;
        current_.emplace(*at_);
        using Row = std::remove_cvref_t<std::ranges::range_reference_t<R>>;
        static_assert(ParameterList<Row>,
                      "each row is a tuple, a sequence of Value, a mapping or Parameters");
        parameters = binder_.bind(static_cast<const Row&>(*current_));
        return true;
    }

 private:
    /// Keeps what the iterator gave: a reference stays one, a temporary is held.
    class Current {
     public:
        using Reference = std::ranges::range_reference_t<R>;
        void emplace(Reference&& reference) {
            if constexpr (std::is_lvalue_reference_v<Reference>) {
                held_ = std::addressof(reference);
            } else {
                held_.emplace(std::forward<Reference>(reference));
            }
        }
        auto& operator*() { return *held_; }

     private:
        using Held =
            std::conditional_t<std::is_lvalue_reference_v<Reference>, std::remove_reference_t<Reference>*,
                               std::optional<std::remove_cvref_t<Reference>>>;
        Held held_{};
    };

    std::ranges::iterator_t<R> at_;
    std::ranges::sentinel_t<R> end_;
    bool fresh_ = true;
    Current current_;
    ListBinder binder_;
};

}  // namespace detail

template <class T>
NamedParameter::NamedParameter(std::string_view name, const T& value)
    : name_(name), value_(detail::to_parameter(value)) {}

template <std::ranges::input_range R>
ExpandedList expand(R&& range) {
    std::vector<Value> values;
    for (const std::ranges::range_value_t<R>& value : range) values.push_back(detail::to_parameter(value));
    return ExpandedList(std::move(values));
}

}  // namespace dbapi
