// SPDX-License-Identifier: BSL-1.0
//
// Pipeline: what waits, what may, and whose the results are.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "support/pipelined.hpp"

using namespace testing::pipelined;

TEST_CASE("parameters are copies, whatever they are") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        {
            std::string text(100, 'x');
            std::vector<int> numbers{1, 2};
            pipe.execute("A ?, ?, ?, ?, ?", text, numbers, null_of<int>, std::vector<double>(), 5);
            text.assign(100, 'y');
            numbers[0] = 9;
        }
        pipe.execute("B :a, :b", {{"b", "late"}, {"a", 1}});
        pipe.execute("C ?", {Value(1.5)});
        pipe.execute("D ?", std::tuple(Value("in a tuple")));
        pipe.execute("E IN (?)", expand(std::vector{1, 2, 3}));
        pipe.sync();
        const auto seen = s.driver.executions();
        REQUIRE(seen.size() == 5);
        const auto& first = seen[0].parameters;
        CHECK(first[0] == Value(std::string(100, 'x')));
        CHECK(first[1] == Value(Array(std::vector<Value>{1, 2})));
        CHECK(first[2].is_null());
        CHECK(first[3] == Value(Array()));
        CHECK(first[4] == Value(5));
        CHECK(seen[0].hints[2].kind == Kind::integer);
        CHECK(seen[0].hints[3].kind == Kind::real);
        CHECK(seen[1].parameters == std::vector<Value>{1, "late"});
        CHECK(seen[2].parameters == std::vector<Value>{1.5});
        CHECK(seen[3].parameters == std::vector<Value>{"in a tuple"});
        CHECK(seen[4].sql == "E IN (?, ?, ?)");
        CHECK(seen[4].parameters == std::vector<Value>{1, 2, 3});
    });
}

TEST_CASE("a cursor says why it has no result") {
    const auto why = [](Cursor& cursor) -> std::string {
        try {
            static_cast<void>(cursor.fetchone());
        } catch (const ProgrammingError& error) {
            return error.what();
        }
        return "";
    };
    on_both([&](Session& s) {
        Pipeline pipe(*s.conn);
        auto& waiting = pipe.execute("SELECT 1");
        CHECK(why(waiting).find("sync()") != std::string::npos);
        CHECK(waiting.rowcount() == -1);
        CHECK(waiting.description() == nullptr);
        pipe.clear();
        CHECK(pipe.size() == 0);
        CHECK(why(waiting).find("cleared") != std::string::npos);

        auto& done = pipe.execute("SELECT 1");
        auto& failing = pipe.execute("UPDATE ?", 1);
        auto& behind = pipe.execute("SELECT 2");
        s.driver.fail("execute", there, 1);
        CHECK(failing_step<UniqueViolation>(pipe) == RowRange{1, 1});
        CHECK(done.scalar<int>() == 1);
        CHECK(why(failing).find("it failed") != std::string::npos);
        CHECK(why(behind).find("not run") != std::string::npos);
    });
}

TEST_CASE("cursors are used again after sync()") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        auto& first = pipe.execute("SELECT 1");
        pipe.sync();
        CHECK(first.scalar<int>() == 1);
        auto& second = pipe.execute("SELECT 2");
        auto& third = pipe.execute("SELECT 1");
        CHECK(&first == &second);
        CHECK(&second != &third);
        CHECK_THROWS_AS((void)first.fetchone(), ProgrammingError);
        pipe.sync();
        CHECK(second.scalar<int>() == 2);
        CHECK(third.scalar<int>() == 1);
        second.close();
        CHECK_FALSE(pipe.execute("SELECT 2").is_closed());
    });
}

TEST_CASE("a parameter may be in the result that goes with it") {
    on_both([](Session& s) {
        const std::string large(100'000, 'x');  // no memory for another result
        s.driver.answer("SELECT large",
                        testing::FakeResult{.columns = testing::columns({"text"}), .rows = {{large}}});
        Pipeline pipe(*s.conn);
        auto& cursor = pipe.execute("SELECT large");
        pipe.sync();
        const auto row = cursor.fetchview();
        REQUIRE(row);
        pipe.execute("A ?", row->get<std::string_view>(0));
        pipe.sync();
        CHECK(s.driver.executions().back().parameters == std::vector<Value>{large});
    });
}

TEST_CASE("an error handler may end the pipeline") {
    on_both([](Session& s) {
        std::optional<Pipeline> pipe(std::in_place, *s.conn);
        s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}));
        pipe->execute("A ?", std::string(100, 'a'));
        s.conn->set_errorhandler([&](Connection&, Cursor*, const Error&) { pipe.reset(); });
        CHECK_THROWS_AS(pipe->sync(), UniqueViolation);
        CHECK_FALSE(pipe);
    });
}

