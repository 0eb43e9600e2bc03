// SPDX-License-Identifier: BSL-1.0
//
// Streaming cursors: rows come while they are fetched, nothing is kept, and the connection is theirs.
#include <dbapi/conformance/context.hpp>
#include <fstream>

#include <unistd.h>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

std::unique_ptr<Cursor> stream(Context& context, const std::string& sql) {
    auto cursor = context.connection().cursor({.stream = true});
    cursor->execute(sql);
    return cursor;
}

/// Returns the memory that this process occupies, in bytes; 0 where the system does not tell.
std::int64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t pages = 0;
    if (!(file >> pages >> pages)) return 0;
    return pages * sysconf(_SC_PAGESIZE);
}

void rows_come_in_order(Context& context) {
    const auto cursor = stream(context, context.numbers(1000));
    context.require(cursor->description() && cursor->description()->size() == 1, "one column");
    std::int64_t wanted = 0;
    while (const auto row = cursor->fetchone()) {
        context.require(row->get<std::int64_t>(0) == wanted + 1, "the row in its turn");
        ++wanted;
    }
    context.equal(wanted, 1000, "rows");
    context.check(!cursor->fetchone(), "nothing behind the last row, again");
}

void every_fetch_continues(Context& context) {
    const auto cursor = stream(context, context.numbers(100));
    context.equal(cursor->fetchmany(10).size(), std::size_t{10}, "fetchmany(10)");
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "fetchone()");
    context.equal(row->get<int>(0), 11, "the row behind ten");
    const auto rest = cursor->fetchall();
    context.require(rest.size() == 89, "fetchall()");
    context.equal(rest.back().get<int>(0), 100, "the last row");
}

void rowcount_is_known_at_the_end(Context& context) {
    const auto cursor = stream(context, context.numbers(100));
    static_cast<void>(cursor->fetchone());
    context.equal(cursor->rowcount(), -1, "rowcount in the middle of a stream");
    static_cast<void>(cursor->fetchall());
    context.equal(cursor->rowcount(), 100, "rowcount at its end");
}

void statements_without_rows_run_as_ever(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = stream(context, context.sql("INSERT INTO {} VALUES (1), (2)", table));
    context.equal(cursor->rowcount(), 2, "rowcount of an INSERT");
    context.check(!cursor->description(), "no description");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone()");
    context.equal(context.connection().execute("SELECT count(*) FROM " + table).scalar<int>(), 2, "rows");
}

