// SPDX-License-Identifier: BSL-1.0
//
// Pipelines on the wire: how many round trips they take, and what becomes of them when the server or the
// network goes away, or a statement does not end.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "libpq/server.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using testing::Fault;

namespace {

/// Two accounts, made and dropped outside of the connection under test, which goes through a proxy.
struct Bank {
    Bank() {
        direct->execute("DROP TABLE IF EXISTS pipeline_accounts");
        direct->execute("CREATE TABLE pipeline_accounts (id INT PRIMARY KEY, balance BIGINT)");
        direct->execute("INSERT INTO pipeline_accounts VALUES (1, 1000), (2, 0)");
        connect();
    }
    ~Bank() {
        conn.reset();
        direct->execute("DROP TABLE pipeline_accounts");
    }
    void connect(ConnectOptions options = {}) {
        options.dsn = server.url;
        conn = dbapi::connect(options);
    }
    [[nodiscard]] std::int64_t balance(int id) const {
        return direct->execute("SELECT balance FROM pipeline_accounts WHERE id = ?", id)
            .scalar<std::int64_t>();
    }
    /// Adds three statements, the second of which has a result, and perhaps a commit.
    Cursor& add_transfer(Pipeline& pipe, bool commits) const {
        pipe.execute("UPDATE pipeline_accounts SET balance = balance - ? WHERE id = ?", 100, 1);
        auto& check = pipe.execute("SELECT sum(balance) FROM pipeline_accounts");
        pipe.execute("UPDATE pipeline_accounts SET balance = balance + ? WHERE id = ?", 100, 2);
        if (commits) pipe.commit();
        return check;
    }

    std::shared_ptr<Connection> direct = testing::connect({.autocommit = true});
    testing::ProxiedServer server;
    std::shared_ptr<Connection> conn;
};

struct Failure {
    ErrorClass error_class = ErrorClass::warning;
    ErrorDetails details{};
};

Failure failure_of(Pipeline& pipe) {
    try {
        pipe.sync();
    } catch (const Error& error) {
        return {error.error_class(), error.details()};
    }
    FAIL("nothing failed");
    return {};
}

}  // namespace

TEST_CASE_FIXTURE(Bank,
                  "a transfer takes two round trips, also when its statements are prepared on the way") {
    Pipeline pipe(*conn);
    for (int round = 1; round <= 4; ++round) {
        CAPTURE(round);
        const auto before = server.proxy.round_trips();
        const auto left =
            conn->execute("SELECT balance FROM pipeline_accounts WHERE id = $1", 1).scalar<std::int64_t>();
        CHECK(left == 1100 - 100 * round);
        auto& check = add_transfer(pipe, true);
        pipe.sync();
        CHECK(check.scalar<std::int64_t>() == 900);  // between the two updates
        CHECK(server.proxy.round_trips() - before == (round == 2 ? 3 : 2));  // execute() prepares by itself
        CHECK(balance(2) == 100 * round);
    }
    CHECK(conn->execute("SELECT count(*) FROM pg_prepared_statements").scalar<int>() == 4);
    conn->rollback();
}

TEST_CASE_FIXTURE(Bank, "a whole transaction takes one round trip, in autocommit mode too") {
    for (const bool autocommit : {false, true}) {
        conn->set_autocommit(autocommit);
        Pipeline pipe(*conn);
        for (int round = 0; round < 3; ++round) {
            const auto before = server.proxy.round_trips();
            add_transfer(pipe, !autocommit);
            pipe.sync();
            CHECK(server.proxy.round_trips() - before == 1);
        }
    }
    CHECK(balance(1) == 400);
}