TEST_CASE("an error handler may fill the pipeline anew") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}), 1);
        pipe.execute("A ?, ?", std::string(100, 'a'), std::string(100, 'b'));
        pipe.execute("B ?", std::string(5000, 'c'));
        s.conn->set_errorhandler([&](Connection&, Cursor*, const Error&) {
            for (int i = 0; i < 20; ++i) pipe.execute("C ?, ?", std::string(1000, 'd'), i);
        });
        CHECK_THROWS_AS(pipe.sync(), UniqueViolation);
        s.conn->set_errorhandler({});
        CHECK(pipe.size() == 20);
        pipe.sync();
        const auto seen = s.driver.executions();
        REQUIRE(seen.size() == 22);
        for (int i = 0; i < 20; ++i) {
            const auto& parameters = seen[static_cast<std::size_t>(i) + 2].parameters;
            CHECK(parameters == std::vector<Value>{std::string(1000, 'd'), i});
        }
    });
}

TEST_CASE("what cannot be in a pipeline is refused, and leaves it as it was") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        auto& before = pipe.execute("SELECT 1");
        for (const char* sql :
             {"BEGIN", "START TRANSACTION", "COMMIT", "END", "ROLLBACK", "ABORT", "SELECT 1; SELECT 2",
              "COPY t FROM STDIN", "copy t TO STDOUT", "", "SELECT ?"}) {
            CAPTURE(sql);
            CHECK_THROWS_AS(pipe.execute(sql), ProgrammingError);
        }
        CHECK(pipe.size() == 1);
        pipe.sync();
        CHECK_THROWS_AS(pipe.execute("SELECT ?", 1, 2), ProgrammingError);
        CHECK(before.scalar<int>() == 1);
        for (const char* sql : {"SAVEPOINT a", "ROLLBACK TO a", "RELEASE a"}) pipe.execute(sql);
        CHECK_NOTHROW(pipe.sync());
    });
}

TEST_CASE("other cursors can be used while statements wait, and a stream is in the way of sync()") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        auto& select = pipe.execute("SELECT 1");
        CHECK(s.conn->execute("SELECT 2").scalar<int>() == 2);
        const auto stream = s.conn->cursor({.stream = true});
        stream->execute("SELECT 2");
        CHECK_THROWS_AS(pipe.sync(), InterfaceError);
        CHECK(pipe.size() == 0);
        CHECK_THROWS_WITH_AS((void)select.fetchone(), doctest::Contains("not run"), ProgrammingError);
        stream->close();
    });
}

TEST_CASE("notices are with the cursor whose statement raised them") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        auto& first = pipe.execute("UPDATE ?", 1);
        auto& second = pipe.execute("UPDATE ?", 2);
        s.driver.notify("execute", {ErrorClass::warning, "careful", Sqlstate("01000"), {}}, 1);
        pipe.sync();
        CHECK(first.messages().empty());
        REQUIRE(second.messages().size() == 1);
        CHECK(second.messages()[0].text == "careful");
        CHECK(s.conn->messages().empty());
    });
}

TEST_CASE("a result that cannot be taken in is told behind the others, which have been run") {
    Session s(true);
    Pipeline pipe(*s.conn);
    auto& first = pipe.execute("SELECT 1");
    auto& second = pipe.execute("SELECT 2");
    pipe.commit();
    s.driver.fail("fetch", DataError("odd"));
    CHECK(failing_step<DataError>(pipe) == RowRange{0, 0});
    CHECK_THROWS_AS((void)first.fetchone(), ProgrammingError);
    CHECK(second.scalar<int>() == 2);
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("a cancel between two statements ends a run without pipelines") {
    Session s(false);
    Pipeline pipe(*s.conn);
    pipe.execute("UPDATE ?", 1);
    pipe.execute("UPDATE ?", 2);
    s.driver.on("execute", [&](testing::FakeConnection&) { std::thread([&] { s.conn->cancel(); }).join(); });
    CHECK(failing_step<QueryCanceled>(pipe) == RowRange{1, 1});
    CHECK(s.driver.count("execute") == 1);
}

TEST_CASE("a pipeline keeps its connection, and a closed one is told") {
    Session s(true);
    auto pipe = std::make_unique<Pipeline>(*s.conn);
    auto& cursor = pipe->execute("SELECT 1");
    s.conn->close();
    CHECK_THROWS_AS(pipe->execute("SELECT 1"), InterfaceError);
    CHECK_THROWS_AS(pipe->commit(), InterfaceError);
    CHECK_THROWS_AS(pipe->sync(), InterfaceError);
    CHECK_THROWS_AS((void)cursor.fetchone(), InterfaceError);
    CHECK_THROWS_AS(Pipeline(*s.conn), InterfaceError);
    CHECK_NOTHROW(pipe.reset());
}
