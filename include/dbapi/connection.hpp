// SPDX-License-Identifier: BSL-1.0
//
// Connection: PEP 249's connection object. Its public functions check and keep the rules of transactions,
// threads and streams for every driver; a driver overrides the hooks at the end.
#pragma once

#include <atomic>
#include <concepts>
#include <dbapi/cursor.hpp>
#include <dbapi/deadline.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/export.hpp>
#include <dbapi/features.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/globals.hpp>
#include <dbapi/message.hpp>
#include <dbapi/result.hpp>
#include <dbapi/transaction_options.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dbapi {

namespace driver {
enum class Placeholder;
/// How a database answered a COMMIT.
enum class CommitAnswer { committed, rolled_back };
/// What becomes of the transaction in which a stream is ended early.
enum class StreamEnd { keep_transaction, roll_back };
}  // namespace driver

/// A session with a database.
///
/// Ownership: connect() gives a shared_ptr; cursors, results and leases share it.
/// Threads: several threads may share a connection, each with its own cursors: operations that talk to the
/// database queue up on a lock. cancel() takes no lock. PEP 249: C8. States: open, then closed by close(). On
/// a closed one everything but close(), questions about state and the destructor throws InterfaceError, and
/// so does any use in a child process after fork(). A lost connection throws ConnectionLost and can only be
/// closed. Transactions: begin by themselves before the first statement, unless autocommit is on; commit()
/// and rollback() end them. The end of a session is a rollback.
class DBAPI_EXPORT Connection : public std::enable_shared_from_this<Connection>,
                                public detail::CopyShortcuts<Connection, Result> {
 public:
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Ends the session without waiting for the server, which rolls back.
    virtual ~Connection();

    /// The exceptions, reachable from the connection as well. PEP 249: C119.
    using Warning = dbapi::Warning;
    using Error = dbapi::Error;
    using InterfaceError = dbapi::InterfaceError;
    using DatabaseError = dbapi::DatabaseError;
    using DataError = dbapi::DataError;
    using OperationalError = dbapi::OperationalError;
    using IntegrityError = dbapi::IntegrityError;
    using InternalError = dbapi::InternalError;
    using ProgrammingError = dbapi::ProgrammingError;
    using NotSupportedError = dbapi::NotSupportedError;

    // ── PEP 249 ──

    /// Returns a new cursor on this connection. PEP 249: C44 to C46.
    /// @throws NotSupportedError  an option that Features deny.
    [[nodiscard]] std::unique_ptr<Cursor> cursor(const CursorOptions& options);
    [[nodiscard]] std::unique_ptr<Cursor> cursor() { return cursor(CursorOptions{}); }

    /// Commits the open transaction; does nothing when there is none. PEP 249: C37, C38.
    /// @throws TransactionRolledBack  a statement had failed, and the database rolled back instead.
    /// @throws AmbiguousCommit        the answer was lost: the transaction may have been applied or not.
    /// @throws SerializationFailure   another transaction was in the way: run the transaction again.
    /// @throws IntegrityError         a deferred constraint.
    /// @par State after failure
    /// transaction_status() tells; on PostgreSQL and CockroachDB the transaction is over.
    void commit();

    /// Undoes the open transaction, and ends an open stream; does nothing when there is neither. PEP 249:
    /// C42.
    void rollback();

    /// Closes the connection; again is fine. An open transaction is rolled back, within the time limit or
    /// five seconds. A cursor's result that has arrived is gone with it. Never throws because the session was
    /// lost already. PEP 249: C32 to C36.
    /// @throws DeadlineExceeded  another thread's operation did not end in that time; the connection is open
    /// still.
    void close();

    [[nodiscard]] bool is_closed() const noexcept;

    // ── shortcuts ──

    /// Runs one statement on a new cursor; see Cursor::execute(). Extension (psycopg, sqlite3).
    template <class... Args>
    Result execute(std::string_view sql, const Args&... arguments) {
        Result result(lend_cursor());
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <class... Args>
    requires(detail::MutableRange<Args> || ...) Result execute(std::string_view sql, Args&&... arguments) {
        Result result(lend_cursor());
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <std::same_as<NamedParameter> P = NamedParameter>
    Result execute(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters) {
        Result result(lend_cursor());
        result.cursor().execute(sql, parameters);
        return result;
    }
    Result execute(std::string_view sql, std::initializer_list<PositionalParameter> parameters) {
        Result result(lend_cursor());
        result.cursor().execute(sql, parameters);
        return result;
    }
    template <std::ranges::input_range R>
    Result executemany(std::string_view sql, R&& parameter_lists, const ExecuteManyOptions& options = {}) {
        Result result(lend_cursor());
        result.cursor().executemany(sql, parameter_lists, options);
        return result;
    }
    Result executemany(std::string_view sql, std::initializer_list<std::vector<Value>> parameter_lists,
                       const ExecuteManyOptions& options = {}) {
        Result result(lend_cursor());
        result.cursor().executemany(sql, parameter_lists, options);
        return result;
    }

    /// As execute(), on a streaming cursor: rows come while they are read, and nothing is kept.
    template <class... Args>
    Result stream(std::string_view sql, const Args&... arguments) {
        Result result(cursor({.stream = true}));
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <class... Args>
    requires(detail::MutableRange<Args> || ...) Result stream(std::string_view sql, Args&&... arguments) {
        Result result(cursor({.stream = true}));
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <std::same_as<NamedParameter> P = NamedParameter>
    Result stream(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters) {
        Result result(cursor({.stream = true}));
        result.cursor().execute(sql, parameters);
        return result;
    }
    Result stream(std::string_view sql, std::initializer_list<PositionalParameter> parameters) {
        Result result(cursor({.stream = true}));
        result.cursor().execute(sql, parameters);
        return result;
    }

    // ── transactions ──

    /// Whether every statement is committed by itself; off at first. PEP 249: C39, C132 to C135.
    [[nodiscard]] bool autocommit() const;
    /// @throws ProgrammingError  a transaction is open: commit or roll back first.
    void set_autocommit(bool on);

    /// What the next transactions begin with; in autocommit mode only those of begin() and executemany() are
    /// transactions of ours. Extension.
    [[nodiscard]] TransactionOptions transaction_options() const;
    /// @throws ProgrammingError   a transaction is open.
    /// @throws NotSupportedError  Features::read_only is false, and read_only is asked for.
    void set_transaction_options(const TransactionOptions& options);

    /// Begins a transaction now, also in autocommit mode. Extension.
    /// @throws ProgrammingError  one is open already.
    void begin();

    /// The state of the transaction, as the C library knows it; `unknown` when closed or lost. Never blocks.
    [[nodiscard]] TransactionStatus transaction_status() const;

    // ── limits ──

    /// The time limit of each operation; zero is none. Cursors may have their own.
    [[nodiscard]] Timeout timeout() const;
    void set_timeout(Timeout timeout);

    /// Asks the database to stop the operation that is running on this connection, from any thread; the
    /// operation then throws QueryCanceled. A no-op when none is running. It cannot hit a later statement.
    /// @throws NotSupportedError  Features::cancel is false.
    /// @par Blocking
    /// Until the request was delivered, at most a few seconds; it does not wait for the statement.
    void cancel();

    // ── facts ──

    /// Whether the session is there as far as is known without asking the server.
    [[nodiscard]] bool is_usable() const noexcept;

    [[nodiscard]] const Features& features() const;

    /// The name of the driver, such as "sqlite".
    [[nodiscard]] std::string_view driver_name() const;

    /// How new cursors mark parameters.
    [[nodiscard]] ParamStyle paramstyle() const;
    void set_paramstyle(ParamStyle style);

    /// Returns what the database said outside of a cursor's operation, since the last standard method. PEP
    /// 249: C128.
    [[nodiscard]] std::vector<Message> messages() const;
    void clear_messages();

 protected:
    Connection();

    /// For drivers, while a hook runs: keeps a notice for the running cursor, else for the connection.
    void add_message(Message message);

    /// For drivers, in do_run_pipeline(): what add_message() gets from now on is about this cursor's step.
    void set_running(Cursor* cursor) noexcept;

 private:
    friend class Cursor;
    friend class detail::CopyRun;
    friend class Driver;
    friend struct detail::GiveBack;
    friend class Pipeline;
    struct State;
    class Operation;

    [[nodiscard]] std::unique_ptr<Cursor> make_cursor(const CursorOptions& options);
    [[nodiscard]] detail::LentCursor lend_cursor();
    void check_open() const;
    void check_idle(const char* message) const;
    void finish_commit(Deadline deadline);
    [[nodiscard]] bool undo_transaction();
    template <class F>
    void in_own_transaction(const bool& ours, F&& run);
    void add_own_message(Message message);
    enum class OpenStream { refuse, leave, roll_back };  // what becomes of a stream that is open
    void settle_stream(Operation& operation, OpenStream policy);
    template <class F>
    auto noted(F&& operation) -> decltype(operation());

    // Hooks. The connection is locked for the calling thread, except as said. See drivers/README.md.

    // These three are not locked, and speak to no server.
    virtual const Features& do_features() const noexcept = 0;
    virtual driver::Placeholder do_placeholder() const noexcept = 0;
    virtual std::unique_ptr<Cursor> do_cursor(const CursorOptions& options) = 0;
    /// Whether nothing is left of the statement that has just failed. Locked; asked only while its
    /// transaction is still active.
    virtual bool do_has_undone_statement() const noexcept { return true; }
    /// Returns how many parameters executemany() puts into one INSERT of several rows; 0, the default, makes
    /// it run the statement once for each list.
    virtual std::size_t do_parameters_at_once() const noexcept { return 0; }

    virtual void do_begin(const TransactionOptions& options, Deadline deadline) = 0;
    /// @throws Error  with outcome_unknown when the COMMIT was sent and its answer was lost.
    virtual driver::CommitAnswer do_commit(Deadline deadline) = 0;
    virtual void do_rollback(Deadline deadline) = 0;
    /// Ends the session. Called once, without an open transaction where that was possible; must not throw
    /// dbapi::Error for a session that is lost.
    virtual void do_close(Deadline deadline) = 0;
    /// Not locked: may be called at any time, by any thread.
    virtual TransactionStatus do_transaction_status() const noexcept = 0;
    /// Not locked. Whether the session is there, as far as the driver knows without asking.
    virtual bool do_is_usable() const noexcept = 0;
    /// Drops what is left of a stream that its cursor did not read to the end; the cursor may be gone.
    /// With `roll_back` the transaction ends next, so that the statement may be cancelled.
    virtual void do_end_stream(driver::StreamEnd how, Deadline deadline);
    /// Not locked: called while another thread is inside a hook, which cannot return before this one has.
    virtual void do_cancel(Deadline deadline);
    /// Whether do_execute() begins the transaction itself when Execution::begin is set, to save a round trip;
    /// else the core calls do_begin() before it.
    virtual bool do_begins_with_statement() const noexcept { return false; }
    /// Sends the steps together, and reads and keeps their answers for do_receive(), up to the first that has
    /// failed; called when Features::pipeline is true. Steps behind it must not have run: such a database
    /// skips them. What is thrown ends them all, and says that none of them has run.
    virtual driver::PipelineAnswer do_run_pipeline(std::span<const driver::PipelineStep> steps,
                                                   Deadline deadline);
    /// Whether a statement that starts with this keyword, in upper case, must run outside of a transaction of
    /// ours.
    virtual bool do_is_exempt_from_begin(std::string_view keyword) const noexcept;

    std::unique_ptr<State> state_;
};

}  // namespace dbapi
