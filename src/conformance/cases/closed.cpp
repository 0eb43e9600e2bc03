// SPDX-License-Identifier: BSL-1.0
//
// What is closed: nothing works on it any more, and what was fetched stays.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

void a_closed_connection_refuses_everything(Context& context) {
    auto& conn = context.connection();
    conn.close();
    const std::vector<std::vector<Value>> lists = {{Value(1)}};
    each_throws<InterfaceError>(
        context,
        {{"cursor()", [&] { static_cast<void>(conn.cursor()); }},
         {"commit()", [&] { conn.commit(); }},
         {"rollback()", [&] { conn.rollback(); }},
         {"execute()", [&] { conn.execute("SELECT 1"); }},
         {"execute() with a parameter", [&] { conn.execute("SELECT ?", 1); }},
         {"executemany()", [&] { conn.executemany("SELECT ?", lists); }},
         {"errorhandler()", [&] { static_cast<void>(conn.errorhandler()); }},
         {"set_errorhandler()", [&] { conn.set_errorhandler({}); }},
         {"stream()", [&] { conn.stream("SELECT 1"); }},
         {"begin()", [&] { conn.begin(); }},
         {"autocommit()", [&] { static_cast<void>(conn.autocommit()); }},
         {"set_autocommit()", [&] { conn.set_autocommit(true); }},
         {"transaction_options()", [&] { static_cast<void>(conn.transaction_options()); }},
         {"set_transaction_options()", [&] { conn.set_transaction_options({}); }},
         {"timeout()", [&] { static_cast<void>(conn.timeout()); }},
         {"set_timeout()", [&] { conn.set_timeout(std::chrono::seconds(1)); }},
         {"cancel()", [&] { conn.cancel(); }},
         {"features()", [&] { static_cast<void>(conn.features()); }},
         {"driver_name()", [&] { static_cast<void>(conn.driver_name()); }},
         {"paramstyle()", [&] { static_cast<void>(conn.paramstyle()); }},
         {"set_paramstyle()", [&] { conn.set_paramstyle(ParamStyle::qmark); }},
         {"messages()", [&] { static_cast<void>(conn.messages()); }},
         {"clear_messages()", [&] { conn.clear_messages(); }}},
        "on a closed connection");
}

void two_phase_functions_refuse_as_well(Context& context) {
    auto& conn = context.connection();
    const Xid xid = conn.xid(1, "kit", "kit");
    conn.close();
    each_throws<InterfaceError>(context,
                                {{"xid()", [&] { static_cast<void>(conn.xid(1, "kit", "kit")); }},
                                 {"tpc_begin()", [&] { conn.tpc_begin(xid); }},
                                 {"tpc_prepare()", [&] { conn.tpc_prepare(); }},
                                 {"tpc_commit()", [&] { conn.tpc_commit(); }},
                                 {"tpc_commit(xid)", [&] { conn.tpc_commit(xid); }},
                                 {"tpc_rollback()", [&] { conn.tpc_rollback(); }},
                                 {"tpc_rollback(xid)", [&] { conn.tpc_rollback(xid); }},
                                 {"tpc_recover()", [&] { static_cast<void>(conn.tpc_recover()); }}},
                                "on a closed connection");
}

