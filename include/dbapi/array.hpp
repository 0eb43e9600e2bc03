// SPDX-License-Identifier: BSL-1.0
//
// SQL arrays as values: elements of any kind, NULL among them, in one or more dimensions with lower bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <memory>
#include <span>
#include <vector>

namespace dbapi {

/// An SQL array. Immutable and cheap to copy; distinct objects may be used by different threads.
class DBAPI_EXPORT Array {
 public:
    /// One dimension: how many elements, and the index of the first.
    struct Dimension {
        std::size_t length = 0;
        std::int32_t lower_bound = 1;
        friend bool operator==(const Dimension&, const Dimension&) = default;
    };

    /// Makes the empty array, which has no dimension.
    Array() noexcept;
    Array(const Array&) noexcept;
    Array(Array&&) noexcept;
    Array& operator=(const Array&) noexcept;
    Array& operator=(Array&&) noexcept;
    ~Array();

    /// Makes an array of one dimension that starts at 1.
    explicit Array(std::vector<Value> elements);

    /// Makes an array of several dimensions from its elements in row-major order.
    /// @throws DataError  the dimensions' product is not the number of elements.
    Array(std::vector<Value> elements, std::vector<Dimension> dimensions);

    /// Returns all elements in row-major order. Lifetime: as long as this array or a copy of it.
    [[nodiscard]] std::span<const Value> elements() const noexcept;
    [[nodiscard]] std::span<const Dimension> dimensions() const noexcept;
    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    DBAPI_EXPORT friend bool operator==(const Array& a, const Array& b);

 private:
    struct Content;
    std::shared_ptr<const Content> content_;  // null for the empty array
};

}  // namespace dbapi
