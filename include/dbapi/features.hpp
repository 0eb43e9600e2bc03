// SPDX-License-Identifier: BSL-1.0
//
// What a driver, connected to its server, can do: asked before the call that would throw NotSupportedError.
#pragma once

namespace dbapi {

/// Abilities beyond the mandatory part of PEP 249. Features that are absent throw NotSupportedError.
struct Features {
    bool transactions = false;       ///< commit() and rollback() do something.
    bool transactional_ddl = false;  ///< rollback() undoes CREATE TABLE.
    /// TransactionOptions::isolation is a choice. Without, it is ignored: only a database where all is
    /// serializable, which satisfies any level, may deny it.
    bool isolation_levels = false;
    bool read_only = false;             ///< TransactionOptions::read_only.
    bool deferrable = false;            ///< TransactionOptions::deferrable.
    bool transaction_priority = false;  ///< TransactionOptions::priority.
    bool as_of_system_time = false;     ///< TransactionOptions::as_of_system_time.
    bool savepoints = false;            ///< SAVEPOINT, ROLLBACK TO, RELEASE.
    bool restart_savepoint = false;     ///< RetryForm::savepoint: SAVEPOINT cockroach_restart.
    bool multiple_statements = false;   ///< Several statements in one text, without parameters.
    bool streaming = false;             ///< CursorOptions::stream keeps nothing of a result.
    bool named_cursors = false;         ///< CursorOptions::name makes a cursor in the server.
    bool cancel = false;                ///< Connection::cancel() stops a running statement.
    bool timeout = false;               ///< Deadlines stop a running statement.
    bool arrays = false;                ///< Arrays as parameters and results.
    bool lastrowid = false;             ///< Cursor::lastrowid() after an INSERT.
    bool callproc = false;              ///< Cursor::callproc().
    bool two_phase = false;             ///< The tpc_ family.
    bool copy = false;                  ///< Cursor::copy_in() and copy_out().
    bool copy_binary = false;           ///< Both in CopyFormat::binary as well.
    bool notifications = false;         ///< Connection::wait_notification(); LISTEN and NOTIFY as statements.
    bool pipeline = false;  ///< Pipeline saves round trips; without, it runs statement by statement.

    friend bool operator==(const Features&, const Features&) = default;
};

}  // namespace dbapi
