// SPDX-License-Identifier: BSL-1.0
//
// What the driver does when the server or the network goes away, and how often it talks to them.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>

#include "libpq/server.hpp"

using namespace dbapi;
using testing::connect_through;
using testing::Fault;

namespace {

/// A table for one test, made and dropped outside of the connection under test.
struct Scratch {
    Scratch() {
        conn->execute("DROP TABLE IF EXISTS session_scratch");
        conn->execute("CREATE TABLE session_scratch (id INT PRIMARY KEY)");
    }
    ~Scratch() { conn->execute("DROP TABLE session_scratch"); }
    [[nodiscard]] std::int64_t count() const {
        return conn->execute("SELECT count(*) FROM session_scratch").scalar<std::int64_t>();
    }
    std::shared_ptr<Connection> conn = testing::connect({.autocommit = true});
};

}  // namespace

TEST_CASE("a transaction of one statement takes two round trips: BEGIN travels with the statement") {
    testing::ProxiedServer server;
    const auto conn = connect_through(server);
    // The session's settings travel with its first statement, in a packet of their own.
    conn->execute("SELECT 0");
    conn->commit();
    const auto before = server.proxy.round_trips();
    CHECK(conn->execute("SELECT ? + 1", 41).scalar<int>() == 42);
    CHECK(server.proxy.round_trips() == before + 1);
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    CHECK(server.proxy.round_trips() == before + 2);
    conn->commit();
    CHECK(server.proxy.round_trips() == before + 3);
    conn->commit();
    conn->rollback();
    CHECK(server.proxy.round_trips() == before + 3);
}

TEST_CASE(
    "a connection that is lost under a statement of a transaction is ConnectionLost, and nothing happened") {
    const Scratch scratch;
    testing::ProxiedServer server;
    const auto conn = connect_through(server);
    conn->execute("INSERT INTO session_scratch VALUES (1)");
    server.proxy.arm(Fault::cut_after, "INSERT");
    try {
        conn->execute("INSERT INTO session_scratch VALUES (2)");
        FAIL("the statement went through");
    } catch (const ConnectionLost& error) {
        CHECK(error.sqlstate() == "08006");
        CHECK_FALSE(error.is_connection_usable());
        CHECK_FALSE(error.is_outcome_unknown());
        CHECK_FALSE(error.is_retryable());
    }
    CHECK_FALSE(conn->is_usable());
    CHECK(conn->transaction_status() == TransactionStatus::unknown);
    CHECK_THROWS_AS(conn->execute("SELECT 1"), ConnectionLost);
    CHECK_THROWS_AS(conn->rollback(), ConnectionLost);
    CHECK_THROWS_AS(conn->commit(), ConnectionLost);
    conn->close();
    CHECK(scratch.count() == 0);
}

TEST_CASE("in autocommit mode the outcome of a lost statement is unknown") {
    const Scratch scratch;
    testing::ProxiedServer server;
    const auto conn = connect_through(server, {.autocommit = true});
    conn->execute("SELECT 1");  // what goes along with a first statement would be answered before it
    server.proxy.arm(Fault::cut_after, "INSERT");
    try {
        conn->execute("INSERT INTO session_scratch VALUES (1)");
        FAIL("the statement went through");
    } catch (const ConnectionLost& error) {
        CHECK(error.is_outcome_unknown());
    }
    CHECK(scratch.count() == 1);
}

TEST_CASE("a COMMIT whose answer is lost is an AmbiguousCommit, whether it arrived or not") {
    for (const Fault fault : {Fault::cut_before, Fault::cut_after}) {
        const Scratch scratch;
        testing::ProxiedServer server;
        const auto conn = connect_through(server);
        conn->execute("INSERT INTO session_scratch VALUES (1)");
        server.proxy.arm(fault, "COMMIT");
        try {
            conn->commit();
            FAIL("the commit was answered");
        } catch (const AmbiguousCommit& error) {
            CHECK(error.sqlstate() == "40003");
            CHECK(error.is_outcome_unknown());
            CHECK_FALSE(error.is_retryable());
            CHECK_FALSE(error.is_connection_usable());
        }
        CHECK(scratch.count() == (fault == Fault::cut_after ? 1 : 0));
    }
}

TEST_CASE("a session that the server ends is ConnectionLost with what the server said") {
    const auto conn = testing::connect();
    const auto pid = conn->execute("SELECT pg_backend_pid()").scalar<int>();
    conn->commit();
    testing::connect({.autocommit = true})->execute("SELECT pg_terminate_backend(?)", pid);
    try {
        // The server may take a moment: what it says comes with the next statement.
        for (;;) conn->execute("SELECT 1");
    } catch (const ConnectionLost& error) {
        CHECK(error.sqlstate() == "57P01");
        CHECK_FALSE(error.is_connection_usable());
    }
    CHECK_THROWS_AS(conn->execute("SELECT 1"), ConnectionLost);
}

TEST_CASE("notices arrive in the messages of the cursor whose statement raised them") {
    const auto conn = testing::connect();
    const auto cur = conn->cursor();
    cur->execute("DO $$ BEGIN RAISE NOTICE 'hello %', 1; RAISE WARNING 'careful'; END $$");
    const auto messages = cur->messages();
    REQUIRE(messages.size() == 2);
    CHECK(messages[0].error_class == ErrorClass::warning);
    CHECK(messages[0].text == "hello 1");
    CHECK(messages[0].diagnostics.severity == "NOTICE");
    CHECK(messages[1].diagnostics.severity == "WARNING");
    cur->execute("SELECT 1");
    CHECK(cur->messages().empty());
}

