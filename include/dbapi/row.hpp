// SPDX-License-Identifier: BSL-1.0
//
// Row: one row of a result, owned, as PEP 249's fetch functions return it; RowView: the current row,
// borrowed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <dbapi/column.hpp>
#include <dbapi/convert.hpp>
#include <dbapi/export.hpp>
#include <dbapi/row_block.hpp>
#include <dbapi/value.hpp>
#include <iterator>
#include <memory>
#include <ostream>
#include <span>
#include <string_view>
#include <utility>

namespace dbapi {
namespace detail {

/// Checks an index against the number of columns. @throws ProgrammingError  it is too large.
DBAPI_EXPORT void check_column(std::size_t index, std::size_t count);

/// What Row and RowView have in common: columns by index and by name, values decoded on access.
template <class Self>
class RowAccess {
 public:
    /// Returns the value, by value: it stays valid whatever happens to the row.
    /// @throws ProgrammingError  no such column, or an ambiguous name; the message lists the columns.
    /// @throws DataError         the database sent malformed bytes.
    template <SqlInteger I>
    [[nodiscard]] Value operator[](I index) const {
        return at(static_cast<std::size_t>(index)).to_value();
    }
    [[nodiscard]] Value operator[](std::string_view name) const { return at(index_of(name)).to_value(); }
    [[nodiscard]] Value operator[](const char* name) const { return (*this)[std::string_view(name)]; }

    /// Returns the value as a T without building a Value; see convert() for what T may be.
    /// @throws ProgrammingError  as operator[].
    /// @throws DataError         the value does not fit T; the message names the column.
    template <class T>
    [[nodiscard]] T get(std::size_t index) const {
        const ValueView value = at(index);  // first, for it checks the index
        return convert<T>(value, &self().columns()[index]);
    }
    template <class T>
    [[nodiscard]] T get(std::string_view name) const {
        return get<T>(index_of(name));
    }

    /// Returns the value where it lies. Lifetime: of a Row, as the row; of a RowView, until the next fetch.
    [[nodiscard]] ValueView view(std::size_t index) const { return at(index); }

    [[nodiscard]] bool is_null(std::size_t index) const { return at(index).is_null(); }
    [[nodiscard]] std::size_t size() const noexcept { return self().columns().size(); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// Walks over the values, each by value.
    class iterator {
     public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using reference = Value;
        using pointer = void;

        iterator() = default;
        iterator(const RowAccess* row, std::size_t index) : row_(row), index_(index) {}
        Value operator*() const { return (*row_)[index_]; }
        iterator& operator++() {
            ++index_;
            return *this;
        }
        iterator operator++(int) {
            auto old = *this;
            ++index_;
            return old;
        }
        friend bool operator==(const iterator&, const iterator&) = default;

     private:
        const RowAccess* row_ = nullptr;
        std::size_t index_ = 0;
    };
    [[nodiscard]] iterator begin() const { return {this, 0}; }
    [[nodiscard]] iterator end() const { return {this, size()}; }

 private:
    [[nodiscard]] const Self& self() const noexcept { return static_cast<const Self&>(*this); }
    [[nodiscard]] ValueView at(std::size_t index) const {
        check_column(index, size());
        return self().cell(index);
    }
    [[nodiscard]] std::size_t index_of(std::string_view name) const {
        return column_index(self().columns(), name);
    }
};

}  // namespace detail

/// One row of a result that owns its data: it outlives cursor and connection. Copies share the data, and may
/// be read by different threads. PEP 249: C95.
class DBAPI_EXPORT Row : public detail::RowAccess<Row> {
 public:
    /// @pre  `index` is a row of `block`.
    Row(std::shared_ptr<const RowBlock> block, std::size_t index) noexcept
        : block_(std::move(block)), index_(static_cast<std::uint32_t>(index)) {}

    [[nodiscard]] const std::vector<Column>& columns() const noexcept { return *block_->columns(); }

    friend bool operator==(const Row& a, const Row& b) { return equal(a, b); }
    /// Writes "(1, ann, NULL)".
    DBAPI_EXPORT friend std::ostream& operator<<(std::ostream& out, const Row& row);

 private:
    friend class detail::RowAccess<Row>;
    [[nodiscard]] ValueView cell(std::size_t column) const noexcept { return block_->cell(index_, column); }
    [[nodiscard]] static bool equal(const Row& a, const Row& b);

    std::shared_ptr<const RowBlock> block_;
    std::uint32_t index_;
};

/// Counts the fetches of one cursor, so that a view of an earlier row is found out. Atomic, since rollback()
/// on another thread ends a stream.
using RowGeneration = std::shared_ptr<const std::atomic<std::uint64_t>>;

/// The row a cursor stands on, borrowed from the cursor. Its use after the next fetch throws InterfaceError.
class DBAPI_EXPORT RowView : public detail::RowAccess<RowView> {
 public:
    RowView(std::span<const ValueView> cells, const Description& columns, RowGeneration generation) noexcept
        : cells_(cells),
          columns_(columns),
          generation_(std::move(generation)),
          born_(generation_->load(std::memory_order_relaxed)) {}

    [[nodiscard]] const std::vector<Column>& columns() const noexcept { return *columns_; }

    /// @throws InterfaceError  always: for readers of rows that find the cursor moved on.
    [[noreturn]] static void throw_stale();

 private:
    friend class detail::RowAccess<RowView>;
    [[nodiscard]] ValueView cell(std::size_t column) const {
        if (generation_->load(std::memory_order_relaxed) != born_) throw_stale();
        return cells_[column];
    }

    std::span<const ValueView> cells_;
    Description columns_;
    RowGeneration generation_;
    std::uint64_t born_;
};

}  // namespace dbapi
