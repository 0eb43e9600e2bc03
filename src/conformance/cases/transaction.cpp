// SPDX-License-Identifier: BSL-1.0
//
// Transactions: when they begin, what commit() and rollback() do, and what others see of it.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

constexpr auto idle = TransactionStatus::idle;
constexpr auto active = TransactionStatus::active;

std::int64_t rows(Connection& conn, const std::string& table) {
    return conn.execute("SELECT count(*) FROM " + table).scalar<std::int64_t>();
}

// ── commit ──

void commit_makes_it_visible(Context& context) {
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.equal(context.committed_rows(table), 0, "rows that others see before commit()");
    conn->commit();
    context.equal(conn->transaction_status(), idle, "the status behind commit()");
    context.equal(context.committed_rows(table), 1, "rows that others see behind commit()");
}

void commit_commits_all_statements(Context& context) {
    const auto table = context.table("id {integer}, v {integer}");
    const auto conn = context.connect();
    conn->execute(context.sql("INSERT INTO {} VALUES (1, 1), (2, 2), (3, 3)", table));
    conn->execute(context.sql("UPDATE {} SET v = 20 WHERE id = 2", table));
    conn->execute(context.sql("DELETE FROM {} WHERE id = 3", table));
    conn->commit();
    const auto other = context.connect();
    context.equal(other->execute(context.sql("SELECT sum(id * 100 + v) FROM {}", table)).scalar<int>(), 321,
                  "what others see of an INSERT, an UPDATE and a DELETE");
}

void commit_and_rollback_do_nothing_when_idle(Context& context) {
    auto& conn = context.connection();
    context.equal(conn.transaction_status(), idle, "the status at first");
    conn.commit();
    conn.rollback();
    conn.execute("SELECT 1");
    conn.commit();
    conn.commit();
    conn.rollback();
    context.equal(conn.transaction_status(), idle, "the status behind all of them");
    context.equal(conn.execute("SELECT 1").scalar<int>(), 1, "a query behind them");
}

void commits_follow_each_other(Context& context) {
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    for (int i = 1; i <= 3; ++i) {
        conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
        conn->commit();
        context.equal(context.committed_rows(table), i, "rows behind a commit()");
    }
}

// ── rollback ──

void rollback_undoes_changes_of_rows(Context& context) {
    const auto table = context.table("id {integer}, v {integer}");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1, 1), (2, 2)", table));
    conn.commit();
    conn.execute(context.sql("INSERT INTO {} VALUES (3, 3)", table));
    conn.execute(context.sql("UPDATE {} SET v = 10 WHERE id = 1", table));
    conn.execute(context.sql("DELETE FROM {} WHERE id = 2", table));
    conn.rollback();
    context.equal(conn.transaction_status(), idle, "the status behind rollback()");
    context.equal(conn.execute(context.sql("SELECT sum(id * 100 + v) FROM {}", table)).scalar<int>(), 303,
                  "what is left of an INSERT, an UPDATE and a DELETE");
}

void rollback_goes_to_the_last_commit(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.commit();
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn.rollback();
    conn.commit();
    context.equal(rows(conn, table), 1, "rows");
}

// ── the beginning ──

void every_statement_begins_a_transaction(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    const std::string statements[] = {
        "SELECT 1",
        context.sql("INSERT INTO {} VALUES (1)", table),
        context.sql("UPDATE {} SET v = 1", table),
        context.sql("DELETE FROM {}", table),
        context.sql("CREATE TABLE {} (v {integer})", context.name()),
    };
    for (const auto& statement : statements) {
        context.equal(conn.transaction_status(), idle, "the status before " + statement);
        conn.execute(statement);
        context.equal(conn.transaction_status(), active, "the status behind " + statement);
        conn.rollback();
    }
}

void transaction_control_as_text_is_followed(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.execute("BEGIN");
    context.equal(conn.transaction_status(), active, "the status behind BEGIN");
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.execute("COMMIT");
    context.equal(conn.transaction_status(), idle, "the status behind COMMIT");
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn.execute("ROLLBACK");
    context.equal(conn.transaction_status(), idle, "the status behind ROLLBACK");
    context.equal(rows(conn, table), 1, "rows");
}

void begin_begins(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.begin();
    context.equal(conn.transaction_status(), active, "the status behind begin()");
    context.throws<ProgrammingError>([&] { conn.begin(); }, "begin() in a transaction");
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.rollback();
    context.equal(rows(conn, table), 0, "rows behind rollback()");
}

// ── what cursors see ──

void cursors_of_one_connection_see_each_other(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    const auto writer = conn.cursor();
    const auto reader = conn.cursor();
    writer->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    reader->execute("SELECT count(*) FROM " + table);
    context.equal(reader->scalar<int>(), 1, "rows that another cursor sees before commit()");
}

