// SPDX-License-Identifier: BSL-1.0
//
// run_transaction(): what it runs again, and its answers. What limits it is in retry_options_test.cpp, what
// may not happen inside in retry_rules_test.cpp, CockroachDB's savepoint in retry_savepoint_test.cpp.
#include <dbapi/driver/sqlstate_error.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "transaction_session.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::transactions::Calls;
using testing::transactions::Clock;
using testing::transactions::conflict;
using testing::transactions::lost;
using testing::transactions::Session;

TEST_CASE("the function runs as one transaction, and what it returns is returned") {
    Session s;
    const int answer = run_transaction(*s.conn, [](Connection& tx) {
        tx.execute("A");
        tx.execute("B");
        return 42;
    });
    CHECK(answer == 42);
    CHECK(s.take_calls() == Calls{"begin", "execute A", "execute B", "commit"});
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    s.conn->execute("C");
    s.conn->rollback();
    CHECK(s.take_calls() == Calls{"begin", "execute C", "rollback"});
}

TEST_CASE("a function may return nothing, what cannot be copied, a reference, or a result") {
    Session s;
    run_transaction(*s.conn, [](Connection& tx) { tx.execute("A"); });
    auto made = run_transaction(*s.conn, [](Connection&) { return std::make_unique<int>(5); });
    CHECK(*made == 5);
    int number = 0;
    int& same = run_transaction(*s.conn, [&](Connection&) -> int& { return number; });
    CHECK(&same == &number);
    const std::string text = "kept";
    CHECK(&run_transaction(*s.conn, [&](Connection&) -> const std::string& { return text; }) == &text);
    auto result = run_transaction(*s.conn, [](Connection& tx) { return tx.execute("SELECT n"); });
    CHECK(result.fetchall().size() == 2);
    auto counter = [count = 0](Connection&) mutable { return ++count; };
    CHECK(run_transaction(*s.conn, counter) == 1);
}

TEST_CASE("a function that runs nothing costs nothing") {
    Session s;
    run_transaction(*s.conn, [](Connection&) {});
    CHECK(s.take_calls() == Calls{});
}

TEST_CASE("what was in the way of another transaction runs again, after a rollback and a pause") {
    for (const std::string hook : {"begin", "execute", "commit"}) {
        CAPTURE(hook);
        Session s;
        Clock clock;
        s.driver.fail(hook, conflict);
        s.driver.fail(hook, conflict);
        int runs = 0;
        const int answer =
            run_transaction(*s.conn, {.environment = clock.environment()}, [&](Connection& tx) {
                tx.execute("A");
                return ++runs;
            });
        CHECK(answer == runs);
        CHECK(runs == (hook == "commit" ? 3 : 1));  // how often it came to its end
        CHECK(s.driver.count("commit") == (hook == "commit" ? 3 : 1));
        CHECK(s.driver.count("rollback") == (hook == "begin" ? 0 : 2));
        CHECK(clock.pauses == std::vector<Backoff::Duration>{5ms, 10ms});
    }
}

TEST_CASE("any other error, and what is none, is rolled back and thrown as it was") {
    Session s;
    s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}));
    try {
        run_transaction(*s.conn, [](Connection& tx) { tx.execute("A"); });
        FAIL("nothing was thrown");
    } catch (const UniqueViolation& error) {
        CHECK(std::string(error.what()) == "there already");
        CHECK(error.attempts() == 0);
    }
    CHECK(s.take_calls() == Calls{"begin", "execute A", "rollback"});
    CHECK_THROWS_AS(run_transaction(*s.conn,
                                    [](Connection& tx) {
                                        tx.execute("A");
                                        throw std::domain_error("mine");
                                    }),
                    std::domain_error);
    CHECK(s.take_calls() == Calls{"begin", "execute A", "rollback"});
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("a rollback that fails does not replace the error that came first") {
    Session s;
    s.driver.fail("rollback", lost);
    CHECK_THROWS_AS(run_transaction(*s.conn,
                                    [](Connection& tx) {
                                        tx.execute("A");
                                        throw std::domain_error("mine");
                                    }),
                    std::domain_error);
    CHECK_FALSE(s.conn->is_usable());
    REQUIRE(s.conn->messages().size() == 1);
    CHECK(s.conn->messages()[0].text == "the server went away");
}

