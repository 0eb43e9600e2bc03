// SPDX-License-Identifier: BSL-1.0
//
// ColumnReader: what the columns of a result are, and the values of the row that the statement stands on.
#pragma once

#include <dbapi/column.hpp>
#include <dbapi/value_view.hpp>
#include <span>
#include <string>
#include <vector>

#include "session.hpp"

namespace odbc {

/// Reads rows of one result after the other. Views are valid until the next read().
class ColumnReader {
 public:
    /// Returns the columns of the session's statement; null when it returns no rows.
    [[nodiscard]] dbapi::Description describe(Session& session);

    /// Views the row. @pre  as many views as columns.
    void read(Session& session, std::span<dbapi::ValueView> row);

 private:
    struct Cell {
        dbapi::Kind kind = dbapi::Kind::string;
        std::uint8_t width = 8;   // of a real
        bool is_instant = false;  // a timestamp that had an offset in the database
        std::string bytes{};      // of the value
    };

    [[nodiscard]] static dbapi::ValueView read_cell(Session& session, SQLUSMALLINT number, Cell& cell);

    std::vector<Cell> cells_;
};

}  // namespace odbc