void other_connections_see_nothing_before_commit(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.commit();
    const auto writer = context.connect();
    const auto changing = writer->cursor();
    changing->execute(context.sql("UPDATE {} SET v = 2", table));
    const auto reader = context.connect();
    const auto reading = reader->cursor();
    reading->execute("SELECT v FROM " + table);
    context.equal(reading->scalar<int>(), 1, "the value that another connection's cursor sees");
    reader->rollback();
    writer->rollback();
}

// ── errors ──

void rollback_recovers_from_an_error(Context& context) {
    const auto table = context.table("id {integer} PRIMARY KEY");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.throws<IntegrityError>([&] { conn.execute(context.sql("INSERT INTO {} VALUES (1)", table)); },
                                   "the key again");
    context.check(conn.transaction_status() != idle, "the transaction is open behind an error");
    conn.rollback();
    context.equal(conn.transaction_status(), idle, "the status behind rollback()");
    context.equal(rows(conn, table), 0, "rows");
}

void commit_of_a_failed_transaction_is_told(Context& context) {
    const auto table = context.table("id {integer} PRIMARY KEY");
    const auto& sql =
        context.need(context.dialect().fails_transaction, "a statement that fails with its transaction");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.commit();
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    context.throws<IntegrityError>([&] { conn.execute(context.sql(sql, table)); }, "the key again");
    context.throws<TransactionRolledBack>([&] { conn.commit(); }, "commit() of what has failed");
    context.equal(conn.transaction_status(), idle, "the status behind it");
    context.equal(rows(conn, table), 1, "rows");
}

void commit_reports_deferred_constraints(Context& context) {
    const auto& columns = context.need(context.dialect().deferred_reference, "deferred constraints");
    const auto table = context.name();
    auto& conn = context.connection();
    conn.execute(context.sql("CREATE TABLE {} (" + columns + ")", table));
    conn.commit();
    conn.execute(context.sql("INSERT INTO {} VALUES (1, 99)", table));
    context.throws<IntegrityError>([&] { conn.commit(); }, "commit() with a reference to nothing");
    conn.rollback();
    context.equal(rows(conn, table), 0, "rows behind it");
}

constexpr Case group[] = {
    {"transaction.commit_makes_it_visible",
     {37, 39, 51},
     "commit() makes changes visible to other connections, and not before.",
     commit_makes_it_visible,
     Connections::several,
     &Features::transactions},
    {"transaction.commit_commits_all_statements",
     {37},
     "commit() commits every statement of the transaction.",
     commit_commits_all_statements,
     Connections::several},
    {"transaction.commit_and_rollback_do_nothing_when_idle",
     {38, 41},
     "commit() and rollback() without a transaction do nothing.",
     commit_and_rollback_do_nothing_when_idle},
    {"transaction.commits_follow_each_other",
     {37},
     "Each transaction is committed by its own commit().",
     commits_follow_each_other,
     Connections::several},
    {"transaction.rollback_undoes_changes_of_rows",
     {42},
     "rollback() undoes INSERT, UPDATE and DELETE.",
     rollback_undoes_changes_of_rows,
     Connections::one,
     &Features::transactions},
    {"transaction.rollback_goes_to_the_last_commit",
     {42},
     "rollback() keeps what was committed.",
     rollback_goes_to_the_last_commit,
     Connections::one,
     &Features::transactions},
    {"transaction.every_statement_begins_a_transaction",
     {39, 47},
     "A transaction begins before the first statement of any kind.",
     every_statement_begins_a_transaction,
     Connections::one,
     &Features::transactions},
    {"transaction.transaction_control_as_text_is_followed",
     {47},
     "BEGIN, COMMIT and ROLLBACK as text begin no transaction of their own, and the status follows.",
     transaction_control_as_text_is_followed,
     Connections::one,
     &Features::transactions},
    {"transaction.begin_begins",
     {49},
     "begin() begins a transaction, and refuses in one.",
     begin_begins,
     Connections::one,
     &Features::transactions},
    {"transaction.cursors_of_one_connection_see_each_other",
     {50},
     "What one cursor has changed another one of the connection sees at once.",
     cursors_of_one_connection_see_each_other},
    {"transaction.other_connections_see_nothing_before_commit",
     {51},
     "Cursors of another connection do not see what is not committed.",
     other_connections_see_nothing_before_commit,
     Connections::several,
     &Features::transactions},
    {"transaction.rollback_recovers_from_an_error",
     {42},
     "rollback() behind an error undoes the transaction, and the connection goes on.",
     rollback_recovers_from_an_error,
     Connections::one,
     &Features::transactions},
    {"transaction.commit_of_a_failed_transaction_is_told",
     {22, 37},
     "commit() of a transaction that has failed throws TransactionRolledBack.",
     commit_of_a_failed_transaction_is_told,
     Connections::one,
     &Features::transactions},
    {"transaction.commit_reports_deferred_constraints",
     {16, 23, 37},
     "commit() throws what the database refuses at that time only.",
     commit_reports_deferred_constraints,
     Connections::one,
     &Features::transactions},
};

}  // namespace

Group transaction_cases() { return group; }

}  // namespace dbapi::conformance
