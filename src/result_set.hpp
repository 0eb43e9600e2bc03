// SPDX-License-Identifier: BSL-1.0
//
// What a cursor keeps of one statement: its columns, its rows if they were buffered, and how it ended; and of
// the statements of one text together.
#pragma once

#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "connection_state.hpp"

namespace dbapi {

struct Cursor::ResultSet {
    Description columns{};  // null when the statement returns no rows
    std::vector<std::shared_ptr<RowBlock>> blocks{};
    std::size_t row_count = 0;
    driver::Completion completion{};
    std::shared_ptr<RowBlock> spare{};  // a block of an earlier result

    /// Forgets all, but for a block's memory that nobody else looks at.
    void restart() noexcept;

    /// Copies a row behind the others; a block that is full is followed by one of twice its size, up to 1
    /// MiB.
    void append(std::span<const ValueView> row);
};

struct Cursor::Results {
    std::vector<ResultSet> sets;  // one for each statement of the text; behind `count`, memory for later ones
    std::size_t count = 0;        // how many of them there are to see
    std::size_t current = 0;      // which of these the cursor shows
    std::size_t next_block = 0;   // where its next row lies: in which block,
    std::size_t next_row = 0;     // and where in there
    std::size_t fetched = 0;      // rows of it so far

    // The only row of the only result is not stored in a block: the cursor's cells view it from the start.
    bool is_loose = false;
    std::string loose_bytes;  // what they refer to

    std::vector<ValueView> second_row;  // when another comes after all

    /// What was parsed last, since the next text is likely to be the same.
    struct ParsedText {
        std::shared_ptr<const driver::Statement> statement;
        ParamStyle style = ParamStyle::automatic;
        bool by_name = false;
    } last_text;

    [[nodiscard]] ResultSet& shown() noexcept { return sets[current]; }

    /// Whether the rows of the result that is shown are here: not those of a stream, read or not.
    [[nodiscard]] bool has_rows() const noexcept {
        const ResultSet& result = sets[current];
        return is_loose || !result.blocks.empty() || (result.row_count == 0 && fetched == 0);
    }

    /// Moves so that this row is the next one. @pre  has_rows(), and there is such a row.
    void seek(std::size_t row) noexcept;

    /// Shows a result from its first row on.
    void show(std::size_t index) noexcept {
        current = index;
        next_block = next_row = fetched = 0;
    }

    /// A row in a block; none at the end.
    struct Place {
        const std::shared_ptr<RowBlock>* block = nullptr;
        std::size_t row = 0;
        explicit operator bool() const noexcept { return block != nullptr; }
    };

    /// Moves past the next stored row of the result that is shown. @pre  it is not loose.
    [[nodiscard]] Place next() noexcept {
        const ResultSet& result = shown();
        if (fetched == result.row_count) return {};
        if (next_row == result.blocks[next_block]->size()) {
            ++next_block;
            next_row = 0;
        }
        ++fetched;
        return {&result.blocks[next_block], next_row++};
    }

    /// Returns the result of a statement, empty; others of the same text stay.
    [[nodiscard]] ResultSet& start(std::size_t index);

    /// Makes a row the loose one. Returns false when it is not worth it, or has objects.
    [[nodiscard]] bool keep_loose(std::span<ValueView> row);

    /// Puts the loose row, if any, into a block. @param row  it.
    void settle(std::span<const ValueView> row);

    void forget() noexcept;
};

/// As Connection::noted(): the error is kept in this cursor's messages, and shown to its handler.
template <class F>
auto Cursor::noted(F&& operation) -> decltype(operation()) {
    try {
        return operation();
    } catch (const Error& error) {
        report(error);
        throw;
    }
}

}  // namespace dbapi
