// SPDX-License-Identifier: BSL-1.0
//
// Features: what is announced works. What is denied must not, which the runner looks after.
#include <dbapi/conformance/context.hpp>
#include <dbapi/retry.hpp>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

using namespace std::chrono_literals;

std::int64_t rows(Connection& conn, const std::string& table) {
    return conn.execute("SELECT count(*) FROM " + table).scalar<std::int64_t>();
}

// ── transactions ──

void rollback_undoes_changes_of_the_schema(Context& context) {
    auto& conn = context.connection();
    const auto table = context.name();
    conn.execute(context.sql("CREATE TABLE {} (v {integer})", table));
    conn.rollback();
    context.throws<ProgrammingError>([&] { conn.execute("SELECT * FROM " + table); },
                                     "a table of a transaction that was undone");
    conn.rollback();
    const auto kept = context.table("v {integer}");
    conn.execute("DROP TABLE " + kept);
    conn.rollback();
    context.equal(rows(conn, kept), 0, "rows of a table whose DROP was undone");
}

/// Sets the level, reads, lets another connection write, and returns the rows that are read then.
std::int64_t rows_behind_a_commit_of_others(Context& context, IsolationLevel level) {
    const auto table = context.table("v {integer}");
    const auto reader = context.connect();
    reader->set_transaction_options({.isolation = level});
    context.equal(rows(*reader, table), 0, "rows before");
    const auto writer = context.connect();
    writer->set_timeout(500ms);
    try {
        writer->execute(context.sql("INSERT INTO {} VALUES (1)", table));
        writer->commit();
    } catch (const OperationalError&) {
        writer->close();  // a database that locks instead
    }
    const auto found = rows(*reader, table);
    reader->rollback();
    return found;
}

void read_committed_sees_what_others_commit(Context& context) {
    context.equal(rows_behind_a_commit_of_others(context, IsolationLevel::read_committed), 1,
                  "rows that are read again");
}

void stronger_levels_keep_what_they_have_seen(Context& context) {
    for (const auto level : {IsolationLevel::repeatable_read, IsolationLevel::serializable})
        context.equal(rows_behind_a_commit_of_others(context, level), 0, to_string(level));
}

void transaction_options_are_kept(Context& context) {
    auto& conn = context.connection();
    const TransactionOptions options{.isolation = IsolationLevel::serializable};
    conn.set_transaction_options(options);
    context.check(conn.transaction_options() == options, "transaction_options() gives what was set");
    conn.execute("SELECT 1");
    context.throws<ProgrammingError>([&] { conn.set_transaction_options({}); },
                                     "setting them in a transaction");
    context.check(conn.transaction_options() == options, "they are as before");
}

void read_only_refuses_changes(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.set_transaction_options({.read_only = true});
    context.equal(rows(conn, table), 0, "rows, read");
    context.throws<DatabaseError>([&] { conn.execute(context.sql("INSERT INTO {} VALUES (1)", table)); },
                                  "an INSERT");
    conn.rollback();
    conn.set_transaction_options({.read_only = false});
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.equal(rows(conn, table), 1, "rows of a transaction that may write");
    conn.rollback();
}

void savepoints_undo_a_part(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.execute("SAVEPOINT a");
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn.execute("ROLLBACK TO SAVEPOINT a");
    context.equal(conn.transaction_status(), TransactionStatus::active, "the status behind ROLLBACK TO");
    conn.execute(context.sql("INSERT INTO {} VALUES (3)", table));
    conn.execute("RELEASE SAVEPOINT a");
    conn.commit();
    context.equal(conn.execute("SELECT sum(v) FROM " + table).scalar<int>(), 4, "the sum of what is left");
}

void savepoints_recover_from_an_error(Context& context) {
    const auto table = context.table("id {integer} PRIMARY KEY");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.execute("SAVEPOINT a");
    context.throws<IntegrityError>([&] { conn.execute(context.sql("INSERT INTO {} VALUES (1)", table)); },
                                   "the key again");
    conn.execute("ROLLBACK TO SAVEPOINT a");
    context.equal(conn.transaction_status(), TransactionStatus::active, "the status behind ROLLBACK TO");
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn.commit();
    context.equal(rows(conn, table), 2, "rows");
}

