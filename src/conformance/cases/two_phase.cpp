// SPDX-License-Identifier: BSL-1.0
//
// Two-phase commit: the order of its functions, and that each phase does what it says.
#include <algorithm>
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "attempts.hpp"
#include "prepared.hpp"

namespace dbapi::conformance {
namespace {

constexpr auto idle = TransactionStatus::idle;

std::int64_t insert_under(Connection& conn, const Xid& xid, const std::string& table) {
    conn.tpc_begin(xid);
    return conn.execute("INSERT INTO " + table + " VALUES (1)").rowcount();
}

// ── the order ──

void commit_without_prepare_is_one_phase(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    insert_under(*conn, names.xid(*conn), table);
    context.equal(conn->transaction_status(), TransactionStatus::active, "the status before tpc_commit()");
    context.equal(context.committed_rows(table), 0, "rows that others see before it");
    conn->tpc_commit();
    context.equal(conn->transaction_status(), idle, "the status behind it");
    context.equal(context.committed_rows(table), 1, "rows that others see behind it");
}

void commit_behind_prepare_is_the_second_phase(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    insert_under(*conn, names.xid(*conn), table);
    conn->tpc_prepare();
    context.equal(context.committed_rows(table), 0, "rows that others see between the phases");
    conn->tpc_commit();
    context.equal(context.committed_rows(table), 1, "rows that others see behind the second");
    context.check(names.pending().empty(), "nothing is prepared any more");
    conn->execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn->commit();
    context.equal(context.committed_rows(table), 2, "rows behind an ordinary transaction");
}

void rollback_without_prepare_undoes(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    insert_under(*conn, names.xid(*conn), table);
    conn->tpc_rollback();
    context.equal(conn->transaction_status(), idle, "the status behind tpc_rollback()");
    context.equal(context.committed_rows(table), 0, "rows");
    conn->execute("SELECT 1");
    conn->commit();
}

void rollback_behind_prepare_undoes(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    insert_under(*conn, names.xid(*conn), table);
    conn->tpc_prepare();
    conn->tpc_rollback();
    context.equal(context.committed_rows(table), 0, "rows");
    context.check(names.pending().empty(), "nothing is prepared any more");
}

void begin_refuses_in_a_transaction(Context& context) {
    const PreparedTransactions names(context);
    const auto conn = context.connect();
    const auto xid = names.xid(*conn);
    conn->execute("SELECT 1");
    context.throws<ProgrammingError>([&] { conn->tpc_begin(xid); }, "tpc_begin() in a transaction");
    conn->rollback();
    conn->tpc_begin(xid);
    context.throws<ProgrammingError>([&] { conn->tpc_begin(xid); }, "tpc_begin() in a two-phase one");
    conn->tpc_rollback();
}

void ordinary_ends_are_refused_inside(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    insert_under(*conn, names.xid(*conn), table);
    const auto each_is_refused = [&](std::string_view when) {
        each_throws<ProgrammingError>(context,
                                      {{"commit()", [&] { conn->commit(); }},
                                       {"rollback()", [&] { conn->rollback(); }},
                                       {"begin()", [&] { conn->begin(); }},
                                       {"set_autocommit()", [&] { conn->set_autocommit(true); }},
                                       {"COMMIT as text", [&] { conn->execute("COMMIT"); }},
                                       {"ROLLBACK as text", [&] { conn->execute("ROLLBACK"); }}},
                                      when);
    };
    each_is_refused("in a two-phase transaction");
    conn->execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn->tpc_prepare();
    each_is_refused("between the phases");
    conn->tpc_commit();
    context.equal(context.committed_rows(table), 2, "rows behind all of that");
}

void nothing_runs_between_the_phases(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    const auto cursor = conn->cursor();
    insert_under(*conn, names.xid(*conn), table);
    conn->tpc_prepare();
    const std::vector<std::vector<Value>> lists = {{Value(1)}};
    each_throws<ProgrammingError>(
        context,
        {{"SELECT", [&] { cursor->execute("SELECT 1"); }},
         {"INSERT", [&] { conn->execute(context.sql("INSERT INTO {} VALUES (2)", table)); }},
         {"executemany()",
          [&] { cursor->executemany(context.sql("INSERT INTO {} VALUES (?)", table), lists); }},
         {"tpc_prepare()", [&] { conn->tpc_prepare(); }}},
        "between the phases");
    conn->tpc_commit();
    context.equal(context.committed_rows(table), 1, "rows");
}

void ends_without_a_beginning_are_refused(Context& context) {
    auto& conn = context.connection();
    static_cast<void>(conn.xid(0, "", ""));  // says so where there is no two-phase commit
    const auto each_is_refused = [&](std::string_view when) {
        each_throws<ProgrammingError>(context,
                                      {{"tpc_prepare()", [&] { conn.tpc_prepare(); }},
                                       {"tpc_commit()", [&] { conn.tpc_commit(); }},
                                       {"tpc_rollback()", [&] { conn.tpc_rollback(); }}},
                                      when);
    };
    each_is_refused("when idle");
    conn.execute("SELECT 1");
    each_is_refused("in an ordinary transaction");
    check_usable(context, conn, "behind it");
}

void a_failed_transaction_is_not_prepared(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("id {integer} PRIMARY KEY");
    auto& setup = context.connection();
    setup.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    setup.commit();
    const auto conn = context.connect();
    conn->tpc_begin(names.xid(*conn));
    const auto sql = context.sql(
        context.need(context.dialect().fails_transaction, "a statement that fails with its transaction"),
        table);
    context.throws<IntegrityError>([&] { conn->execute(sql); }, "a key that is there");
    context.throws<OperationalError>([&] { conn->tpc_prepare(); }, "tpc_prepare() of what has failed");
    context.check(names.pending().empty(), "nothing is prepared");
    context.equal(conn->transaction_status(), idle, "the status behind it");
    conn->execute("SELECT 1");
    conn->commit();
}

void autocommit_goes_on_behind_it(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    conn->set_autocommit(true);
    insert_under(*conn, names.xid(*conn), table);
    context.equal(context.committed_rows(table), 0, "rows that others see before the end");
    conn->tpc_prepare();
    conn->tpc_commit();
    context.check(conn->autocommit(), "autocommit is on");
    conn->execute(context.sql("INSERT INTO {} VALUES (2)", table));
    context.equal(context.committed_rows(table), 2, "rows behind an INSERT in autocommit mode");
}

constexpr auto several = Connections::several;
constexpr auto two_phase = &Features::two_phase;

constexpr Case group[] = {
    {"two_phase.commit_without_prepare_is_one_phase",
     {146, 150, 153},
     "tpc_commit() without tpc_prepare() commits.",
     commit_without_prepare_is_one_phase,
     several,
     two_phase},
    {"two_phase.commit_behind_prepare_is_the_second_phase",
     {141, 148, 150, 153},
     "Behind tpc_prepare() tpc_commit() commits, and ordinary transactions go on.",
     commit_behind_prepare_is_the_second_phase,
     several,
     two_phase},
    {"two_phase.rollback_without_prepare_undoes",
     {152, 153},
     "tpc_rollback() without tpc_prepare() undoes the transaction.",
     rollback_without_prepare_undoes,
     several,
     two_phase},
    {"two_phase.rollback_behind_prepare_undoes",
     {152, 153},
     "tpc_rollback() behind tpc_prepare() undoes the transaction.",
     rollback_behind_prepare_undoes,
     several,
     two_phase},
    {"two_phase.begin_refuses_in_a_transaction",
     {146},
     "tpc_begin() in a transaction of either kind is ProgrammingError.",
     begin_refuses_in_a_transaction,
     several,
     two_phase},
    {"two_phase.ordinary_ends_are_refused_inside",
     {147},
     "commit(), rollback() and what does the same are ProgrammingError inside, and change nothing.",
     ordinary_ends_are_refused_inside,
     several,
     two_phase},
    {"two_phase.nothing_runs_between_the_phases",
     {149},
     "Between the phases every statement is ProgrammingError, and the transaction stays.",
     nothing_runs_between_the_phases,
     several,
     two_phase},
    {"two_phase.ends_without_a_beginning_are_refused",
     {148, 150, 152},
     "tpc_prepare(), tpc_commit() and tpc_rollback() without tpc_begin() are ProgrammingError.",
     ends_without_a_beginning_are_refused,
     Connections::one,
     two_phase},
    {"two_phase.a_failed_transaction_is_not_prepared",
     {148, 153},
     "tpc_prepare() of a transaction that has failed throws, and ends it.",
     a_failed_transaction_is_not_prepared,
     several,
     two_phase},
    {"two_phase.autocommit_goes_on_behind_it",
     {155},
     "tpc_begin() works in autocommit mode, which goes on behind the end.",
     autocommit_goes_on_behind_it,
     several,
     two_phase},
};

}  // namespace

Group two_phase_cases() { return group; }

}  // namespace dbapi::conformance
