// SPDX-License-Identifier: BSL-1.0
//
// Ends that come from outside of a statement: cancel() by another thread, and deadlines.
#include <atomic>
#include <chrono>
#include <dbapi/conformance/context.hpp>
#include <thread>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

using namespace std::chrono_literals;

/// Calls cancel() again and again, in a thread of its own, until it is destroyed: nobody can know when the
/// statement has begun.
class Canceller {
 public:
    explicit Canceller(Connection& connection)
        : thread_([this, &connection] {
              while (!done_) {
                  try {
                      connection.cancel();
                  } catch (const Error&) {
                      // The statement then runs to its end, and the case fails.
                  }
                  std::this_thread::sleep_for(10ms);
              }
          }) {}
    ~Canceller() {
        done_ = true;
        thread_.join();
    }
    Canceller(const Canceller&) = delete;
    Canceller& operator=(const Canceller&) = delete;

 private:
    std::atomic<bool> done_ = false;
    std::thread thread_;
};

const std::string& slow(Context& context) {
    return context.need(context.dialect().slow, "a statement that runs for a minute");
}

void cancel_stops_a_statement(Context& context) {
    const auto& sql = slow(context);
    auto& conn = context.connection();
    {
        const Canceller canceller(conn);
        const auto caught = context.throws<QueryCanceled>([&] { conn.execute(sql); }, "a long statement");
        if (caught) context.check(caught->details.connection_usable, "is_connection_usable()");
    }
    check_usable(context, conn, "behind a cancelled statement");
}

