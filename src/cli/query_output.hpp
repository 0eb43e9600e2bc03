// SPDX-License-Identifier: BSL-1.0
//
// A result's rows as a table, CSV or JSON, written while they come.
#pragma once

#include <dbapi/column.hpp>
#include <dbapi/row.hpp>
#include <memory>
#include <ostream>
#include <string_view>
#include <vector>

namespace dbapi::cli {

/// Writes one result.
class QueryOutput {
 public:
    virtual ~QueryOutput() = default;
    virtual void begin(const std::vector<Column>& columns) = 0;
    virtual void add(const Row& row) = 0;
    virtual void end() = 0;

    QueryOutput(const QueryOutput&) = delete;
    QueryOutput& operator=(const QueryOutput&) = delete;

 protected:
    QueryOutput() = default;
};

/// The names that make_output() knows.
[[nodiscard]] std::vector<std::string> output_formats();

/// Returns a writer of that format: "table", "csv" or "json".
///
/// A table's columns are as wide as its first 100 rows need. CSV is RFC 4180's, with NULL as nothing and an
/// empty text as "". JSON is an array of objects, one a line: numbers that a double holds exactly are
/// numbers, other values text; names that occur twice get a number.
[[nodiscard]] std::unique_ptr<QueryOutput> make_output(std::string_view format, std::ostream& out);

}  // namespace dbapi::cli
