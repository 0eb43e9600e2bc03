// SPDX-License-Identifier: BSL-1.0
//
// The hooks of Connection for ODBC.
#pragma once

#include <dbapi/connection.hpp>

#include "session.hpp"

namespace odbc {

/// A connection to a data source. Owns the session; its cursors borrow it, and keep the connection alive.
class OdbcConnection final : public dbapi::Connection {
 public:
    /// @param name  the session's, for the database's operators; may be empty.
    /// @throws OperationalError  see Session.
    OdbcConnection(const std::string& connection_string, const std::string& name, dbapi::Deadline deadline);

    /// Puts what the database said besides into the messages. @pre  a hook runs.
    void keep_notices();

 private:
    const dbapi::Features& do_features() const noexcept override { return features_; }
    dbapi::driver::Placeholder do_placeholder() const noexcept override;
    std::unique_ptr<dbapi::Cursor> do_cursor(const dbapi::CursorOptions& options) override;
    void do_begin(const dbapi::TransactionOptions& options, dbapi::Deadline deadline) override;
    dbapi::driver::CommitAnswer do_commit(dbapi::Deadline deadline) override;
    void do_rollback(dbapi::Deadline deadline) override;
    void do_close(dbapi::Deadline deadline) override;
    dbapi::TransactionStatus do_transaction_status() const noexcept override { return session_.status(); }
    bool do_is_usable() const noexcept override { return session_.is_usable(); }
    void do_end_stream(dbapi::driver::StreamEnd how, dbapi::Deadline deadline) override;
    void do_cancel(dbapi::Deadline deadline) override;

    Session session_;
    dbapi::Features features_;
};

}  // namespace odbc
