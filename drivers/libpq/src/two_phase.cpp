// SPDX-License-Identifier: BSL-1.0
//
// Two-phase transactions: PostgreSQL's PREPARE TRANSACTION, COMMIT PREPARED and ROLLBACK PREPARED.
#include <dbapi/errors.hpp>

#include "codec/encode.hpp"
#include "connection.hpp"
#include "gid.hpp"
#include "pq/row.hpp"
#include "quoting.hpp"

namespace dbapi::libpq {
namespace {

/// Returns the name as a literal.
std::string literal_of(const Xid& xid) {
    const auto gid = gid_of(xid);
    check_text(gid);
    return literal(gid);
}

}  // namespace

/// Runs a query without parameters. Returns its result, with all its rows.
ResultHandle LibpqConnection::ask(const std::string& sql, Deadline deadline) {
    static const WireParameters none;
    session_.start({.text = sql, .parameters = none, .few_rows = true}, deadline);
    ResultHandle last;
    while (ResultHandle result = session_.receive(deadline)) last = std::move(result);
    return last;
}

void LibpqConnection::do_tpc_begin(const Xid& xid, const TransactionOptions& options, Deadline deadline) {
    if (gid_of(xid).size() > max_gid_bytes) {
        throw DataError(
            "the name of a prepared transaction has at most " + std::to_string(max_gid_bytes) + " bytes",
            ErrorDetails{.sqlstate = "22001"});
    }
    if (!may_prepare_transactions_) {  // asked once, and by those alone who want it
        const auto shown = ask("SHOW max_prepared_transactions", deadline);
        may_prepare_transactions_ = field(shown.get(), 0, 0).value_or("0") != "0";
    }
    if (!*may_prepare_transactions_) {
        throw NotSupportedError("the server's setting max_prepared_transactions is 0",
                                ErrorDetails{.sqlstate = sqlstate::feature_not_supported});
    }
    do_begin(options, deadline);
}

driver::CommitAnswer LibpqConnection::do_tpc_prepare(const Xid& xid, Deadline deadline) {
    const auto sql = "PREPARE TRANSACTION " + literal_of(xid);
    const Session::Committing committing(session_);
    // A failed transaction is rolled back, without an error: only the tag tells.
    return session_.command(sql, deadline) == "ROLLBACK" ? driver::CommitAnswer::rolled_back
                                                         : driver::CommitAnswer::committed;
}

void LibpqConnection::do_tpc_commit(const Xid& xid, Deadline deadline) {
    const auto sql = "COMMIT PREPARED " + literal_of(xid);
    const Session::Committing committing(session_);
    session_.command(sql, deadline);
}

void LibpqConnection::do_tpc_rollback(const Xid& xid, Deadline deadline) {
    session_.command("ROLLBACK PREPARED " + literal_of(xid), deadline);
}

std::vector<Xid> LibpqConnection::do_tpc_recover(Deadline deadline) {
    heed_end();
    static_cast<void>(take_begun());
    const auto found =
        ask("SELECT gid FROM pg_catalog.pg_prepared_xacts"
            " WHERE database = pg_catalog.current_database() ORDER BY prepared, gid",
            deadline);
    std::vector<Xid> xids;
    for (std::size_t row = 0; row < row_count(found.get()); ++row) {
        xids.push_back(xid_of(field(found.get(), row, 0).value_or("")));
    }
    return xids;
}

}  // namespace dbapi::libpq
