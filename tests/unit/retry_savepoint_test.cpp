// SPDX-License-Identifier: BSL-1.0
//
// RetryForm::savepoint: CockroachDB's protocol with `SAVEPOINT cockroach_restart`.
#include "transaction_session.hpp"

using namespace dbapi;
using testing::transactions::Calls;
using testing::transactions::Clock;
using testing::transactions::conflict;
using testing::transactions::lost;
using testing::transactions::Session;

namespace {

constexpr const char* set = "execute SAVEPOINT cockroach_restart";
constexpr const char* back = "execute ROLLBACK TO SAVEPOINT cockroach_restart";
constexpr const char* release = "execute RELEASE SAVEPOINT cockroach_restart";

void run_a(Session& s, Clock& clock) {
    run_transaction(*s.conn, {.form = RetryForm::savepoint, .environment = clock.environment()},
                    [](Connection& tx) { tx.execute("A"); });
}

}  // namespace

TEST_CASE("the savepoint is the first statement, RELEASE commits, and COMMIT ends it") {
    Session s([](testing::FakeDriver& driver) { driver.begins_with_statement = true; });
    Clock clock;
    run_a(s, clock);
    CHECK(s.take_calls() ==
          Calls{"execute SAVEPOINT cockroach_restart [begin]", "execute A", release, "commit"});
}

TEST_CASE("a conflict in a statement or at RELEASE goes back to the savepoint, without a pause") {
    for (const unsigned at : {1U, 2U}) {
        CAPTURE(at);
        Session s;
        Clock clock;
        s.driver.fail("execute", conflict, at);
        run_a(s, clock);
        Calls expected = {"begin", set, "execute A"};
        if (at == 2) expected.emplace_back(release);
        for (const char* call : {back, "execute A", release, "commit"}) expected.emplace_back(call);
        CHECK(s.take_calls() == expected);
        CHECK(clock.pauses.empty());
    }
}

TEST_CASE("when the way back fails the transaction is rolled back, and begins again behind a pause") {
    Session s;
    Clock clock;
    s.driver.fail("execute", conflict, 1);
    s.driver.fail("execute", InternalError("no", {.sqlstate = "3B001"}), 1);
    run_a(s, clock);
    CHECK(s.take_calls() ==
          Calls{"begin", set, "execute A", back, "rollback", "begin", set, "execute A", release, "commit"});
    CHECK(clock.pauses.size() == 1);
}

TEST_CASE("a conflict at the savepoint itself begins again") {
    Session s;
    Clock clock;
    s.driver.fail("execute", conflict);
    run_a(s, clock);
    CHECK(s.take_calls() == Calls{"begin", set, "rollback", "begin", set, "execute A", release, "commit"});
}

TEST_CASE("the last attempt is rolled back") {
    Session s;
    for (int i = 0; i < 9; ++i) s.driver.fail("execute", conflict, i == 0 ? 1 : 0);
    try {
        run_transaction(*s.conn, {.max_attempts = 2, .form = RetryForm::savepoint},
                        [](Connection& tx) { tx.execute("A"); });
        FAIL("nothing was thrown");
    } catch (const SerializationFailure& error) {
        CHECK(error.attempts() == 2);
    }
    CHECK(s.take_calls().back() == "rollback");
}

TEST_CASE("another error of a statement rolls all back") {
    Session s;
    Clock clock;
    s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}), 1);
    CHECK_THROWS_AS(run_a(s, clock), UniqueViolation);
    CHECK(s.take_calls() == Calls{"begin", set, "execute A", "rollback"});
}

TEST_CASE("another error of RELEASE leaves the outcome unknown, unless it says that all was committed") {
    Clock clock;
    {
        Session s;
        s.driver.fail("execute", OperationalError("range unavailable", {.sqlstate = "58C00"}), 2);
        try {
            run_a(s, clock);
            FAIL("nothing was thrown");
        } catch (const AmbiguousCommit& error) {
            CHECK(error.is_outcome_unknown());
            CHECK(std::string(error.what()).find("range unavailable") != std::string::npos);
        }
        CHECK(s.driver.count("rollback") == 1);
    }
    {
        Session s;
        s.driver.fail("execute",
                      ConnectionLost("gone", {.outcome_unknown = true, .connection_usable = false}), 2);
        CHECK_THROWS_AS(run_a(s, clock), AmbiguousCommit);
    }
    {
        Session s;
        s.driver.fail("execute", InternalError("committed", {.sqlstate = "XXA00", .committed = true}), 2);
        CHECK_THROWS_AS(run_a(s, clock), InternalError);
    }
}

TEST_CASE("behind a RELEASE all is committed, whatever becomes of COMMIT") {
    Session s;
    Clock clock;
    s.driver.fail("commit", lost);
    CHECK_NOTHROW(run_a(s, clock));
    CHECK_FALSE(s.conn->is_usable());
    REQUIRE(s.conn->messages().size() == 1);
    CHECK(s.conn->messages()[0].text == "the server went away");
}

TEST_CASE("a database without that savepoint refuses the form") {
    Session s([](testing::FakeDriver& driver) { driver.features.restart_savepoint = false; });
    Clock clock;
    CHECK_THROWS_AS(run_a(s, clock), NotSupportedError);
    CHECK(s.take_calls() == Calls{});
    s.conn->execute("A");
}
