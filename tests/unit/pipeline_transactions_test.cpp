// SPDX-License-Identifier: BSL-1.0
//
// Pipeline: where transactions begin and end, and what a failure leaves.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <vector>

#include "support/pipelined.hpp"

using namespace testing::pipelined;

TEST_CASE("nothing is sent before sync(), and then all of it, in one transaction") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        auto& update = pipe.execute("UPDATE ?", 7);
        auto& select = pipe.execute("SELECT 1");
        pipe.commit();
        CHECK(pipe.size() == 3);
        CHECK(s.driver.take_calls() == Calls{});
        CHECK(s.conn->transaction_status() == TransactionStatus::idle);
        pipe.sync();
        CHECK(pipe.size() == 0);
        CHECK(s.driver.count("pipeline") == (s.together ? 1 : 0));
        CHECK(s.run() == Calls{"UPDATE ? [begin]", "SELECT 1", "commit"});
        CHECK(s.driver.executions()[0].parameters == std::vector<Value>{7});
        CHECK(update.rowcount() == 2);
        CHECK(update.statusmessage() == "UPDATE 2");
        CHECK(select.scalar<int>() == 1);
        CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    });
}

TEST_CASE("a transaction that is open already goes on, and commit() begins the next by itself") {
    on_both([](Session& s) {
        s.conn->execute("SELECT 1");
        s.driver.take_calls();
        Pipeline pipe(*s.conn);
        pipe.execute("UPDATE ?", 1);
        pipe.commit();
        pipe.commit();  // of nothing
        pipe.execute("UPDATE ?", 2);
        pipe.execute("UPDATE ?", 3);
        pipe.sync();
        CHECK(s.run() == Calls{"UPDATE ?", "commit", "UPDATE ? [begin]", "UPDATE ?"});
        CHECK(s.conn->transaction_status() == TransactionStatus::active);
    });
}

TEST_CASE("a commit of nothing sends nothing, and an empty pipeline does nothing") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        pipe.sync();
        pipe.commit();
        pipe.commit();
        pipe.sync();
        CHECK(s.run() == Calls{});
    });
}

TEST_CASE("the first failure ends the run; the transaction is left to the program") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        pipe.execute("UPDATE ?", 1);
        pipe.execute("UPDATE ?", 2);
        pipe.execute("UPDATE ?", 3);
        pipe.commit();
        s.driver.fail("execute", there, 1);
        CHECK(failing_step<UniqueViolation>(pipe) == RowRange{1, 1});
        CHECK(s.run() == Calls{"UPDATE ? [begin]", "UPDATE ?"});
        CHECK(pipe.size() == 0);
        CHECK(s.conn->transaction_status() == TransactionStatus::active);
        REQUIRE(s.conn->messages().size() == 1);
        CHECK(s.conn->messages()[0].sqlstate == "23505");
        s.conn->rollback();
        pipe.execute("UPDATE ?", 1);
        CHECK_NOTHROW(pipe.sync());
    });
}

TEST_CASE("in autocommit mode the whole is one transaction of its own") {
    on_both(
        [](Session& s) {
            Pipeline pipe(*s.conn);
            CHECK_THROWS_AS(pipe.commit(), ProgrammingError);
            pipe.execute("UPDATE ?", 1);
            auto& select = pipe.execute("SELECT 1");
            pipe.sync();
            CHECK(s.run() == Calls{"UPDATE ? [begin]", "SELECT 1", "commit"});
            CHECK(select.scalar<int>() == 1);

            pipe.execute("UPDATE ?", 1);
            pipe.execute("UPDATE ?", 2);
            s.driver.fail("execute", there, 1);
            CHECK(failing_step<UniqueViolation>(pipe) == RowRange{1, 1});
            CHECK(s.run() == Calls{"UPDATE ? [begin]", "UPDATE ?", "rollback"});
            CHECK(s.conn->transaction_status() == TransactionStatus::idle);
        },
        true);
}

TEST_CASE("in autocommit mode a transaction that the program began is the program's") {
    on_both(
        [](Session& s) {
            Pipeline pipe(*s.conn);
            s.conn->begin();
            s.driver.take_calls();
            pipe.execute("UPDATE ?", 1);
            pipe.sync();
            CHECK(s.run() == Calls{"UPDATE ?"});
            pipe.execute("UPDATE ?", 1);
            s.driver.fail("execute", there);
            CHECK(failing_step<UniqueViolation>(pipe) == RowRange{0, 0});
            CHECK(s.conn->transaction_status() == TransactionStatus::active);

            s.driver.take_calls();
            pipe.commit();
            pipe.execute("UPDATE ?", 2);
            pipe.sync();
            CHECK(s.run() == Calls{"commit", "UPDATE ? [begin]", "commit"});
        },
        true);
}

TEST_CASE("statements that are exempt from transactions begin none") {
    on_both(
        [](Session& s) {
            s.driver.exempt_keywords = {"PRAGMA"};
            Pipeline pipe(*s.conn);
            pipe.execute("PRAGMA a");
            pipe.sync();
            CHECK(s.run() == Calls{"PRAGMA a"});
            pipe.execute("PRAGMA a");
            pipe.execute("UPDATE ?", 1);
            pipe.sync();
            CHECK(s.run() == Calls{"PRAGMA a", "UPDATE ? [begin]", "commit"});
        },
        true);
}

TEST_CASE("a commit whose answer is lost is ambiguous, wherever the connection broke behind its sending") {
    const ConnectionLost lost("gone", {.outcome_unknown = true, .connection_usable = false});
    for (const char* hook : {"execute", "piped_commit"}) {
        CAPTURE(hook);
        Session s(true);
        Pipeline pipe(*s.conn);
        pipe.execute("UPDATE ?", 1);
        pipe.commit();
        s.driver.fail(hook, lost);
        const std::size_t step = std::string(hook) == "execute" ? 0 : 1;
        CHECK(failing_step<AmbiguousCommit>(pipe) == RowRange{step, step});
        CHECK_FALSE(s.conn->is_usable());
    }
    Session s(false);
    Pipeline pipe(*s.conn);
    pipe.execute("UPDATE ?", 1);
    pipe.commit();
    s.driver.fail("commit", lost);
    CHECK(failing_step<AmbiguousCommit>(pipe) == RowRange{1, 1});
}

TEST_CASE("the commit of autocommit mode has no place in the pipeline") {
    on_both(
        [](Session& s) {
            Pipeline pipe(*s.conn);
            pipe.execute("UPDATE ?", 1);
            s.driver.fail(s.together ? "piped_commit" : "commit",
                          SerializationFailure("again", {.sqlstate = "40001", .retryable = true}));
            CHECK(failing_step<SerializationFailure>(pipe) == std::nullopt);
            CHECK(s.conn->transaction_status() == TransactionStatus::idle);
        },
        true);
}

TEST_CASE("a commit that was answered with a rollback ends the run") {
    Session s(false);
    s.conn->execute("SELECT 1");
    s.driver.take_calls();
    s.driver.refuse_commit();
    Pipeline pipe(*s.conn);
    pipe.commit();
    pipe.execute("UPDATE ?", 1);
    CHECK(failing_step<TransactionRolledBack>(pipe) == RowRange{0, 0});
    CHECK(s.run() == Calls{"commit"});
}
