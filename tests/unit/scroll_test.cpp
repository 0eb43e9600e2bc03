// SPDX-License-Identifier: BSL-1.0
//
// scroll(), next() and rownumber(). PEP 249: C118, C121 to C124, C129.
#include <doctest/doctest.h>

#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using testing::FakeDriver;
using testing::FakeResult;

namespace {

constexpr auto relative = ScrollMode::relative;
constexpr auto absolute = ScrollMode::absolute;
constexpr auto furthest = std::numeric_limits<std::int64_t>::max();
constexpr auto nearest = std::numeric_limits<std::int64_t>::min();

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};
    std::unique_ptr<Cursor> cur{};

    explicit Session(const CursorOptions& options = {}) {
        driver.features.named_cursors = true;
        driver.answer("five", testing::integers("n", {0, 1, 2, 3, 4}));
        driver.answer("one", testing::integers("n", {0}));
        driver.answer("none", testing::integers("n", {}));
        FakeResult many{.columns = testing::columns({"n"})};  // of several blocks
        for (std::int64_t i = 0; i < 5000; ++i) many.rows.push_back({i});
        driver.answer("many", many);
        conn = driver.connect({.dsn = "fake:"});
        cur = conn->cursor(options);
    }
    ~Session() { CHECK(driver.violations().empty()); }

    [[nodiscard]] std::int64_t next() const { return cur->next().get<std::int64_t>(0); }
};

}  // namespace

TEST_CASE("scrolling moves to a row, or by so many from the next one") {
    Session s;
    s.cur->execute("five");
    s.cur->scroll(3, absolute);
    CHECK(s.cur->rownumber() == 3);
    CHECK(s.next() == 3);
    s.cur->scroll(-3);
    CHECK(s.next() == 1);
    s.cur->scroll(2, relative);
    CHECK(s.next() == 4);
    s.cur->scroll(0, absolute);
    s.cur->scroll(0, relative);
    CHECK(s.cur->fetchmany(10).size() == 5);
    s.cur->scroll(-1);
    CHECK(s.cur->fetchall().size() == 1);
    s.cur->scroll(2, absolute);
    CHECK(s.cur->rows<int>().begin() != s.cur->rows<int>().end());
}

TEST_CASE("a place outside of the result is std::out_of_range, and the cursor stays") {
    Session s;
    s.cur->execute("five");
    (void)s.next();
    for (const std::int64_t value : {std::int64_t{5}, std::int64_t{-1}, furthest, nearest}) {
        CHECK_THROWS_AS(s.cur->scroll(value, absolute), std::out_of_range);
    }
    for (const std::int64_t value : {std::int64_t{4}, std::int64_t{-2}, furthest, nearest}) {
        CHECK_THROWS_AS(s.cur->scroll(value, relative), std::out_of_range);
    }
    CHECK(s.cur->rownumber() == 1);
    CHECK(s.next() == 1);
    CHECK(s.cur->messages().empty());
    s.cur->execute("none");
    CHECK_THROWS_AS(s.cur->scroll(0, absolute), std::out_of_range);
}

TEST_CASE("a result of one row is scrolled through as others") {
    Session s;
    for (const bool by_view : {false, true}) {
        s.cur->execute("one");
        CHECK(s.cur->rownumber() == 0);
        for (int i = 0; i < 3; ++i) {
            if (by_view) {
                REQUIRE(s.cur->fetchview().has_value());
            } else {
                CHECK(s.next() == 0);
            }
            CHECK(s.cur->rownumber() == 1);
            CHECK_THROWS_AS(s.cur->scroll(1, absolute), std::out_of_range);
            CHECK_THROWS_AS(s.cur->scroll(0), std::out_of_range);
            s.cur->scroll(0, absolute);
            CHECK(s.cur->rownumber() == 0);
        }
        CHECK(s.next() == 0);
        CHECK_FALSE(s.cur->fetchone().has_value());
    }
    s.cur->execute("one");
    REQUIRE(s.cur->fetchview().has_value());
    s.cur->scroll(0, absolute);
    CHECK(s.cur->scalar<int>() == 0);
    s.cur->scroll(-1);
    CHECK(s.cur->fetchall().size() == 1);
}

TEST_CASE("every row of a large result is found") {
    Session s;
    s.cur->execute("many");
    for (const std::int64_t row : {4999, 0, 17, 2500, 4998, 63, 64, 65, 127, 128}) {
        s.cur->scroll(row, absolute);
        CHECK(s.next() == row);
    }
    s.cur->scroll(4990, absolute);
    CHECK(s.cur->fetchall().size() == 10);
}

TEST_CASE("a view of a row is stale when the cursor has scrolled") {
    Session s;
    s.cur->execute("five");
    const auto view = s.cur->fetchview();
    s.cur->scroll(0, absolute);
    CHECK_THROWS_AS((void)view->get<int>(0), InterfaceError);
}

TEST_CASE("without a result it is ProgrammingError") {
    Session s;
    CHECK_THROWS_AS(s.cur->scroll(0), ProgrammingError);
    CHECK_THROWS_AS((void)s.cur->next(), ProgrammingError);
    s.cur->execute("UPDATE");
    CHECK_THROWS_AS(s.cur->scroll(0, absolute), ProgrammingError);
    CHECK_THROWS_AS((void)s.cur->next(), ProgrammingError);
}

TEST_CASE("next() throws std::out_of_range at the end, again and again") {
    Session s;
    s.cur->execute("one");
    CHECK(s.next() == 0);
    CHECK_THROWS_AS((void)s.cur->next(), std::out_of_range);
    CHECK_THROWS_AS((void)s.cur->next(), std::out_of_range);
}

TEST_CASE("a stream goes forward by fetching, and not back") {
    for (const char* name : {"", "c"}) {
        Session s({.name = name, .stream = *name == '\0'});
        s.cur->execute("five");
        s.cur->scroll(2);
        CHECK(s.cur->rownumber() == 2);
        CHECK(s.next() == 2);
        s.cur->scroll(4, absolute);
        s.cur->scroll(0);
        CHECK_THROWS_AS(s.cur->scroll(3, absolute), NotSupportedError);
        CHECK_THROWS_AS(s.cur->scroll(-1), NotSupportedError);
        CHECK_THROWS_AS(s.cur->scroll(-1, absolute), std::out_of_range);
        CHECK(s.next() == 4);
        CHECK_THROWS_AS(s.cur->scroll(furthest), std::out_of_range);
        CHECK_FALSE(s.cur->fetchone().has_value());
        // The stream is over, and its rows are not there.
        CHECK_THROWS_AS(s.cur->scroll(0, absolute), NotSupportedError);
        CHECK_THROWS_AS(s.cur->scroll(5, absolute), std::out_of_range);
        CHECK(s.cur->rownumber() == 5);
        s.cur->execute("none");
        CHECK_THROWS_AS(s.cur->scroll(1), std::out_of_range);
    }
}
