// SPDX-License-Identifier: BSL-1.0
//
// scroll() and next() on results of a database. PEP 249: C121 to C124, C129.
#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "support/database.hpp"

namespace {

using dbapi::ScrollMode;
using testing::connect;

const std::string numbers =
    "WITH RECURSIVE t(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM t WHERE n < 299) SELECT n, 'row ' || n "
    "FROM t";

void check_row(dbapi::Cursor& cur, int number) {
    CHECK(cur.rownumber() == static_cast<std::size_t>(number));
    const auto row = cur.next();
    CHECK(row.get<int>(0) == number);
    CHECK(row.get<std::string>(1) == "row " + std::to_string(number));
}

}  // namespace

TEST_CASE("a buffered cursor scrolls both ways") {
    const auto conn = connect();
    const auto cur = conn->cursor();
    for (int run = 0; run < 3; ++run) {  // from the second on it may be prepared
        cur->execute(numbers);
        cur->scroll(250, ScrollMode::absolute);
        check_row(*cur, 250);
        cur->scroll(-101);
        check_row(*cur, 150);
        cur->scroll(0, ScrollMode::absolute);
        check_row(*cur, 0);
        CHECK_THROWS_AS(cur->scroll(300, ScrollMode::absolute), std::out_of_range);
        CHECK_THROWS_AS(cur->scroll(-2), std::out_of_range);
        check_row(*cur, 1);
        cur->scroll(297);
        check_row(*cur, 299);
        CHECK_THROWS_AS((void)cur->next(), std::out_of_range);
    }
}

TEST_CASE("a result of one row scrolls") {
    const auto conn = connect();
    const auto cur = conn->cursor();
    cur->execute("SELECT 0, 'row 0'");
    check_row(*cur, 0);
    cur->scroll(-1);
    check_row(*cur, 0);
    CHECK_THROWS_AS(cur->scroll(0), std::out_of_range);
}

TEST_CASE("streaming and named cursors scroll forward") {
    const auto conn = connect();
    for (const char* name : {"", "scrolled"}) {
        if (*name != '\0' && !conn->features().named_cursors) continue;
        if (*name == '\0' && !conn->features().streaming) continue;
        const auto cur = conn->cursor({.name = name, .stream = *name == '\0'});
        cur->execute(numbers);
        cur->scroll(120);
        check_row(*cur, 120);
        CHECK_THROWS_AS(cur->scroll(0, ScrollMode::absolute), dbapi::NotSupportedError);
        cur->scroll(299, ScrollMode::absolute);
        check_row(*cur, 299);
        CHECK_THROWS_AS(cur->scroll(1), std::out_of_range);
        cur->close();
    }
}

TEST_CASE("without a result there is nothing to scroll") {
    const testing::Table table("id INT");
    const auto conn = connect();
    const auto cur = conn->cursor();
    CHECK_THROWS_AS(cur->scroll(0), dbapi::ProgrammingError);
    cur->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK_THROWS_AS(cur->scroll(0), dbapi::ProgrammingError);
}
