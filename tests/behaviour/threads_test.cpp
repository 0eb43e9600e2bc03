// SPDX-License-Identifier: BSL-1.0
//
// Threads that share a connection, each with cursors of its own, and threads with connections of their own;
// meant for ThreadSanitizer above all. PEP 249: C7 to C10.
#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "support/database.hpp"

namespace {

using testing::connect;
using testing::Table;

constexpr int thread_count = 4;
constexpr int rounds = 50;

/// Runs the function in several threads, each with its number; returns the number of exceptions that came
/// out.
int in_threads(const std::function<void(int)>& run) {
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int id = 0; id < thread_count; ++id) {
        threads.emplace_back([&, id] {
            try {
                run(id);
            } catch (const std::exception& error) {
                ++failures;
                MESSAGE(error.what());
            }
        });
    }
    for (auto& thread : threads) thread.join();
    return failures;
}

}  // namespace

TEST_CASE("threads share a connection, each with a cursor of its own") {
    const Table table("thread INT, round INT, PRIMARY KEY (thread, round)");
    const auto conn = connect();
    std::atomic<int> wrong = 0;
    const int failures = in_threads([&](int id) {
        const auto cursor = conn->cursor();
        for (int round = 0; round < rounds; ++round) {
            cursor->execute(table.sql("INSERT INTO {} VALUES (?, ?)"), id, round);
            cursor->execute(table.sql("SELECT count(*) FROM {} WHERE thread = ?"), id);
            if (cursor->scalar<int>() != round + 1) ++wrong;
        }
    });
    CHECK(failures == 0);
    CHECK(wrong == 0);
    conn->commit();
    CHECK(table.count() == thread_count * rounds);
}

TEST_CASE("threads read results of one connection at their own pace") {
    const auto conn = connect();
    std::atomic<int> wrong = 0;
    const int failures = in_threads([&](int id) {
        for (int round = 0; round < rounds; ++round) {
            auto result = conn->execute("SELECT ? AS a UNION ALL SELECT ? UNION ALL SELECT ? ORDER BY a",
                                        10 * id, 10 * id + 1, 10 * id + 2);
            int next = 10 * id;
            for (const auto& row : result) {
                if (row.get<int>(0) != next++) ++wrong;
            }
            if (next != 10 * id + 3) ++wrong;
        }
    });
    CHECK(failures == 0);
    CHECK(wrong == 0);
}

TEST_CASE("threads ask a connection about itself while others use it") {
    const auto conn = connect({.autocommit = true});
    const int failures = in_threads([&](int id) {
        const auto cursor = conn->cursor();
        for (int round = 0; round < rounds; ++round) {
            if (id == 0) {
                cursor->execute("SELECT 1");
            } else if (id == 1) {
                static_cast<void>(conn->transaction_status());
                static_cast<void>(conn->is_usable());
                static_cast<void>(conn->features());
                conn->set_timeout(std::chrono::seconds(round + 10));
                static_cast<void>(conn->timeout());
                conn->set_paramstyle(dbapi::ParamStyle::qmark);
                static_cast<void>(conn->paramstyle());
            } else if (id == 2) {
                conn->set_transaction_options({.isolation = dbapi::IsolationLevel::serializable});
                static_cast<void>(conn->transaction_options());
                static_cast<void>(conn->autocommit());
                static_cast<void>(conn->messages());
                conn->clear_messages();
            } else {
                try {
                    cursor->execute("SELECT * FROM no_such_table");
                } catch (const dbapi::ProgrammingError&) {
                    static_cast<void>(cursor->messages());
                }
            }
        }
    });
    CHECK(failures == 0);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("threads commit and roll back a shared connection") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    std::atomic<int> next = 0;
    const int failures = in_threads([&](int id) {
        for (int round = 0; round < rounds; ++round) {
            conn->execute(table.sql("INSERT INTO {} VALUES (?)"), ++next);
            if (id == 0) {
                conn->rollback();
            } else {
                conn->commit();
            }
        }
    });
    CHECK(failures == 0);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
    CHECK(table.count() <= thread_count * rounds);
}

TEST_CASE("threads work with connections of their own") {
    const Table table("id INT PRIMARY KEY");
    std::atomic<int> next = 0;
    const int failures = in_threads([&](int) {
        const auto conn = connect();
        for (int round = 0; round < 10; ++round) {
            const int id = ++next;
            for (bool done = false; !done;) {
                try {
                    conn->execute(table.sql("INSERT INTO {} VALUES (?)"), id);
                    conn->commit();
                    done = true;
                } catch (const dbapi::SerializationFailure&) {  // what SQLite's one writer at a time comes to
                    conn->rollback();
                }
            }
        }
    });
    CHECK(failures == 0);
    CHECK(table.count() == thread_count * 10);
}

TEST_CASE("threads read copies of the same rows") {
    const auto rows =
        connect()->execute("SELECT 1 AS n, 'a text that is too long for a small string' AS t").fetchall();
    std::atomic<int> wrong = 0;
    const int failures = in_threads([&](int) {
        for (int round = 0; round < rounds; ++round) {
            const dbapi::Row copy = rows.at(0);
            if (copy.get<int>("n") != 1 || copy["t"].to_string().size() != 42) ++wrong;
        }
    });
    CHECK(failures == 0);
    CHECK(wrong == 0);
}

TEST_CASE("cursors may be made, used and dropped by different threads, one after the other") {
    const auto conn = connect();
    std::unique_ptr<dbapi::Cursor> cursor;
    std::thread([&] {
        cursor = conn->cursor();
        cursor->execute("SELECT 1 AS n UNION ALL SELECT 2 ORDER BY n");
    }).join();
    std::thread([&] { CHECK(cursor->fetchone()->get<int>(0) == 1); }).join();
    CHECK(cursor->fetchone()->get<int>(0) == 2);
    std::thread([&] { cursor.reset(); }).join();
    CHECK(conn->execute("SELECT 3").scalar<int>() == 3);
}

TEST_CASE("a connection closed by one thread refuses the others, who are never harmed") {
    for (int i = 0; i < 10; ++i) {
        const auto conn = connect();
        std::thread user([&] {
            try {
                const auto cursor = conn->cursor();
                for (;;) cursor->execute("SELECT 1");
            } catch (const dbapi::InterfaceError&) {
            }
        });
        conn->execute("SELECT 1");
        conn->close();
        user.join();
        CHECK(conn->is_closed());
    }
}
