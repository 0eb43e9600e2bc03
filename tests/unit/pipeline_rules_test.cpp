// SPDX-License-Identifier: BSL-1.0
//
// Pipeline: what waits, where transactions begin and end, and what a failure leaves, with and without a
// driver that sends statements together.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using testing::FakeDriver;
using Calls = std::vector<std::string>;

namespace {

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};
    bool together;

    explicit Session(bool runs_together, bool autocommit = false) : together(runs_together) {
        driver.features.pipeline = together;
        driver.begins_with_statement = together;
        driver.answer("UPDATE ?", testing::affected(2, "UPDATE 2"));
        driver.answer("SELECT 1", testing::integers("n", {1}));
        driver.answer("SELECT 2", testing::integers("n", {2}));
        conn = driver.connect({.dsn = "fake:", .autocommit = autocommit});
        driver.take_calls();
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        conn.reset();
    }

    /// The statements and commits that reached the driver, in order; which way does not matter.
    Calls run() {
        Calls kept;
        bool begin = false;
        for (auto call : driver.take_calls()) {
            if (call == "begin") begin = true;
            if (call == "piped_commit") call = "commit";
            if (call == "rollback" || call == "commit") kept.push_back(call);
            if (!call.starts_with("execute ")) continue;
            call = call.substr(8);
            if (begin && !call.ends_with("[begin]")) call += " [begin]";
            begin = false;
            kept.push_back(call);
        }
        return kept;
    }
};

/// Runs a test on both kinds of driver.
void on_both(const std::function<void(Session&)>& test, bool autocommit = false) {
    for (const bool together : {true, false}) {
        CAPTURE(together);
        Session s(together, autocommit);
        test(s);
    }
}

template <class E>
std::optional<RowRange> failing_step(Pipeline& pipe) {
    try {
        pipe.sync();
    } catch (const E& error) {
        CHECK(error.error_class() == E("").error_class());
        return error.row_range();
    }
    FAIL("nothing failed");
    return std::nullopt;
}

const UniqueViolation there("there already", {.sqlstate = "23505"});

}  // namespace

TEST_CASE("nothing is sent before sync(), and then all of it, in one transaction") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        auto& update = pipe.execute("UPDATE ?", 7);
        auto& select = pipe.execute("SELECT 1");
        pipe.commit();
        CHECK(pipe.size() == 3);
        CHECK(s.driver.take_calls() == Calls{});
        CHECK(s.conn->transaction_status() == TransactionStatus::idle);
        pipe.sync();
        CHECK(pipe.size() == 0);
        CHECK(s.driver.count("pipeline") == (s.together ? 1 : 0));
        CHECK(s.run() == Calls{"UPDATE ? [begin]", "SELECT 1", "commit"});
        CHECK(s.driver.executions()[0].parameters == std::vector<Value>{7});
        CHECK(update.rowcount() == 2);
        CHECK(update.statusmessage() == "UPDATE 2");
        CHECK(select.scalar<int>() == 1);
        CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    });
}

TEST_CASE("a transaction that is open already goes on, and commit() begins the next by itself") {
    on_both([](Session& s) {
        s.conn->execute("SELECT 1");
        s.driver.take_calls();
        Pipeline pipe(*s.conn);
        pipe.execute("UPDATE ?", 1);
        pipe.commit();
        pipe.commit();  // of nothing
        pipe.execute("UPDATE ?", 2);
        pipe.execute("UPDATE ?", 3);
        pipe.sync();
        CHECK(s.run() == Calls{"UPDATE ?", "commit", "UPDATE ? [begin]", "UPDATE ?"});
        CHECK(s.conn->transaction_status() == TransactionStatus::active);
    });
}

TEST_CASE("a commit of nothing sends nothing, and an empty pipeline does nothing") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        pipe.sync();
        pipe.commit();
        pipe.commit();
        pipe.sync();
        CHECK(s.run() == Calls{});
    });
}

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

