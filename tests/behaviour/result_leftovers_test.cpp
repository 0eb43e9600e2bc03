// SPDX-License-Identifier: BSL-1.0
//
// What one result leaves in a cursor must not show in the next.
#include <doctest/doctest.h>

#include <tuple>
#include <vector>

#include "support/database.hpp"

using testing::connect;
using testing::Table;

TEST_CASE("the only row of an earlier result does not show in an empty one that a pipeline brings") {
    const auto conn = connect();
    dbapi::Pipeline pipe(*conn);
    auto& cur = pipe.execute("SELECT 1 WHERE 1 = 2");
    cur.execute("SELECT 'phantom'");
    pipe.sync();
    CHECK(cur.rowcount() == 0);
    CHECK(!cur.fetchview());
    CHECK(!cur.fetchone());
}

TEST_CASE("markers out of order find their values in every row of an INSERT") {
    const Table table("a INT, b INT");
    const auto conn = connect();
    const std::vector<std::tuple<int, int>> rows = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    for (const std::string marks : {"$2, $1", ":2, :1"}) {
        auto cur = conn->cursor();
        if (marks[0] == ':') cur->set_paramstyle(dbapi::ParamStyle::numeric);
        cur->executemany(table.sql("INSERT INTO {} VALUES (" + marks + ")"), rows);
        std::vector<std::tuple<int, int>> swapped;
        for (const auto& [a, b] :
             conn->execute(table.sql("SELECT b, a FROM {} ORDER BY a")).rows<int, int>()) {
            swapped.emplace_back(a, b);
        }
        CHECK(swapped == rows);
        conn->rollback();
    }
    CHECK(conn->execute("SELECT $2 * 100 + $2 * 10 + $1", 1, 2).scalar<int>() == 221);
}