void a_million_rows_take_no_memory(Context& context) {
    constexpr std::int64_t rows = 1'000'000;
    constexpr std::int64_t most = 48LL * 1024 * 1024;  // the texts alone are more than twice that
    const std::string text(128, 'x');
    const auto cursor =
        stream(context, "SELECT i, '" + text + "' FROM (" + context.numbers(rows) + ") AS numbers");
    static_cast<void>(cursor->fetchview());
    const auto before = resident_bytes();
    if (before == 0) context.note("the system does not tell how much memory is used");
    std::int64_t count = 1;
    std::int64_t peak = before;
    while (cursor->fetchview()) {
        if (++count % 100'000 == 0) peak = std::max(peak, resident_bytes());
    }
    context.equal(count, rows, "rows");
    context.check(peak - before < most,
                  "memory grew by " + std::to_string((peak - before) >> 20U) + " MiB while rows were read");
}

void another_statement_is_refused_meanwhile(Context& context) {
    auto& conn = context.connection();
    const auto cursor = stream(context, context.numbers(1000));
    static_cast<void>(cursor->fetchone());
    const auto other = conn.cursor();
    each_throws<InterfaceError>(context,
                                {{"execute() of another cursor", [&] { other->execute("SELECT 1"); }},
                                 {"execute() of the same cursor", [&] { cursor->execute("SELECT 1"); }},
                                 {"commit()", [&] { conn.commit(); }},
                                 {"begin()", [&] { conn.begin(); }}},
                                "while a stream is open");
    context.equal(cursor->fetchall().size(), std::size_t{999}, "rows of the stream behind that");
    other->execute("SELECT 1");
    context.equal(other->scalar<int>(), 1, "the other cursor at the end of the stream");
}

void closing_early_frees_the_connection(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    const auto cursor = stream(context, context.numbers(10'000));
    static_cast<void>(cursor->fetchone());
    cursor->close();
    context.equal(conn.transaction_status(), TransactionStatus::active, "the transaction is open still");
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 1,
                  "rows that the transaction wrote before");
    conn.commit();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 1, "rows behind commit()");
}

void a_stream_that_is_dropped_frees_the_connection(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    {
        const auto cursor = stream(context, context.numbers(10'000));
        static_cast<void>(cursor->fetchone());
    }
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 1, "rows");
    conn.commit();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 1, "rows behind commit()");
}

void rollback_ends_a_stream(Context& context) {
    auto& conn = context.connection();
    const auto cursor = stream(context, context.numbers(10'000'000));
    static_cast<void>(cursor->fetchone());
    conn.rollback();
    context.equal(conn.transaction_status(), TransactionStatus::idle, "the status behind rollback()");
    context.throws<Error>([&] { return cursor->fetchone(); }, "fetchone() of the stream that was ended");
    context.equal(conn.execute("SELECT 1").scalar<int>(), 1, "a query behind it");
}

void an_error_in_mid_stream_comes_from_the_fetch(Context& context) {
    const auto& sql = context.need(context.dialect().fails_in_row, "a query that fails in a late row");
    auto& conn = context.connection();
    const auto cursor = conn.cursor({.stream = true});
    std::int64_t rows = 0;
    context.throws<DataError>(
        [&] {
            cursor->execute(sql);
            while (cursor->fetchone()) ++rows;
        },
        "reading to the row that fails");
    context.check(rows > 0, "rows came before the error");
    context.check(!cursor->is_closed(), "the cursor is open");
    check_usable(context, conn, "behind an error in a stream");
}

void a_buffered_cursor_throws_from_execute(Context& context) {
    const auto& sql = context.need(context.dialect().fails_in_row, "a query that fails in a late row");
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    context.throws<DataError>([&] { cursor->execute(sql); }, "execute()");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() behind it");
    check_usable(context, conn, "behind it");
}

void views_are_stale_behind_the_next_fetch(Context& context) {
    const auto cursor = stream(context, context.numbers(3));
    const auto view = cursor->fetchview();
    context.require(view.has_value(), "a row");
    context.equal(view->get<int>(0), 1, "the row");
    static_cast<void>(cursor->fetchview());
    context.throws<InterfaceError>([&] { return view->get<int>(0); }, "a view of the row before");
}

constexpr auto one = Connections::one;
constexpr auto streaming = &Features::streaming;

constexpr Case group[] = {
    {"stream.rows_come_in_order",
     {100},
     "A stream gives every row once, in order, then nothing.",
     rows_come_in_order,
     one,
     streaming},
    {"stream.every_fetch_continues",
     {97, 99},
     "The fetch functions continue each other on a stream.",
     every_fetch_continues,
     one,
     streaming},
    {"stream.rowcount_is_known_at_the_end",
     {63, 65, 69},
     "rowcount of a stream is -1 until its last row was read.",
     rowcount_is_known_at_the_end,
     one,
     streaming},
    {"stream.statements_without_rows_run_as_ever",
     {56, 96},
     "A streaming cursor runs statements without rows as others do.",
     statements_without_rows_run_as_ever,
     one,
     streaming},
    {"stream.a_million_rows_take_no_memory",
     {},
     "A million rows are read in bounded memory.",
     a_million_rows_take_no_memory,
     one,
     streaming},
    {"stream.another_statement_is_refused_meanwhile",
     {19},
     "While a stream is open other operations throw InterfaceError, and it goes on.",
     another_statement_is_refused_meanwhile,
     one,
     streaming},
    {"stream.closing_early_frees_the_connection",
     {78},
     "close() of a stream that was not read to its end keeps the transaction.",
     closing_early_frees_the_connection,
     one,
     streaming},
    {"stream.a_stream_that_is_dropped_frees_the_connection",
     {},
     "A stream whose cursor is gone is in nobody's way, and its transaction goes on.",
     a_stream_that_is_dropped_frees_the_connection,
     one,
     streaming},
    {"stream.rollback_ends_a_stream",
     {42},
     "rollback() ends an open stream, however long.",
     rollback_ends_a_stream,
     one,
     streaming},
    {"stream.an_error_in_mid_stream_comes_from_the_fetch",
     {16, 21},
     "An error behind the first rows comes out of the fetch that meets it.",
     an_error_in_mid_stream_comes_from_the_fetch,
     one,
     streaming},
    {"stream.a_buffered_cursor_throws_from_execute",
     {16, 45},
     "Of a cursor that is no stream such an error comes out of execute().",
     a_buffered_cursor_throws_from_execute},
    {"stream.views_are_stale_behind_the_next_fetch",
     {},
     "A view of a row throws when the next row was fetched.",
     views_are_stale_behind_the_next_fetch,
     one,
     streaming},
};

}  // namespace

Group stream_cases() { return group; }

}  // namespace dbapi::conformance