TEST_CASE("a stream keeps nothing: a million rows come while the server still makes them") {
    const auto conn = testing::connect();
    std::int64_t sum = 0;
    for (const auto i :
         conn->stream("SELECT i FROM generate_series(1, 1000000) AS s(i)").rows<std::int64_t>())
        sum += i;
    CHECK(sum == 500000500000);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE(
    "a session that the server ends with another code than 57P01 is lost, and its transaction certainly "
    "undone") {
    const auto conn = testing::connect();
    conn->execute("SET idle_in_transaction_session_timeout = '50ms'");
    const auto pid = conn->execute("SELECT pg_backend_pid()").scalar<int>();
    const auto other = testing::connect({.autocommit = true});
    while (other->execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ?", pid).scalar<int>() == 1)
        continue;
    try {
        conn->commit();
        FAIL("the commit was answered");
    } catch (const ConnectionLost& error) {
        CHECK(error.sqlstate() == "25P03");
        CHECK_FALSE(error.is_outcome_unknown());
        CHECK_FALSE(error.is_connection_usable());
    }
}

TEST_CASE("a function that raises the code of a lost session does not lose it") {
    const auto conn = testing::connect();
    for (const char* code : {"57P01", "08006"}) {
        try {
            conn->execute("DO $$ BEGIN RAISE 'x' USING ERRCODE = '" + std::string(code) + "'; END $$");
            FAIL("nothing was raised");
        } catch (const OperationalError& error) {
            CHECK(error.error_class() == ErrorClass::operational_error);
            CHECK(error.sqlstate() == code);
            CHECK(error.is_connection_usable());
        }
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    }
}

TEST_CASE("COMMIT as SQL text whose answer is lost has an unknown outcome") {
    const Scratch scratch;
    testing::ProxiedServer server;
    const auto conn = connect_through(server);
    conn->execute("INSERT INTO session_scratch VALUES (1)");
    server.proxy.arm(Fault::cut_after, "COMMIT");
    try {
        conn->execute("COMMIT");
        FAIL("the commit was answered");
    } catch (const OperationalError& error) {
        CHECK(error.is_outcome_unknown());
    }
    CHECK(scratch.count() == 1);
}

TEST_CASE("an error in the unread rest of a stream is told when the stream is ended") {
    const auto conn = testing::connect();
    const auto cur = conn->cursor({.stream = true});
    cur->execute("SELECT 1 / (5000 - g) FROM generate_series(1, 100000) AS s(g)");
    static_cast<void>(cur->fetchone());
    CHECK_THROWS_AS(cur->close(), DataError);
    CHECK(conn->transaction_status() == TransactionStatus::failed);
    conn->rollback();

    {
        const auto dropped = conn->cursor({.stream = true});
        dropped->execute("SELECT 1 / (5000 - g) FROM generate_series(1, 100000) AS s(g)");
        static_cast<void>(dropped->fetchone());
    }
    CHECK_THROWS_AS(conn->execute("SELECT 1"), InternalError);  // the transaction has failed
    REQUIRE(!conn->messages().empty());
    CHECK(conn->messages()[0].sqlstate == "22012");
    conn->rollback();
}

TEST_CASE("COPY among several statements undoes them all") {
    const Scratch scratch;
    const auto conn = testing::connect({.autocommit = true});
    CHECK_THROWS_AS(conn->execute("INSERT INTO session_scratch VALUES (1); COPY session_scratch FROM STDIN; "
                                  "INSERT INTO session_scratch VALUES (2)"),
                    ProgrammingError);
    CHECK(scratch.count() == 0);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("several statements cannot slip out of the transaction, nor into executemany") {
    const Scratch scratch;
    const auto conn = testing::connect();
    CHECK_THROWS_AS(conn->execute("ROLLBACK; INSERT INTO session_scratch VALUES (1)"), ProgrammingError);
    CHECK_THROWS_AS(
        conn->executemany("INSERT INTO session_scratch VALUES (1); INSERT INTO session_scratch VALUES (2)",
                          {std::vector<Value>{}}),
        ProgrammingError);
    conn->rollback();
    CHECK(scratch.count() == 0);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("what libpq says of a bad parameter does not repeat its value") {
    for (const char* dsn : {"host=127.0.0.1 sslmode=s3cret", "host=127.0.0.1 port=s3cret"}) {
        try {
            static_cast<void>(dbapi::connect(dsn));
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
        }
    }
}

TEST_CASE("a pooler that has lost its server while it commits leaves the outcome unknown") {
    testing::ProxiedServer server;
    const Scratch scratch;
    const auto conn = connect_through(server);
    conn->execute("INSERT INTO session_scratch VALUES (1)");
    server.proxy.arm(Fault::fail_after, "COMMIT");
    CHECK_THROWS_AS(conn->commit(), AmbiguousCommit);
    CHECK(scratch.count() == 1);

    for (const bool is_alone : {true, false}) {
        CAPTURE(is_alone);
        const auto other = connect_through(server);
        other->set_autocommit(is_alone);
        other->execute("SELECT 1");
        server.proxy.arm(Fault::fail_after, "INSERT");
        try {
            other->execute("INSERT INTO session_scratch VALUES (?)", is_alone ? 2 : 3);
            FAIL("nothing was thrown");
        } catch (const ConnectionLost& error) {
            CHECK(error.sqlstate() == "08P01");
            CHECK(error.is_outcome_unknown() == is_alone);
        }
    }
}
