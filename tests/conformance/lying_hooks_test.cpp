// SPDX-License-Identifier: BSL-1.0
//
// Clauses of PEP 249 that the core keeps whatever the hooks of a driver say: no case of the kit has to find
// these mistakes, as no driver can make them.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/lying_driver.hpp"

using namespace dbapi;
using testing::LyingDriver;

namespace {

struct Session {
    LyingDriver driver{};
    std::shared_ptr<Connection> conn = driver.connect("lying:");
    std::unique_ptr<Cursor> cur = conn->cursor();
};

using Call = std::function<void(Cursor&)>;

std::vector<Call> fetches() {
    return {[](Cursor& c) { (void)c.fetchone(); },   [](Cursor& c) { (void)c.fetchmany(); },
            [](Cursor& c) { (void)c.fetchmany(0); }, [](Cursor& c) { (void)c.fetchall(); },
            [](Cursor& c) { (void)c.fetchview(); },  [](Cursor& c) { (void)c.nextset(); }};
}

std::vector<Call> uses() {
    auto all = fetches();
    all.insert(all.end(), {[](Cursor& c) { c.execute("S"); }, [](Cursor& c) { c.executemany("S ?", {{1}}); },
                           [](Cursor& c) { (void)c.description(); }, [](Cursor& c) { (void)c.rowcount(); },
                           [](Cursor& c) { (void)c.rownumber(); }, [](Cursor& c) { (void)c.lastrowid(); },
                           [](Cursor& c) { (void)c.arraysize(); }, [](Cursor& c) { (void)c.messages(); },
                           [](Cursor& c) { c.setoutputsize(1); }});
    return all;
}

std::string text(const std::optional<Row>& row) { return row ? row->get<std::string>(0) : "none"; }

}  // namespace

TEST_CASE("C96: rows that a hook has without columns are not fetched") {
    Session s;
    for (const auto& fetch : fetches()) CHECK_THROWS_AS(fetch(*s.cur), ProgrammingError);
    s.driver.returns_rows = false;
    s.cur->execute("S");
    for (const auto& fetch : fetches()) CHECK_THROWS_AS(fetch(*s.cur), ProgrammingError);
    CHECK(s.driver.calls.fetches == 0);
}

TEST_CASE("C33, C34: a closed connection is closed, though its hooks say that it is usable and active") {
    Session s;
    s.cur->execute("S");
    s.conn->close();
    const auto calls = s.driver.calls;
    CHECK_FALSE(s.conn->is_usable());
    CHECK(s.conn->transaction_status() == TransactionStatus::unknown);
    const std::vector<std::function<void()>> operations{[&] { s.conn->commit(); },
                                                        [&] { s.conn->rollback(); },
                                                        [&] { (void)s.conn->cursor(); },
                                                        [&] { s.conn->begin(); },
                                                        [&] { s.conn->cancel(); },
                                                        [&] { s.conn->execute("S"); },
                                                        [&] { s.conn->set_autocommit(true); }};
    for (const auto& operation : operations) CHECK_THROWS_AS(operation(), InterfaceError);
    for (const auto& use : uses()) CHECK_THROWS_AS(use(*s.cur), InterfaceError);
    CHECK(s.driver.calls == calls);
}

TEST_CASE("C78: a closed cursor is closed, though its hooks would go on") {
    Session s;
    s.cur->execute("S");
    s.cur->close();
    const auto calls = s.driver.calls;
    for (const auto& use : uses()) CHECK_THROWS_AS(use(*s.cur), InterfaceError);
    CHECK_NOTHROW(s.cur->close());
    CHECK(s.driver.calls == calls);
}

TEST_CASE("C36: close() again is fine, though the hook would throw") {
    Session s;
    s.conn->close();
    CHECK_NOTHROW(s.conn->close());
    CHECK(s.driver.calls.closes == 1);
}

