// SPDX-License-Identifier: BSL-1.0
//
// executemany: totals, its own transaction in autocommit mode, and what a failure leaves behind.
#include <doctest/doctest.h>

#include <algorithm>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "executemany_session.hpp"
#include "support/fake_driver.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using testing::Calls;
using testing::FakeDriver;
using testing::Rows;
using testing::Session;
using testing::three;

namespace {

/// Three rows, before the second of which something happens.
auto rows_with(std::function<void()> event) {
    return testing::Made(1, 4, [event = std::move(event)](int n) {
        if (n == 2) event();
        return std::tuple(n);
    });
}

}  // namespace

TEST_CASE("the statement runs once for each list, in one transaction, and the row counts add up") {
    Session s;
    CHECK(&s.cur->executemany("UPDATE ?", three) == s.cur.get());
    CHECK(s.driver.take_calls() == Calls{"begin", "execute UPDATE ?", "complete", "execute UPDATE ?",
                                         "complete", "execute UPDATE ?", "complete"});
    CHECK(s.cur->rowcount() == 6);
    CHECK(s.cur->statusmessage() == "UPDATE 2");
    CHECK(s.cur->description() == nullptr);
    CHECK(s.cur->lastrowid() == std::nullopt);
    CHECK_THROWS_AS((void)s.cur->fetchone(), ProgrammingError);
    CHECK_THROWS_AS((void)s.cur->nextset(), ProgrammingError);
}

TEST_CASE("a count that is not known makes the total unknown") {
    Session s;
    s.driver.answer("X ?", testing::FakeResult{});
    s.cur->executemany("X ?", three);
    CHECK(s.cur->rowcount() == -1);
}

TEST_CASE("an empty range does nothing, and its total is zero") {
    for (const bool autocommit : {false, true}) {
        Session s(autocommit);
        s.cur->execute("SELECT ?", 1);
        s.driver.take_calls();
        s.cur->executemany("UPDATE ?", Rows{});
        CHECK(s.driver.take_calls() == Calls{});
        CHECK(s.cur->rowcount() == 0);
        CHECK_THROWS_AS((void)s.cur->fetchone(), ProgrammingError);
    }
}

TEST_CASE("in autocommit mode the whole is one transaction of its own") {
    Session s(true);
    s.cur->executemany("UPDATE ?", three);
    const auto calls = s.driver.take_calls();
    CHECK(calls.front() == "begin");
    CHECK(calls.back() == "commit");
    CHECK(calls.size() == 8);
    CHECK(s.cur->rowcount() == 6);
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("in a transaction that is open already, autocommit mode or not, it begins and commits nothing") {
    Session s(true);
    s.conn->begin();
    s.driver.take_calls();
    s.cur->executemany("UPDATE ?", three);
    CHECK(s.driver.count("begin") == 0);
    CHECK(s.driver.count("commit") == 0);
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
}

TEST_CASE("statements that are exempt from transactions get none of their own") {
    Session s(true);
    s.driver.exempt_keywords = {"PRAGMA"};
    s.cur->executemany("PRAGMA ?", three);
    CHECK(s.driver.count("begin") == 0);
    CHECK(s.driver.count("commit") == 0);
}

TEST_CASE("a failure in its own transaction is rolled back; in the program's it is left to the program") {
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        Session s(autocommit);
        s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}), 1);
        CHECK_THROWS_AS(s.cur->executemany("UPDATE ?", three), UniqueViolation);
        CHECK(s.driver.count("execute") == 2);
        CHECK(s.driver.count("rollback") == (autocommit ? 1 : 0));
        CHECK(s.driver.count("commit") == 0);
        CHECK((s.conn->transaction_status() == TransactionStatus::active) == !autocommit);
        CHECK(s.cur->rowcount() == -1);
        CHECK(s.cur->messages().size() == 1);
        s.conn->rollback();
        CHECK_NOTHROW(s.cur->executemany("UPDATE ?", three));
    }
}

TEST_CASE("a begin that failed needs no rollback") {
    Session s(true);
    s.driver.fail("begin", OperationalError("no"));
    CHECK_THROWS_AS(s.cur->executemany("UPDATE ?", three), OperationalError);
    CHECK(s.driver.take_calls() == Calls{"begin"});
}

TEST_CASE("a rollback that fails as well leaves the first error to be thrown, and a lost connection") {
    Session s(true);
    s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}), 2);
    s.driver.fail("rollback", OperationalError("cannot roll back"));
    try {
        s.cur->executemany("UPDATE ?", three);
        FAIL("executed");
    } catch (const UniqueViolation& error) {
        CHECK(error.sqlstate() == "23505");
        CHECK_FALSE(error.is_connection_usable());
    }
    CHECK_FALSE(s.conn->is_usable());
    CHECK_THROWS_AS(s.cur->execute("UPDATE ?", 1), ConnectionLost);
    CHECK_NOTHROW(s.conn->close());
}

