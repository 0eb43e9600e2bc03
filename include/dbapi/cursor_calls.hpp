// SPDX-License-Identifier: BSL-1.0
//
// What cursor.hpp declares and the caller's types make: the templates that bind arguments and read typed
// rows, and the iterator over rows. cursor.hpp includes it; to include either is the same.
#pragma once

#include <concepts>
#include <cstddef>
#include <dbapi/bind.hpp>
#include <dbapi/bind_rows.hpp>
#include <dbapi/cursor.hpp>
#include <dbapi/row.hpp>
#include <dbapi/typed_rows.hpp>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dbapi {

/// Walks over the remaining rows of a cursor.
class Cursor::iterator {
 public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = Row;
    using difference_type = std::ptrdiff_t;

    explicit iterator(Cursor& cursor) : cursor_(&cursor), row_(cursor.fetchone()) {}
    const Row& operator*() const { return *row_; }
    const Row* operator->() const { return &*row_; }
    iterator& operator++() {
        row_ = cursor_->fetchone();
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& at, std::default_sentinel_t) { return !at.row_; }

 private:
    Cursor* cursor_;
    std::optional<Row> row_;
};

inline Cursor::iterator Cursor::begin() { return iterator(*this); }

template <class... Args>
Cursor& Cursor::execute(std::string_view sql, const Args&... arguments) {
    detail::use_arguments([&](const auto& parameters) { execute_bound(sql, parameters); }, arguments...);
    return *this;
}

template <class... Args>
requires(detail::MutableRange<Args> || ...) Cursor& Cursor::execute(std::string_view sql,
                                                                    Args&&... arguments) {
    detail::use_arguments([&](const auto& parameters) { execute_bound(sql, parameters); }, arguments...);
    return *this;
}

// A template, though of one type, so that the overload of positional parameters is the better one for `{}`.
template <std::same_as<NamedParameter> P>
Cursor& Cursor::execute(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters) {
    detail::use_arguments([&](const auto& bound) { execute_bound(sql, bound); }, parameters);
    return *this;
}

template <std::ranges::input_range R>
Cursor& Cursor::executemany(std::string_view sql, R&& parameter_lists, const ExecuteManyOptions& options) {
    using Range = std::remove_reference_t<R>;
    static_assert(detail::ValuesRange<Range>, "this is one value: executemany() takes a range of rows");
    detail::RangeSource<Range> source(parameter_lists);
    executemany_bound(sql, source, options);
    return *this;
}

template <class... Ts>
TypedRows<Ts...> Cursor::rows() {
    check_column_count(TypedRows<Ts...>::column_count);
    return TypedRows<Ts...>(*this);
}

template <class... Ts>
requires detail::OwnsItsData<typename TypedRows<Ts...>::value_type>
    std::optional<typename TypedRows<Ts...>::value_type> Cursor::first() {
    return rows<Ts...>().take();
}

template <class... Ts>
requires detail::OwnsItsData<typename TypedRows<Ts...>::value_type>
typename TypedRows<Ts...>::value_type Cursor::one() {
    auto typed = rows<Ts...>();
    auto only = typed.take();
    detail::check_only(only.has_value(), only.has_value() && typed.skip());
    return *std::move(only);
}

template <detail::OwnsItsData T>
T Cursor::scalar() {
    const auto row = fetchview();
    detail::check_only(row.has_value(), false);
    T value = row->get<T>(0);
    detail::check_only(true, fetchview().has_value());
    return value;
}

}  // namespace dbapi