TEST_CASE("C35: close() rolls back before the hook that ends the session, which might commit") {
    Session s;
    s.conn->close();
    CHECK(s.driver.calls.rollbacks == 1);
    CHECK(s.driver.calls.commits == 0);
}

TEST_CASE("C38: commit() and rollback() with nothing pending ask no hook") {
    Session s;
    s.driver.status = TransactionStatus::idle;
    s.driver.rolls_back = true;
    CHECK_NOTHROW(s.conn->commit());
    CHECK_NOTHROW(s.conn->rollback());
    CHECK(s.driver.calls == LyingDriver::Calls{});
}

TEST_CASE("C37: a COMMIT that was answered with ROLLBACK does not return") {
    Session s;
    s.driver.rolls_back = true;
    CHECK_THROWS_AS(s.conn->commit(), TransactionRolledBack);
}

TEST_CASE("C39: a transaction begins before a statement, also when one has ended behind the hooks' back") {
    Session s;
    s.driver.status = TransactionStatus::idle;
    s.cur->execute("S");
    CHECK(s.driver.calls.begins == 1);
    s.cur->execute("S");
    CHECK(s.driver.calls.begins == 2);
}

TEST_CASE("C57, C63: before any execute there is nothing to tell") {
    Session s;
    CHECK_FALSE(s.cur->description());
    CHECK(s.cur->rowcount() == -1);
    CHECK_FALSE(s.cur->rownumber());
    CHECK_FALSE(s.cur->lastrowid());
}

TEST_CASE("C59: an execute that fails leaves nothing of the result before it") {
    Session s;
    s.cur->execute("S");
    REQUIRE(s.cur->description());
    s.driver.fails = true;
    CHECK_THROWS_AS(s.cur->execute("S"), ProgrammingError);
    CHECK_FALSE(s.cur->description());
    CHECK(s.cur->rowcount() == -1);
    CHECK_FALSE(s.cur->lastrowid());
    for (const auto& fetch : fetches()) CHECK_THROWS_AS(fetch(*s.cur), ProgrammingError);
}

TEST_CASE("C62: rows that the hooks did not count are counted") {
    Session s;
    s.driver.rowcount = -1;
    s.cur->execute("S");
    CHECK(s.cur->rowcount() == 3);
    auto stream = s.conn->stream("S");
    while (stream.fetchone()) {
    }
    CHECK(stream.rowcount() == 3);
}

TEST_CASE("C86, C89: parameters that do not fit, or no statement, do not come to a hook") {
    Session s;
    s.driver.status = TransactionStatus::idle;
    CHECK_THROWS_AS(s.cur->execute("S ?"), ProgrammingError);
    CHECK_THROWS_AS(s.cur->execute("S ?", 1, 2), ProgrammingError);
    CHECK_THROWS_AS(s.cur->execute("S", 1), ProgrammingError);
    CHECK_THROWS_AS(s.cur->execute("S :a", {{"b", 1}}), ProgrammingError);
    CHECK_THROWS_AS(s.cur->executemany("S ?, ?", {{1}}), ProgrammingError);
    CHECK_THROWS_AS(s.cur->execute(""), ProgrammingError);
    CHECK_THROWS_AS(s.cur->execute(" -- nothing"), ProgrammingError);
    CHECK(s.driver.calls.executes == 0);
}

TEST_CASE("C92: executemany() of what gives rows is refused, though the hooks have them") {
    Session s;
    CHECK_THROWS_AS(s.cur->executemany("S ?", {{1}, {2}}), ProgrammingError);
    CHECK_FALSE(s.cur->description());
}

TEST_CASE("C93: executemany() of nothing counts none, and asks no hook") {
    Session s;
    s.cur->executemany("S ?", std::vector<std::vector<Value>>{});
    CHECK(s.cur->rowcount() == 0);
    CHECK_FALSE(s.cur->description());
    CHECK(s.driver.calls == LyingDriver::Calls{});
}

