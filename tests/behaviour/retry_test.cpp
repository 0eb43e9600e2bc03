// SPDX-License-Identifier: BSL-1.0
//
// run_transaction() against real conflicts: of reads and writes, deadlocks, locks of files. Extension of
// PEP 249.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "support/accounts.hpp"

using namespace std::chrono_literals;
using dbapi::Connection;
using dbapi::TransactionStatus;
using testing::Accounts;
using testing::connect;
using testing::Observed;

namespace {

const dbapi::TransactionOptions serializable{.isolation = dbapi::IsolationLevel::serializable};

}  // namespace

TEST_CASE("what is written is committed, and what is returned comes back") {
    const Accounts accounts(2);
    for (const bool autocommit : {false, true}) {
        const auto conn = connect({.autocommit = autocommit});
        const auto before = accounts.balance(1);
        const auto left = dbapi::run_transaction(*conn, [&](Connection& tx) {
            accounts.add(tx, 1, -10);
            CHECK(tx.transaction_status() == TransactionStatus::active);
            return accounts.balance(tx, 1);
        });
        CHECK(left == before - 10);
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        CHECK(accounts.balance(1) == left);
        CHECK(conn->autocommit() == autocommit);
    }
}

TEST_CASE("an error of a statement rolls all back, and the connection goes on") {
    const Accounts accounts(2);
    const auto conn = connect();
    CHECK_THROWS_AS(dbapi::run_transaction(*conn,
                                           [&](Connection& tx) {
                                               accounts.add(tx, 1, -10);
                                               tx.execute("SELECT * FROM no_such_table");
                                           }),
                    dbapi::ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(accounts.balance(*conn, 1) == 100);
}

TEST_CASE("a read that another transaction has made stale, 40001, runs again and is right then") {
    if (testing::is_sqlite()) return;  // its writers take turns
    const Accounts accounts(2);
    const auto conn = connect();
    const auto other = connect();
    Observed observed;
    int runs = 0;
    dbapi::run_transaction(*conn, {.transaction = serializable, .observer = observed.observer()},
                           [&](Connection& tx) {
                               const auto seen = accounts.balance(tx, 1);
                               if (++runs == 1) {
                                   accounts.add(*other, 1, 1000);
                                   other->commit();
                               }
                               accounts.set(tx, 1, seen + 1);
                           });
    CHECK(runs == 2);
    CHECK(observed.retried == std::vector<std::string>{"40001"});
    CHECK(observed.committed == 1);
    CHECK(accounts.balance(1) == 1101);
}

TEST_CASE("a conflict that only COMMIT finds runs again") {
    if (testing::is_sqlite()) return;
    const Accounts accounts(2);
    const auto conn = connect();
    const auto other = connect();
    other->set_transaction_options(serializable);
    Observed observed;
    int runs = 0;
    // Write skew: each reads the account that the other one writes.
    dbapi::run_transaction(*conn, {.transaction = serializable, .observer = observed.observer()},
                           [&](Connection& tx) {
                               const auto seen = accounts.balance(tx, 2);
                               if (++runs == 1) (void)accounts.balance(*other, 1);
                               accounts.set(tx, 1, seen + 1);
                               if (runs == 1) {
                                   accounts.set(*other, 2, 7);
                                   other->commit();
                               }
                           });
    CHECK(runs == 2);
    CHECK(observed.retried == std::vector<std::string>{"40001"});
    CHECK(accounts.balance(1) == 8);
}

TEST_CASE("when the attempts are used up the conflict is thrown, with their number") {
    if (testing::is_sqlite()) return;
    const Accounts accounts(2);
    const auto conn = connect();
    const auto other = connect();
    try {
        dbapi::run_transaction(*conn,
                               {.max_attempts = 2, .backoff = {.base = 1ms}, .transaction = serializable},
                               [&](Connection& tx) {
                                   const auto seen = accounts.balance(tx, 1);
                                   accounts.add(*other, 1, 1);
                                   other->commit();
                                   accounts.set(tx, 1, seen);
                               });
        FAIL("nothing was thrown");
    } catch (const dbapi::SerializationFailure& error) {
        CHECK(error.attempts() == 2);
        CHECK(error.sqlstate() == "40001");
    }
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(accounts.balance(1) == 102);
}

TEST_CASE("of two transactions in a deadlock one runs again, and both are committed") {
    if (testing::is_sqlite()) return;
    const Accounts accounts(2);
    std::array<Observed, 2> observed;
    std::atomic<int> first_locks = 0;
    const auto work = [&](int mine, int others) {
        const auto conn = connect();
        int runs = 0;
        auto& seen = observed.at(static_cast<std::size_t>(mine - 1));
        dbapi::run_transaction(*conn, {.observer = seen.observer()}, [&](Connection& tx) {
            accounts.add(tx, mine, 1);
            if (++runs == 1) {
                ++first_locks;
                while (first_locks < 2) std::this_thread::yield();  // both have one by now
            }
            accounts.add(tx, others, 10);
        });
    };
    std::thread thread([&] { work(1, 2); });
    work(2, 1);
    thread.join();
    CHECK(observed[0].committed + observed[1].committed == 2);
    CHECK(observed[0].retried.size() + observed[1].retried.size() >= 1);
    for (const auto& one : observed) {
        for (const auto& state : one.retried) CHECK((state == "40P01" || state == "40001"));
    }
    CHECK(accounts.balance(1) == 111);
    CHECK(accounts.balance(2) == 111);
}

TEST_CASE("SQLite: a writer waits for the one before it at BEGIN, and what cannot wait runs again") {
    if (!testing::is_sqlite()) return;
    const Accounts accounts(2);
    const auto conn = connect({.parameters = {{"busy_timeout", "0"}}});
    const auto other = connect();
    other->begin();
    accounts.add(*other, 1, 1);
    Observed observed;
    dbapi::RetryOptions options{.backoff = {.base = 1ms}};
    options.observer = [&, observe = observed.observer()](const dbapi::Attempt& attempt) {
        observe(attempt);
        if (attempt.number == 2) other->commit();
    };
    int ran_to_its_end = 0;
    dbapi::run_transaction(*conn, options, [&](Connection& tx) {
        const auto seen = accounts.balance(tx, 1);  // only reads, and waits: it will write
        accounts.set(tx, 1, seen * 2);
        ++ran_to_its_end;
    });
    CHECK(observed.retried == std::vector<std::string>{"40001", "40001"});
    CHECK(ran_to_its_end == 1);
    CHECK(accounts.balance(1) == 202);
}

TEST_CASE("SQLite: a reader that began to write too late, and a COMMIT that readers are in the way of") {
    if (!testing::is_sqlite()) return;
    const Accounts accounts(2);
    const auto conn = connect({.parameters = {{"busy_timeout", "0"}}});
    const auto other = connect({.parameters = {{"busy_timeout", "0"}}});
    Observed observed;
    dbapi::RetryOptions options{.backoff = {.base = 1ms}, .transaction = {.writes = false}};
    options.observer = [&, observe = observed.observer()](const dbapi::Attempt& attempt) {
        observe(attempt);
        if (other->transaction_status() != TransactionStatus::idle) other->rollback();
    };
    int runs = 0;
    dbapi::run_transaction(*conn, options, [&](Connection& tx) {
        if (++runs == 1) (void)accounts.balance(*other, 1);  // a reader: COMMIT cannot have the file
        accounts.set(tx, 1, accounts.balance(tx, 1) + 1);
    });
    CHECK(runs == 2);
    runs = 0;
    dbapi::run_transaction(*conn, options, [&](Connection& tx) {
        const auto seen = accounts.balance(tx, 1);
        if (++runs == 1) {
            other->begin();
            accounts.add(*other, 2, 1);  // a writer: only one can be
        }
        accounts.set(tx, 1, seen + 1);
    });
    CHECK(runs == 2);
    CHECK(observed.retried == std::vector<std::string>{"40001", "40001"});
    CHECK(accounts.balance(1) == 102);
    CHECK(accounts.balance(2) == 100);
}

TEST_CASE("a read-only transaction writes nothing, where there are such") {
    const Accounts accounts(2);
    const auto conn = connect();
    const dbapi::RetryOptions options{.transaction = {.read_only = true}};
    if (!conn->features().read_only) {
        CHECK_THROWS_AS(dbapi::run_transaction(*conn, options, [](Connection&) {}), dbapi::NotSupportedError);
        return;
    }
    CHECK(dbapi::run_transaction(*conn, options, [&](Connection& tx) { return accounts.sum(tx); }) == 200);
    CHECK_THROWS_AS(dbapi::run_transaction(*conn, options, [&](Connection& tx) { accounts.add(tx, 1, 1); }),
                    dbapi::InternalError);
    dbapi::run_transaction(*conn, [&](Connection& tx) { accounts.add(tx, 1, 1); });
    CHECK(accounts.balance(1) == 101);
}

TEST_CASE("the time limit stops a statement inside, and the connection goes on") {
    const Accounts accounts(2);
    const auto conn = connect();
    CHECK_THROWS_AS(dbapi::run_transaction(*conn, {.timeout = 100ms},
                                           [&](Connection& tx) {
                                               accounts.add(tx, 1, 1);
                                               tx.execute(testing::slow_sql());
                                           }),
                    dbapi::DeadlineExceeded);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(conn->timeout() == 0ms);
    CHECK(accounts.balance(*conn, 1) == 100);
}

TEST_CASE("a COMMIT as text is refused before it is run") {
    const Accounts accounts(2);
    const auto conn = connect();
    CHECK_THROWS_AS(dbapi::run_transaction(*conn,
                                           [&](Connection& tx) {
                                               accounts.add(tx, 1, 1);
                                               tx.execute("COMMIT");
                                           }),
                    dbapi::ProgrammingError);
    CHECK(accounts.balance(1) == 100);
}

TEST_CASE("many threads move money between a few accounts, and none is lost") {
    constexpr int threads = 4;
    constexpr int transfers = 50;
    constexpr int count = 3;
    const Accounts accounts(count);
    std::atomic<int> retries = 0;
    std::atomic<int> applied = 0;
    const auto work = [&](int thread) {
        const auto conn = connect({.timeout = 60s});
        dbapi::RetryOptions options{.max_attempts = 0, .backoff = {.base = 1ms}, .transaction = serializable};
        options.observer = [&](const dbapi::Attempt& attempt) {
            if (attempt.outcome == dbapi::AttemptOutcome::retried) ++retries;
        };
        for (int i = 0; i < transfers; ++i) {
            const int from = 1 + (thread + i) % count;
            const int to = 1 + (thread + i + 1 + i % 2) % count;
            dbapi::run_transaction(*conn, options, [&](Connection& tx) {
                const auto left = accounts.balance(tx, from);
                const auto right = accounts.balance(tx, to);
                accounts.set(tx, from, left - 1);
                accounts.set(tx, to, right + 1);
            });
            ++applied;
        }
    };
    std::vector<std::thread> all;
    for (int thread = 0; thread < threads; ++thread) all.emplace_back(work, thread);
    for (auto& thread : all) thread.join();
    CHECK(applied == threads * transfers);
    CHECK(accounts.sum(*connect()) == count * 100);
    if (!testing::is_sqlite()) CHECK(retries > 0);
    MESSAGE("retries: " << retries.load());
}
