// SPDX-License-Identifier: BSL-1.0
//
// Autocommit: off at first, and when it may change.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

void it_is_off_at_first(Context& context) {
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    context.check(!conn->autocommit(), "autocommit() says off");
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.equal(context.committed_rows(table), 0, "rows that others see without commit()");
}

void on_commits_every_statement(Context& context) {
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    conn->set_autocommit(true);
    context.check(conn->autocommit(), "autocommit() says on");
    for (int i = 1; i <= 2; ++i) {
        conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
        context.equal(conn->transaction_status(), TransactionStatus::idle, "the status behind an INSERT");
        context.equal(context.committed_rows(table), i, "rows that others see");
    }
    conn->rollback();
    context.equal(context.committed_rows(table), 2, "rows behind rollback()");
}

void off_again_begins_transactions(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.set_autocommit(true);
    conn.set_autocommit(false);
    context.check(!conn.autocommit(), "autocommit() says off");
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.equal(conn.transaction_status(), TransactionStatus::active, "the status behind an INSERT");
    conn.rollback();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 0, "rows behind rollback()");
}

void a_change_in_a_transaction_is_refused(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.throws<ProgrammingError>([&] { conn.set_autocommit(true); }, "on, in a transaction");
    context.check(!conn.autocommit(), "autocommit is off still");
    context.equal(conn.transaction_status(), TransactionStatus::active, "the transaction is open still");
    conn.rollback();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 0, "rows behind rollback()");
    conn.rollback();

    conn.set_autocommit(true);
    conn.begin();
    context.throws<ProgrammingError>([&] { conn.set_autocommit(false); }, "off, in a transaction");
    context.check(conn.autocommit(), "autocommit is on still");
    conn.rollback();
}

void the_same_again_is_no_change(Context& context) {
    auto& conn = context.connection();
    conn.execute("SELECT 1");
    conn.set_autocommit(false);
    context.equal(conn.transaction_status(), TransactionStatus::active, "the transaction stays");
    conn.rollback();
}

void begin_makes_a_transaction_while_on(Context& context) {
    const auto table = context.table("v {integer}");
    auto& conn = context.connection();
    conn.set_autocommit(true);
    conn.begin();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn.rollback();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 0, "rows behind rollback()");
    conn.execute(context.sql("INSERT INTO {} VALUES (3)", table));
    context.equal(conn.transaction_status(), TransactionStatus::idle, "autocommit goes on behind it");
}

constexpr Case group[] = {
    {"autocommit.it_is_off_at_first",
     {39, 132},
     "Autocommit is off at first.",
     it_is_off_at_first,
     Connections::several,
     &Features::transactions},
    {"autocommit.on_commits_every_statement",
     {40, 132},
     "While autocommit is on every statement is committed at once.",
     on_commits_every_statement,
     Connections::several},
    {"autocommit.off_again_begins_transactions",
     {133},
     "When autocommit is turned off the next statement begins a transaction.",
     off_again_begins_transactions,
     Connections::one,
     &Features::transactions},
    {"autocommit.a_change_in_a_transaction_is_refused",
     {133, 135},
     "Changing autocommit in a transaction is ProgrammingError, and changes nothing.",
     a_change_in_a_transaction_is_refused,
     Connections::one,
     &Features::transactions},
    {"autocommit.the_same_again_is_no_change",
     {132},
     "Setting what is set already is allowed in a transaction.",
     the_same_again_is_no_change,
     Connections::one,
     &Features::transactions},
    {"autocommit.begin_makes_a_transaction_while_on",
     {40, 49},
     "begin() makes a transaction of several statements while autocommit is on.",
     begin_makes_a_transaction_while_on,
     Connections::one,
     &Features::transactions},
};

}  // namespace

Group autocommit_cases() { return group; }

}  // namespace dbapi::conformance
