// SPDX-License-Identifier: BSL-1.0
//
// The hooks of Connection for SQLite.
#pragma once

#include <atomic>
#include <cstdint>
#include <dbapi/connection.hpp>

#include "session.hpp"

namespace dbapi::sqlite {

/// A connection to a SQLite database. Owns the session; its cursors borrow it, and keep the connection alive.
class SqliteConnection final : public Connection {
 public:
    /// @throws OperationalError  see Session.
    SqliteConnection(const Options& options, Deadline deadline);

 private:
    const Features& do_features() const noexcept override;
    driver::Placeholder do_placeholder() const noexcept override;
    std::unique_ptr<Cursor> do_cursor(const CursorOptions& options) override;
    std::size_t do_parameters_at_once() const noexcept override { return 999; }
    bool do_is_local() const noexcept override { return true; }
    void do_begin(const TransactionOptions& options, Deadline deadline) override;
    driver::CommitAnswer do_commit(Deadline deadline) override;
    void do_rollback(Deadline deadline) override;
    void do_close(Deadline deadline) override;
    TransactionStatus do_transaction_status() const noexcept override;
    bool do_is_usable() const noexcept override;
    bool do_has_undone_statement() const noexcept override { return !session_.has_left_rows(); }
    void do_end_stream(driver::StreamEnd how, Deadline deadline) override;
    void do_cancel(Deadline deadline) override;
    std::uint64_t do_touches() const noexcept override { return session_.touches(); }
    /// SQLite tells of no setting what it was: a new session is the way, and costs little.
    bool do_reset(Deadline) override { return session_.touches() == 0; }
    bool do_is_exempt_from_begin(std::string_view keyword) const noexcept override;

    Session session_;
    std::string begin_;
    std::atomic<bool> is_open_ = true;
};

}  // namespace dbapi::sqlite
