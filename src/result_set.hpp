// SPDX-License-Identifier: BSL-1.0
//
// What a cursor keeps of one statement: its columns, its rows if they were buffered, and how it ended.
#pragma once

#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>
#include <memory>
#include <span>
#include <vector>

#include "connection_state.hpp"

namespace dbapi {

struct Cursor::ResultSet {
    Description columns;  // null when the statement returns no rows
    std::vector<std::shared_ptr<RowBlock>> blocks;
    std::size_t row_count = 0;
    driver::Completion completion;
    std::shared_ptr<RowBlock> spare;  // a block of an earlier result

    /// Forgets all, but for a block's memory that nobody else looks at.
    void restart() noexcept;

    /// Copies a row behind the others; a block that is full is followed by one of twice its size, up to 1
    /// MiB.
    void append(std::span<const ValueView> row);
};

/// As Connection::noted(): the error is kept in this cursor's messages.
template <class F>
auto Cursor::noted(F&& operation) -> decltype(operation()) {
    try {
        return operation();
    } catch (const Error& error) {
        if (!error.is_connection_usable()) connection_->state_->broken = true;
        messages_.push_back({error.error_class(), error.what(), error.sqlstate(), error.diagnostics()});
        throw;
    }
}

}  // namespace dbapi
