// SPDX-License-Identifier: BSL-1.0
//
// The fake driver itself: what the other tests rely on when they script it.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_driver.hpp"

using testing::FakeDriver;
using Calls = std::vector<std::string>;

TEST_CASE("the fake driver takes its own scheme alone") {
    const FakeDriver driver;
    CHECK(driver.name() == "fake");
    CHECK(driver.accepts("fake:"));
    CHECK(driver.accepts("fake://host/name"));
    CHECK_FALSE(driver.accepts("faker:"));
    CHECK_FALSE(driver.accepts("fake"));
    CHECK(driver.threadsafety() == dbapi::ThreadSafety::connection);
}

TEST_CASE("calls of hooks are recorded in order, with what they were told") {
    FakeDriver driver;
    driver.answer("SELECT n", testing::integers("n", {1, 2}));
    {
        const auto conn = driver.connect("fake:");
        const auto cur = conn->cursor();
        cur->execute("SELECT n");
        CHECK(driver.take_calls() ==
              Calls{"connect", "begin", "execute SELECT n", "fetch", "fetch", "fetch", "complete"});
        cur->execute("UPDATE t SET a = ?", "x");
        conn->commit();
        conn->close();
    }
    CHECK(driver.calls() == Calls{"execute UPDATE t SET a = ?", "complete", "commit", "close"});
    CHECK(driver.count("execute") == 1);
    CHECK(driver.count("exec") == 0);
    REQUIRE(driver.executions().size() == 2);
    CHECK(driver.executions()[1].parameters == std::vector<dbapi::Value>{"x"});
    CHECK(driver.violations().empty());
}

TEST_CASE("a scripted error comes from the call that was asked for, once") {
    FakeDriver driver;
    const auto conn = driver.connect("fake:");
    driver.fail("execute", dbapi::DataError("scripted"), 1);
    CHECK_NOTHROW(conn->execute("A"));
    CHECK_THROWS_AS(conn->execute("B"), dbapi::DataError);
    CHECK_NOTHROW(conn->execute("C"));
    CHECK(driver.violations().empty());
}

TEST_CASE("a gate holds a hook until it is opened") {
    FakeDriver driver;
    const auto conn = driver.connect("fake:");
    const auto gate = driver.hold("execute");
    bool done = false;
    std::thread worker([&] {
        conn->execute("A");
        done = true;
    });
    gate->wait_until_entered();
    CHECK(driver.count("execute") == 1);
    CHECK_FALSE(done);
    gate->open();
    worker.join();
    CHECK(done);
}

TEST_CASE("rows of every kind arrive as they were scripted") {
    FakeDriver driver;
    const std::vector<dbapi::Value> values{
        dbapi::null,
        true,
        42,
        1.5,
        dbapi::Decimal("1.50"),
        "a text that is too long for a small string",
        dbapi::Binary(std::string_view("\0\1", 2)),
        dbapi::Date(2024, 2, 29),
        dbapi::Time(1, 2, 3),
        dbapi::Timestamp(2024, 2, 29, 1, 2, 3),
        dbapi::Interval(1, 2, 3),
        dbapi::Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        dbapi::Json("{\"a\": 1}"),
        dbapi::Array(std::vector<dbapi::Value>{1, dbapi::null}),
        dbapi::Other("box", "(1,1)"),
    };
    testing::FakeResult result{.columns = testing::columns({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
                                                            "k", "l", "m", "n", "o"})};
    result.rows.assign(2, testing::FakeRow(values.begin(), values.end()));
    driver.answer("SELECT all", result);
    const auto conn = driver.connect("fake:");
    for (const auto& row : conn->execute("SELECT all").fetchall()) {
        CHECK(std::vector<dbapi::Value>(row.begin(), row.end()) == values);
    }
    auto stream = conn->stream("SELECT all");
    while (const auto row = stream.fetchview()) {
        CHECK(std::vector<dbapi::Value>(row->begin(), row->end()) == values);
    }
    CHECK(driver.violations().empty());
}

TEST_CASE("a commit can be refused, a session lost, and a notice reported") {
    FakeDriver driver;
    const auto conn = driver.connect("fake:");
    driver.notify("execute", {.text = "look out"});
    auto result = conn->execute("A");
    REQUIRE(result.messages().size() == 1);
    CHECK(result.messages()[0].text == "look out");
    driver.refuse_commit();
    CHECK_THROWS_AS(conn->commit(), dbapi::TransactionRolledBack);
    driver.fail("execute", dbapi::ConnectionLost("gone", {.connection_usable = false}));
    CHECK_THROWS_AS(conn->execute("B"), dbapi::ConnectionLost);
    CHECK_FALSE(conn->is_usable());
}