TEST_CASE("its own commit is honest: refused, ambiguous or failed") {
    Session s(true);
    s.driver.refuse_commit();
    CHECK_THROWS_AS(s.cur->executemany("UPDATE ?", three), TransactionRolledBack);
    CHECK(s.driver.count("rollback") == 0);

    s.driver.fail("commit", SerializationFailure("restart", {.sqlstate = "40001", .retryable = true}));
    CHECK_THROWS_AS(s.cur->executemany("UPDATE ?", three), SerializationFailure);
    CHECK(s.driver.count("rollback") == 1);

    s.driver.fail("commit", ConnectionLost("gone", {.outcome_unknown = true, .connection_usable = false}));
    try {
        s.cur->executemany("UPDATE ?", three);
        FAIL("committed");
    } catch (const AmbiguousCommit& error) {
        CHECK(error.is_outcome_unknown());
    }
    CHECK_FALSE(s.conn->is_usable());
}

TEST_CASE("a statement that returns rows is refused, and leaves nothing pending") {
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        Session s(autocommit);
        CHECK_THROWS_AS(s.cur->executemany("SELECT ?", three), ProgrammingError);
        CHECK(s.driver.count("end_stream") == 1);
        CHECK(s.driver.count("fetch") == 0);
        CHECK(s.driver.count("rollback") == (autocommit ? 1 : 0));
        s.conn->rollback();
        CHECK_NOTHROW(s.cur->execute("SELECT ?", 1));
    }
}

TEST_CASE("an error of the range itself is thrown, after the transaction of its own was rolled back") {
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        Session s(autocommit);
        CHECK_THROWS_WITH_AS(
            s.cur->executemany("UPDATE ?", rows_with([] { throw std::out_of_range("end of file"); })),
            "end of file", std::out_of_range);
        CHECK(s.driver.count("execute") == 1);
        CHECK(s.driver.count("rollback") == (autocommit ? 1 : 0));
        s.conn->rollback();
        CHECK_NOTHROW(s.cur->execute("UPDATE ?", 1));
    }
}

TEST_CASE("the range must not use the connection: InterfaceError, not a deadlock") {
    const std::vector<std::function<void(Session&)>> uses{[](Session& s) { s.conn->execute("SELECT ?", 1); },
                                                          [](Session& s) { s.conn->commit(); },
                                                          [](Session& s) { s.conn->rollback(); },
                                                          [](Session& s) { s.conn->close(); },
                                                          [](Session& s) { s.cur->execute("UPDATE ?", 1); },
                                                          [](Session& s) { s.conn->set_autocommit(true); }};
    for (const auto& use : uses) {
        Session s;
        CHECK_THROWS_AS(s.cur->executemany("UPDATE ?", rows_with([&] { use(s); })), InterfaceError);
        CHECK(s.driver.take_calls() == Calls{"begin", "execute UPDATE ?", "complete"});
        CHECK_FALSE(s.conn->is_closed());
        CHECK_NOTHROW(s.conn->commit());
    }
}

TEST_CASE("an error of ours that the range throws is not taken for one of this connection") {
    Session s(true);
    const ConnectionLost elsewhere("the other server went away", {.connection_usable = false});
    CHECK_THROWS_AS(s.cur->executemany("UPDATE ?", rows_with([&] { throw elsewhere; })), ConnectionLost);
    CHECK(s.conn->is_usable());
    CHECK(s.driver.count("rollback") == 1);
    CHECK_NOTHROW(s.cur->execute("UPDATE ?", 1));
}

TEST_CASE("a cancel between two lists ends the whole after at most one more") {
    Session s(true);
    CHECK_THROWS_AS(s.cur->executemany("UPDATE ?", rows_with([&] { s.conn->cancel(); })), QueryCanceled);
    CHECK(s.driver.count("execute") == 2);
    CHECK(s.driver.count("rollback") == 1);
    CHECK_NOTHROW(s.cur->executemany("UPDATE ?", three));
}

TEST_CASE("the range may ask the connection what needs no database, and use another connection") {
    Session s;
    const auto other = s.driver.connect("fake:");
    s.cur->executemany("UPDATE ?", rows_with([&] {
                           CHECK(s.conn->transaction_status() == TransactionStatus::active);
                           CHECK(s.conn->is_usable());
                           other->execute("SELECT ?", 1);
                       }));
    CHECK(s.cur->rowcount() == 6);
}

TEST_CASE("several statements or none in the text are refused before anything runs") {
    Session s(true);
    CHECK_THROWS_AS(s.cur->executemany("A ?; B ?", three), ProgrammingError);
    CHECK_THROWS_AS(s.cur->executemany("", three), ProgrammingError);
    CHECK_THROWS_AS(s.cur->executemany("A", three), ProgrammingError);
    CHECK(s.driver.take_calls() == Calls{});
}
