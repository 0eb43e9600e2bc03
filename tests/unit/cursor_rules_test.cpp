// SPDX-License-Identifier: BSL-1.0
//
// What Cursor promises for every driver: when there is a result, what is left after an error, states,
// messages.
#include <doctest/doctest.h>

#include <array>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using testing::FakeDriver;
using Calls = std::vector<std::string>;

namespace {

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};
    std::unique_ptr<Cursor> cur{};

    Session() {
        driver.answer("SELECT n", testing::integers("n", {1, 2, 3}));
        driver.answer("SELECT none", testing::integers("n", {}));
        driver.answer("UPDATE", testing::affected(7, "UPDATE 7"));
        conn = driver.connect("fake:");
        cur = conn->cursor();
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        cur.reset();
        conn.reset();
    }
};

/// All ways to ask for rows.
std::vector<std::function<void(Cursor&)>> fetches() {
    return {[](Cursor& c) { (void)c.fetchone(); },   [](Cursor& c) { (void)c.fetchmany(); },
            [](Cursor& c) { (void)c.fetchmany(0); }, [](Cursor& c) { (void)c.fetchall(); },
            [](Cursor& c) { (void)c.fetchview(); },  [](Cursor& c) { (void)c.nextset(); },
            [](Cursor& c) { (void)c.rows<int>(); },  [](Cursor& c) { (void)c.one<int>(); },
            [](Cursor& c) { (void)c.first<int>(); }, [](Cursor& c) { (void)c.scalar<int>(); },
            [](Cursor& c) { (void)c.begin(); }};
}

void check_no_result(Cursor& cur) {
    CHECK(cur.description() == nullptr);
    CHECK(cur.rowcount() == -1);
    CHECK(cur.rownumber() == std::nullopt);
    CHECK(cur.lastrowid() == std::nullopt);
    CHECK(cur.statusmessage().empty());
    for (const auto& fetch : fetches()) CHECK_THROWS_AS(fetch(cur), ProgrammingError);
}

Value decoded(std::string_view bytes) { return bytes; }
void decoded_text(std::string_view bytes, std::string& text) { text += bytes; }

}  // namespace

TEST_CASE("before any execute there is no result") {
    Session s;
    check_no_result(*s.cur);
    CHECK(s.driver.count("fetch") == 0);
}

TEST_CASE("after a statement without rows every fetch throws ProgrammingError, and no hook is asked") {
    Session s;
    s.cur->execute("SELECT n");
    s.cur->execute("UPDATE");
    s.driver.take_calls();
    CHECK(s.cur->rowcount() == 7);
    CHECK(s.cur->statusmessage() == "UPDATE 7");
    CHECK(s.cur->description() == nullptr);
    for (const auto& fetch : fetches()) CHECK_THROWS_AS(fetch(*s.cur), ProgrammingError);
    CHECK(s.driver.take_calls() == Calls{});
}

TEST_CASE("a result is fetched to its end, and then gives nothing however often it is asked") {
    Session s;
    s.cur->execute("SELECT n");
    s.driver.take_calls();
    CHECK(s.cur->rowcount() == 3);
    CHECK(s.cur->rownumber() == 0);
    CHECK((*s.cur->fetchone())[0] == Value(1));
    CHECK(s.cur->fetchmany(0).empty());
    CHECK(s.cur->rownumber() == 1);
    CHECK(s.cur->fetchmany().size() == 1);
    s.cur->set_arraysize(10);
    CHECK(s.cur->fetchmany().size() == 1);
    for (int i = 0; i < 2; ++i) {
        CHECK_FALSE(s.cur->fetchone().has_value());
        CHECK_FALSE(s.cur->fetchview().has_value());
        CHECK(s.cur->fetchmany(5).empty());
        CHECK(s.cur->fetchall().empty());
    }
    CHECK(s.cur->rownumber() == 3);
    CHECK(s.driver.take_calls() == Calls{});  // all of it had arrived
    s.cur->execute("SELECT none");
    CHECK(s.cur->fetchall().empty());
    CHECK(s.cur->rowcount() == 0);
    CHECK(s.cur->description()->size() == 1);
}

TEST_CASE("an error while rows arrive leaves neither a result nor a statement, wherever it comes from") {
    struct {
        const char* hook;
        unsigned skip;
    } const places[] = {{"execute", 0}, {"fetch", 0}, {"fetch", 2}, {"fetch", 3}, {"complete", 0}};
    for (const auto& place : places) {
        CAPTURE(place.hook);
        CAPTURE(place.skip);
        Session s;
        s.cur->execute("UPDATE");
        s.driver.fail(place.hook, DataError("division by zero", {.sqlstate = "22012"}), place.skip);
        CHECK_THROWS_AS(s.cur->execute("SELECT n"), DataError);
        check_no_result(*s.cur);
        CHECK(s.driver.count("end_stream") == 0);
        CHECK(s.cur->execute("SELECT n").fetchall().size() == 3);
    }
}

