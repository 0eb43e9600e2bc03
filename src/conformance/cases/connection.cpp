// SPDX-License-Identifier: BSL-1.0
//
// Connections: their end, and the cursors they make.
#include <dbapi/conformance/context.hpp>
#include <thread>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

// ── the end ──

void close_closes(Context& context) {
    auto& conn = context.connection();
    conn.execute("SELECT 1");
    conn.close();
    context.check(conn.is_closed(), "is_closed()");
    context.check(!conn.is_usable(), "is_usable() says no");
    context.equal(conn.transaction_status(), TransactionStatus::unknown, "the status of a closed connection");
}

void close_ends_the_session(Context& context) {
    const auto& query = context.need(context.dialect().session_count, "a count of the database's sessions");
    auto options = context.options();
    options.application_name = context.name();
    const auto sql = context.sql(query, options.application_name);
    const auto conn = context.connect(options);
    conn->execute("SELECT 1");
    const auto observer = context.connect();
    observer->set_autocommit(true);
    context.equal(observer->execute(sql).scalar<int>(), 1, "sessions before");
    conn->close();
    int sessions = 1;
    // The server notices in its own time.
    for (int i = 0; i < 500 && sessions > 0; ++i) {
        sessions = observer->execute(sql).scalar<int>();
        if (sessions > 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    context.equal(sessions, 0, "sessions behind close(), while the object is there");
}

void close_again_does_nothing(Context& context) {
    auto& conn = context.connection();
    conn.close();
    conn.close();
    context.check(conn.is_closed(), "is_closed()");
}

void close_rolls_back(Context& context) {
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn->close();
    context.equal(context.committed_rows(table), 0, "rows behind close()");
}

void the_last_owner_rolls_back(Context& context) {
    const auto table = context.table("v {integer}");
    {
        const auto conn = context.connect();
        conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    }
    context.equal(context.committed_rows(table), 0, "rows when the connection is gone");
}

void close_keeps_what_was_committed(Context& context) {
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn->commit();
    conn->close();
    context.equal(context.committed_rows(table), 1, "rows behind close()");
}

void close_frees_what_the_transaction_held(Context& context) {
    const auto table = context.table("id {integer} PRIMARY KEY");
    const auto conn = context.connect();
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn->close();
    auto& other = context.connection();
    other.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    other.commit();
    context.equal(context.committed_rows(table), 1, "rows of the other connection");
}

// ── cursors ──

void cursors_keep_their_connection_alive(Context& context) {
    auto conn = context.connect();
    const auto cursor = conn->cursor();
    conn.reset();
    cursor->execute("SELECT 5");
    context.equal(cursor->scalar<int>(), 5, "a query on what is only held by its cursor");
    context.check(!cursor->connection().is_closed(), "the connection is open");
}

void cursor_gives_a_new_cursor(Context& context) {
    auto& conn = context.connection();
    const auto one = conn.cursor();
    const auto other = conn.cursor();
    one->execute("SELECT 1");
    other->execute("SELECT 2");
    context.equal(one->scalar<int>(), 1, "the first cursor's result");
    context.equal(other->scalar<int>(), 2, "the second cursor's result");
}

void cursors_read_at_their_own_pace(Context& context) {
    auto& conn = context.connection();
    const auto one = conn.cursor();
    const auto other = conn.cursor();
    one->execute(context.numbers(100));
    other->execute(context.numbers(100));
    for (int i = 1; i <= 100; ++i) {
        const auto row = one->fetchone();
        context.require(row && row->get<int>(0) == i, "a row of the first cursor in its turn");
        const auto second = other->fetchone();
        context.require(second && second->get<int>(0) == i, "a row of the second cursor in its turn");
    }
}

constexpr Case group[] = {
    {"connection.close_closes", {32}, "close() closes at once.", close_closes},
    {"connection.close_ends_the_session",
     {32},
     "close() ends the session while the object is still there.",
     close_ends_the_session,
     Connections::several},
    {"connection.close_again_does_nothing", {36}, "A second close() does nothing.", close_again_does_nothing},
    {"connection.close_rolls_back",
     {35},
     "close() without commit() is a rollback.",
     close_rolls_back,
     Connections::several},
    {"connection.the_last_owner_rolls_back",
     {35},
     "A connection that nobody has any more is rolled back.",
     the_last_owner_rolls_back,
     Connections::several},
    {"connection.close_keeps_what_was_committed",
     {35, 37},
     "close() undoes nothing that was committed.",
     close_keeps_what_was_committed,
     Connections::several},
    {"connection.close_frees_what_the_transaction_held",
     {32, 35},
     "Behind close() another connection can write what the transaction had locked.",
     close_frees_what_the_transaction_held,
     Connections::several},
    {"connection.cursors_keep_their_connection_alive",
     {1, 44},
     "A cursor keeps its connection alive.",
     cursors_keep_their_connection_alive},
    {"connection.cursor_gives_a_new_cursor",
     {44},
     "cursor() gives a new cursor each time, with a result of its own.",
     cursor_gives_a_new_cursor},
    {"connection.cursors_read_at_their_own_pace",
     {44, 45},
     "Results of two cursors can be read by turns.",
     cursors_read_at_their_own_pace},
};

}  // namespace

Group connection_cases() { return group; }

}  // namespace dbapi::conformance
