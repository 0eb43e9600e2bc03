// SPDX-License-Identifier: BSL-1.0
//
// RowBlock: rows copied out of a driver's buffer into one piece of memory, decoded when they are looked at.
// Buffered results and owned rows stand on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/column.hpp>
#include <dbapi/export.hpp>
#include <dbapi/value_view.hpp>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace dbapi {

/// Rows of one result. Appended to by one owner; then immutable, and readable by any number of threads.
///
/// A row lies as: the end offset of each cell, of 2 bytes in a row of up to 64 KiB, else of 4; a tag for each
/// cell (1 byte); the cells' bytes as they came. Where each row begins is written from the other end of the
/// memory, 4 bytes a row.
class DBAPI_EXPORT RowBlock {
 public:
    /// @param capacity_bytes  memory to reserve; append() says when it is used up.
    RowBlock(Description columns, std::size_t capacity_bytes);
    RowBlock(const RowBlock&) = delete;
    RowBlock& operator=(const RowBlock&) = delete;
    ~RowBlock();

    /// Drops all rows and starts on another result in the same memory. @pre  nobody else looks at it.
    void restart(Description columns);

    /// Returns the bytes that a row of these views needs in a block of its own.
    [[nodiscard]] static std::size_t size_of(std::span<const ValueView> row) noexcept;

    /// Copies a row in. Returns false, and changes nothing, when it does not fit.
    /// @throws InternalError  a driver with more than 256 different pairs of kind and codec.
    [[nodiscard]] bool append(std::span<const ValueView> row);

    [[nodiscard]] std::size_t size() const noexcept { return row_count_; }
    [[nodiscard]] const Description& columns() const noexcept { return columns_; }
    [[nodiscard]] std::size_t capacity_bytes() const noexcept { return capacity_; }

    /// Returns a cell of a row. Lifetime: as long as this block. @pre  both indexes are in range.
    [[nodiscard]] ValueView cell(std::size_t row, std::size_t column) const noexcept;

    /// Views all cells of a row. Lifetime: as long as this block. @pre  `out` has one view a column.
    void view(std::size_t row, std::span<ValueView> out) const noexcept;

 private:
    struct Tag {
        const Codec* codec;
        Kind kind;
        std::uint8_t width;
        std::uint32_t hint;  // of NULL and arrays, see ValueView::hint()
        friend bool operator==(const Tag&, const Tag&) = default;
    };
    enum class Written { yes, block_is_full, row_is_wide };

    template <class Offset>
    [[nodiscard]] Written write(std::span<const ValueView> row);
    template <class Offset>
    [[nodiscard]] ValueView cell_at(const char* row, std::size_t column) const noexcept;
    template <class Offset>
    void view_at(const char* row, std::span<ValueView> out) const noexcept;
    [[nodiscard]] std::uint32_t start_of(std::size_t row) const noexcept;
    [[nodiscard]] static std::uint32_t hint_of(const ValueView& view) noexcept;
    [[nodiscard]] std::uint8_t tag_of(const ValueView& view, std::size_t column);
    [[nodiscard]] std::uint8_t find_tag(const Tag& tag, std::size_t column);
    [[nodiscard]] ValueView decode(const Tag& tag, const char* bytes, std::uint32_t size) const noexcept;

    Description columns_;
    std::size_t width_;
    std::size_t capacity_;
    std::size_t used_ = 0;  // from the front
    std::size_t row_count_ = 0;
    std::unique_ptr<char[]> bytes_;
    std::vector<Tag> tags_;                       // the distinct tags of this block
    std::vector<std::uint8_t> last_tag_;          // by column: the likely tag of its next cell
    std::unique_ptr<std::deque<Value>> objects_;  // arrays and others that a driver gave as objects, if any
};

}  // namespace dbapi