TEST_CASE("an error of another kind than ours passes through as it is") {
    Session s;
    s.driver.fail("fetch", std::bad_alloc(), 1);
    CHECK_THROWS_AS(s.cur->execute("SELECT n"), std::bad_alloc);
    check_no_result(*s.cur);
    CHECK(s.cur->execute("SELECT n").fetchall().size() == 3);
}

TEST_CASE("when the core itself cannot store a row, the driver is told to drop the rest") {
    static std::array<Codec, 300> codecs;
    testing::FakeResult wide{.columns = std::make_shared<std::vector<Column>>(codecs.size())};
    wide.rows.resize(2);
    for (auto& codec : codecs) {
        codec = {decoded, decoded_text};
        for (auto& row : wide.rows) row.emplace_back(Kind::string, codec, "");
    }
    Session s;
    s.driver.answer("SELECT many", wide);
    CHECK_THROWS_AS(s.cur->execute("SELECT many"), InternalError);
    CHECK(s.driver.calls().back() == "end_stream keep_transaction");
    check_no_result(*s.cur);
    CHECK(s.cur->execute("SELECT n").fetchall().size() == 3);
}

TEST_CASE("a rejected execute takes the result before it away as well") {
    Session s;
    s.cur->execute("SELECT n");
    CHECK_THROWS_AS(s.cur->execute("X ?"), ProgrammingError);
    check_no_result(*s.cur);
}

TEST_CASE("several statements give a result each, which nextset walks through") {
    Session s;
    s.driver.answer("A; B; C", std::vector{testing::integers("a", {1}), testing::affected(5, "UPDATE 5"),
                                           testing::integers("c", {7, 8})});
    s.cur->execute("A; B; C");
    CHECK(s.driver.calls() == Calls{"connect", "begin", "execute A; B; C", "fetch", "fetch", "complete",
                                    "nextset", "complete", "nextset", "fetch", "fetch", "fetch", "complete"});
    CHECK(s.cur->rowcount() == 1);
    CHECK((*s.cur->description())[0].name == "a");
    CHECK(s.cur->nextset());
    CHECK(s.cur->rowcount() == 5);
    CHECK(s.cur->statusmessage() == "UPDATE 5");
    CHECK(s.cur->description() == nullptr);
    CHECK_THROWS_AS((void)s.cur->fetchone(), ProgrammingError);
    CHECK(s.cur->nextset());
    CHECK(s.cur->rownumber() == 0);
    CHECK(s.cur->fetchall().size() == 2);
    CHECK_FALSE(s.cur->nextset());
    CHECK_FALSE(s.cur->nextset());
    CHECK((*s.cur->description())[0].name == "c");
}

TEST_CASE("an error in a later statement of several leaves no result of the earlier ones") {
    Session s;
    s.driver.answer("A; B", std::vector{testing::integers("a", {1}), testing::integers("b", {2})});
    for (const unsigned skip : {0U, 1U}) {
        s.driver.fail(skip == 0 ? "nextset" : "complete",
                      ProgrammingError("no such table", {.sqlstate = "42P01"}), skip);
        CHECK_THROWS_AS(s.cur->execute("A; B"), ProgrammingError);
        check_no_result(*s.cur);
    }
}

TEST_CASE("the same text is the same statement, for a driver that prepares") {
    Session s;
    s.cur->execute("X ?", 1);
    s.conn->cursor()->execute("X ?", 2);
    s.cur->executemany("X ?", {{3}, {4}});
    s.cur->execute("X  ?", 5);
    s.conn->cursor({.paramstyle = ParamStyle::qmark})->execute("X ?", 6);
    const auto seen = s.driver.executions();
    REQUIRE(seen.size() == 6);
    for (std::size_t i = 1; i < 4; ++i) CHECK(seen[i].statement_id == seen[0].statement_id);
    CHECK(seen[4].statement_id != seen[0].statement_id);
    CHECK(seen[5].statement_id != seen[0].statement_id);
}

