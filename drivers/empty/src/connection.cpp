// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>

#include "cursor.hpp"

namespace dbapi::empty {

// What you can do with the server at hand; it may differ from one connection to the next, but not change.
// The core throws NotSupportedError for what is denied here, and so never calls the hooks behind it.
const Features& EmptyConnection::do_features() const noexcept {
    static constexpr Features features{};
    return features;
}

// What the database calls its parameters; texts come to do_execute() rewritten so.
driver::Placeholder EmptyConnection::do_placeholder() const noexcept { return driver::Placeholder::question; }

// The options are the core's, but for `name`, where Features::named_cursors says that there are such.
std::unique_ptr<Cursor> EmptyConnection::do_cursor(const CursorOptions&) {
    return std::make_unique<EmptyCursor>();
}

// Begins a transaction, with the isolation level and access mode that are set; those that are not are the
// database's default. The core calls it before the first statement, when none is open and autocommit is off.
// From here on do_transaction_status() says `active`. A database without transactions does nothing here, nor
// in the next two.
void EmptyConnection::do_begin(const TransactionOptions&, Deadline) {
    throw NotSupportedError("not implemented: do_begin");
}

// Commits. Called only while a transaction is open. Returns `rolled_back` when the database answered so, as
// some do after a failed statement. When the COMMIT was sent and its answer is lost, the error has
// ErrorDetails::outcome_unknown.
driver::CommitAnswer EmptyConnection::do_commit(Deadline) {
    throw NotSupportedError("not implemented: do_commit");
}

// Rolls back. Called only while a transaction is open, or has failed.
void EmptyConnection::do_rollback(Deadline) { throw NotSupportedError("not implemented: do_rollback"); }

// Drops what is left of the statement whose rows were not read to the end: of a stream, but also of any
// result when the core could not keep a row. So a driver without streaming has it too.
void EmptyConnection::do_end_stream(driver::StreamEnd, Deadline) {}

// Ends the session. Called once; the core has rolled back before, unless that failed. Frees the handles of
// this session: cursors live on, but none of their hooks is called again.
void EmptyConnection::do_close(Deadline) {}

// As your C library knows it; `unknown` when the session is lost. Never asks the server.
TransactionStatus EmptyConnection::do_transaction_status() const noexcept { return TransactionStatus::idle; }

// False as soon as your C library has seen that the session is gone.
bool EmptyConnection::do_is_usable() const noexcept { return true; }

}  // namespace dbapi::empty
