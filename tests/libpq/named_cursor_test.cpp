// SPDX-License-Identifier: BSL-1.0
//
// Cursors in the server: how many rows they ask for, what may happen in between, and how they end.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "libpq/server.hpp"

using namespace dbapi;
using testing::connect;
using testing::connect_through;
using testing::ProxiedServer;

namespace {

const std::string series = "SELECT i, i::text || 'x' FROM generate_series(1, ?) i";

struct Fixture {
    ProxiedServer server;
    std::shared_ptr<Connection> conn = connect_through(server);

    std::unique_ptr<Cursor> named(std::size_t arraysize = 1, std::string name = "c") const {
        return conn->cursor({.name = std::move(name), .arraysize = arraysize});
    }
    /// Returns the round trips that a piece of work takes.
    template <class F>
    std::size_t round_trips(F&& work) const {
        const auto before = server.proxy.round_trips();
        work();
        return server.proxy.round_trips() - before;
    }
    std::int64_t open_cursors() const {
        return conn->execute("SELECT count(*) FROM pg_cursors WHERE name <> ''").scalar<std::int64_t>();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "rows come arraysize at a time, and all of them") {
    for (const std::size_t count : {0U, 1U, 9U, 10U, 11U, 25U}) {
        CAPTURE(count);
        const auto cur = named(10);
        cur->execute(series, count);
        std::vector<std::tuple<int, std::string>> rows;
        const auto trips = round_trips([&] {
            for (const auto& row : cur->rows<int, std::string>()) rows.push_back(row);
        });
        REQUIRE(rows.size() == count);
        for (std::size_t i = 0; i < count; ++i) {
            CHECK(rows[i] == std::tuple(static_cast<int>(i) + 1, std::to_string(i + 1) + 'x'));
        }
        CHECK(trips == count / 10 + 1);
        CHECK(cur->rowcount() == static_cast<std::int64_t>(count));
        CHECK(cur->statusmessage() == "SELECT " + std::to_string(count));
        cur->close();
        CHECK(open_cursors() == 0);
    }
}

TEST_CASE_FIXTURE(Fixture,
                  "fetchmany takes as many as it wants in one round trip, and so does a new arraysize") {
    const auto cur = named();
    cur->execute(series, 1000);
    CHECK(cur->rowcount() == -1);
    CHECK(round_trips([&] { CHECK(cur->fetchmany(100).size() == 100); }) == 1);
    CHECK(round_trips([&] { CHECK((*cur->fetchone())[0] == Value(101)); }) == 1);
    cur->set_arraysize(50);
    CHECK(round_trips([&] { CHECK(cur->fetchmany().size() == 50); }) == 1);
    CHECK(round_trips([&] { CHECK(cur->fetchall().size() == 849); }) == 1);
    CHECK(cur->rownumber() == 1000);
    CHECK(!cur->fetchone());
}

TEST_CASE_FIXTURE(Fixture,
                  "values are those of any other cursor, binary or not, and types of the database's own") {
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy')");
    for (const std::string sql :
         {"SELECT 1::int2, 2.50::numeric, 'x'::text, NULL::int, '2024-02-29 12:00+02'::timestamptz, "
          "ARRAY[1,NULL]",
          "SELECT 'happy'::pg_temp.mood, '10.0.0.1'::inet, '1.5'::money, ARRAY['sad']::pg_temp.mood[]"}) {
        const auto cur = named(5);
        cur->execute(sql);
        const auto plain = conn->execute(sql);
        CHECK(*cur->description() == *plain.cursor().description());
        CHECK(cur->fetchall() == conn->execute(sql).fetchall());
        cur->close();
    }
}

TEST_CASE_FIXTURE(Fixture, "other statements run meanwhile, also on another named cursor") {
    const auto first = named(2, "first \"one\"");
    const auto second = named(3, "second; DROP TABLE x");
    first->execute(series, 6);
    second->execute(series, 6);
    CHECK(open_cursors() == 2);
    std::int64_t sum = 0;
    while (const auto row = first->fetchone()) {
        sum += row->get<std::int64_t>(0);
        if (const auto other = second->fetchone()) sum += 100 * other->get<std::int64_t>(0);
        sum += conn->execute("SELECT 10000").scalar<std::int64_t>();
    }
    CHECK(sum == 21 + 2100 + 60000);
    first->close();
    CHECK(open_cursors() == 1);
}

TEST_CASE_FIXTURE(Fixture, "while a stream is open it is refused, and goes on behind it") {
    const auto cur = named(1);
    cur->execute(series, 3);
    auto stream = conn->stream(series, 3);
    CHECK_THROWS_AS((void)cur->fetchone(), InterfaceError);
    CHECK(stream.fetchall().size() == 3);
    CHECK(cur->fetchone());
}

TEST_CASE_FIXTURE(Fixture, "it ends with its transaction, and another one is not harmed by that") {
    for (const bool commits : {true, false}) {
        const auto cur = named(1);
        cur->execute(series, 3);
        CHECK(cur->fetchone());
        if (commits) {
            conn->commit();
        } else {
            conn->rollback();
        }
        conn->execute("SELECT 1");  // the next transaction
        try {
            static_cast<void>(cur->fetchone());
            FAIL("a row came out of nowhere");
        } catch (const OperationalError& error) {
            CHECK(error.sqlstate() == "34000");
            CHECK(error.is_connection_usable());
        }
        CHECK(conn->transaction_status() == TransactionStatus::active);
        cur->close();
        CHECK(conn->transaction_status() == TransactionStatus::active);
        conn->rollback();
    }
    // The same with a savepoint and in one text, where the status stays active.
    for (const std::string ending : {"ROLLBACK TO s", "COMMIT; BEGIN"}) {
        conn->execute("SELECT 1");
        conn->execute("SAVEPOINT s");
        const auto cur = named(1);
        cur->execute(series, 3);
        conn->execute(ending);
        cur->close();
        CHECK(conn->transaction_status() == TransactionStatus::active);
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        conn->rollback();
    }
}

TEST_CASE_FIXTURE(Fixture, "what sounds like its end, and is not, leaves it alone") {
    const auto cur = named(1);
    cur->execute(series, 10);
    for (const std::string other : {"SAVEPOINT s", "ROLLBACK TO s", "PREPARE p AS SELECT 1",
                                    "DECLARE z CURSOR FOR SELECT 1", "CLOSE z"}) {
        CAPTURE(other);
        conn->execute(other);
        CHECK(cur->fetchone());
    }
    conn->execute("ROLLBACK TO s");
    cur->execute(series, 2);  // closes the one before
    CHECK(cur->fetchall().size() == 2);
    conn->execute("ROLLBACK TO s");
    cur->close();
    CHECK(open_cursors() == 0);

    const auto closed = named(1, "closed");
    closed->execute(series, 3);
    conn->execute("CLOSE closed");
    CHECK_THROWS_AS((void)closed->fetchone(), OperationalError);
    CHECK(conn->transaction_status() == TransactionStatus::active);
}

TEST_CASE_FIXTURE(Fixture, "it takes queries alone") {
    const auto cur = named(1);
    CHECK_THROWS_AS(cur->executemany("UPDATE t SET a = ?", std::vector{1, 2}), ProgrammingError);
    CHECK_THROWS_AS(cur->copy_out("SELECT 1"), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    cur->execute("SELECT 1");
    CHECK(cur->scalar<int>() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a cursor that executes again closes the one it had") {
    const auto cur = named(2);
    for (int round = 0; round < 3; ++round) {
        cur->execute(series, 5);
        CHECK(cur->fetchmany(2).size() == 2);
        CHECK(open_cursors() == 1);
    }
}

TEST_CASE_FIXTURE(Fixture, "the name of one that was only destroyed can be used again") {
    for (int i = 0; i < 3; ++i) {
        const auto cur = named(5);
        cur->execute(series, 10);
        CHECK(cur->fetchmany().size() == 5);
        CHECK(open_cursors() == 1);
    }
    CHECK(open_cursors() == 1);
    SUBCASE("when a savepoint has taken it along") {
        conn->execute("SAVEPOINT s");
        static_cast<void>(named(5, "d")->execute(series, 10));
        conn->execute("ROLLBACK TO s");
        CHECK(named(5, "d")->execute(series, 10).fetchall().size() == 10);
    }
    SUBCASE("when its transaction has") {
        conn->rollback();
        CHECK(named()->execute(series, 10).fetchall().size() == 10);
    }
    SUBCASE("when the statement has closed it") {
        conn->execute("CLOSE c");
        CHECK(named()->execute(series, 10).fetchall().size() == 10);
    }
}

TEST_CASE_FIXTURE(Fixture, "errors leave the connection usable") {
    const auto cur = named(10);
    CHECK_THROWS_AS(cur->execute("INSERT INTO nowhere VALUES (1)"), ProgrammingError);
    CHECK_THROWS_AS(cur->execute("SELECT 1; SELECT 2"), NotSupportedError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK_THROWS_AS(cur->execute("SELECT * FROM nowhere"), ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::failed);
    cur->close();
    conn->rollback();

    const auto later = named(1);
    later->execute("SELECT 1 / (3 - i) FROM generate_series(1, 5) i");
    CHECK(later->fetchone());
    CHECK(later->fetchone());
    CHECK_THROWS_AS((void)later->fetchone(), DataError);
    CHECK_THROWS_AS((void)later->fetchone(), ProgrammingError);
    later->close();
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);

    conn->commit();
    conn->set_autocommit(true);
    const auto outside = named(1);
    CHECK_THROWS_AS(outside->execute("SELECT 1"), DatabaseError);  // it needs a transaction
    conn->begin();
    outside->execute("SELECT 1");
    CHECK(outside->scalar<int>() == 1);
}

TEST_CASE_FIXTURE(Fixture, "fetchall asks for so many rows at once that memory stays bounded") {
    const auto cur = named();
    cur->execute(series, 2500);
    CHECK(round_trips([&] { CHECK(cur->fetchall().size() == 2500); }) == 3);
}
