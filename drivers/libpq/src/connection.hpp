// SPDX-License-Identifier: BSL-1.0
//
// The libpq driver's connection: a session, and the dialect of the server at its other end.
#pragma once

#include <dbapi/connection.hpp>
#include <memory>

#include "dialect.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {

class LibpqConnection final : public Connection {
 public:
    explicit LibpqConnection(ConnectionHandle handle);

    [[nodiscard]] Session& session() noexcept { return session_; }

 private:
    const Features& do_features() const noexcept override { return dialect_.features; }
    driver::Placeholder do_placeholder() const noexcept override;
    std::unique_ptr<Cursor> do_cursor(const CursorOptions& options) override;
    void do_begin(const TransactionOptions& options, Deadline deadline) override;
    driver::CommitAnswer do_commit(Deadline deadline) override;
    void do_rollback(Deadline deadline) override;
    void do_close(Deadline deadline) override;
    TransactionStatus do_transaction_status() const noexcept override { return session_.status(); }
    bool do_is_usable() const noexcept override { return session_.is_alive(); }
    void do_end_stream(driver::StreamEnd how, Deadline deadline) override;
    void do_cancel(Deadline deadline) override { session_.cancel(deadline); }
    bool do_begins_with_statement() const noexcept override { return true; }

    Session session_;
    const Dialect& dialect_;
};

}  // namespace dbapi::libpq