/// Tries all that a cursor does; its connection, or it itself, is closed.
void refuses_everything(Context& context, Cursor& cursor, std::string_view when) {
    const std::vector<std::vector<Value>> lists = {{Value(1)}};
    each_throws<InterfaceError>(context,
                                {{"execute()", [&] { cursor.execute("SELECT 1"); }},
                                 {"executemany()", [&] { cursor.executemany("SELECT ?", lists); }},
                                 {"fetchone()", [&] { static_cast<void>(cursor.fetchone()); }},
                                 {"fetchmany()", [&] { static_cast<void>(cursor.fetchmany()); }},
                                 {"fetchmany(1)", [&] { static_cast<void>(cursor.fetchmany(1)); }},
                                 {"fetchall()", [&] { static_cast<void>(cursor.fetchall()); }},
                                 {"fetchview()", [&] { static_cast<void>(cursor.fetchview()); }},
                                 {"next()", [&] { static_cast<void>(cursor.next()); }},
                                 {"scroll()", [&] { cursor.scroll(0); }},
                                 {"callproc()", [&] { static_cast<void>(cursor.callproc("nothing")); }},
                                 {"errorhandler()", [&] { static_cast<void>(cursor.errorhandler()); }},
                                 {"set_errorhandler()", [&] { cursor.set_errorhandler({}); }},
                                 {"timeout()", [&] { static_cast<void>(cursor.timeout()); }},
                                 {"set_timeout()", [&] { cursor.set_timeout(std::chrono::seconds(1)); }},
                                 {"paramstyle()", [&] { static_cast<void>(cursor.paramstyle()); }},
                                 {"set_paramstyle()", [&] { cursor.set_paramstyle(ParamStyle::qmark); }},
                                 {"nextset()", [&] { cursor.nextset(); }},
                                 {"rows()", [&] { static_cast<void>(cursor.rows<int>()); }},
                                 {"scalar()", [&] { static_cast<void>(cursor.scalar<int>()); }},
                                 {"begin()", [&] { static_cast<void>(cursor.begin()); }},
                                 {"description()", [&] { static_cast<void>(cursor.description()); }},
                                 {"rowcount()", [&] { static_cast<void>(cursor.rowcount()); }},
                                 {"rownumber()", [&] { static_cast<void>(cursor.rownumber()); }},
                                 {"lastrowid()", [&] { static_cast<void>(cursor.lastrowid()); }},
                                 {"statusmessage()", [&] { static_cast<void>(cursor.statusmessage()); }},
                                 {"messages()", [&] { static_cast<void>(cursor.messages()); }},
                                 {"clear_messages()", [&] { cursor.clear_messages(); }},
                                 {"arraysize()", [&] { static_cast<void>(cursor.arraysize()); }},
                                 {"set_arraysize()", [&] { cursor.set_arraysize(2); }},
                                 {"setinputsizes()", [&] { cursor.setinputsizes(); }},
                                 {"setoutputsize()", [&] { cursor.setoutputsize(1); }}},
                                when);
}

void cursors_of_a_closed_connection_refuse_everything(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    static_cast<void>(cursor->fetchone());
    context.connection().close();
    refuses_everything(context, *cursor, "on a cursor of a closed connection");
    cursor->close();
    context.check(cursor->is_closed(), "close() of the cursor behind that of its connection");
}

void a_closed_cursor_refuses_everything(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    cursor->close();
    context.check(cursor->is_closed(), "is_closed()");
    refuses_everything(context, *cursor, "on a closed cursor");
    cursor->close();
    check_usable(context, context.connection(), "of the connection of a closed cursor");
}

void streams_of_a_closed_connection_refuse(Context& context) {
    const auto cursor = context.connection().cursor({.stream = true});
    cursor->execute(context.numbers(1000));
    static_cast<void>(cursor->fetchone());
    context.connection().close();
    context.throws<InterfaceError>([&] { return cursor->fetchone(); }, "fetchone() behind close()");
}

void rows_and_descriptions_outlive_the_connection(Context& context) {
    std::vector<Row> rows;
    Description description;
    {
        const auto conn = context.connect();
        const auto cursor = conn->cursor();
        cursor->execute("SELECT 'a long enough text, which is not kept inline' AS v");
        description = cursor->description();
        rows = cursor->fetchall();
        conn->close();
    }
    context.require(rows.size() == 1 && description && description->size() == 1, "a row of one column");
    context.equal(rows[0].get<std::string>(0), "a long enough text, which is not kept inline", "the value");
}

constexpr Case group[] = {
    {"closed.a_closed_connection_refuses_everything",
     {19, 33},
     "Every function of a closed connection throws InterfaceError.",
     a_closed_connection_refuses_everything},
    {"closed.two_phase_functions_refuse_as_well",
     {33, 141},
     "So do the functions of two-phase commit.",
     two_phase_functions_refuse_as_well,
     Connections::one,
     &Features::two_phase},
    {"closed.cursors_of_a_closed_connection_refuse_everything",
     {34},
     "Every function of a cursor of a closed connection throws InterfaceError.",
     cursors_of_a_closed_connection_refuse_everything},
    {"closed.a_closed_cursor_refuses_everything",
     {36, 78},
     "Every function of a closed cursor throws InterfaceError; the connection goes on.",
     a_closed_cursor_refuses_everything},
    {"closed.streams_of_a_closed_connection_refuse",
     {34},
     "A stream ends with its connection.",
     streams_of_a_closed_connection_refuse,
     Connections::one,
     &Features::streaming},
    {"closed.rows_and_descriptions_outlive_the_connection",
     {34},
     "Rows that were fetched, and a description, stay valid behind close().",
     rows_and_descriptions_outlive_the_connection},
};

}  // namespace

Group closed_cases() { return group; }

}  // namespace dbapi::conformance
