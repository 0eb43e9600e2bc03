// SPDX-License-Identifier: BSL-1.0
//
// Column: what a description says, and finding a column by its name.
#include <doctest/doctest.h>

#include <dbapi/column.hpp>
#include <dbapi/errors.hpp>
#include <string>
#include <vector>

using namespace dbapi;

namespace {

std::vector<Column> named(const std::vector<std::string>& names) {
    std::vector<Column> columns;
    for (const auto& name : names) columns.emplace_back().name = name;
    return columns;
}

}  // namespace

TEST_CASE("a column knows nothing that it was not told") {
    const Column column;
    CHECK(column.name.empty());
    CHECK(column.type_code == TypeCode());
    CHECK(column.type_name.empty());
    for (const auto& item : {column.display_size, column.internal_size, column.precision, column.scale})
        CHECK_FALSE(item);
    CHECK_FALSE(column.null_ok.has_value());
    Column other;
    CHECK(column == other);
    other.scale = 2;
    CHECK_FALSE(column == other);
}

TEST_CASE("a column is found by exactly its name") {
    const auto columns = named({"id", "Name", "", "name"});
    CHECK(column_index(columns, "id") == 0);
    CHECK(column_index(columns, "Name") == 1);
    CHECK(column_index(columns, "") == 2);
    CHECK(column_index(columns, "name") == 3);
}

TEST_CASE("a name that no column or several have throws ProgrammingError that lists the columns") {
    struct {
        std::vector<std::string> names;
        const char* name;
        const char* message;
        const char* sqlstate;
    } const table[] = {
        {{"id", "name"}, "nam", "no column is named \"nam\"; the columns are id, name", "42703"},
        {{"id"}, "ID", "no column is named \"ID\"; the columns are id", "42703"},
        {{"a", "b", "a", "a"}, "a", "several columns are named \"a\"; the columns are a, b, a, a", "42702"},
        {{}, "a", "no column is named \"a\"; the columns are", "42703"},
    };
    for (const auto& row : table) {
        CAPTURE(row.message);
        try {
            (void)column_index(named(row.names), row.name);
            FAIL("found");
        } catch (const ProgrammingError& error) {
            CHECK(std::string(error.what()) == row.message);
            CHECK(error.sqlstate() == row.sqlstate);
        }
    }
}