TEST_CASE("a connection that is lost: with a commit on its way nobody knows, else nothing has happened") {
    for (const Fault fault : {Fault::cut_before, Fault::cut_after}) {
        for (const bool commits : {false, true}) {
            CAPTURE(commits);
            Bank bank;
            Pipeline pipe(*bank.conn);
            auto& check = bank.add_transfer(pipe, commits);
            bank.server.proxy.arm(fault, "UPDATE");
            const auto failure = failure_of(pipe);
            CHECK(failure.error_class ==
                  (commits ? ErrorClass::ambiguous_commit : ErrorClass::connection_lost));
            CHECK(failure.details.outcome_unknown == commits);
            CHECK_FALSE(failure.details.connection_usable);
            CHECK(failure.details.row_range == RowRange{0, 0});
            CHECK_THROWS_AS((void)check.fetchone(), ProgrammingError);
            CHECK_FALSE(bank.conn->is_usable());
            CHECK(bank.balance(2) == (commits && fault == Fault::cut_after ? 100 : 0));
        }
    }
}

TEST_CASE_FIXTURE(Bank, "a connection that is lost while a long pipeline is sent") {
    Pipeline pipe(*conn);
    const std::string large(100'000, 'x');
    for (int i = 0; i < 100; ++i) {
        pipe.execute("SELECT CAST(? AS TEXT)", i == 50 ? "the middle of it" : large);
    }
    pipe.commit();
    server.proxy.arm(Fault::cut_before, "the middle of it");
    const auto failure = failure_of(pipe);
    CHECK_FALSE(failure.details.connection_usable);
    CHECK_FALSE(conn->is_usable());
}

TEST_CASE_FIXTURE(Bank,
                  "a session that ends in the middle: what came before has its result, the rest is undone") {
    Pipeline pipe(*conn);
    auto& first = pipe.execute("UPDATE pipeline_accounts SET balance = 0 RETURNING id");
    pipe.execute("SELECT pg_terminate_backend(pg_backend_pid())");
    auto& last = pipe.execute("SELECT 1");
    pipe.commit();
    const auto failure = failure_of(pipe);
    CHECK(failure.error_class == ErrorClass::connection_lost);
    CHECK(failure.details.sqlstate == "57P01");
    CHECK_FALSE(failure.details.outcome_unknown);
    CHECK(failure.details.row_range == RowRange{1, 1});
    CHECK(first.fetchall().size() == 2);
    CHECK_THROWS_AS((void)last.fetchone(), ProgrammingError);
    CHECK(balance(1) == 1000);
}

TEST_CASE("a server that never answers: sync() ends by its deadline and a grace") {
    for (const bool commits : {false, true}) {
        CAPTURE(commits);
        Bank bank;
        bank.connect({.timeout = std::chrono::milliseconds(200)});
        Pipeline pipe(*bank.conn);
        bank.add_transfer(pipe, commits);
        bank.server.proxy.arm(Fault::freeze, "UPDATE");
        const auto failure = failure_of(pipe);
        CHECK(failure.error_class ==
              (commits ? ErrorClass::ambiguous_commit : ErrorClass::deadline_exceeded));
        CHECK(failure.details.outcome_unknown == commits);
        CHECK_FALSE(failure.details.connection_usable);
        CHECK_FALSE(bank.conn->is_usable());
    }
}

TEST_CASE("a statement that takes too long is cancelled at the deadline, and ends the run") {
    const auto conn = testing::connect({.timeout = std::chrono::milliseconds(200)});
    Pipeline pipe(*conn);
    auto& first = pipe.execute("SELECT 1");
    pipe.execute("SELECT pg_sleep(60)");
    pipe.execute("SELECT 2");
    pipe.commit();
    const auto failure = failure_of(pipe);
    CHECK(failure.error_class == ErrorClass::deadline_exceeded);
    CHECK(failure.details.row_range == RowRange{1, 1});
    CHECK(failure.details.connection_usable);
    CHECK_FALSE(failure.details.outcome_unknown);
    CHECK(first.scalar<int>() == 1);
    CHECK(conn->transaction_status() == TransactionStatus::failed);
    conn->rollback();
    CHECK(conn->execute("SELECT 3").scalar<int>() == 3);
}

TEST_CASE("a pipeline can be cancelled by another thread") {
    const auto conn = testing::connect();
    const auto other = testing::connect({.autocommit = true});
    const auto pid = conn->execute("SELECT pg_backend_pid()").scalar<int>();
    Pipeline pipe(*conn);
    pipe.execute("SELECT 1");
    pipe.execute("SELECT pg_sleep(60)");
    std::thread canceller([&] {
        const std::string asleep =
            "SELECT count(*) FROM pg_stat_activity WHERE pid = ? AND wait_event = 'PgSleep'";
        while (other->execute(asleep, pid).scalar<int>() == 0) continue;
        conn->cancel();
    });
    const auto failure = failure_of(pipe);
    canceller.join();
    CHECK(failure.error_class == ErrorClass::query_canceled);
    CHECK(failure.details.row_range == RowRange{1, 1});
    conn->rollback();
}

TEST_CASE("a serialization failure at the commit is one, and is told of the commit") {
    const auto setup = testing::connect({.autocommit = true});
    setup->execute("DROP TABLE IF EXISTS pipeline_doctors");
    setup->execute("CREATE TABLE pipeline_doctors (id INT PRIMARY KEY, on_call BOOL)");
    setup->execute("INSERT INTO pipeline_doctors VALUES (1, true), (2, true)");
    const auto go_off = [](Pipeline& pipe, int id) {
        pipe.execute("SELECT count(*) FROM pipeline_doctors WHERE on_call");
        pipe.execute("UPDATE pipeline_doctors SET on_call = false WHERE id = ?", id);
    };
    const auto one = testing::connect();
    const auto two = testing::connect();
    for (const auto& conn : {one, two})
        conn->set_transaction_options({.isolation = IsolationLevel::serializable});
    Pipeline first(*one);
    Pipeline second(*two);
    go_off(first, 1);
    go_off(second, 2);
    first.sync();
    second.sync();
    one->commit();
    second.commit();
    const auto failure = failure_of(second);
    CHECK(failure.error_class == ErrorClass::serialization_failure);
    CHECK(failure.details.row_range == RowRange{0, 0});
    CHECK(failure.details.retryable);
    CHECK(two->transaction_status() == TransactionStatus::idle);
    setup->execute("DROP TABLE pipeline_doctors");
}

TEST_CASE_FIXTURE(Bank, "a stale plan: run again when nothing came before it, else PlanInvalidated") {
    Pipeline pipe(*conn);
    const std::string sql = "SELECT * FROM pipeline_accounts ORDER BY id";
    const auto width = [&] {
        auto& cursor = pipe.execute(sql);
        pipe.execute("SELECT 1");
        pipe.commit();
        pipe.sync();
        return cursor.fetchall()[0].size();
    };
    for (int use = 0; use < 3; ++use) CHECK(width() == 2);
    direct->execute("ALTER TABLE pipeline_accounts ADD COLUMN a text");
    CHECK(width() == 3);
    CHECK(width() == 3);
    direct->execute("ALTER TABLE pipeline_accounts ADD COLUMN b text");
    pipe.execute("UPDATE pipeline_accounts SET balance = 1 WHERE id = ?", 1);
    pipe.execute(sql);
    pipe.commit();
    const auto failure = failure_of(pipe);
    CHECK(failure.error_class == ErrorClass::plan_invalidated);
    CHECK(failure.details.retryable);
    CHECK(failure.details.row_range == RowRange{1, 1});
    conn->rollback();
    CHECK(balance(1) == 1000);
    CHECK(width() == 4);

    conn->set_autocommit(true);
    direct->execute("ALTER TABLE pipeline_accounts ADD COLUMN c text");
    auto& cursor = pipe.execute(sql);
    pipe.sync();
    CHECK(cursor.fetchall()[0].size() == 5);
    conn->close();  // its transaction would keep the table
}

TEST_CASE("statements mean in a pipeline what they mean behind the others") {
    const auto conn = testing::connect();
    Pipeline pipe(*conn);
    for (int use = 0; use < 4; ++use) {
        CAPTURE(use);
        pipe.execute("CREATE TEMP TABLE pipeline_t (v int)");
        pipe.execute("INSERT INTO pipeline_t VALUES (?)", 7);
        auto& narrow = pipe.execute("SELECT * FROM pipeline_t");
        pipe.execute("ALTER TABLE pipeline_t ADD COLUMN w text DEFAULT 'x'");
        auto& wide = pipe.execute("SELECT * FROM pipeline_t");
        pipe.execute("DROP TABLE pipeline_t");
        pipe.sync();
        CHECK(narrow.fetchall()[0].size() == 1);
        CHECK((*wide.fetchone())[1] == Value("x"));
        if (use % 2 == 0) conn->commit();
    }
    conn->rollback();
}

TEST_CASE("types of the database's own, notices, and streams before a pipeline") {
    const auto conn = testing::connect({.autocommit = true});
    conn->execute("DROP TYPE IF EXISTS pipeline_mood");
    conn->execute("CREATE TYPE pipeline_mood AS ENUM ('sad', 'happy')");
    Pipeline pipe(*conn);
    for (int use = 0; use < 3; ++use) {
        auto& first = pipe.execute("SELECT 'happy'::pipeline_mood, g FROM generate_series(1, 3) AS g");
        auto& loud = pipe.execute("DO $$ BEGIN RAISE NOTICE 'hello'; END $$");
        auto& last = pipe.execute("SELECT 'sad'::pipeline_mood");
        pipe.sync();
        CHECK((*first.description())[0].type_name == "pipeline_mood");
        CHECK(first.messages().empty());
        REQUIRE(loud.messages().size() == 1);
        CHECK(loud.messages()[0].text == "hello");
        const auto rows = first.fetchall();
        REQUIRE(rows.size() == 3);
        CHECK(rows[2][0] == Value("happy"));
        CHECK(rows[2].get<int>(1) == 3);
        CHECK(last.scalar<std::string>() == "sad");
        for (const auto i : conn->stream("SELECT 1").rows<int>()) CHECK(i == 1);
    }
    conn->execute("DROP TYPE pipeline_mood");
}

TEST_CASE("what is prepared for other types, and empty arrays") {
    const auto conn = testing::connect({.autocommit = true});
    Pipeline pipe(*conn);
    for (int use = 0; use < 3; ++use) {
        std::vector<Cursor*> cursors;
        cursors.push_back(&pipe.execute("SELECT ?::text", 1));
        cursors.push_back(&pipe.execute("SELECT ?::text", std::int64_t{1} << 40));
        cursors.push_back(&pipe.execute("SELECT ?::text", "text"));
        cursors.push_back(&pipe.execute("SELECT ?::text", 1.5));
        cursors.push_back(&pipe.execute("SELECT pg_typeof(?)::text", std::vector<int>()));
        pipe.sync();
        const char* const expected[] = {"1", "1099511627776", "text", "1.5", "integer[]"};
        for (std::size_t i = 0; i < cursors.size(); ++i)
            CHECK(cursors[i]->scalar<std::string>() == expected[i]);
    }
}

TEST_CASE_FIXTURE(Bank, "executemany() of updates takes a few round trips, and prepares once") {
    conn->executemany("INSERT INTO pipeline_accounts VALUES (?, 0)",
                      testing::Made(3, 1001, [](int i) { return std::tuple(i); }));
    conn->commit();
    const auto before = server.proxy.round_trips();
    const auto result = conn->executemany("UPDATE pipeline_accounts SET balance = ? WHERE id = ?",
                                          testing::Made(1, 1001, [](int i) { return std::tuple(i, i); }));
    CHECK(result.rowcount() == 1000);
    CHECK(server.proxy.round_trips() - before <= 4);
    CHECK(conn->execute("SELECT count(*) FROM pg_prepared_statements").scalar<int>() == 1);
    conn->commit();
    CHECK(balance(777) == 777);
}

TEST_CASE("executemany() whose connection is lost, in a transaction and without one") {
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        Bank bank;
        bank.conn->set_autocommit(autocommit);
        bank.server.proxy.arm(Fault::cut_before, "UPDATE");
        try {
            bank.conn->executemany("UPDATE pipeline_accounts SET balance = ? WHERE id = ?",
                                   testing::Made(1, 1001, [](int i) { return std::tuple(i, i); }));
            FAIL("it went through");
        } catch (const ConnectionLost& error) {
            CHECK_FALSE(error.is_outcome_unknown());
            CHECK_FALSE(error.is_connection_usable());
        }
        CHECK(bank.balance(1) == 1000);
    }
}
