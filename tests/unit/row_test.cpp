// SPDX-License-Identifier: BSL-1.0
//
// Row and RowView: columns by index and name, rows that outlive everything, views that know when they are
// stale.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using Values = std::vector<Value>;

namespace {

const std::string long_text(100, 'x');

testing::FakeResult people() {
    return {.columns = testing::columns({"id", "name", "balance"}),
            .rows = {{1, "ann", 10}, {2, null, 20}, {3, long_text, 30}}};
}

Row make_row(const Values& values, std::vector<Column> columns) {
    std::vector<ValueView> views;
    for (const Value& value : values) views.emplace_back(value);
    auto block = std::make_shared<RowBlock>(std::make_shared<std::vector<Column>>(std::move(columns)),
                                            RowBlock::size_of(views));
    REQUIRE(block->append(views));
    return {std::move(block), 0};
}

Column named(std::string name) {
    Column column;
    column.name = std::move(name);
    return column;
}

}  // namespace

TEST_CASE("a row's values are found by index of any integer type and by name of any string type") {
    const Row row = make_row({1, "ann"}, {named("id"), named("name")});
    CHECK(row.size() == 2);
    CHECK_FALSE(row.empty());
    CHECK(row[0] == Value(1));
    CHECK(row[1U] == Value("ann"));
    CHECK(row[1L] == Value("ann"));
    CHECK(row[std::size_t{1}] == Value("ann"));
    CHECK(row[std::int16_t{1}] == Value("ann"));
    CHECK(row["id"] == Value(1));
    CHECK(row[std::string("name")] == Value("ann"));
    CHECK(row[std::string_view("name")] == Value("ann"));
    CHECK(row.get<int>(0) == 1);
    CHECK(row.get<std::string>("name") == "ann");
    CHECK(row.view(1).bytes() == "ann");
    CHECK(Values(row.begin(), row.end()) == Values{1, "ann"});
    CHECK_FALSE(row.is_null(0));
    CHECK(row.columns()[1].name == "name");
}

TEST_CASE("a column that is not there throws ProgrammingError that lists those that are") {
    const Row row = make_row({1, 2, 3}, {named("id"), named("twice"), named("twice")});
    CHECK_THROWS_WITH_AS((void)row["nam"], "no column is named \"nam\"; the columns are id, twice, twice",
                         ProgrammingError);
    CHECK_THROWS_WITH_AS((void)row.get<int>("twice"),
                         "several columns are named \"twice\"; the columns are id, twice, twice",
                         ProgrammingError);
    CHECK_THROWS_WITH_AS((void)row[3], "no column 3: the row has 3", ProgrammingError);
    CHECK_THROWS_AS((void)row[-1], ProgrammingError);
    CHECK_THROWS_AS((void)row.get<int>(3), ProgrammingError);
    CHECK_THROWS_AS((void)row.view(3), ProgrammingError);
    CHECK_THROWS_AS((void)row.is_null(3), ProgrammingError);
    CHECK_THROWS_AS((void)row["ID"], ProgrammingError);
}

TEST_CASE("a value that does not fit is told by its column's name") {
    const Row row = make_row({"ann", null}, {named("name"), named("age")});
    CHECK_THROWS_WITH_AS((void)row.get<int>("name"), "column \"name\" (string) as int: no conversion",
                         DataError);
    CHECK_THROWS_AS((void)row.get<int>(1), DataError);
    CHECK(row.get<std::optional<int>>("age") == std::nullopt);
    CHECK(row.is_null(1));
}

TEST_CASE("rows are equal when their values are, and print as a tuple") {
    const Row row = make_row({1, "ann", null}, {named("a"), named("b"), named("c")});
    CHECK(row == make_row({1, "ann", null}, {named("x"), named("y"), named("z")}));
    CHECK_FALSE(row == make_row({1, "ann", 0}, {named("a"), named("b"), named("c")}));
    CHECK_FALSE(row == make_row({1, "ann"}, {named("a"), named("b")}));
    std::ostringstream out;
    out << row << make_row({}, {});
    CHECK(out.str() == "(1, ann, NULL)()");
}

