// SPDX-License-Identifier: BSL-1.0
//
// What becomes of a pipeline when the server or the network goes away, or a statement does not end.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "libpq/bank.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using testing::Bank;
using testing::failure_of;
using testing::Fault;

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
