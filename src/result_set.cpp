// SPDX-License-Identifier: BSL-1.0
#include "result_set.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>
#include <utility>

namespace dbapi {
namespace {

constexpr std::size_t first_block_bytes = 1024;
constexpr std::size_t largest_block_bytes = std::size_t{1024} * 1024;
constexpr std::size_t largest_row_bytes = 0xffff'ffff;

constexpr std::size_t largest_spare_bytes = std::size_t{64} * 1024;
constexpr std::size_t largest_loose_bytes = std::size_t{64} * 1024;

/// Whether nobody else has the block any more. Its rows may have been read, and dropped, by other threads.
bool is_unshared(const std::shared_ptr<RowBlock>& block) {
    if (block.use_count() != 1) return false;
    // use_count() orders nothing. To take a share and give it back comes after those who gave theirs back.
    static_cast<void>(std::shared_ptr<RowBlock>(block));
    return true;
}

}  // namespace

void Cursor::ResultSet::restart() noexcept {
    if (!columns && completion.statusmessage.empty()) return;  // as new
    columns.reset();
    row_count = 0;
    completion = driver::Completion();
    const auto reusable = std::find_if(blocks.rbegin(), blocks.rend(), [](const auto& block) {
        return block->capacity_bytes() <= largest_spare_bytes && is_unshared(block);
    });
    if (reusable != blocks.rend()) spare = std::move(*reusable);
    blocks.clear();
}

void Cursor::ResultSet::append(std::span<const ValueView> row) {
    if (blocks.empty() && spare) {
        blocks.push_back(std::exchange(spare, nullptr));
        blocks.front()->restart(columns);
    }
    if (blocks.empty() || !blocks.back()->append(row)) {
        const auto size = RowBlock::size_of(row);
        if (size > largest_row_bytes)
            throw OperationalError("a row of more than 4 GiB",
                                   ErrorDetails{.sqlstate = sqlstate::program_limit});
        const auto wanted = blocks.empty()
                                ? first_block_bytes
                                : std::min(2 * blocks.back()->capacity_bytes(), largest_block_bytes);
        blocks.push_back(std::make_shared<RowBlock>(columns, std::max(wanted, size)));
        static_cast<void>(blocks.back()->append(row));
    }
    ++row_count;
}

void Cursor::Results::seek(std::size_t row) noexcept {
    fetched = next_row = row;
    next_block = 0;
    if (is_loose) return;  // the only one: no block has it
    const auto& blocks = shown().blocks;
    while (next_row >= blocks[next_block]->size()) next_row -= blocks[next_block++]->size();
}

Cursor::ResultSet& Cursor::Results::start(std::size_t index) {
    if (index == 0) is_loose = false;
    if (index == sets.size()) sets.emplace_back();
    sets[index].restart();
    return sets[index];
}

bool Cursor::Results::keep_loose(std::span<ValueView> row) {
    std::size_t size = 0;
    for (const ValueView& view : row) {
        if (view.is_inline()) continue;
        if (view.is_object()) return false;
        size += view.bytes().size();
    }
    if (size > largest_loose_bytes) return false;
    loose_bytes.clear();
    loose_bytes.reserve(size);
    for (ValueView& view : row) {
        if (view.is_inline()) continue;
        const auto bytes = view.bytes();
        view.move_to(loose_bytes.data() + loose_bytes.size());
        loose_bytes += bytes;
    }
    is_loose = true;
    return true;
}

void Cursor::Results::settle(std::span<const ValueView> row) {
    if (!std::exchange(is_loose, false)) return;
    sets.front().row_count = 0;
    sets.front().append(row);
}

void Cursor::Results::forget() noexcept {
    if (sets.size() > 1) sets.erase(sets.begin() + 1, sets.end());
    if (!sets.empty()) sets.front().restart();
    count = current = next_block = next_row = fetched = 0;
    is_loose = false;
}

}  // namespace dbapi
