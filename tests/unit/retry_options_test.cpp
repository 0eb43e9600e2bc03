// SPDX-License-Identifier: BSL-1.0
//
// run_transaction(): attempts, time, pauses, observers, and what the transaction begins with.
#include <array>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "transaction_session.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::transactions::Calls;
using testing::transactions::Clock;
using testing::transactions::conflict;
using testing::transactions::Session;

namespace {

struct OwnError : SerializationFailure {
    using SerializationFailure::SerializationFailure;
    int more = 7;
};

}  // namespace

TEST_CASE(
    "when the attempts are used up the last error comes in its own class, and says how many there were") {
    Session s;
    Clock clock;
    for (int i = 0; i < 9; ++i) {
        s.driver.fail("execute", OwnError("conflict", {.sqlstate = "40P01",
                                                       .diagnostics = {.detail = "a detail"},
                                                       .retryable = true}));
    }
    int runs = 0;
    try {
        run_transaction(*s.conn, {.max_attempts = 3, .environment = clock.environment()},
                        [&](Connection& tx) {
                            ++runs;
                            tx.execute("A");
                        });
        FAIL("nothing was thrown");
    } catch (const OwnError& error) {
        CHECK(error.attempts() == 3);
        CHECK(error.more == 7);
        CHECK(error.sqlstate() == "40P01");
        CHECK(error.diagnostics().detail == "a detail");
        CHECK(error.is_retryable());
        CHECK(error.is_connection_usable());
        CHECK(std::string(error.what()) == "conflict (given up after 3 attempts)");
    }
    CHECK(runs == 3);
    CHECK(clock.pauses.size() == 2);
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("16 attempts are the default, and 0 is no limit") {
    const auto attempts = [](const RetryOptions& options, int failures) {
        Session s;
        Clock clock;
        auto with_clock = options;
        with_clock.environment = clock.environment();
        for (int i = 0; i < failures; ++i) s.driver.fail("execute", conflict);
        int runs = 0;
        try {
            run_transaction(*s.conn, with_clock, [&](Connection& tx) {
                ++runs;
                tx.execute("A");
            });
        } catch (const SerializationFailure&) {
        }
        return runs;
    };
    CHECK(attempts({}, 100) == 16);
    CHECK(attempts({.max_attempts = 1}, 100) == 1);
    CHECK(attempts({.max_attempts = 0}, 100) == 101);
}

TEST_CASE("no attempt begins behind the time limit, pauses included") {
    Session s;
    Clock clock;
    clock.random = 1;
    for (int i = 0; i < 9; ++i) s.driver.fail("execute", conflict);
    const RetryOptions options{.timeout = 35ms, .environment = clock.environment()};
    try {
        run_transaction(*s.conn, options, [](Connection& tx) { tx.execute("A"); });
        FAIL("nothing was thrown");
    } catch (const SerializationFailure& error) {
        CHECK(error.attempts() == 3);  // behind 10 ms and 30 ms; the next would be at 70 ms
    }
    CHECK(clock.pauses == std::vector<Backoff::Duration>{10ms, 20ms});
}

TEST_CASE("the time limit is that of each statement and of COMMIT, whatever connection and cursor say") {
    Session s;
    s.conn->set_timeout(0ms);
    const auto cursor = s.conn->cursor();
    run_transaction(*s.conn, {.timeout = 1h}, [&](Connection& tx) {
        CHECK(tx.timeout() == 0ms);
        tx.execute("A");
        cursor->execute("B");
    });
    cursor->execute("C");
    const auto executions = s.driver.executions();
    CHECK(executions[0].has_deadline);
    CHECK(executions[1].has_deadline);
    CHECK_FALSE(executions[2].has_deadline);
}

TEST_CASE("when the time is up before COMMIT the transaction is rolled back") {
    Session s;
    CHECK_THROWS_AS(run_transaction(*s.conn, {.timeout = 1ms},
                                    [&](Connection& tx) {
                                        tx.execute("A");
                                        std::this_thread::sleep_for(2ms);
                                    }),
                    DeadlineExceeded);
    CHECK(s.take_calls() == Calls{"begin", "execute A", "rollback"});
    s.conn->execute("B");
}

TEST_CASE("pauses grow up to the cap, with or without jitter") {
    const Backoff backoff{.base = 10ms, .factor = 3, .cap = 50ms, .jitter = false};
    CHECK(backoff.pause(1, 0) == 10ms);
    CHECK(backoff.pause(2, 0) == 30ms);
    CHECK(backoff.pause(3, 0) == 50ms);
    CHECK(backoff.pause(100'000, 0) == 50ms);
    const Backoff jittered{.base = 10ms, .cap = 50ms};
    CHECK(jittered.pause(1, 0) == 0ms);
    CHECK(jittered.pause(1, 0.25) == 2500us);
    CHECK(jittered.pause(100'000, 0.999) < 50ms);
    CHECK(Backoff{.base = 0ms}.pause(100'000, 0.5) == 0ms);
    Session s;
    for (const Backoff wrong : {Backoff{.base = -1ms}, Backoff{.factor = 0.5}, Backoff{.cap = -1ms}}) {
        CHECK_THROWS_AS(run_transaction(*s.conn, {.backoff = wrong}, [](Connection&) {}), ProgrammingError);
    }
}

TEST_CASE("the real clock and chance give pauses too") {
    Session s;
    s.driver.fail("execute", conflict);
    s.driver.fail("execute", conflict);
    run_transaction(*s.conn, {.timeout = 1h, .backoff = {.base = 10us}},
                    [](Connection& tx) { tx.execute("A"); });
    CHECK(s.driver.count("commit") == 1);
}

TEST_CASE("every attempt is observed") {
    Session s;
    Clock clock;
    s.driver.fail("execute", conflict);
    std::vector<std::string> seen;
    RetryOptions options{.environment = clock.environment()};
    options.observer = [&](const Attempt& attempt) {
        constexpr std::array names = {"committed", "retried", "failed"};
        seen.push_back(
            std::to_string(attempt.number) + " " + names[static_cast<std::size_t>(attempt.outcome)] + " " +
            (attempt.error ? attempt.error->what() : "-") + " " + std::to_string(attempt.pause.count()));
        CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    };
    run_transaction(*s.conn, options, [](Connection& tx) { tx.execute("A"); });
    CHECK(seen == std::vector<std::string>{"1 retried restart transaction 5000", "2 committed - 0"});
    seen.clear();
    s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}));
    CHECK_THROWS_AS(run_transaction(*s.conn, options, [](Connection& tx) { tx.execute("A"); }),
                    UniqueViolation);
    CHECK_THROWS_AS(run_transaction(*s.conn, options, [](Connection&) { throw 1; }), int);
    CHECK(seen == std::vector<std::string>{"1 failed there already 0", "1 failed - 0"});
}

TEST_CASE("what an observer throws comes out, with no transaction open") {
    Session s;
    RetryOptions options;
    options.observer = [](const Attempt&) { throw std::domain_error("mine"); };
    s.driver.fail("execute", conflict);
    const auto body = [](Connection& tx) { tx.execute("A"); };
    CHECK_THROWS_AS(run_transaction(*s.conn, options, body), std::domain_error);
    CHECK(s.take_calls() == Calls{"begin", "execute A", "rollback"});
    CHECK_THROWS_AS(run_transaction(*s.conn, options, body), std::domain_error);
    CHECK(s.take_calls() == Calls{"begin", "execute A", "commit"});
    s.conn->commit();
}

TEST_CASE("what an observer throws comes out with no transaction open, with a savepoint too") {
    Session s;
    RetryOptions options{.form = RetryForm::savepoint};
    options.observer = [](const Attempt&) { throw std::domain_error("mine"); };
    s.driver.fail("execute", conflict, 1);
    CHECK_THROWS_AS(run_transaction(*s.conn, options, [](Connection& tx) { tx.execute("A"); }),
                    std::domain_error);
    CHECK(s.take_calls().back() == "rollback");
    s.conn->rollback();
    run_transaction(*s.conn, [](Connection& tx) { tx.execute("B"); });
    s.conn->close();
}

TEST_CASE("options of the transaction hold for it alone, upon those of the connection") {
    Session s;
    s.conn->set_transaction_options({.isolation = IsolationLevel::read_committed, .read_only = false});
    run_transaction(*s.conn, {.transaction = {.isolation = IsolationLevel::serializable}},
                    [](Connection& tx) { tx.execute("A"); });
    run_transaction(*s.conn, {.transaction = {.read_only = true}}, [](Connection& tx) { tx.execute("A"); });
    run_transaction(*s.conn, {.transaction = {.writes = false}}, [](Connection& tx) { tx.execute("A"); });
    s.conn->execute("A");
    s.conn->rollback();
    const auto committed = IsolationLevel::read_committed;
    CHECK(s.driver.begun() ==
          std::vector<TransactionOptions>{
              {.isolation = IsolationLevel::serializable, .read_only = false, .writes = true},
              {.isolation = committed, .read_only = true, .writes = false},
              {.isolation = committed, .read_only = false, .writes = false},
              {.isolation = committed, .read_only = false}});
}

TEST_CASE("options that Features deny, or that contradict each other, are refused before anything runs") {
    Session s;
    const auto body = [](Connection&) { FAIL("the function ran"); };
    for (const TransactionOptions& denied :
         {TransactionOptions{.deferrable = true}, TransactionOptions{.priority = TransactionPriority::high},
          TransactionOptions{.as_of_system_time = "-10s"}}) {
        CHECK_THROWS_AS(run_transaction(*s.conn, {.transaction = denied}, body), NotSupportedError);
        CHECK_THROWS_AS(s.conn->set_transaction_options(denied), NotSupportedError);
        CHECK_THROWS_AS(Transaction(*s.conn, denied), NotSupportedError);
    }
    Session past([](testing::FakeDriver& driver) { driver.features.as_of_system_time = true; });
    CHECK_THROWS_AS(
        run_transaction(*past.conn, {.transaction = {.read_only = false, .as_of_system_time = "-1s"}}, body),
        ProgrammingError);
}