TEST_CASE("C95: rows stay what they were, though the hook writes all of them to one place") {
    Session s;
    s.cur->execute("S");
    const auto first = s.cur->fetchone();
    const auto rest = s.cur->fetchall();
    auto stream = s.conn->stream("S");
    const auto streamed = stream.fetchone();
    while (stream.fetchone()) {
    }
    CHECK(text(first) == "row 1");
    CHECK(text(streamed) == "row 1");
    REQUIRE(rest.size() == 2);
    CHECK(text(rest[0]) == "row 2");
    CHECK(text(rest[1]) == "row 3");
}

TEST_CASE("C98: fetchmany() gives arraysize() rows of that moment, however many the hooks have") {
    for (const bool stream : {false, true}) {
        Session s;
        s.driver.rows = 10;
        const auto cur = s.conn->cursor({.stream = stream});
        cur->execute("S");
        CHECK(cur->fetchmany().size() == 1);
        cur->set_arraysize(4);
        CHECK(cur->fetchmany().size() == 4);
        CHECK(cur->fetchmany(2).size() == 2);
        CHECK(cur->fetchmany().size() == 3);
    }
}

TEST_CASE("C100: behind its end a result gives nothing, though the hook would start again") {
    for (const bool stream : {false, true}) {
        Session s;
        const auto cur = s.conn->cursor({.stream = stream});
        cur->execute("S");
        CHECK(cur->fetchall().size() == 3);
        for (int again = 0; again < 3; ++again) {
            CHECK_FALSE(cur->fetchone());
            CHECK(cur->fetchmany(2).empty());
            CHECK(cur->fetchall().empty());
            CHECK_FALSE(cur->fetchview());
        }
        CHECK(s.driver.calls.fetches == 4);
    }
}

TEST_CASE("C118: rownumber() counts what was fetched, whatever the hooks count") {
    for (const bool stream : {false, true}) {
        Session s;
        const auto cur = s.conn->cursor({.stream = stream});
        cur->execute("S");
        CHECK(cur->rownumber() == 0);
        (void)cur->fetchone();
        CHECK(cur->rownumber() == 1);
        (void)cur->fetchall();
        CHECK(cur->rownumber() == 3);
        s.driver.returns_rows = false;
        cur->execute("S");
        CHECK(cur->rownumber() == std::nullopt);
    }
}

TEST_CASE("C133: autocommit does not change while the status is active, and begin() begins none in another") {
    Session s;
    CHECK_THROWS_AS(s.conn->set_autocommit(true), ProgrammingError);
    CHECK_THROWS_AS(s.conn->begin(), ProgrammingError);
    CHECK_FALSE(s.conn->autocommit());
    CHECK(s.driver.calls.begins == 0);
}

TEST_CASE("C43: what Features deny is not asked of the hooks, which would do it") {
    Session s;
    s.driver.features = {};
    s.driver.status = TransactionStatus::idle;
    CHECK_THROWS_AS((void)s.conn->cursor({.stream = true}), NotSupportedError);
    CHECK_THROWS_AS((void)s.conn->cursor({.name = "c"}), NotSupportedError);
    CHECK_THROWS_AS(s.conn->cancel(), NotSupportedError);
    CHECK_THROWS_AS(s.conn->set_transaction_options({.read_only = true}), NotSupportedError);
    CHECK_THROWS_AS(s.cur->execute("S; S"), NotSupportedError);
    CHECK(s.driver.calls == LyingDriver::Calls{});
}

TEST_CASE("an open stream keeps other operations out, though the hooks would mix them up") {
    Session s;
    auto stream = s.conn->stream("S");
    (void)stream.fetchone();
    CHECK_THROWS_AS(s.cur->execute("S"), InterfaceError);
    CHECK_THROWS_AS(s.conn->commit(), InterfaceError);
    CHECK(s.driver.calls.executes == 1);
    CHECK(s.driver.calls.commits == 0);
    CHECK(stream.fetchall().size() == 2);
    CHECK_NOTHROW(s.cur->execute("S"));
}
