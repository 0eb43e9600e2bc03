// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <dbapi/driver/statement.hpp>
#include <utility>

#include "cursor.hpp"

namespace dbapi::libpq {

LibpqConnection::LibpqConnection(ConnectionHandle handle)
    : session_(std::move(handle)), dialect_(dialect_for(session_.parameter("crdb_version"))) {
    session_.set_notice_sink([this](Message message) { add_message(std::move(message)); });
}

driver::Placeholder LibpqConnection::do_placeholder() const noexcept { return driver::Placeholder::dollar; }

std::unique_ptr<Cursor> LibpqConnection::do_cursor(const CursorOptions&) {
    return std::make_unique<LibpqCursor>(session_, dialect_);
}

void LibpqConnection::do_begin(const TransactionOptions& options, Deadline deadline) {
    session_.command(begin_statement(options), deadline);
}

driver::CommitAnswer LibpqConnection::do_commit(Deadline deadline) {
    const Session::Committing committing(session_);
    // A failed transaction is rolled back by COMMIT, without an error: only the tag tells.
    return session_.command("COMMIT", deadline) == "ROLLBACK" ? driver::CommitAnswer::rolled_back
                                                              : driver::CommitAnswer::committed;
}

void LibpqConnection::do_rollback(Deadline deadline) { session_.command("ROLLBACK", deadline); }

void LibpqConnection::do_close(Deadline) { session_.close(); }

void LibpqConnection::do_end_stream(driver::StreamEnd how, Deadline deadline) {
    // A cancelled statement takes its transaction with it, which is welcome only before a rollback.
    if (how == driver::StreamEnd::roll_back) {
        session_.cancel(deadline);
        session_.drain(deadline);
    } else {
        session_.finish(deadline);
    }
}

}  // namespace dbapi::libpq
