// SPDX-License-Identifier: BSL-1.0
//
// Session: the handles of ODBC, and the only code that calls functions on them but for parameters and
// columns. There is one statement handle: a connection of dbapi has at most one statement under way.
#pragma once

#include <atomic>
#include <dbapi/deadline.hpp>
#include <dbapi/driver/fork_guard.hpp>
#include <dbapi/transaction_options.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"
#include "source.hpp"

namespace odbc {

/// Owns a handle of ODBC, or none; in a process that was forked off it is left alone.
class Handle {
 public:
    Handle(SQLSMALLINT type, SQLHANDLE parent);
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { reset(); }

    void reset() noexcept;
    [[nodiscard]] SQLHANDLE get() const noexcept { return handle_; }
    [[nodiscard]] bool is_child() const noexcept { return fork_.is_child(); }

 private:
    SQLSMALLINT type_;
    SQLHANDLE handle_ = nullptr;
    dbapi::driver::ForkGuard fork_;
};

/// What came of a call that has not failed.
enum class Outcome { done, no_data };

/// A session with a data source.
/// Threads: one at a time, but for cancel(), status() and is_usable().
class Session {
 public:
    /// @throws OperationalError  the data source cannot be reached.
    Session(const std::string& connection_string, dbapi::Deadline deadline);
    ~Session() { close(); }

    void close() noexcept;

    // ── facts ──
    [[nodiscard]] std::string text_info(SQLUSMALLINT item) const;
    [[nodiscard]] unsigned number_info(SQLUSMALLINT item) const;
    [[nodiscard]] const Source& source() const noexcept { return *source_; }
    [[nodiscard]] bool is_usable() const noexcept { return is_usable_; }
    [[nodiscard]] dbapi::TransactionStatus status() const noexcept { return status_; }

    // ── transactions: in ODBC one is open for as long as autocommit is off ──
    void begin(std::optional<dbapi::IsolationLevel> isolation);
    void end_transaction(SQLSMALLINT how);
    /// Asks what a failed statement has left of the transaction; status() tells it then.
    void look_behind_failure();
    /// @throws InternalError  25P02: the transaction has failed.
    void refuse_if_failed() const;
    /// Runs what is text in ODBC too, such as SAVEPOINT; behind ROLLBACK TO the transaction goes on.
    void control(std::string_view sql, dbapi::Deadline deadline);

    // ── the statement ──
    [[nodiscard]] SQLHSTMT statement() const noexcept { return statement_.get(); }
    void prepare(std::string_view sql, dbapi::Deadline deadline);
    /// @throws InternalError  see refuse_if_failed().
    void execute();
    /// Runs a statement of the driver's own, without parameters.
    void run(std::string_view sql, dbapi::Deadline deadline);
    [[nodiscard]] Outcome fetch();
    [[nodiscard]] Outcome more_results();
    /// Drops what is left of the statement.
    void end_statement() noexcept;
    void cancel();

    /// Throws for a return code that tells of a failure; keeps the notices of one that tells of success.
    Outcome check(SQLRETURN code);
    /// Returns the notices that have come, and forgets them.
    [[nodiscard]] std::vector<Record> take_notices() noexcept;

 private:
    Outcome check(SQLRETURN code, SQLSMALLINT type, SQLHANDLE handle, bool is_commit = false);
    SQLRETURN run_control(std::string_view sql);
    void set(SQLINTEGER attribute, SQLULEN value);
    void limit_time(dbapi::Deadline deadline);

    Handle environment_;
    Handle connection_;
    Handle statement_;
    Handle control_;  // another statement, see control()
    const Source* source_ = nullptr;
    std::mutex statement_mutex_;  // cancel() may come while close() runs
    std::vector<Record> notices_;
    dbapi::Deadline deadline_;  // of the operation
    unsigned isolation_ = 0;
    bool has_limit_ = false;
    bool is_at_end_ = false;  // the statement has said so without being asked for rows
    std::atomic<dbapi::TransactionStatus> status_ = dbapi::TransactionStatus::idle;
    std::atomic<bool> is_usable_ = true;
    std::atomic<bool> is_cancelled_ = false;
};

}  // namespace odbc
