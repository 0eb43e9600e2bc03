// SPDX-License-Identifier: BSL-1.0
//
// Streaming cursors: one at a time on a connection, refused operations, and every way in which a stream ends.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::FakeDriver;
using Calls = std::vector<std::string>;

namespace {

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};
    std::unique_ptr<Cursor> stream{};

    Session() {
        driver.answer("SELECT n", testing::integers("n", {1, 2, 3}));
        driver.answer("SELECT none", testing::integers("n", {}));
        driver.answer("UPDATE", testing::affected(7, "UPDATE 7"));
        conn = driver.connect("fake:");
        stream = conn->cursor({.stream = true});
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        stream.reset();
        conn.reset();
    }
    /// Executes SELECT n on the stream and reads one row.
    void begin_reading() {
        stream->execute("SELECT n");
        CHECK(stream->fetchone().has_value());
        driver.take_calls();
    }
};

const char* const keep = "end_stream keep_transaction";
const char* const roll_back = "end_stream roll_back";

}  // namespace

TEST_CASE("a stream fetches a row when it is asked for one, and completes at the end") {
    Session s;
    s.stream->execute("SELECT n");
    CHECK(s.driver.take_calls() == Calls{"connect", "begin", "execute SELECT n"});
    CHECK(s.driver.executions()[0].stream);
    CHECK(s.stream->rowcount() == -1);
    CHECK(s.stream->description()->size() == 1);
    CHECK((*s.stream->fetchone())[0] == Value(1));
    CHECK(s.stream->rownumber() == 1);
    CHECK(s.driver.take_calls() == Calls{"fetch"});
    CHECK(s.stream->fetchmany(0).empty());
    CHECK(s.driver.take_calls() == Calls{});
    CHECK(s.stream->fetchmany(2).size() == 2);
    CHECK(s.stream->rownumber() == 3);
    CHECK(s.driver.take_calls() == Calls{"fetch", "fetch"});
    CHECK_FALSE(s.stream->fetchone().has_value());
    CHECK(s.driver.take_calls() == Calls{"fetch", "complete"});
    CHECK(s.stream->rowcount() == 3);
    CHECK_FALSE(s.stream->fetchone().has_value());
    CHECK(s.stream->fetchall().empty());
    CHECK(s.driver.take_calls() == Calls{});
    CHECK_NOTHROW(s.conn->execute("UPDATE"));
}

TEST_CASE("a statement without rows on a streaming cursor completes at once") {
    Session s;
    s.stream->execute("UPDATE");
    CHECK(s.stream->rowcount() == 7);
    CHECK_THROWS_AS((void)s.stream->fetchone(), ProgrammingError);
    CHECK_NOTHROW(s.conn->execute("UPDATE"));
    CHECK_THROWS_AS(s.stream->execute("A; B"), NotSupportedError);
    s.stream->execute("SELECT none");
    CHECK(s.stream->fetchall().empty());
    CHECK(s.stream->rowcount() == 0);
}

TEST_CASE("a buffered cursor is not told to stream") {
    Session s;
    s.conn->execute("SELECT n");
    CHECK_FALSE(s.driver.executions()[0].stream);
}

TEST_CASE("while a stream is open every other operation is refused at once, and does the stream no harm") {
    Session s;
    s.conn->set_autocommit(true);
    s.begin_reading();
    const auto other = s.conn->cursor();
    const auto second = s.conn->cursor({.stream = true});
    for (const std::function<void()>& use : std::vector<std::function<void()>>{
             [&] { other->execute("UPDATE"); }, [&] { other->executemany("A ?", {{1}}); },
             [&] { (void)other->callproc("p"); }, [&] { second->execute("SELECT n"); },
             [&] { s.conn->commit(); }, [&] { s.conn->begin(); }, [&] { s.conn->set_autocommit(false); },
             [&] { s.stream->execute("UPDATE"); }, [&] { s.stream->executemany("A ?", {{1}}); },
             [&] { s.conn->execute("UPDATE"); }}) {
        CHECK_THROWS_AS(use(), InterfaceError);
    }
    CHECK(s.driver.take_calls() == Calls{});
    CHECK(s.conn->autocommit());
    CHECK(s.stream->fetchall().size() == 2);
    CHECK_NOTHROW(other->execute("UPDATE"));
}

