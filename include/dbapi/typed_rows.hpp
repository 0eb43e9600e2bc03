// SPDX-License-Identifier: BSL-1.0
//
// TypedRows: the rows of a result as C++ types, decoded from where they lie, without a Value in between.
#pragma once

#include <concepts>
#include <cstddef>
#include <dbapi/aggregate.hpp>
#include <dbapi/convert.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/lent_cursor.hpp>
#include <dbapi/row.hpp>
#include <dbapi/type_traits.hpp>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace dbapi {
namespace detail {

/// @throws ProgrammingError  "No result was found" unless `found`, "Multiple results were found" if `more`.
DBAPI_EXPORT void check_only(bool found, bool more);

/// @throws ProgrammingError  the cursor has executed another statement since.
[[noreturn]] DBAPI_EXPORT void throw_other_result();

/// What the types of rows<Ts...>() make of a row: `type`, and the types of its columns. A single tuple, pair
/// or aggregate is the row itself.
template <class... Ts>
struct TypedRow {
    using type = std::tuple<Ts...>;
    using Columns = TypeList<Ts...>;
};
template <class T>
struct TypedRow<T> {
    using type = T;
    using Columns = TypeList<T>;
};
template <class T>
requires(is_tuple<T> && !Adapted<T>) struct TypedRow<T> {
    using type = T;
    using Columns = decltype(types_of(std::declval<T>()));
};
template <AggregateRow T>
struct TypedRow<T> {
    using type = T;
    using Columns = Fields<T>;
};

/// Rows that may be kept when the cursor has moved on.
template <class Row>
concept OwnsItsData = !borrows<Row>;

/// Cursor, named so that templates may use its members before the class is complete.
template <class...>
struct Dependent {
    using type = Cursor;
};

}  // namespace detail

/// A range of T (one type) or std::tuple<Ts...>, read once; a T that is a tuple, a pair or a plain aggregate
/// has a column for each of its elements. It borrows its cursor or, from a Result that is going away, owns
/// it, so that a range-for over `conn->execute(…).rows<…>()` is safe. A std::string_view in it views the row
/// that the loop stands on.
template <class... Ts>
class TypedRows {
 public:
    static_assert(sizeof...(Ts) > 0, "name the types of the columns");
    using value_type = typename detail::TypedRow<Ts...>::type;
    static constexpr std::size_t column_count = detail::TypedRow<Ts...>::Columns::size;

    using cursor_type = typename detail::Dependent<Ts...>::type;

    explicit TypedRows(cursor_type& cursor)
        : cursor_(&cursor), columns_(cursor.description()), result_number_(cursor.result_number_) {}
    explicit TypedRows(detail::LentCursor cursor)
        : owned_(std::move(cursor)),
          cursor_(owned_.get()),
          columns_(cursor_->description()),
          result_number_(cursor_->result_number_) {}

    class iterator {
     public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = typename TypedRows::value_type;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        explicit iterator(TypedRows& rows) : rows_(rows.advance() ? &rows : nullptr) {}
        value_type operator*() const { return rows_->read(); }
        iterator& operator++() {
            if (!rows_->advance()) rows_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return !at.rows_; }

     private:
        TypedRows* rows_ = nullptr;
    };

    [[nodiscard]] iterator begin() { return iterator(*this); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    /// Returns the next row, or nothing at the end; with std::string_view in it, it would not outlive the
    /// row.
    [[nodiscard]] std::optional<value_type> take() requires detail::OwnsItsData<value_type> {
        if (!advance()) return std::nullopt;
        return std::optional<value_type>(std::in_place, read());  // a T may convert to std::optional<T>
    }

    /// Moves past one row. Returns whether there was one.
    bool skip() { return advance(); }

 private:
    [[nodiscard]] bool advance() {
        if (!cursor_->advance()) return false;
        if (!cursor_->shows(result_number_)) detail::throw_other_result();
        at_ = cursor_->generation_->load(std::memory_order_relaxed);
        return true;
    }

    [[nodiscard]] value_type read() const {
        if (cursor_->generation_->load(std::memory_order_relaxed) != at_) RowView::throw_stale();
        using Columns = typename detail::TypedRow<Ts...>::Columns;
        if constexpr (std::same_as<Columns, detail::TypeList<value_type>>) {
            return read_column<value_type>(0);
        } else {
            return read_row(Columns(), std::make_index_sequence<column_count>());
        }
    }
    template <class... Cs, std::size_t... I>
    [[nodiscard]] value_type read_row(detail::TypeList<Cs...>, std::index_sequence<I...>) const {
        return value_type{read_column<Cs>(I)...};
    }
    template <class C>
    [[nodiscard]] C read_column(std::size_t index) const {
        return convert<C>(cursor_->cells_[index], &(*columns_)[index]);
    }

    detail::LentCursor owned_;
    cursor_type* cursor_;
    Description columns_;
    std::uint64_t result_number_;  // of the result being read
    std::uint64_t at_ = 0;         // the cursor's generation when it came to the current row
};

}  // namespace dbapi