TEST_CASE("the first failure ends the run; the transaction is left to the program") {
    on_both([](Session& s) {
        Pipeline pipe(*s.conn);
        pipe.execute("UPDATE ?", 1);
        pipe.execute("UPDATE ?", 2);
        pipe.execute("UPDATE ?", 3);
        pipe.commit();
        s.driver.fail("execute", there, 1);
        CHECK(failing_step<UniqueViolation>(pipe) == RowRange{1, 1});
        CHECK(s.run() == Calls{"UPDATE ? [begin]", "UPDATE ?"});
        CHECK(pipe.size() == 0);
        CHECK(s.conn->transaction_status() == TransactionStatus::active);
        REQUIRE(s.conn->messages().size() == 1);
        CHECK(s.conn->messages()[0].sqlstate == "23505");
        s.conn->rollback();
        pipe.execute("UPDATE ?", 1);
        CHECK_NOTHROW(pipe.sync());
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

TEST_CASE("in autocommit mode the whole is one transaction of its own") {
    on_both(
        [](Session& s) {
            Pipeline pipe(*s.conn);
            CHECK_THROWS_AS(pipe.commit(), ProgrammingError);
            pipe.execute("UPDATE ?", 1);
            auto& select = pipe.execute("SELECT 1");
            pipe.sync();
            CHECK(s.run() == Calls{"UPDATE ? [begin]", "SELECT 1", "commit"});
            CHECK(select.scalar<int>() == 1);

            pipe.execute("UPDATE ?", 1);
            pipe.execute("UPDATE ?", 2);
            s.driver.fail("execute", there, 1);
            CHECK(failing_step<UniqueViolation>(pipe) == RowRange{1, 1});
            CHECK(s.run() == Calls{"UPDATE ? [begin]", "UPDATE ?", "rollback"});
            CHECK(s.conn->transaction_status() == TransactionStatus::idle);
        },
        true);
}

TEST_CASE("in autocommit mode a transaction that the program began is the program's") {
    on_both(
        [](Session& s) {
            Pipeline pipe(*s.conn);
            s.conn->begin();
            s.driver.take_calls();
            pipe.execute("UPDATE ?", 1);
            pipe.sync();
            CHECK(s.run() == Calls{"UPDATE ?"});
            pipe.execute("UPDATE ?", 1);
            s.driver.fail("execute", there);
            CHECK(failing_step<UniqueViolation>(pipe) == RowRange{0, 0});
            CHECK(s.conn->transaction_status() == TransactionStatus::active);

            s.driver.take_calls();
            pipe.commit();
            pipe.execute("UPDATE ?", 2);
            pipe.sync();
            CHECK(s.run() == Calls{"commit", "UPDATE ? [begin]", "commit"});
        },
        true);
}

TEST_CASE("statements that are exempt from transactions begin none") {
    on_both(
        [](Session& s) {
            s.driver.exempt_keywords = {"PRAGMA"};
            Pipeline pipe(*s.conn);
            pipe.execute("PRAGMA a");
            pipe.sync();
            CHECK(s.run() == Calls{"PRAGMA a"});
            pipe.execute("PRAGMA a");
            pipe.execute("UPDATE ?", 1);
            pipe.sync();
            CHECK(s.run() == Calls{"PRAGMA a", "UPDATE ? [begin]", "commit"});
        },
        true);
}

TEST_CASE("a commit whose answer is lost is ambiguous, wherever the connection broke behind its sending") {
    const ConnectionLost lost("gone", {.outcome_unknown = true, .connection_usable = false});
    for (const char* hook : {"execute", "piped_commit"}) {
        CAPTURE(hook);
        Session s(true);
        Pipeline pipe(*s.conn);
        pipe.execute("UPDATE ?", 1);
        pipe.commit();
        s.driver.fail(hook, lost);
        const std::size_t step = std::string(hook) == "execute" ? 0 : 1;
        CHECK(failing_step<AmbiguousCommit>(pipe) == RowRange{step, step});
        CHECK_FALSE(s.conn->is_usable());
    }
    Session s(false);
    Pipeline pipe(*s.conn);
    pipe.execute("UPDATE ?", 1);
    pipe.commit();
    s.driver.fail("commit", lost);
    CHECK(failing_step<AmbiguousCommit>(pipe) == RowRange{1, 1});
}

TEST_CASE("the commit of autocommit mode has no place in the pipeline") {
    on_both(
        [](Session& s) {
            Pipeline pipe(*s.conn);
            pipe.execute("UPDATE ?", 1);
            s.driver.fail(s.together ? "piped_commit" : "commit",
                          SerializationFailure("again", {.sqlstate = "40001", .retryable = true}));
            CHECK(failing_step<SerializationFailure>(pipe) == std::nullopt);
            CHECK(s.conn->transaction_status() == TransactionStatus::idle);
        },
        true);
}

TEST_CASE("a commit that was answered with a rollback ends the run") {
    Session s(false);
    s.conn->execute("SELECT 1");
    s.driver.take_calls();
    s.driver.refuse_commit();
    Pipeline pipe(*s.conn);
    pipe.commit();
    pipe.execute("UPDATE ?", 1);
    CHECK(failing_step<TransactionRolledBack>(pipe) == RowRange{0, 0});
    CHECK(s.run() == Calls{"commit"});
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