TEST_CASE("close of the cursor ends its stream and keeps the transaction") {
    Session s;
    s.begin_reading();
    s.stream->close();
    CHECK(s.driver.take_calls() == Calls{keep});
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
    s.conn->execute("UPDATE");
    s.stream->close();
    CHECK(s.driver.take_calls() == Calls{"execute UPDATE", "complete"});
}

TEST_CASE("rollback ends the stream first, and the cursor may execute again") {
    Session s;
    s.begin_reading();
    s.conn->rollback();
    CHECK(s.driver.take_calls() == Calls{roll_back, "rollback"});
    CHECK_THROWS_AS((void)s.stream->fetchone(), InterfaceError);
    CHECK(s.driver.take_calls() == Calls{});
    s.stream->execute("SELECT n");
    CHECK(s.stream->fetchall().size() == 3);
}

TEST_CASE(
    "after rollback the cursor closes, executes or goes without the driver hearing of the stream again") {
    for (const int way : {0, 1, 2}) {
        CAPTURE(way);
        Session s;
        s.begin_reading();
        s.conn->rollback();
        s.driver.take_calls();
        if (way == 0) s.stream->close();
        if (way == 1) s.stream.reset();
        if (way == 2) s.stream->execute("UPDATE");
        s.conn->execute("UPDATE");
        CHECK(s.driver.count("end_stream") == 0);
    }
}

TEST_CASE("close of the connection ends the stream") {
    Session s;
    s.begin_reading();
    s.conn->close();
    CHECK(s.driver.take_calls() == Calls{roll_back, "rollback", "close"});
    CHECK_THROWS_AS((void)s.stream->fetchone(), InterfaceError);
    s.stream->close();
    CHECK(s.driver.take_calls() == Calls{});
}

TEST_CASE("a stream that was abandoned is ended by the next operation, once") {
    Session s;
    s.begin_reading();
    s.stream.reset();
    CHECK(s.driver.take_calls() == Calls{});
    s.conn->execute("UPDATE");
    CHECK(s.driver.take_calls() == Calls{keep, "execute UPDATE", "complete"});
    s.conn->commit();
    CHECK(s.driver.take_calls() == Calls{"commit"});
}

TEST_CASE("whichever operation comes next ends the abandoned stream") {
    struct {
        const char* name;
        std::function<void(Connection&)> use;
        const char* how;
    } const table[] = {
        {"commit", [](Connection& c) { c.commit(); }, keep},
        {"rollback", [](Connection& c) { c.rollback(); }, roll_back},
        {"close", [](Connection& c) { c.close(); }, roll_back},
        {"executemany", [](Connection& c) { c.cursor()->executemany("A ?", {{1}}); }, keep},
        {"callproc", [](Connection& c) { (void)c.cursor()->callproc("p"); }, keep},
        {"stream", [](Connection& c) { (void)c.stream("SELECT n").fetchall(); }, keep},
    };
    for (const auto& row : table) {
        CAPTURE(row.name);
        Session s;
        s.begin_reading();
        s.stream.reset();
        row.use(*s.conn);
        CHECK(s.driver.take_calls().front() == row.how);
    }
}

TEST_CASE(
    "an abandoned stream that ends badly is told in the connection's messages, and is not ended again") {
    Session s;
    s.begin_reading();
    s.stream.reset();
    s.driver.fail("end_stream", DataError("division by zero"));
    CHECK_NOTHROW(s.conn->execute("UPDATE"));
    REQUIRE(s.conn->messages().size() == 1);
    CHECK(s.conn->messages()[0].text == "division by zero");
    CHECK_NOTHROW(s.conn->execute("UPDATE"));
    CHECK(s.driver.count("end_stream") == 1);
}