void what_is_denied_is_not_supported(Context& context) {
    auto& conn = context.connection();
    const Features& features = conn.features();
    const struct {
        Need need;
        Attempt attempt;
    } all[] = {
        {&Features::streaming,
         {"a streaming cursor", [&] { static_cast<void>(conn.cursor({.stream = true})); }}},
        {&Features::named_cursors,
         {"a named cursor", [&] { static_cast<void>(conn.cursor({.name = "kit"})); }}},
        {&Features::read_only, {"read_only", [&] { conn.set_transaction_options({.read_only = true}); }}},
        {&Features::deferrable, {"deferrable", [&] { conn.set_transaction_options({.deferrable = true}); }}},
        {&Features::transaction_priority,
         {"priority", [&] { conn.set_transaction_options({.priority = TransactionPriority::high}); }}},
        {&Features::as_of_system_time,
         {"as_of_system_time", [&] { conn.set_transaction_options({.as_of_system_time = "-1s"}); }}},
        {&Features::restart_savepoint,
         {"RetryForm::savepoint",
          [&] { run_transaction(conn, {.form = RetryForm::savepoint}, [](Connection&) {}); }}},
        {&Features::cancel, {"cancel()", [&] { conn.cancel(); }}},
        {&Features::notifications,
         {"wait_notification()", [&] { static_cast<void>(conn.wait_notification(1ms)); }}},
        {&Features::callproc, {"callproc()", [&] { conn.cursor()->callproc("nothing"); }}},
        {&Features::two_phase, {"xid()", [&] { static_cast<void>(conn.xid(0, "", "")); }}},
        {&Features::two_phase, {"tpc_begin()", [&] { conn.tpc_begin(Xid(0, "", "")); }}},
        {&Features::two_phase, {"tpc_prepare()", [&] { conn.tpc_prepare(); }}},
        {&Features::two_phase, {"tpc_commit()", [&] { conn.tpc_commit(); }}},
        {&Features::two_phase, {"tpc_commit(xid)", [&] { conn.tpc_commit(Xid(0, "", "")); }}},
        {&Features::two_phase, {"tpc_rollback()", [&] { conn.tpc_rollback(); }}},
        {&Features::two_phase, {"tpc_rollback(xid)", [&] { conn.tpc_rollback(Xid(0, "", "")); }}},
        {&Features::two_phase, {"tpc_recover()", [&] { static_cast<void>(conn.tpc_recover()); }}},
    };
    for (const auto& [need, attempt] : all) {
        if (features.*need) continue;
        context.throws<NotSupportedError>(attempt.call, attempt.name);
    }
    check_usable(context, conn, "behind what is not supported");
}

// ── statements and cursors ──

void a_text_may_hold_several_statements(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (1); INSERT INTO {} VALUES (2)", table));
    context.equal(rows(conn, table), 2, "rows");
    cursor->execute("SELECT 1; SELECT 2");
    context.equal(cursor->scalar<int>(), 1, "the first result");
    context.require(cursor->nextset(), "there is another one");
    context.equal(cursor->scalar<int>(), 2, "the second result");
    context.check(!cursor->nextset(), "there is no third one");
}

/// Reports unless the database knows the name of a cursor that is open.
void cursor_names_are_taken(Context& context) {
    auto& conn = context.connection();
    const auto first = conn.cursor({.name = "kit"});
    first->execute(context.numbers(100));
    const auto second = conn.cursor({.name = "kit"});
    context.throws<DatabaseError>([&] { second->execute(context.numbers(100)); }, "a name that is taken");
    conn.rollback();
}

