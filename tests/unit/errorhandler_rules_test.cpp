// SPDX-License-Identifier: BSL-1.0
//
// Error handlers and messages. PEP 249: C125 to C128, C136 to C140.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using testing::FakeDriver;
using Names = std::vector<std::string>;

namespace {

const OperationalError refused("refused", ErrorDetails{.sqlstate = "55000"});

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};
    Names seen{};  // "connection refused", "cursor refused": what handlers were called with

    explicit Session() {
        driver.features.two_phase = driver.features.callproc = true;
        driver.answer("N", testing::integers("n", {1, 2}));
        conn = driver.connect({.dsn = "fake:"});
    }
    ~Session() { CHECK(driver.violations().empty()); }

    [[nodiscard]] ErrorHandler noting(const std::string& prefix = {}) {
        return [this, prefix](Connection& connection, Cursor* cursor, const Error& error) {
            CHECK(&connection == conn.get());
            const auto messages = cursor ? cursor->messages() : connection.messages();
            CHECK_FALSE(messages.empty());  // the error is there before
            if (!messages.empty()) CHECK(messages.back().text == error.what());
            seen.push_back(prefix + (cursor ? "cursor " : "connection ") + error.what());
        };
    }
};

}  // namespace

TEST_CASE("at first there is no handler") {
    Session s;
    CHECK_FALSE(s.conn->errorhandler());
    CHECK_FALSE(s.conn->cursor()->errorhandler());
}

TEST_CASE("errors of the connection go to its handler, and are thrown when it returns") {
    Session s;
    s.conn->set_errorhandler(s.noting());
    CHECK(s.conn->errorhandler());
    s.conn->execute("A");
    for (const char* hook : {"commit", "rollback"}) {
        s.driver.fail(hook, refused);
        if (*hook == 'c') CHECK_THROWS_AS(s.conn->commit(), OperationalError);
        if (*hook == 'r') CHECK_THROWS_AS(s.conn->rollback(), OperationalError);
    }
    CHECK_THROWS_AS(s.conn->begin(), ProgrammingError);
    CHECK_THROWS_AS(s.conn->tpc_prepare(), ProgrammingError);
    CHECK_THROWS_AS((void)s.conn->cursor({.name = "c"}), NotSupportedError);
    CHECK(s.seen.size() == 5);
    CHECK(s.seen[0] == "connection refused");
    s.conn->set_errorhandler({});
    CHECK_FALSE(s.conn->errorhandler());
    CHECK_THROWS_AS(s.conn->begin(), ProgrammingError);
    CHECK(s.seen.size() == 5);
}

TEST_CASE("a cursor has a copy of the connection's handler of the moment when it was made") {
    Session s;
    const auto before = s.conn->cursor();
    s.conn->set_errorhandler(s.noting("a "));
    const auto cur = s.conn->cursor();
    s.conn->set_errorhandler(s.noting("b "));
    s.driver.fail("execute", refused);
    CHECK_THROWS_AS(before->execute("A"), OperationalError);
    CHECK(s.seen == Names{});
    s.driver.fail("execute", refused);
    CHECK_THROWS_AS(cur->execute("A"), OperationalError);
    CHECK(s.seen == Names{"a cursor refused"});
    cur->set_errorhandler(s.noting("c "));
    s.driver.fail("execute", refused);
    CHECK_THROWS_AS(cur->execute("A"), OperationalError);
    CHECK(s.seen.back() == "c cursor refused");
    cur->set_errorhandler({});
    s.driver.fail("execute", refused);
    CHECK_THROWS_AS(cur->execute("A"), OperationalError);
    CHECK(s.seen.size() == 2);
}

TEST_CASE("the cursors of results have it as well, and only while it is set") {
    Session s;
    const auto fails = [&](bool stream) {
        s.driver.fail("execute", refused);
        if (stream) CHECK_THROWS_AS(s.conn->stream("A"), OperationalError);
        if (!stream) CHECK_THROWS_AS(s.conn->execute("A"), OperationalError);
        return std::exchange(s.seen, {});
    };
    s.conn->execute("A");  // whose cursor is used again
    s.conn->set_errorhandler(s.noting());
    CHECK(fails(false) == Names{"cursor refused"});
    CHECK(fails(true) == Names{"cursor refused"});
    s.conn->execute("A");
    s.conn->set_errorhandler({});
    CHECK(fails(false) == Names{});
    CHECK(fails(true) == Names{});
}

