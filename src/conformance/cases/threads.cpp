// SPDX-License-Identifier: BSL-1.0
//
// Threads, as far as the driver's threadsafety goes; beyond it a case ends, and the profile has to say so.
#include <atomic>
#include <dbapi/conformance/context.hpp>
#include <memory>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

constexpr int thread_count = 4;
constexpr int rounds = 25;

void need_level(Context& context, ThreadSafety level) {
    if (context.driver().threadsafety() < level)
        context.unmet("threadsafety " + std::to_string(static_cast<int>(level)));
}

/// Runs queries whose results belong to this thread alone, and checks them.
void query_own_numbers(Context& context, Connection& conn, int number) {
    const auto cursor = conn.cursor();
    const auto sql = context.sql("SELECT CAST(? AS {integer}) + i FROM (" + context.numbers(20) +
                                 ") AS numbers ORDER BY 1");
    for (int round = 0; round < rounds; ++round) {
        const std::int64_t base = 1000 * number + round;
        cursor->execute(sql, base);
        std::int64_t wanted = base;
        while (const auto row = cursor->fetchone())
            context.require(row->get<std::int64_t>(0) == ++wanted, "a thread reads its own rows");
        context.equal(wanted, base + 20, "the last row of a thread");
    }
}

void each_with_its_own_connection(Context& context) {
    need_level(context, ThreadSafety::module);
    std::vector<std::shared_ptr<Connection>> connections;
    for (int i = 0; i < thread_count; ++i) connections.push_back(context.connect());
    in_threads(context, thread_count, [&](int number) {
        query_own_numbers(context, *connections[static_cast<std::size_t>(number)], number);
    });
}

void each_connects_by_itself(Context& context) {
    need_level(context, ThreadSafety::module);
    const auto options = context.options();
    in_threads(context, thread_count, [&](int number) {
        for (int round = 0; round < 5; ++round) {
            const auto conn = context.driver().connect(options);
            context.equal(conn->execute(context.sql("SELECT CAST(? AS {integer})"), number).scalar<int>(),
                          number, "a query of a thread");
            conn->close();
        }
    });
}

void all_read_on_one_connection(Context& context) {
    need_level(context, ThreadSafety::connection);
    auto& conn = context.connection();
    in_threads(context, thread_count, [&](int number) { query_own_numbers(context, conn, number); });
}

void all_write_on_one_connection(Context& context) {
    need_level(context, ThreadSafety::connection);
    const auto table = context.table("thread {integer}, round {integer}, PRIMARY KEY (thread, round)");
    auto& conn = context.connection();
    in_threads(context, thread_count, [&](int number) {
        const auto cursor = conn.cursor();
        for (int round = 0; round < rounds; ++round) {
            cursor->execute(context.sql("INSERT INTO {} VALUES (?, ?)", table), number, round);
            context.equal(cursor->rowcount(), 1, "rowcount of a thread's INSERT");
            cursor->execute(context.sql("SELECT count(*) FROM {} WHERE thread = ?", table), number);
            context.equal(cursor->scalar<int>(), round + 1, "rows of a thread");
        }
    });
    conn.commit();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), thread_count * rounds,
                  "rows of all threads");
}

void errors_go_to_their_own_thread(Context& context) {
    need_level(context, ThreadSafety::connection);
    auto& conn = context.connection();
    conn.set_autocommit(true);
    in_threads(context, thread_count, [&](int number) {
        const auto cursor = conn.cursor();
        for (int round = 0; round < rounds; ++round) {
            if (number % 2 == 0) {
                context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); },
                                                 "a thread's own error");
            } else {
                cursor->execute(context.sql("SELECT CAST(? AS {integer})"), round);
                context.equal(cursor->scalar<int>(), round, "a thread beside one that has errors");
            }
        }
    });
}

void one_may_commit_what_another_wrote(Context& context) {
    need_level(context, ThreadSafety::connection);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    in_threads(context, 1, [&](int) { conn->execute(context.sql("INSERT INTO {} VALUES (1)", table)); });
    in_threads(context, 1, [&](int) { conn->commit(); });
    context.equal(context.committed_rows(table), 1, "rows");
}

constexpr Case group[] = {
    {"threads.each_with_its_own_connection",
     {7, 10},
     "Threads work at the same time on connections of their own.",
     each_with_its_own_connection,
     Connections::several},
    {"threads.each_connects_by_itself",
     {7, 10},
     "Threads connect and close at the same time.",
     each_connects_by_itself,
     Connections::several},
    {"threads.all_read_on_one_connection",
     {8, 10},
     "Threads share a connection without a lock of their own, and each reads its own rows.",
     all_read_on_one_connection},
    {"threads.all_write_on_one_connection",
     {8, 10, 50},
     "Threads share a connection to write, and nothing is lost.",
     all_write_on_one_connection},
    {"threads.errors_go_to_their_own_thread",
     {8, 16},
     "An error comes out in the thread whose statement it is about.",
     errors_go_to_their_own_thread},
    {"threads.one_may_commit_what_another_wrote",
     {8, 50},
     "A transaction belongs to the connection, and not to a thread.",
     one_may_commit_what_another_wrote,
     Connections::several},
};

}  // namespace

Group threads_cases() { return group; }

}  // namespace dbapi::conformance
