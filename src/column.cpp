// SPDX-License-Identifier: BSL-1.0
#include <dbapi/column.hpp>
#include <dbapi/errors.hpp>

namespace dbapi {

std::size_t column_index(const std::vector<Column>& columns, std::string_view name) {
    std::size_t found = columns.size();
    bool ambiguous = false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name != name) continue;
        ambiguous = found != columns.size();
        if (ambiguous) break;
        found = i;
    }
    if (found != columns.size() && !ambiguous) return found;
    std::string message = ambiguous ? "several columns are named \"" : "no column is named \"";
    message += std::string(name) + "\"; the columns are";
    for (const char* separator = " "; const auto& column : columns) {
        message += separator + column.name;
        separator = ", ";
    }
    throw ProgrammingError(message, ErrorDetails{.sqlstate = ambiguous ? "42702" : "42703"});
}

}  // namespace dbapi