TEST_CASE("errors of fetches and of wrong calls come too") {
    Session s;
    s.conn->set_errorhandler(s.noting());
    const auto stream = s.conn->cursor({.stream = true});
    s.driver.fail("fetch", refused);
    stream->execute("N");
    CHECK_THROWS_AS((void)stream->fetchone(), OperationalError);
    stream->execute("N");
    s.driver.fail("fetch", refused, 1);
    const auto read_all = [&] {
        for (const int n : stream->rows<int>()) CHECK(n == 1);
    };
    CHECK_THROWS_AS(read_all(), OperationalError);
    s.driver.fail("fetch", refused);
    stream->execute("N");
    CHECK_THROWS_AS((void)stream->fetchall(), OperationalError);
    CHECK(s.seen == Names{"cursor refused", "cursor refused", "cursor refused"});

    const auto cur = s.conn->cursor();
    CHECK_THROWS_AS((void)cur->fetchone(), ProgrammingError);
    CHECK_THROWS_AS((void)cur->fetchall(), ProgrammingError);
    CHECK_THROWS_AS((void)cur->rows<int>(), ProgrammingError);
    CHECK_THROWS_AS(cur->nextset(), ProgrammingError);
    CHECK_THROWS_AS(cur->scroll(1), ProgrammingError);
    CHECK_THROWS_AS(cur->execute("A ?"), ProgrammingError);
    CHECK_THROWS_AS(cur->executemany("N", {{}}), ProgrammingError);
    CHECK(s.seen.size() == 10);
}

TEST_CASE("what a handler throws is what the caller sees") {
    struct Mine {};
    Session s;
    s.conn->set_errorhandler([](Connection&, Cursor*, const Error&) { throw Mine(); });
    CHECK_THROWS_AS(s.conn->tpc_prepare(), Mine);
    s.driver.fail("execute", refused);
    CHECK_THROWS_AS(s.conn->execute("A"), Mine);
    s.driver.fail("execute", refused);
    CHECK_THROWS_AS(s.conn->executemany("A ?", {{1}}), Mine);
    s.conn->set_errorhandler({});
    CHECK_NOTHROW(s.conn->execute("A"));
}

TEST_CASE("a handler may use the connection, and take itself away") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->set_errorhandler([&](Connection& connection, Cursor* cursor, const Error& error) {
        cursor->set_errorhandler({});
        connection.rollback();
        connection.set_errorhandler({});
        CHECK(cursor->execute("N").fetchall().size() == 2);
        s.seen.emplace_back(error.what());
    });
    s.driver.fail("execute", refused);
    CHECK_THROWS_AS(cur->execute("A"), OperationalError);
    CHECK(s.seen == Names{"refused"});
}

TEST_CASE("a handler is told that the connection is lost when it is") {
    Session s;
    bool usable = true;
    s.conn->set_errorhandler(
        [&](Connection& connection, Cursor*, const Error&) { usable = connection.is_usable(); });
    s.driver.fail("execute", ConnectionLost("gone", ErrorDetails{.connection_usable = false}));
    CHECK_THROWS_AS(s.conn->execute("A"), ConnectionLost);
    CHECK_FALSE(usable);
}

TEST_CASE("every standard method of a cursor but the fetches clears its messages") {
    Session s;
    const auto cur = s.conn->cursor();
    const std::function<void()> clearing[] = {
        [&] { cur->execute("N"); },
        [&] { cur->executemany("A ?", {{1}}); },
        [&] { cur->callproc("N"); },
        [&] { cur->nextset(); },
        [&] {
            cur->setinputsizes({NUMBER, 25, std::nullopt});
        },
        [&] { cur->setoutputsize(10); },
        [&] { cur->clear_messages(); },
    };
    for (const auto& clears : clearing) {
        s.driver.notify("execute", {.text = "a notice"});
        cur->execute("N");
        REQUIRE(cur->messages().size() == 1);
        (void)cur->fetchone();
        (void)cur->fetchmany(1);
        (void)cur->fetchall();
        cur->scroll(0, ScrollMode::absolute);
        CHECK(cur->messages().size() == 1);
        clears();
        CHECK(cur->messages().empty());
    }
}

TEST_CASE("every standard method of a connection clears its messages") {
    Session s;
    const Xid xid(1, "a", "");
    const std::function<void()> clearing[] = {
        [&] { (void)s.conn->cursor(); },   [&] { s.conn->commit(); },
        [&] { s.conn->rollback(); },       [&] { s.conn->set_autocommit(false); },
        [&] { s.conn->tpc_begin(xid); },   [&] { s.conn->tpc_prepare(); },
        [&] { s.conn->tpc_commit(); },     [&] { (void)s.conn->tpc_recover(); },
        [&] { s.conn->clear_messages(); },
    };
    for (const auto& clears : clearing) {
        CHECK_THROWS_AS((void)s.conn->xid(-1, "", ""), DataError);
        REQUIRE(s.conn->messages().size() == 1);
        clears();
        CHECK(s.conn->messages().empty());
    }
    CHECK_THROWS_AS(s.conn->tpc_commit(), ProgrammingError);
    s.conn->execute("A");  // no standard method of a connection
    CHECK(s.conn->messages().size() == 1);
}
