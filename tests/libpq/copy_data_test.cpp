// SPDX-License-Identifier: BSL-1.0
//
// copy_in() of data that is in COPY's format already.
#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "libpq/notes.hpp"
#include "libpq/scratch_table.hpp"

using namespace dbapi;
using testing::Notes;
using testing::notes_in;
using testing::ScratchTable;

TEST_CASE("data that is in COPY's format is taken from streams and functions") {
    const ScratchTable table("copy_in_data", "id int PRIMARY KEY, note text");
    const auto conn = testing::connect();
    std::istringstream csv("id,note\n1,\"a,\"\"b\"\n2,\n3,\"\"\n");
    CHECK(conn->copy_in("COPY copy_in_data FROM STDIN WITH (FORMAT csv, HEADER)", csv).rowcount() == 3);
    CHECK(notes_in(*conn, table.name()) == Notes{{1, "a,\"b"}, {2, std::nullopt}, {3, ""}});
    std::istringstream empty("");
    CHECK(conn->copy_in("COPY copy_in_data FROM STDIN", empty).rowcount() == 0);
    conn->rollback();
    const char* parts[] = {"1\ta", "bc\n2\t", "\\N\n", ""};
    std::size_t next = 0;
    CHECK(conn->copy_in("COPY copy_in_data FROM STDIN", [&] { return parts[next++]; }).statusmessage() ==
          "COPY 2");
    CHECK(notes_in(*conn, table.name()) == Notes{{1, "abc"}, {2, std::nullopt}});
    conn->rollback();

    std::istringstream broken("1\ta\n");
    broken.setstate(std::ios::badbit);
    CHECK_THROWS_AS(conn->copy_in("COPY copy_in_data FROM STDIN", broken), InterfaceError);
    conn->rollback();
    std::istringstream wrong("x\ta\n");
    CHECK_THROWS_AS(conn->copy_in("COPY copy_in_data FROM STDIN", wrong), DataError);
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("what is no COPY from the program is refused, and the connection goes on") {
    const ScratchTable table("copy_in_refused", "id int");
    const auto conn = testing::connect();
    const auto load = [&](const std::string& sql) {
        std::istringstream data("1\n");
        conn->copy_in(sql, data);
    };
    CHECK_THROWS_AS(load("SELECT 1"), ProgrammingError);
    CHECK_THROWS_AS(load(""), ProgrammingError);
    CHECK_THROWS_AS(load("COPY copy_in_refused FROM STDIN; SELECT 1"), ProgrammingError);
    CHECK_THROWS_AS(load("COPY (SELECT ?) TO STDOUT"), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK_THROWS_AS(load("COPY copy_in_refused TO STDOUT"), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK_THROWS_AS(load("COPY copy_in_refused FROM '/dev/null'"), ProgrammingError);
    CHECK_THROWS_AS(conn->execute("COPY copy_in_refused FROM STDIN"), ProgrammingError);
    CHECK_THROWS_AS(
        conn->copy_in("COPY copy_in_refused FROM STDIN", [] { return ""; }, {.format = CopyFormat::csv}),
        ProgrammingError);
    CHECK(conn->execute("SELECT count(*) FROM copy_in_refused").scalar<int>() == 0);
    CHECK(conn->transaction_status() == TransactionStatus::active);
}

TEST_CASE("rows copied at the start of a transaction stay when the plan of a later statement is stale") {
    const ScratchTable table("copy_stale", "id int, note text");
    const auto conn = testing::connect();
    const std::string sql = "SELECT * FROM copy_stale";
    for (const bool is_data : {false, true}) {
        for (int i = 0; i < 3; ++i) conn->execute(sql);
        conn->commit();
        table.conn().execute("ALTER TABLE copy_stale ADD COLUMN w" + std::to_string(is_data) + " int");
        if (is_data) {
            std::istringstream data("1\ta\t\\N\t\\N\n");
            conn->copy_in("COPY copy_stale FROM STDIN", data);
        } else {
            conn->copy_in({table.name(), {"id", "note"}}, {{1, "a"}});
        }
        CHECK_THROWS_AS(conn->execute(sql), PlanInvalidated);  // run again, it would have lost the rows
        conn->rollback();
    }
}
