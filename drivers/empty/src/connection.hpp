// SPDX-License-Identifier: BSL-1.0
//
// The hooks of Connection.
#pragma once

#include <dbapi/connection.hpp>

namespace dbapi::empty {

/// A connection without a database.
///
/// Handles of the C library belong here, as members whose destructors end the session: that is the rollback
/// of a connection which nobody has closed. The destructors must not throw, not wait for the server, and in a
/// child after fork() not speak to it (dbapi/driver/fork_guard.hpp).
class EmptyConnection final : public Connection {
    // Not locked, and they speak to no server.
    const Features& do_features() const noexcept override;
    driver::Placeholder do_placeholder() const noexcept override;
    std::unique_ptr<Cursor> do_cursor(const CursorOptions& options) override;

    // Locked for the calling thread: one of them, or of the cursors', runs at a time.
    void do_begin(const TransactionOptions& options, Deadline deadline) override;
    driver::CommitAnswer do_commit(Deadline deadline) override;
    void do_rollback(Deadline deadline) override;
    void do_end_stream(driver::StreamEnd how, Deadline deadline) override;
    void do_close(Deadline deadline) override;

    // Not locked: called at any time, by any thread. So what they look at is atomic, or never changes.
    TransactionStatus do_transaction_status() const noexcept override;
    bool do_is_usable() const noexcept override;
};

}  // namespace dbapi::empty