TEST_CASE("an error that was worth another attempt is thrown when the rollback has failed") {
    Session s;
    Clock clock;
    s.driver.fail("execute", conflict);
    s.driver.fail("rollback", lost);
    try {
        run_transaction(*s.conn, {.environment = clock.environment()},
                        [](Connection& tx) { tx.execute("A"); });
        FAIL("nothing was thrown");
    } catch (const SerializationFailure& error) {
        CHECK(error.attempts() == 1);
        CHECK_FALSE(error.is_connection_usable());
    }
    CHECK(clock.pauses.empty());
}

TEST_CASE("lost before COMMIT, lost during COMMIT, and committed without the schema are three answers") {
    Clock clock;
    const RetryOptions options{.environment = clock.environment()};
    const auto body = [](Connection& tx) { tx.execute("A"); };
    {
        Session s;
        s.driver.fail("execute", lost);
        try {
            run_transaction(*s.conn, options, body);
            FAIL("nothing was thrown");
        } catch (const ConnectionLost& error) {
            CHECK_FALSE(error.is_outcome_unknown());
        }
        CHECK(s.take_calls() == Calls{"begin", "execute A"});
    }
    {
        Session s;
        s.driver.fail("commit",
                      ConnectionLost("gone", {.outcome_unknown = true, .connection_usable = false}));
        CHECK_THROWS_AS(run_transaction(*s.conn, options, body), AmbiguousCommit);
        CHECK(s.take_calls() == Calls{"begin", "execute A", "commit"});
    }
    {
        Session s;
        s.driver.on("commit", [](testing::FakeConnection&) {
            driver::throw_sqlstate_error("transaction committed but schema change aborted",
                                         {.sqlstate = "XXA00"});
        });
        try {
            run_transaction(*s.conn, options, body);
            FAIL("nothing was thrown");
        } catch (const InternalError& error) {
            CHECK(error.is_committed());
            CHECK_FALSE(error.is_retryable());
            CHECK_FALSE(error.is_outcome_unknown());
        }
        CHECK(s.driver.count("commit") == 1);
        CHECK(s.driver.count("execute") == 1);
    }
    CHECK(clock.pauses.empty());
}

TEST_CASE("an outcome that nobody knows is never tried again, whatever else the error says") {
    Session s;
    s.driver.fail("execute", SerializationFailure("odd", {.retryable = true, .outcome_unknown = true}));
    CHECK_THROWS_AS(run_transaction(*s.conn, [](Connection& tx) { tx.execute("A"); }), SerializationFailure);
    CHECK(s.driver.count("execute") == 1);
}

TEST_CASE("a stale plan is worth another attempt") {
    Session s;
    Clock clock;
    s.driver.fail("execute", PlanInvalidated("stale", {.sqlstate = "0A000", .retryable = true}));
    run_transaction(*s.conn, {.environment = clock.environment()}, [](Connection& tx) { tx.execute("A"); });
    CHECK(s.driver.count("commit") == 1);
}

TEST_CASE("it works in autocommit mode, and leaves that on") {
    Session s({}, {.dsn = "fake:", .autocommit = true});
    run_transaction(*s.conn, [](Connection& tx) {
        tx.execute("A");
        tx.executemany("B ?", {{1}, {2}});
    });
    CHECK(s.take_calls() == Calls{"begin", "execute A", "execute B ?", "execute B ?", "commit"});
    CHECK(s.conn->autocommit());
    s.conn->execute("C");
    CHECK(s.take_calls() == Calls{"execute C"});
}

TEST_CASE("BEGIN goes along with the first statement where the driver does that") {
    Session s([](testing::FakeDriver& driver) { driver.begins_with_statement = true; });
    run_transaction(*s.conn, [](Connection& tx) {
        tx.execute("A");
        tx.execute("B");
    });
    CHECK(s.take_calls() == Calls{"execute A [begin]", "execute B", "commit"});
}