TEST_CASE("an abandoned stream that cannot be ended fails the operation that tried") {
    Session s;
    s.begin_reading();
    s.stream.reset();
    s.driver.fail("end_stream", DeadlineExceeded("too many rows left", {.connection_usable = false}));
    CHECK_THROWS_AS(s.conn->execute("UPDATE"), DeadlineExceeded);
    CHECK_FALSE(s.conn->is_usable());
    CHECK(s.driver.count("execute") == 0);
}

TEST_CASE("an error in a stream ends it: no result, no refusal") {
    for (const char* hook : {"fetch", "complete"}) {
        CAPTURE(hook);
        Session s;
        s.begin_reading();
        s.driver.fail(hook, DataError("division by zero"));
        CHECK_THROWS_AS((void)s.stream->fetchall(), DataError);
        CHECK(s.stream->messages().size() == 1);
        CHECK_THROWS_AS((void)s.stream->fetchone(), ProgrammingError);
        CHECK(s.stream->description() == nullptr);
        CHECK(s.stream->messages().size() == 2);  // a wrong call is an error as well
        s.conn->execute("UPDATE");
        CHECK(s.driver.count("end_stream") == 0);
        CHECK_NOTHROW(s.stream->execute("SELECT n"));
    }
}

TEST_CASE("a stream whose server went away says so, and leaves a lost connection") {
    Session s;
    s.begin_reading();
    s.driver.fail("fetch", ConnectionLost("gone", {.sqlstate = "08006", .connection_usable = false}));
    CHECK_THROWS_AS((void)s.stream->fetchone(), ConnectionLost);
    CHECK_FALSE(s.conn->is_usable());
    CHECK_NOTHROW(s.stream->close());
    CHECK_NOTHROW(s.conn->close());
    CHECK(s.driver.take_calls() == Calls{"fetch", "close"});
}

TEST_CASE("a fetch that cannot have the connection in time leaves the stream as it was") {
    Session s;
    s.begin_reading();
    const auto gate = s.driver.hold("cancel");
    std::thread canceller([&] { s.conn->cancel(); });
    gate->wait_until_entered();
    s.stream->set_timeout(1ms);
    CHECK_THROWS_AS((void)s.stream->fetchone(), DeadlineExceeded);
    gate->open();
    canceller.join();
    s.stream->set_timeout(Timeout::zero());
    CHECK(s.stream->fetchall().size() == 2);
}

TEST_CASE("a close that cannot have the connection in time leaves the stream to the next operation") {
    Session s;
    s.begin_reading();
    const auto gate = s.driver.hold("cancel");
    std::thread canceller([&] { s.conn->cancel(); });
    gate->wait_until_entered();
    s.stream->set_timeout(1ms);
    CHECK_THROWS_AS(s.stream->close(), DeadlineExceeded);
    CHECK(s.stream->is_closed());
    gate->open();
    canceller.join();
    s.driver.take_calls();
    s.conn->execute("UPDATE");
    CHECK(s.driver.take_calls() == Calls{keep, "execute UPDATE", "complete"});
}

TEST_CASE("a fetch that waited while rollback ended its stream finds that out") {
    Session s;
    s.begin_reading();
    const auto cancel = s.driver.hold("cancel");
    std::thread canceller([&] { s.conn->cancel(); });
    cancel->wait_until_entered();
    // Both wait for the cancel to end; whichever comes first, the driver never sees a fetch without a stream.
    std::thread roller([&] { s.conn->rollback(); });
    std::thread reader([&] {
        try {
            while (s.stream->fetchone()) {
            }
        } catch (const InterfaceError&) {  // rollback() was first
        }
    });
    cancel->open();
    for (auto* thread : {&canceller, &roller, &reader}) thread->join();
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
}