void a_named_cursor_leaves_the_connection_free(Context& context) {
    auto& conn = context.connection();
    const auto cursor = conn.cursor({.name = "kit", .arraysize = 10});
    cursor->execute(context.numbers(100));
    context.equal(cursor->fetchmany().size(), std::size_t{10}, "rows at once");
    context.equal(conn.execute("SELECT 1").scalar<int>(), 1, "another statement meanwhile");
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "a row behind it");
    context.equal(row->get<int>(0), 11, "the row in its turn");
    context.equal(cursor->fetchall().size(), std::size_t{89}, "the rest");
    cursor->close();
    cursor_names_are_taken(context);
}

void arrays_go_both_ways(Context& context) {
    const auto& type = context.type("integer_array");
    const auto table = context.table("v {integer_array}");
    auto& conn = context.connection();
    const Value array(Array({Value(1), Value(), Value(-3)}));
    conn.execute(context.sql("INSERT INTO {} VALUES (?)", table), array);
    context.check(conn.execute("SELECT v FROM " + table).scalar<Value>() == array,
                  "an array of type " + type.type + " comes back as it was");
}

void lastrowid_is_that_of_the_last_insert(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    context.check(!cursor->lastrowid(), "none before any statement");
    for (int v = 1; v <= 3; ++v) {
        cursor->execute(context.sql("INSERT INTO {} VALUES (?)", table), v);
        const auto id = cursor->lastrowid();
        context.require(id.has_value(), "there is one behind an INSERT");
        const auto& column = context.need(context.dialect().row_id, "the column of row ids");
        context.equal(context.connection()
                          .execute("SELECT v FROM " + table + " WHERE " + column + " = ?", *id)
                          .scalar<int>(),
                      v, "the row of that id");
    }
    cursor->execute("SELECT 1");
    context.check(!cursor->lastrowid(), "none behind a query");
}

constexpr auto one = Connections::one;
constexpr auto several = Connections::several;

constexpr Case group[] = {
    {"features.what_is_denied_is_not_supported",
     {26, 43, 141},
     "What Features deny throws NotSupportedError, and the connection goes on.",
     what_is_denied_is_not_supported},
    {"features.transactional_ddl",
     {48},
     "rollback() undoes changes of the schema.",
     rollback_undoes_changes_of_the_schema,
     one,
     &Features::transactional_ddl},
    {"features.isolation_levels",
     {49, 51},
     "READ COMMITTED sees what others commit in the meantime.",
     read_committed_sees_what_others_commit,
     several,
     &Features::isolation_levels},
    {"features.stronger_isolation_levels",
     {49, 51},
     "REPEATABLE READ and SERIALIZABLE read the same again.",
     stronger_levels_keep_what_they_have_seen,
     several},
    {"features.transaction_options_are_kept",
     {49},
     "Transaction options are as they were set, and cannot change in a transaction.",
     transaction_options_are_kept},
    {"features.read_only",
     {49},
     "A read-only transaction refuses changes.",
     read_only_refuses_changes,
     one,
     &Features::read_only},
    {"features.savepoints",
     {49},
     "A savepoint undoes a part of a transaction.",
     savepoints_undo_a_part,
     one,
     &Features::savepoints},
    {"features.savepoints_recover",
     {49},
     "Behind an error a savepoint saves what was before it.",
     savepoints_recover_from_an_error,
     one,
     &Features::savepoints},
    {"features.multiple_statements",
     {88, 102},
     "Several statements in one text give their results one after the other.",
     a_text_may_hold_several_statements,
     one,
     &Features::multiple_statements},
    {"features.named_cursors",
     {46, 71},
     "A named cursor gives its rows in portions, and leaves the connection free between them.",
     a_named_cursor_leaves_the_connection_free,
     one,
     &Features::named_cursors},
    {"features.arrays", {117}, "Arrays are bound and read.", arrays_go_both_ways, one, &Features::arrays},
    {"features.lastrowid",
     {131},
     "lastrowid is the row id of the last row that was inserted.",
     lastrowid_is_that_of_the_last_insert,
     one,
     &Features::lastrowid},
};

}  // namespace

Group features_cases() { return group; }

}  // namespace dbapi::conformance