TEST_CASE("a row outlives its cursor, its connection and the rows beside it") {
    std::vector<Row> kept;
    {
        testing::FakeDriver driver;
        driver.answer("SELECT people", people());
        const auto conn = driver.connect("fake:");
        auto buffered = conn->execute("SELECT people").fetchall();
        kept.push_back(buffered[2]);
        auto stream = conn->stream("SELECT people");
        kept.push_back(*stream.fetchone());
        const auto rest = stream.fetchmany(5);
        REQUIRE(rest.size() == 2);
        kept.push_back(rest[1]);
        conn->close();
    }
    CHECK(kept[0]["name"] == Value(long_text));
    CHECK(kept[1]["name"] == Value("ann"));
    CHECK(kept[2].get<std::string>("name") == long_text);
    const Row copy = kept[0];
    kept.clear();
    CHECK(copy["id"] == Value(3));
}

TEST_CASE("copies of a row may be read by several threads") {
    const Row row = make_row({1, long_text, Array(Values{1, 2})}, {named("a"), named("b"), named("c")});
    std::vector<std::thread> threads;
    std::vector<int> good(4, 0);
    for (auto& result : good) {
        threads.emplace_back([row, &result] {
            for (int i = 0; i < 100; ++i)
                result += row["b"] == Value(long_text) && row.get<std::vector<int>>(2).size() == 2;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(good == std::vector<int>(4, 100));
}

TEST_CASE("a view reads the row that the cursor stands on") {
    testing::FakeDriver driver;
    driver.answer("SELECT people", people());
    const auto conn = driver.connect("fake:");
    for (const bool stream : {false, true}) {
        CAPTURE(stream);
        const auto cur = conn->cursor({.stream = stream});
        cur->execute("SELECT people");
        std::vector<std::string> names;
        while (const auto row = cur->fetchview())
            names.push_back(row->get<std::optional<std::string>>("name").value_or("-"));
        CHECK(names == std::vector<std::string>{"ann", "-", long_text});
    }
}

TEST_CASE("a view that the cursor has moved on from throws InterfaceError, whatever moved it") {
    testing::FakeDriver driver;
    driver.answer("SELECT people", people());
    driver.answer("A; B", std::vector{people(), people()});
    const auto conn = driver.connect("fake:");
    const std::function<void(Cursor&)> moves[] = {
        [](Cursor& cur) { (void)cur.fetchview(); },
        [](Cursor& cur) { (void)cur.fetchone(); },
        [](Cursor& cur) { (void)cur.fetchmany(1); },
        [](Cursor& cur) { (void)cur.fetchall(); },
        [](Cursor& cur) { (void)cur.first<int, std::optional<std::string>, int>(); },
        [](Cursor& cur) { cur.close(); },
        [](Cursor& cur) { cur.connection().rollback(); },
        [](Cursor& cur) { cur.connection().close(); },
    };
    for (const bool stream : {false, true}) {
        for (std::size_t i = 0; i < std::size(moves); ++i) {
            CAPTURE(stream);
            CAPTURE(i);
            const auto own = driver.connect("fake:");
            const auto cur = own->cursor({.stream = stream});
            cur->execute("SELECT people");
            (void)cur->fetchview();
            (void)cur->fetchview();
            const auto view = cur->fetchview();
            REQUIRE(view.has_value());
            CHECK(view->get<std::string>("name") == long_text);
            moves[i](*cur);
            // Neither rollback() nor close() of the connection frees rows that were buffered: their views may
            // live on.
            if (!stream && i >= 6) continue;
            CHECK_THROWS_AS((void)(*view)["name"], InterfaceError);
            CHECK_THROWS_AS((void)view->get<int>(0), InterfaceError);
            CHECK_THROWS_AS((void)view->view(0), InterfaceError);
            CHECK_THROWS_AS((void)*view->begin(), InterfaceError);
            CHECK(view->size() == 3);
        }
    }
    const auto cur = conn->cursor();
    cur->execute("A; B");
    const auto view = cur->fetchview();
    CHECK(cur->nextset());
    CHECK_THROWS_AS((void)(*view)[0], InterfaceError);
    const auto second = cur->fetchview();
    cur->execute("X");
    CHECK_THROWS_AS((void)(*second)[0], InterfaceError);
}

TEST_CASE("a view of a cursor that is gone throws InterfaceError") {
    testing::FakeDriver driver;
    driver.answer("SELECT people", people());
    const auto conn = driver.connect("fake:");
    for (const bool stream : {false, true}) {
        CAPTURE(stream);
        auto cur = conn->cursor({.stream = stream});
        cur->execute("SELECT people");
        const auto view = cur->fetchview();
        cur.reset();
        CHECK_THROWS_AS((void)(*view)["name"], InterfaceError);
        conn->rollback();
    }
}
