// SPDX-License-Identifier: BSL-1.0
//
// What callproc() promises for every driver. PEP 249: C74 to C77.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using testing::FakeDriver;
using Calls = std::vector<std::string>;
using Values = std::vector<Value>;

namespace {

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};
    std::unique_ptr<Cursor> cur{};

    explicit Session(const std::function<void(FakeDriver&)>& settings = {},
                     const CursorOptions& options = {}) {
        driver.features.callproc = driver.features.named_cursors = true;
        if (settings) settings(driver);
        conn = driver.connect({.dsn = "fake:"});
        cur = conn->cursor(options);
        driver.take_calls();
    }
    ~Session() { CHECK(driver.violations() == Calls{}); }
};

struct Pair {
    int first;
    std::string second;
};

}  // namespace

TEST_CASE("a transaction begins before the first call") {
    Session s;
    s.cur->callproc("p");
    s.cur->callproc("p", {1});
    CHECK(s.driver.take_calls() == Calls{"begin", "callproc p", "complete", "output_parameters", "callproc p",
                                         "complete", "output_parameters"});
    s.conn->commit();
    s.conn->set_autocommit(true);
    s.driver.take_calls();
    s.cur->callproc("p");
    CHECK(s.driver.take_calls() == Calls{"callproc p", "complete", "output_parameters"});
    Session together([](FakeDriver& driver) { driver.begins_with_statement = true; });
    together.cur->callproc("p");
    CHECK(together.driver.calls()[0] == "callproc p [begin]");
}

TEST_CASE("parameters are one list by position, in any form") {
    Session s;
    const Values expected{1, "a"};
    const Pair aggregate{1, "a"};
    CHECK(s.cur->callproc("p", {1, "a"}) == expected);
    CHECK(s.cur->callproc("p", expected) == expected);
    CHECK(s.cur->callproc("p", std::tuple(1, "a")) == expected);
    CHECK(s.cur->callproc("p", aggregate) == expected);
    CHECK(s.cur->callproc("p", Parameters(expected)) == expected);
    CHECK(s.cur->callproc("p", {}) == Values{});
    CHECK(s.cur->callproc("p", {std::vector{1, 2}}).size() == 1);  // an array
    CHECK(s.cur->callproc("p", {std::optional<int>()}) == Values{Null()});
    const auto seen = s.driver.executions();
    for (std::size_t i = 0; i < 5; ++i) CHECK(seen[i].parameters == expected);
}

TEST_CASE("what is no list by position is refused before anything is sent") {
    Session s;
    const std::map<std::string, int> by_name{{"a", 1}};
    CHECK_THROWS_AS(s.cur->callproc("p", by_name), ProgrammingError);
    CHECK_THROWS_AS(s.cur->callproc("p", {expand(std::vector{1, 2})}), ProgrammingError);
    CHECK(s.driver.calls() == Calls{});
    CHECK(s.cur->messages().size() == 1);
}

TEST_CASE("the copy that comes back has the output parameters, and the input is as it was") {
    Session s;
    s.driver.out(1, "new");
    const Values given{1, "old", 3};
    CHECK(s.cur->callproc("p", given) == Values{1, "new", 3});
    CHECK(given == Values{1, "old", 3});
}

TEST_CASE("rows of a call are fetched as any, result by result") {
    Session s;
    s.driver.answer("p", {testing::integers("a", {1, 2}), testing::integers("b", {3})});
    for (const bool stream : {false, true}) {
        const auto cur = s.conn->cursor({.stream = stream});
        cur->callproc("p");
        CHECK(cur->rowcount() == 2);
        CHECK(cur->fetchall().size() == 2);
        CHECK(cur->nextset());
        CHECK(cur->scalar<int>() == 3);
        CHECK_FALSE(cur->nextset());
        CHECK_NOTHROW(s.conn->execute("A"));  // no stream is open
    }
    s.cur->callproc("q");
    CHECK(s.cur->description() == nullptr);
    CHECK_THROWS_AS((void)s.cur->fetchone(), ProgrammingError);
}

TEST_CASE("a call that fails leaves no result and no messages of earlier ones") {
    Session s;
    s.driver.answer("p", testing::integers("a", {1}));
    s.cur->callproc("p");
    s.driver.fail("callproc", ProgrammingError("no such procedure", ErrorDetails{.sqlstate = "42883"}));
    CHECK_THROWS_AS(s.cur->callproc("p"), ProgrammingError);
    CHECK(s.cur->description() == nullptr);
    CHECK(s.cur->messages().size() == 1);
    s.driver.fail("output_parameters", DataError("no value"));
    CHECK_THROWS_AS(s.cur->callproc("p"), DataError);
    s.cur->callproc("p");
    CHECK(s.cur->messages().empty());
}

TEST_CASE("without the feature, and on a named cursor, nothing is called") {
    Session s([](FakeDriver& driver) { driver.features.callproc = false; });
    CHECK_THROWS_AS(s.cur->callproc("p"), NotSupportedError);
    CHECK(s.driver.calls() == Calls{});
    Session named({}, {.name = "c"});
    CHECK_THROWS_AS(named.cur->callproc("p"), ProgrammingError);
    CHECK(named.driver.calls() == Calls{});
}
