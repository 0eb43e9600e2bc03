// SPDX-License-Identifier: BSL-1.0
//
// Cursors in the server, on a database that has them, and on one that has none.
#include <doctest/doctest.h>

#include "support/database.hpp"

using testing::connect;
using testing::Table;

TEST_CASE("a named cursor reads a table piece by piece while others write, or NotSupportedError at once") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    if (!conn->features().named_cursors) {
        CHECK_THROWS_AS((void)conn->cursor({.name = "c"}), dbapi::NotSupportedError);
        return;
    }
    for (int id = 1; id <= 5; ++id) conn->execute(table.sql("INSERT INTO {} VALUES (?)"), id);
    const auto cur = conn->cursor({.name = "c", .arraysize = 2});
    cur->execute(table.sql("SELECT id FROM {} WHERE id > ? ORDER BY id"), 1);
    int sum = 0;
    while (const auto row = cur->fetchone()) {
        sum += row->get<int>(0);
        conn->execute(table.sql("INSERT INTO {} VALUES (?)"),
                      row->get<int>(0) + 100);  // it does not see these
    }
    CHECK(sum == 14);
    cur->close();
    conn->commit();
    CHECK(table.count() == 9);
}