TEST_CASE("a closed cursor refuses everything but questions about its state and close") {
    Session s;
    s.cur->execute("SELECT n");
    s.cur->close();
    s.cur->close();
    CHECK(s.cur->is_closed());
    s.driver.take_calls();
    auto uses = fetches();
    uses.insert(uses.end(),
                {[](Cursor& c) { c.execute("A"); }, [](Cursor& c) { c.executemany("A ?", {{1}}); },
                 [](Cursor& c) { (void)c.callproc("p"); }, [](Cursor& c) { (void)c.description(); },
                 [](Cursor& c) { (void)c.rowcount(); }, [](Cursor& c) { (void)c.rownumber(); },
                 [](Cursor& c) { (void)c.lastrowid(); }, [](Cursor& c) { (void)c.statusmessage(); },
                 [](Cursor& c) { (void)c.messages(); }, [](Cursor& c) { c.clear_messages(); },
                 [](Cursor& c) { (void)c.arraysize(); }, [](Cursor& c) { c.set_arraysize(2); },
                 [](Cursor& c) { (void)c.paramstyle(); }, [](Cursor& c) { c.set_timeout({}); },
                 [](Cursor& c) { (void)c.timeout(); }, [](Cursor& c) { c.setinputsizes(); },
                 [](Cursor& c) { c.setoutputsize(1); }, [](Cursor& c) { (void)c.connection(); }});
    for (const auto& use : uses) CHECK_THROWS_AS(use(*s.cur), InterfaceError);
    const auto other = s.conn->cursor();
    other->execute("SELECT n");
    s.conn->close();
    s.driver.take_calls();
    for (const auto& use : uses) CHECK_THROWS_AS(use(*other), InterfaceError);
    CHECK_FALSE(other->is_closed());
    other->close();
    CHECK(s.driver.take_calls() == Calls{});
}

TEST_CASE("notices and errors of a cursor's operation are in its messages until the next execute") {
    Session s;
    s.driver.notify("execute", {.text = "first"});
    s.driver.notify("complete", {.text = "second"});
    s.cur->execute("UPDATE");
    REQUIRE(s.cur->messages().size() == 2);
    CHECK(s.cur->messages()[0].text == "first");
    CHECK(s.cur->messages()[1].text == "second");
    CHECK(s.conn->messages().empty());

    s.driver.notify("begin", {.text = "not said again"});
    s.driver.fail("execute",
                  CheckViolation("refused", {.sqlstate = "23514", .diagnostics = {.severity = "ERROR"}}));
    CHECK_THROWS_AS(s.cur->execute("UPDATE"), CheckViolation);
    REQUIRE(s.cur->messages().size() == 1);
    CHECK(s.cur->messages()[0].error_class == ErrorClass::check_violation);
    CHECK(s.cur->messages()[0].text == "refused");
    CHECK(s.cur->messages()[0].sqlstate == "23514");
    CHECK(s.cur->messages()[0].diagnostics.severity == "ERROR");
    s.cur->clear_messages();
    CHECK(s.cur->messages().empty());
    CHECK_THROWS_AS(s.cur->execute("X ?"), ProgrammingError);
    CHECK(s.cur->messages().size() == 1);
    s.cur->execute("UPDATE");
    CHECK(s.cur->messages().empty());
}

TEST_CASE("the hints of setinputsizes and setoutputsize are accepted") {
    Session s;
    s.cur->setinputsizes({NUMBER, std::nullopt, 25});
    const std::vector<InputSize> sizes(3, STRING);
    s.cur->setinputsizes(sizes);
    s.cur->setinputsizes({});
    CHECK(InputSize(25).characters() == 25);
    CHECK_FALSE(InputSize(std::nullopt).type().has_value());
    CHECK(InputSize(NUMBER).type() == NUMBER);
    s.cur->setoutputsize(1000);
    s.cur->setoutputsize(1000, 2);
    CHECK_NOTHROW(s.cur->execute("UPDATE"));
}

TEST_CASE("the deadline of the cursor, else that of the connection, reaches the hooks") {
    using namespace std::chrono_literals;
    Session s;
    s.cur->execute("A");
    s.cur->set_timeout(1h);
    s.cur->execute("A");
    s.conn->set_timeout(1h);
    s.conn->cursor()->execute("A");
    s.cur->set_timeout(Timeout::zero());
    s.cur->execute("A");
    const auto seen = s.driver.executions();
    CHECK_FALSE(seen[0].has_deadline);
    CHECK(seen[1].has_deadline);
    CHECK(seen[2].has_deadline);
    CHECK_FALSE(seen[3].has_deadline);
}

TEST_CASE("a cursor keeps its connection alive") {
    Session s;
    s.conn.reset();
    CHECK(s.cur->execute("SELECT n").fetchall().size() == 3);
}
