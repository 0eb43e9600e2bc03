// SPDX-License-Identifier: BSL-1.0
//
// What many cases read or make: the first column of a result, a query of some rows, a table with numbers.
#pragma once

#include <cstdint>
#include <dbapi/conformance/context.hpp>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dbapi::conformance {

using Integers = std::vector<std::int64_t>;

/// Returns the first column of the rows as integers.
[[nodiscard]] inline Integers integers(const std::vector<Row>& rows) {
    Integers result;
    result.reserve(rows.size());
    for (const Row& row : rows) result.push_back(row.get<std::int64_t>(0));
    return result;
}

/// Returns the first column of all remaining rows as integers.
[[nodiscard]] inline Integers integers(Cursor& cursor) { return integers(cursor.fetchall()); }

/// Returns the numbers from `first` to `last`.
[[nodiscard]] inline Integers range(std::int64_t first, std::int64_t last) {
    Integers result;
    for (; first <= last; ++first) result.push_back(first);
    return result;
}

/// Makes a table (id, v) with the numbers 1 to `count` as id and ten times as much as v, and returns its
/// name.
[[nodiscard]] inline std::string table_of_numbers(Context& context, std::int64_t count) {
    auto table = context.table("id {integer} NOT NULL PRIMARY KEY, v {integer}");
    std::vector<std::vector<Value>> rows;
    for (const auto id : range(1, count)) rows.push_back({id, id * 10});
    context.connection().cursor()->executemany(context.sql("INSERT INTO {} VALUES (?, ?)", table), rows);
    context.connection().commit();
    return table;
}

/// A range that makes its elements while it is read, which can be done once: make(first) to make(last).
template <class Make>
class MadeRange {
 public:
    MadeRange(int first, int last, Make make) : at_(first), last_(last), make_(std::move(make)) {}

    class iterator {
     public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = std::invoke_result_t<Make&, int>;
        using difference_type = std::ptrdiff_t;

        explicit iterator(MadeRange& range) noexcept : range_(&range) {}
        value_type operator*() const { return range_->make_(range_->at_); }
        iterator& operator++() {
            ++range_->at_;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept {
            return at.is_at_end();
        }

     private:
        [[nodiscard]] bool is_at_end() const noexcept { return range_->at_ > range_->last_; }

        MadeRange* range_;
    };
    [[nodiscard]] iterator begin() { return iterator(*this); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
    int at_;
    int last_;
    Make make_;
};

}  // namespace dbapi::conformance