void cancel_stops_a_fetch(Context& context) {
    auto& conn = context.connection();
    {
        const auto cursor = conn.cursor({.stream = true});
        const Canceller canceller(conn);
        context.throws<QueryCanceled>(
            [&] {
                cursor->execute(context.numbers(1'000'000'000));
                while (cursor->fetchview()) continue;
            },
            "reading rows without end");
    }
    check_usable(context, conn, "behind a cancelled stream");
}

void a_cancelled_statement_changes_nothing(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    {
        const Canceller canceller(conn);
        context.throws<QueryCanceled>(
            [&] {
                conn.execute("INSERT INTO " + table + " SELECT i FROM (" + context.numbers(1'000'000'000) +
                             ") AS numbers");
            },
            "a long INSERT");
    }
    conn.rollback();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 0, "rows behind it");
}

void cancel_when_idle_does_nothing(Context& context) {
    auto& conn = context.connection();
    conn.cancel();
    context.equal(conn.execute("SELECT 1").scalar<int>(), 1, "a statement behind cancel()");
    conn.cancel();
    context.equal(conn.execute("SELECT 2").scalar<int>(), 2, "another one");
    conn.commit();
}

void a_late_cancel_hits_nothing_else(Context& context) {
    constexpr int tries = 200;
    auto& conn = context.connection();
    conn.set_autocommit(true);
    const auto first = "SELECT count(*) FROM (" + context.numbers(200) + ") AS numbers";
    const auto next = "SELECT count(*) FROM (" + context.numbers(5000) + ") AS numbers";
    int stopped = 0;
    for (int i = 0; i < tries; ++i) {
        std::thread canceller([&] {
            try {
                conn.cancel();
            } catch (const std::exception& error) {
                context.check(false, std::string("cancel(): ") + error.what());
            }
        });
        try {
            conn.execute(first);
        } catch (const QueryCanceled&) {
            ++stopped;
        } catch (const std::exception& error) {
            context.check(false, std::string("the statement that may be cancelled: ") + error.what());
        }
        canceller.join();
        try {
            context.equal(conn.execute(next).scalar<int>(), 5000, "the statement behind it");
        } catch (const Error& error) {
            context.require(false, std::string("the statement behind it: ") + error.what());
        }
    }
    context.note(std::to_string(stopped) + " of " + std::to_string(tries) + " were stopped");
}

void cancel_stops_one_statement_of_many_threads(Context& context) {
    if (context.driver().threadsafety() < ThreadSafety::connection) context.unmet("threadsafety 2");
    const auto& sql = slow(context);
    auto& conn = context.connection();
    conn.set_autocommit(true);
    {
        const Canceller canceller(conn);
        in_threads(context, 3, [&](int) {
            context.throws<QueryCanceled>([&] { conn.cursor()->execute(sql); }, "a thread's long statement");
        });
    }
    check_usable(context, conn, "behind all of them");
}

// ── deadlines ──

/// Reports unless the error says truly whether the connection goes on.
void check_what_is_left(Context& context, Connection& conn, const Caught& caught) {
    context.equal(conn.is_usable(), caught.details.connection_usable, "is_usable() behind the deadline");
    if (caught.details.connection_usable) {
        check_usable(context, conn, "behind the deadline");
    } else {
        context.note("a deadline costs the connection");
        context.throws<Error>([&] { conn.execute("SELECT 1"); }, "a statement on what is lost");
    }
}

void a_deadline_stops_a_statement(Context& context) {
    const auto& sql = slow(context);
    auto& conn = context.connection();
    conn.set_timeout(200ms);
    const auto caught = context.throws<DeadlineExceeded>([&] { conn.execute(sql); }, "a long statement");
    conn.set_timeout(30s);
    if (caught) check_what_is_left(context, conn, *caught);
}

void a_deadline_of_a_cursor_is_its_own(Context& context) {
    const auto& sql = slow(context);
    auto& conn = context.connection();
    const auto cursor = conn.cursor({.timeout = 200ms});
    context.equal(cursor->timeout().count(), 200, "timeout() of the cursor");
    context.equal(conn.timeout().count(), context.options().timeout.count(), "that of the connection");
    const auto caught = context.throws<DeadlineExceeded>([&] { cursor->execute(sql); }, "a long statement");
    if (caught) check_what_is_left(context, conn, *caught);
}

void a_deadline_stops_a_stream(Context& context) {
    auto& conn = context.connection();
    const auto sql = "SELECT max(i) FROM (" + context.numbers(1'000'000'000) + ") AS numbers";
    const auto cursor = conn.cursor({.stream = true, .timeout = 200ms});
    const auto caught = context.throws<DeadlineExceeded>(
        [&] {
            cursor->execute(sql);
            while (cursor->fetchview()) continue;
        },
        "a row that takes long");
    if (caught) check_what_is_left(context, conn, *caught);
}

void a_deadline_that_is_not_reached_changes_nothing(Context& context) {
    auto& conn = context.connection();
    conn.set_timeout(20s);
    context.equal(conn.timeout().count(), 20'000, "timeout()");
    for (int i = 0; i < 10; ++i)
        context.equal(conn.execute("SELECT 1").scalar<int>(), 1, "a short statement");
    conn.set_timeout(Timeout::zero());
    context.equal(conn.execute("SELECT 1").scalar<int>(), 1, "one without a limit");
}

constexpr auto one = Connections::one;
constexpr auto cancel = &Features::cancel;
constexpr auto streaming = &Features::streaming;
constexpr auto timeout = &Features::timeout;

constexpr Case group[] = {
    {"cancel.cancel_stops_a_statement",
     {22, 49},
     "cancel() by another thread makes a running statement throw QueryCanceled.",
     cancel_stops_a_statement,
     one,
     cancel},
    {"cancel.cancel_stops_a_fetch",
     {22, 49},
     "cancel() by another thread makes a fetch of a stream throw QueryCanceled.",
     cancel_stops_a_fetch,
     one,
     {cancel, streaming}},
    {"cancel.a_cancelled_statement_changes_nothing",
     {49},
     "A statement that was cancelled has changed nothing behind rollback().",
     a_cancelled_statement_changes_nothing,
     one,
     cancel},
    {"cancel.cancel_when_idle_does_nothing",
     {49},
     "cancel() without a running statement does nothing, now or later.",
     cancel_when_idle_does_nothing,
     one,
     cancel},
    {"cancel.a_late_cancel_hits_nothing_else",
     {49},
     "A cancel() that comes too late never hits the next statement.",
     a_late_cancel_hits_nothing_else,
     one,
     cancel},
    {"cancel.cancel_stops_one_statement_of_many_threads",
     {8, 49},
     "cancel() reaches statements of threads that share the connection.",
     cancel_stops_one_statement_of_many_threads,
     one,
     cancel},
    {"deadline.a_deadline_stops_a_statement",
     {22, 49},
     "A statement that takes too long throws DeadlineExceeded, which says whether the connection goes on.",
     a_deadline_stops_a_statement,
     one,
     timeout},
    {"deadline.a_deadline_of_a_cursor_is_its_own",
     {22, 49},
     "A cursor may have a time limit of its own.",
     a_deadline_of_a_cursor_is_its_own,
     one,
     timeout},
    {"deadline.a_deadline_stops_a_stream",
     {22, 49},
     "A stream whose next row takes too long throws DeadlineExceeded.",
     a_deadline_stops_a_stream,
     one,
     {timeout, streaming}},
    {"deadline.a_deadline_that_is_not_reached_changes_nothing",
     {49},
     "A time limit that is not reached changes nothing.",
     a_deadline_that_is_not_reached_changes_nothing},
};

}  // namespace

Group cancel_cases() { return group; }

}  // namespace dbapi::conformance
