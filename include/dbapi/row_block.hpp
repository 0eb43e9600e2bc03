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
/// A row lies as: the end offset of each cell (4 bytes), a tag for each cell (1 byte), the cells' bytes as
/// they came.
class DBAPI_EXPORT RowBlock {
 public:
    /// @param capacity_bytes  memory to reserve; append() says when it is used up.
    RowBlock(Description columns, std::size_t capacity_bytes);
    RowBlock(const RowBlock&) = delete;
    RowBlock& operator=(const RowBlock&) = delete;
    ~RowBlock();

    /// Returns the bytes that a row of these views needs.
    [[nodiscard]] static std::size_t size_of(std::span<const ValueView> row) noexcept;

    /// Copies a row in. Returns false, and changes nothing, when it does not fit.
    /// @throws InternalError  a driver with more than 256 different pairs of kind and codec.
    [[nodiscard]] bool append(std::span<const ValueView> row);

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
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
        std::uint32_t hint;  // of NULL, see ValueView::hint()
        friend bool operator==(const Tag&, const Tag&) = default;
    };
    [[nodiscard]] std::uint8_t tag_of(const ValueView& view, std::size_t column);
    [[nodiscard]] ValueView decode(Tag tag, const char* bytes, std::uint32_t size) const noexcept;

    Description columns_;
    std::size_t width_;
    std::size_t capacity_;
    std::size_t used_ = 0;
    std::unique_ptr<char[]> bytes_;
    std::vector<std::uint32_t> rows_;     // where each row begins
    std::vector<Tag> tags_;               // the distinct tags of this block
    std::vector<std::uint8_t> last_tag_;  // by column: the likely tag of its next cell
    std::deque<Value> objects_;           // arrays and others that a driver gave as objects
};

}  // namespace dbapi
