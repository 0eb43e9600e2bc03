// SPDX-License-Identifier: BSL-1.0
#include "connection.hpp"

#include <algorithm>
#include <array>
#include <dbapi/driver/statement.hpp>

#include "cursor.hpp"

namespace dbapi::sqlite {

SqliteConnection::SqliteConnection(const Options& options, Deadline deadline)
    : session_(options, deadline),
      // Who cannot write needs no lock for it.
      begin_(options.begin.empty() && options.mode == OpenMode::read_only ? "BEGIN DEFERRED"
                                                                          : options.begin) {}

const Features& SqliteConnection::do_features() const noexcept {
    static constexpr Features features{
        .transactions = true,
        .transactional_ddl = true,
        .savepoints = true,
        .multiple_statements = true,
        .streaming = true,
        .cancel = true,
        .timeout = true,
        .lastrowid = true,
    };
    return features;
}

driver::Placeholder SqliteConnection::do_placeholder() const noexcept {
    return driver::Placeholder::question;
}

std::unique_ptr<Cursor> SqliteConnection::do_cursor(const CursorOptions&) {
    return std::make_unique<SqliteCursor>(session_);
}

// ── transactions ──

// The isolation level is not looked at: SQLite's transactions are serializable, which satisfies any.
void SqliteConnection::do_begin(const TransactionOptions& options, Deadline deadline) {
    const char* const suitable = options.writes.value_or(false) ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED";
    session_.run(begin_.empty() ? suitable : begin_, deadline);
}

driver::CommitAnswer SqliteConnection::do_commit(Deadline deadline) {
    if (session_.status() == TransactionStatus::failed) {
        session_.forget_failed_transaction();
        return driver::CommitAnswer::rolled_back;
    }
    try {
        session_.run("COMMIT", deadline);
    } catch (...) {
        // The caller hears of it: a transaction that is gone with its COMMIT needs no rollback() too.
        session_.forget_failed_transaction();
        session_.note_status();
        throw;
    }
    return driver::CommitAnswer::committed;
}

// Without the deadline: it waits for nobody, and an operation that ran out of time must still be undone.
void SqliteConnection::do_rollback(Deadline) {
    if (session_.status() == TransactionStatus::failed) {
        session_.forget_failed_transaction();
    } else {
        session_.run("ROLLBACK", Deadline::never());
    }
}

TransactionStatus SqliteConnection::do_transaction_status() const noexcept { return session_.status(); }

bool SqliteConnection::do_is_exempt_from_begin(std::string_view keyword) const noexcept {
    static constexpr auto exempt = std::to_array<std::string_view>({"PRAGMA", "VACUUM", "ATTACH", "DETACH"});
    return std::find(exempt.begin(), exempt.end(), keyword) != exempt.end();
}

// ── the session ──

void SqliteConnection::do_end_stream(driver::StreamEnd, Deadline) {
    session_.end_running();
    session_.note_status();
}

void SqliteConnection::do_cancel(Deadline) { session_.cancel(); }

bool SqliteConnection::do_is_usable() const noexcept { return is_open_; }

void SqliteConnection::do_close(Deadline) {
    is_open_ = false;
    session_.close();
}

}  // namespace dbapi::sqlite
