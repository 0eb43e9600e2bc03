// SPDX-License-Identifier: BSL-1.0
//
// From the arguments of execute() to views that a driver binds: which argument is the whole parameter list,
// and what one list becomes.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <dbapi/aggregate.hpp>
#include <dbapi/bind_value.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/type_traits.hpp>
#include <dbapi/value.hpp>
#include <dbapi/value_view.hpp>
#include <iterator>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi::detail {

template <class T>
concept NamedRange = std::ranges::input_range<T> && !StringLike<T> &&
                     (std::same_as<std::remove_cv_t<std::ranges::range_value_t<T>>, NamedParameter> ||
                      (is_tuple<std::remove_cv_t<std::ranges::range_value_t<T>>> && requires {
                          typename std::remove_cv_t<T>::key_type;
                          typename std::remove_cv_t<T>::mapped_type;
                          requires StringLike<typename std::remove_cv_t<T>::key_type>;
                      }));

template <class T>
concept ValueRange =
    std::ranges::input_range<T> && std::same_as<std::remove_cv_t<std::ranges::range_value_t<T>>, Value>;

/// Whether the range's elements lie somewhere, rather than being made as it is walked over.
template <class R>
inline constexpr bool keeps_elements =
    std::ranges::forward_range<R>&& std::is_lvalue_reference_v<std::ranges::range_reference_t<R>>;

/// What `{1, "ann", expand(ids)}` is, or parameters of that kind which lie somewhere.
template <class T>
concept PositionalRange = std::ranges::input_range<T> && keeps_elements<T> &&
    std::same_as<std::remove_cv_t<std::ranges::range_value_t<T>>, PositionalParameter>;

/// One argument that is the whole parameter list rather than one parameter.
template <class T>
concept ParameterList =
    !Adapted<std::remove_const_t<T>> &&
    (std::same_as<std::remove_const_t<T>, Parameters> || is_tuple<std::remove_const_t<T>> ||
     AggregateRow<std::remove_const_t<T>> || NamedRange<T> || ValueRange<T> || PositionalRange<T>);

/// A range that changes when it is walked over, such as one that reads a stream.
template <class T>
concept MutableRange =
    !Adapted<std::remove_cvref_t<T>> && std::ranges::input_range<std::remove_reference_t<T>> &&
    !std::ranges::input_range<const std::remove_reference_t<T>>;

/// Views of a parameter list known at compile time, and what must be owned for them.
template <std::size_t N>
struct BoundArguments {
    std::array<Value, N> owned{};
    std::array<ValueView, N> views{};

    template <class... Ts>
    explicit BoundArguments(Ts&... arguments)
        : BoundArguments(std::index_sequence_for<Ts...>(), arguments...) {}
    [[nodiscard]] BoundParameters parameters() const { return {.values = views}; }

 private:
    template <std::size_t... I, class... Ts>
    explicit BoundArguments(std::index_sequence<I...>, Ts&... arguments)
        : views{{view_parameter(arguments, owned[I])...}} {}
};

/// Views of one parameter list whose size or names are known at run time only; reused from row to row.
class ListBinder {
 public:
    /// Returns what execute() makes of the one argument: a list, or one parameter.
    template <class T>
    [[nodiscard]] BoundParameters bind(T& list) {
        views_.clear();
        names_.clear();
        if constexpr (!ParameterList<T>) {
            grow(1);
            add(list, owned_[0]);
        } else if constexpr (std::same_as<std::remove_const_t<T>, Parameters>) {
            for (std::size_t i = 0; i < list.size(); ++i) views_.push_back(list.view(i));
            names_.assign(list.names().begin(), list.names().end());
            return {views_, names_, list.is_named()};
        } else if constexpr (is_tuple<std::remove_const_t<T>>) {
            bind_tuple(list);
        } else if constexpr (AggregateRow<std::remove_const_t<T>>) {
            bind_tuple(as_tuple(list));
        } else if constexpr (NamedRange<T>) {
            bind_named(list);
            return {views_, names_, true};
        } else if constexpr (PositionalRange<T>) {
            for (const PositionalParameter& parameter : list) views_.push_back(parameter.view());
        } else if constexpr (keeps_elements<T>) {
            for (const Value& value : list) views_.emplace_back(value);
        } else {
            owned_.clear();
            for (auto&& value : list) owned_.push_back(std::forward<decltype(value)>(value));
            for (const Value& value : owned_) views_.emplace_back(value);
        }
        return {.values = views_};
    }

 private:
    template <class Tuple>
    void bind_tuple(const Tuple& tuple) {
        grow(std::tuple_size_v<Tuple>);
        std::size_t i = 0;
        std::apply([&](const auto&... item) { ((add(item, owned_[i]), ++i), ...); }, tuple);
    }

    template <class T>
    void add(T& argument, Value& owned) {
        views_.emplace_back().emplace([&] { return view_parameter(argument, owned); });
    }

    template <class T>
    void bind_named(T& list) {
        if constexpr (std::same_as<std::remove_cv_t<std::ranges::range_value_t<T>>, NamedParameter>) {
            named_.clear();
            if constexpr (keeps_elements<T>) {
                bind_each(list);
            } else {
                for (auto&& parameter : list) named_.push_back(parameter);
                bind_each(named_);
            }
        } else if constexpr (keeps_elements<T>) {
            grow(static_cast<std::size_t>(std::ranges::distance(list)));
            std::size_t i = 0;
            for (const auto& [name, value] : list) {
                names_.emplace_back(name);
                add(value, owned_[i++]);
            }
        } else {  // keys and values are gone when the loop moves on
            named_.clear();
            owned_names_.clear();
            for (const auto& [name, value] : list) {
                owned_names_.emplace_back(name);
                named_.emplace_back(std::string_view(), value);
            }
            bind_each(named_);
            names_.assign(owned_names_.begin(), owned_names_.end());
        }
    }

    template <class R>
    void bind_each(R& parameters) {
        for (const NamedParameter& parameter : parameters) {
            names_.push_back(parameter.name());
            views_.push_back(parameter.view());
        }
    }

    void grow(std::size_t count) {
        if (owned_.size() < count) owned_.resize(count);
    }

    std::vector<Value> owned_;
    std::vector<NamedParameter> named_;
    std::vector<std::string> owned_names_;
    std::vector<ValueView> views_;
    std::vector<std::string_view> names_;
};

/// Calls `use` with what execute() makes of its arguments: the parameter list, or each one parameter.
template <class Use, class... Args>
void use_arguments(Use&& use, Args&... arguments) {
    if constexpr (sizeof...(Args) == 1 && (ParameterList<Args> && ...)) {
        ListBinder binder;
        (use(binder.bind(arguments)), ...);
    } else {
        static_assert(((!ParameterList<Args>)&&...), "a parameter list must be the only argument");
        const BoundArguments<sizeof...(Args)> bound(arguments...);
        use(bound.parameters());
    }
}

}  // namespace dbapi::detail
