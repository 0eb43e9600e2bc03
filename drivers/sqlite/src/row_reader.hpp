// SPDX-License-Identifier: BSL-1.0
//
// RowReader: exposes the row that a statement stands on as views. The storage class of a value comes first,
// and the declared type of its column says what a text means.
#pragma once

#include <dbapi/column.hpp>
#include <dbapi/value_view.hpp>
#include <span>
#include <string>
#include <vector>

#include "c/statement.hpp"

namespace dbapi::sqlite {

/// A column of the result, and the value in it.
struct ReadColumn {
    Kind declared = Kind::null;
    // What the value was parsed to, for the kinds that a view does not hold itself.
    Uuid uuid{};
    Interval interval{};
    std::string number{};  // of a decimal, or as JSON
};

/// Reads rows of one result after the other. Views are valid until the next read() or step.
class RowReader {
 public:
    /// Prepares for rows of these columns. @pre  not null.
    void expect(const Description& columns);

    /// Views the row in `row`. @pre  as many views as columns.
    /// @throws OperationalError  53200: out of memory.
    void read(const PreparedStatement& statement, std::span<ValueView> row);

 private:
    Description columns_;
    std::vector<ReadColumn> cells_;
};

}  // namespace dbapi::sqlite
