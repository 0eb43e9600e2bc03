// SPDX-License-Identifier: BSL-1.0
//
// Session: what a connection and its cursors share: the open database, the one statement that may be running,
// the limits of the current operation, and what became of the transaction.
#pragma once

#include <atomic>
#include <cstdint>
#include <dbapi/deadline.hpp>
#include <dbapi/transaction_options.hpp>
#include <string>

#include "c/handle.hpp"
#include "interruption.hpp"
#include "kept_statements.hpp"
#include "options.hpp"

namespace dbapi::sqlite {

/// An open database and what runs on it.
///
/// SQLite can roll a transaction back by itself, in the middle of it: INSERT OR ROLLBACK, a full disk, a
/// statement that was stopped while it wrote. What follows must not be committed as if nothing had happened,
/// so the transaction counts as failed until it is ended, as PostgreSQL has it.
///
/// Threads: one at a time, but for cancel() and status().
class Session {
 public:
    /// Opens the database.
    /// @throws OperationalError  08001: it cannot be opened, or does not take the journal mode.
    /// @throws DeadlineExceeded  another connection had it locked all the while.
    Session(const Options& options, Deadline deadline);

    [[nodiscard]] Handle& handle() noexcept { return handle_; }

    /// The statement that runs, or an empty one. Cursors do not own it: one of them may go at any time and
    /// without the connection's lock, and this stays for the next operation to end.
    [[nodiscard]] KeptStatement& running() noexcept { return *running_; }

    /// Ends the statement that runs.
    void end_running() noexcept;

    // ── operations ──

    /// Starts an operation: ends what was left of the last one, and a cancel that came too late for it.
    /// @throws DeadlineExceeded  the deadline has passed already.
    void begin_operation(Deadline deadline);

    /// Goes on with the operation under a deadline of its own.
    void resume_operation(Deadline deadline) noexcept { interruption_.resume(deadline); }

    /// @throws QueryCanceled  cancel() was called since begin_operation(); nothing is left pending.
    void check_not_cancelled();

    /// Stops the operation that runs. Threads: any.
    void cancel() noexcept { interruption_.cancel(); }

    /// Makes the statement of `text` at `at` the running one, and moves `at` behind it.
    /// @return  false when there is nothing but blanks and comments.
    /// @throws DatabaseError  it cannot be prepared; nothing is left pending.
    [[nodiscard]] bool prepare(const std::string& text, std::size_t& at);

    /// Makes a text's only statement the running one: prepared already, or now and kept for the next time.
    /// @throws DatabaseError  it cannot be prepared; nothing is left pending.
    void prepare_kept(std::uint64_t id, const std::string& text);

    /// How many statements are kept.
    [[nodiscard]] std::size_t capacity() const noexcept { return kept_.capacity(); }

    /// Steps the running statement to its next row.
    /// @return  false at the end.
    /// @throws DatabaseError  it failed; nothing is left pending.
    [[nodiscard]] bool step();

    /// Steps it for the first time. One that is kept and fails is prepared anew before that is told, so that
    /// the error is that of a new statement.
    [[nodiscard]] bool first_step();

    /// Whether the statement that has failed left rows behind that it had changed, as ON CONFLICT FAIL has
    /// it.
    [[nodiscard]] bool has_left_rows() const noexcept { return has_left_rows_; }

    /// Runs a statement of ours, as an operation of its own.
    void run(const std::string& sql, Deadline deadline);

    /// Counts the statements that may have changed the session for good: PRAGMA, ATTACH, temporary tables.
    [[nodiscard]] std::uint64_t touches() const noexcept { return touches_; }
    void note_touch() noexcept { ++touches_; }

    // ── the transaction ──

    /// Threads: any.
    [[nodiscard]] TransactionStatus status() const noexcept {
        return status_.load(std::memory_order_relaxed);
    }

    /// Reads the status back from SQLite. A transaction that has failed stays so.
    void note_status() noexcept;

    /// Ends a transaction that SQLite has rolled back by itself; nothing is left to be done in the database.
    void forget_failed_transaction() noexcept;

    /// Ends the session; again is fine.
    void close() noexcept;

 private:
    [[noreturn]] void fail(const Failure& failure, const std::string& text = {}, std::size_t at = 0);
    void set_journal_mode(std::string_view mode, Deadline deadline);

    Interruption interruption_;
    Handle handle_;
    KeptStatement once_;  // the one that runs, when it is not among those
    KeptStatements kept_;
    KeptStatement* running_ = &once_;
    bool has_left_rows_ = false;
    std::uint64_t touches_ = 0;
    std::atomic<TransactionStatus> status_ = TransactionStatus::idle;
};

}  // namespace dbapi::sqlite
