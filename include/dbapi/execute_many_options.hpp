// SPDX-License-Identifier: BSL-1.0
//
// ExecuteManyOptions: what executemany() may be told besides the statement and its lists.
#pragma once

namespace dbapi {

/// Options of Cursor::executemany(). Extension.
struct ExecuteManyOptions {
    /// Keeps the rows that the statement returns, those of all lists in the lists' order, as one result,
    /// which is complete when executemany() returns, also on a streaming cursor. An empty range gives no
    /// result. Without it a statement that returns rows is a ProgrammingError.
    bool returning = false;
};

}  // namespace dbapi
