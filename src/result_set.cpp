// SPDX-License-Identifier: BSL-1.0
#include "result_set.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>

namespace dbapi {
namespace {

constexpr std::size_t first_block_bytes = 1024;
constexpr std::size_t largest_block_bytes = std::size_t{1024} * 1024;
constexpr std::size_t largest_row_bytes = 0xffff'ffff;

}  // namespace

void Cursor::ResultSet::append(std::span<const ValueView> row) {
    if (blocks.empty() || !blocks.back()->append(row)) {
        const auto size = RowBlock::size_of(row);
        if (size > largest_row_bytes)
            throw OperationalError("a row of more than 4 GiB", ErrorDetails{.sqlstate = "54000"});
        const auto wanted = blocks.empty()
                                ? first_block_bytes
                                : std::min(2 * blocks.back()->capacity_bytes(), largest_block_bytes);
        blocks.push_back(std::make_shared<RowBlock>(columns, std::max(wanted, size)));
        static_cast<void>(blocks.back()->append(row));
    }
    ++row_count;
}

}  // namespace dbapi
