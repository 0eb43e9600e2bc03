// SPDX-License-Identifier: BSL-1.0
//
// The typed way of reading rows: rows, one, first, scalar, and a Result that owns its cursor.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using testing::FakeDriver;

namespace {

const std::string long_text(100, 'x');

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};

    Session() {
        driver.answer("SELECT people", {.columns = testing::columns({"id", "name"}),
                                        .rows = {{1, "ann"}, {2, null}, {3, long_text}}});
        driver.answer("SELECT one", testing::integers("n", {7}));
        driver.answer("SELECT two", testing::integers("n", {7, 8}));
        driver.answer("SELECT none", testing::integers("n", {}));
        driver.answer("SELECT width 0", {.columns = testing::columns({}), .rows = {{}, {}}});
        conn = driver.connect("fake:");
    }
    ~Session() {
        CHECK(driver.violations() == std::vector<std::string>{});
        conn.reset();
    }
};

}  // namespace

// One type gives the type itself, several a tuple.
static_assert(std::is_same_v<TypedRows<int>::value_type, int>);
static_assert(std::is_same_v<TypedRows<int, std::string>::value_type, std::tuple<int, std::string>>);
static_assert(std::ranges::input_range<TypedRows<int>> && !std::copy_constructible<Result> &&
              std::movable<Result>);

TEST_CASE("rows are decoded into the types that were named, buffered or streaming") {
    Session s;
    for (const bool stream : {false, true}) {
        CAPTURE(stream);
        const auto cur = s.conn->cursor({.stream = stream});
        cur->execute("SELECT people");
        std::vector<std::tuple<int, std::optional<std::string>>> rows;
        for (auto row : cur->rows<int, std::optional<std::string>>()) rows.push_back(std::move(row));
        CHECK(rows == std::vector<std::tuple<int, std::optional<std::string>>>{
                          {1, "ann"}, {2, std::nullopt}, {3, long_text}});
        cur->execute("SELECT people");
        std::string names;
        for (const auto& [id, name] : cur->rows<int, std::optional<std::string_view>>())
            names += name.value_or("-");
        CHECK(names == "ann-" + long_text);
    }
}

TEST_CASE("a range over a Result that is going away owns the cursor") {
    Session s;
    int sum = 0;
    for (const int n : s.conn->execute("SELECT two").rows<int>()) sum += n;
    for (const int n : s.conn->stream("SELECT two").rows<int>()) sum += n;
    CHECK(sum == 30);
    CHECK(s.conn->execute("SELECT one").one<int>() == 7);
    CHECK(s.conn->execute("SELECT two").fetchall().size() == 2);
    auto result = s.conn->execute("SELECT two");
    for (const auto& row : result) sum += row.get<int>(0);
    CHECK(sum == 45);
    CHECK(result.rowcount() == 2);
    CHECK(result.cursor().rownumber() == 2);
}

TEST_CASE("the number of types must be the number of columns") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->execute("SELECT people");
    CHECK_THROWS_WITH_AS((void)cur->rows<int>(), "the result has 2 columns, but 1 types were named",
                         ProgrammingError);
    CHECK_THROWS_AS((void)cur->one<int>(), ProgrammingError);
    CHECK_THROWS_AS((void)(cur->first<int, int, int>()), ProgrammingError);
    CHECK(cur->rownumber() == 0);
    CHECK_THROWS_AS((void)s.conn->execute("SELECT width 0").rows<int>(), ProgrammingError);
    CHECK_THROWS_AS((void)s.conn->execute("SELECT width 0").scalar<int>(), ProgrammingError);
}

TEST_CASE("one and scalar want exactly one row, first at most one") {
    Session s;
    CHECK(s.conn->execute("SELECT one").one<int>() == 7);
    CHECK(s.conn->execute("SELECT one").scalar<std::string>() == "7");
    CHECK(s.conn->execute("SELECT one").first<int>() == 7);
    CHECK_THROWS_WITH_AS((void)s.conn->execute("SELECT none").one<int>(), "No result was found",
                         ProgrammingError);
    CHECK_THROWS_WITH_AS((void)s.conn->execute("SELECT none").scalar<int>(), "No result was found",
                         ProgrammingError);
    CHECK(s.conn->execute("SELECT none").first<int>() == std::nullopt);
    CHECK_THROWS_WITH_AS((void)s.conn->execute("SELECT two").one<int>(), "Multiple results were found",
                         ProgrammingError);
    CHECK_THROWS_WITH_AS((void)s.conn->execute("SELECT two").scalar<int>(), "Multiple results were found",
                         ProgrammingError);
    const auto cur = s.conn->cursor();
    cur->execute("SELECT two");
    CHECK(cur->first<int>() == 7);
    CHECK(cur->one<int>() == 8);
    CHECK(cur->first<int>() == std::nullopt);
}

TEST_CASE("a value that does not fit is told by its column, and the row after it can be read") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->execute("SELECT people");
    auto rows = cur->rows<int, std::string>();
    CHECK(rows.take() == std::tuple(1, std::string("ann")));
    try {
        (void)rows.take();
        FAIL("NULL became a string");
    } catch (const DataError& error) {
        CHECK(std::string(error.what()).find("column \"name\" (null) as ") == 0);
    }
    CHECK(rows.take() == std::tuple(3, long_text));
    CHECK(rows.take() == std::nullopt);
    CHECK(rows.begin() == rows.end());
}

TEST_CASE("rows that are read while the cursor executes something else end in an error, not beyond the row") {
    Session s;
    const auto cur = s.conn->cursor();
    const auto read = [&](const char* other) {
        cur->execute("SELECT people");
        for (const auto& row : cur->rows<int, std::optional<std::string>>()) {
            CHECK(std::get<0>(row) == 1);
            cur->execute(other);
        }
    };
    CHECK_THROWS_AS(read("SELECT two"), ProgrammingError);
    CHECK_THROWS_AS(read("UPDATE"), ProgrammingError);
    CHECK_NOTHROW(read("SELECT none"));
}

TEST_CASE("a Result that goes away in the middle of a loop abandons its stream") {
    Session s;
    for (const auto n : s.conn->stream("SELECT two").rows<int>()) {
        if (n == 7) break;
    }
    s.driver.take_calls();
    s.conn->commit();
    CHECK(s.driver.take_calls() == std::vector<std::string>{"end_stream keep_transaction", "commit"});
}
