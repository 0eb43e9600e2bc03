// SPDX-License-Identifier: BSL-1.0
//
// Two-phase commit: names, and transactions that are ended by a connection that did not begin them.
#include <algorithm>
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "attempts.hpp"
#include "prepared.hpp"

namespace dbapi::conformance {
namespace {

/// Prepares a transaction with an INSERT, and closes its connection.
Xid leave_prepared(Context& context, const PreparedTransactions& names, const std::string& table) {
    const auto conn = context.connect();
    auto xid = names.xid(*conn);
    conn->tpc_begin(xid);
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn->tpc_prepare();
    conn->close();
    return xid;
}

// ── names ──

void an_xid_has_three_items(Context& context) {
    const auto [format_id, global, branch] = context.connection().xid(7, "global", "branch");
    context.check(format_id == 7 && global == "global" && branch == "branch", "the three items");
    context.check(context.connection().xid(7, "a", "b") == Xid(7, "a", "b"), "equal names are equal");
    context.check(context.connection().xid(7, "a", "b") != Xid(7, "a", "c"), "others are not");
}

void an_xid_has_limits(Context& context) {
    auto& conn = context.connection();
    const std::string most(64, 'x');
    const std::string more(65, 'x');
    const auto least = conn.xid(0, "", "");
    context.check(least.format_id() == 0 && least.global_transaction_id().empty(), "the smallest one");
    const auto largest = conn.xid(0x7FFF'FFFF, most, most);
    context.check(largest.format_id() == 0x7FFF'FFFF && largest.branch_qualifier() == most,
                  "the largest one");
    each_throws<DataError>(
        context,
        {{"a negative format id", [&] { static_cast<void>(conn.xid(-1, "a", "b")); }},
         {"a format id of 32 bits", [&] { static_cast<void>(conn.xid(1LL << 31U, "", "")); }},
         {"65 bytes of global id", [&] { static_cast<void>(conn.xid(0, more, "")); }},
         {"65 bytes of branch", [&] { static_cast<void>(conn.xid(0, "", more)); }}},
        "in an xid");
}

void unusual_names_come_back(Context& context) {
    const PreparedTransactions names(context);
    const auto conn = context.connect();
    const auto plain = names.xid(*conn);
    const std::string_view branches[] = {"", "it's", "_", "a_b-c:d", "gr\u00fc\u00df dich", "\x01\xff"};
    for (const auto branch : branches) {
        const auto xid = names.xid(*conn, branch);
        conn->tpc_begin(xid);
        conn->execute("SELECT 1");
        conn->tpc_prepare();
        const auto pending = names.pending();
        context.check(std::ranges::find(pending, xid) != pending.end(),
                      "tpc_recover() gives the xid of the branch " + std::string(branch));
        conn->tpc_rollback();
    }
    context.check(names.pending().empty(), "nothing is left");
}

// ── recovery ──

void recover_lists_what_is_prepared(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto xid = leave_prepared(context, names, table);
    const auto pending = names.pending();
    context.require(pending.size() == 1, "one transaction is listed behind the end of its connection");
    context.check(pending[0] == xid, "with its name");
    const auto conn = context.connect();
    static_cast<void>(conn->tpc_recover());
    context.equal(conn->transaction_status(), TransactionStatus::idle, "the status behind tpc_recover()");
    context.equal(context.committed_rows(table), 0, "rows that others see");
}

void another_connection_commits(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    static_cast<void>(leave_prepared(context, names, table));
    const auto conn = context.connect();
    const auto pending = names.pending();
    context.require(pending.size() == 1, "one transaction is listed");
    conn->tpc_commit(pending[0]);
    context.equal(conn->transaction_status(), TransactionStatus::idle, "the status behind it");
    context.check(names.pending().empty(), "nothing is prepared any more");
    context.equal(context.committed_rows(table), 1, "rows");
}

void another_connection_rolls_back(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto xid = leave_prepared(context, names, table);
    const auto conn = context.connect();
    conn->tpc_rollback(xid);
    context.check(names.pending().empty(), "nothing is prepared any more");
    context.equal(context.committed_rows(table), 0, "rows");
}

void an_unknown_xid_is_programming_error(Context& context) {
    const PreparedTransactions names(context);
    const auto conn = context.connect();
    const auto xid = names.xid(*conn);
    each_throws<ProgrammingError>(context,
                                  {{"tpc_commit(xid)", [&] { conn->tpc_commit(xid); }},
                                   {"tpc_rollback(xid)", [&] { conn->tpc_rollback(xid); }}},
                                  "of an xid that nobody prepared");
    check_usable(context, *conn, "behind it");
}

void others_are_not_ended_inside_a_transaction(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto xid = leave_prepared(context, names, table);
    const auto conn = context.connect();
    conn->execute("SELECT 1");
    each_throws<ProgrammingError>(context,
                                  {{"tpc_commit(xid)", [&] { conn->tpc_commit(xid); }},
                                   {"tpc_rollback(xid)", [&] { conn->tpc_rollback(xid); }}},
                                  "in a transaction");
    conn->rollback();
    conn->tpc_begin(names.xid(*conn, "another"));
    each_throws<ProgrammingError>(context,
                                  {{"tpc_commit(xid)", [&] { conn->tpc_commit(xid); }},
                                   {"tpc_rollback(xid)", [&] { conn->tpc_rollback(xid); }}},
                                  "in a two-phase transaction");
    conn->tpc_rollback();
    context.equal(names.pending().size(), std::size_t{1}, "transactions that are prepared still");
}

void an_xid_that_is_taken_is_refused(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto xid = leave_prepared(context, names, table);
    const auto conn = context.connect();
    context.throws<Error>(
        [&] {
            conn->tpc_begin(xid);
            conn->execute("SELECT 1");
            conn->tpc_prepare();
        },
        "a name that is prepared already");
    conn->close();
    context.equal(names.pending().size(), std::size_t{1}, "transactions that are prepared");
}

void close_before_prepare_is_a_rollback(Context& context) {
    const PreparedTransactions names(context);
    const auto table = context.table("v {integer}");
    const auto conn = context.connect();
    conn->tpc_begin(names.xid(*conn));
    conn->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn->close();
    context.check(names.pending().empty(), "nothing is prepared");
    context.equal(context.committed_rows(table), 0, "rows");
}

constexpr auto several = Connections::several;
constexpr auto two_phase = &Features::two_phase;

constexpr Case group[] = {
    {"recovery.an_xid_has_three_items",
     {142, 145},
     "An xid is a sequence of three items.",
     an_xid_has_three_items,
     Connections::one,
     two_phase},
    {"recovery.an_xid_has_limits",
     {144, 145},
     "The items of an xid have limits, and what is beyond them is DataError.",
     an_xid_has_limits,
     Connections::one,
     two_phase},
    {"recovery.unusual_names_come_back",
     {144, 154},
     "tpc_recover() gives every name as it was, whatever its bytes.",
     unusual_names_come_back,
     several,
     two_phase},
    {"recovery.recover_lists_what_is_prepared",
     {35, 154},
     "A prepared transaction outlives its connection, and is listed.",
     recover_lists_what_is_prepared,
     several,
     two_phase},
    {"recovery.another_connection_commits",
     {151, 154},
     "tpc_commit(xid) commits what another connection has prepared.",
     another_connection_commits,
     several,
     two_phase},
    {"recovery.another_connection_rolls_back",
     {152, 154},
     "tpc_rollback(xid) undoes what another connection has prepared.",
     another_connection_rolls_back,
     several,
     two_phase},
    {"recovery.an_unknown_xid_is_programming_error",
     {151, 152},
     "An xid that nobody prepared is ProgrammingError.",
     an_unknown_xid_is_programming_error,
     several,
     two_phase},
    {"recovery.others_are_not_ended_inside_a_transaction",
     {151, 152},
     "Ending another transaction by its xid is refused in a transaction.",
     others_are_not_ended_inside_a_transaction,
     several,
     two_phase},
    {"recovery.an_xid_that_is_taken_is_refused",
     {142, 153},
     "Two transactions cannot be prepared under one name.",
     an_xid_that_is_taken_is_refused,
     several,
     two_phase},
    {"recovery.close_before_prepare_is_a_rollback",
     {35, 152},
     "close() before tpc_prepare() is a rollback.",
     close_before_prepare_is_a_rollback,
     several,
     two_phase},
};

}  // namespace

Group recovery_cases() { return group; }

}  // namespace dbapi::conformance
