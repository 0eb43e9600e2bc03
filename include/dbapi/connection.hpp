// SPDX-License-Identifier: BSL-1.0
//
// Connection: PEP 249's connection object. Its public functions check and keep the rules of transactions,
// threads and streams for every driver; a driver overrides the hooks in driver/connection_hooks.hpp.
#pragma once

#include <concepts>
#include <dbapi/cursor.hpp>
#include <dbapi/deadline.hpp>
#include <dbapi/driver/connection_hooks.hpp>
#include <dbapi/error_handler.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/exception_names.hpp>
#include <dbapi/execute_shortcuts.hpp>
#include <dbapi/export.hpp>
#include <dbapi/features.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/globals.hpp>
#include <dbapi/message.hpp>
#include <dbapi/notification.hpp>
#include <dbapi/result.hpp>
#include <dbapi/transaction_options.hpp>
#include <dbapi/xid.hpp>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dbapi {

/// A session with a database.
///
/// Ownership: connect() gives a shared_ptr; cursors, results and leases share it.
/// Threads: several threads may share a connection, each with its own cursors: operations that talk to the
/// database queue up on a lock. cancel() takes no lock. PEP 249: C8. States: open, then closed by close(). On
/// a closed one everything but close(), questions about state and the destructor throws InterfaceError, and
/// so does any use in a child process after fork(). A lost connection throws ConnectionLost and can only be
/// closed. Transactions: begin by themselves before the first statement, unless autocommit is on; commit()
/// and rollback() end them, but for those of a Transaction or run_transaction(). The session's end undoes.
class DBAPI_EXPORT Connection : public driver::ConnectionHooks,
                                public detail::ExceptionNames,
                                public detail::ExecuteShortcuts<Connection, Result>,
                                public detail::CopyShortcuts<Connection, Result> {
 public:
    /// Ends the session without waiting for the server, which rolls back.
    ~Connection() override;

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

    /// Undoes the open transaction and ends an open stream, where there are such. PEP 249: C42.
    void rollback();

    /// Closes the connection; again is fine. An open transaction is rolled back, within the time limit or
    /// five seconds. A cursor's result that has arrived is gone with it. Never throws because the session was
    /// lost already. PEP 249: C32 to C36.
    /// @throws DeadlineExceeded  another thread's operation did not end in that time; it is open still.
    void close();

    [[nodiscard]] bool is_closed() const noexcept;

    // ── transactions ──

    /// Whether every statement is committed by itself; off at first. PEP 249: C39, C132 to C135.
    [[nodiscard]] bool autocommit() const;
    /// @throws ProgrammingError  a transaction is open: commit or roll back first.
    void set_autocommit(bool on);

    /// What the next transactions begin with; in autocommit mode only those of begin() and executemany() are
    /// transactions of ours. Extension.
    [[nodiscard]] TransactionOptions transaction_options() const;
    /// @throws ProgrammingError  in a transaction. @throws NotSupportedError  what Features deny.
    void set_transaction_options(const TransactionOptions& options);

    /// Begins a transaction now, also in autocommit mode. Extension.
    /// @throws ProgrammingError  one is open already.
    void begin();

    /// The state of the transaction, as the C library knows it; `unknown` when closed or lost. Never blocks.
    [[nodiscard]] TransactionStatus transaction_status() const;

    // ── two phases: PEP 249, C141 to C155; without Features::two_phase all throw NotSupportedError ──

    /// Returns the name of a transaction. PEP 249: C142 to C145. @throws DataError  see Xid.
    [[nodiscard]] Xid xid(std::int64_t format_id, std::string_view global_transaction_id,
                          std::string_view branch_qualifier);

    /// Begins a two-phase transaction, also in autocommit mode, which goes on behind its end. Inside of it
    /// commit(), rollback(), begin(), set_autocommit() and statements that do the same throw
    /// ProgrammingError; close() before tpc_prepare() is a rollback.
    /// @throws ProgrammingError   a transaction is open already.
    /// @throws NotSupportedError  also when the server is not set up for it.
    void tpc_begin(const Xid& xid);

    /// The first phase: what can go wrong has gone wrong before. No statement may run until tpc_commit() or
    /// tpc_rollback(). The prepared transaction is the database's: close() leaves it for tpc_recover().
    /// @throws ProgrammingError       tpc_begin() was not called, or this was.
    /// @throws TransactionRolledBack  a statement had failed, and the database rolled back instead.
    /// @throws Error                  as commit(); with is_outcome_unknown() tpc_recover() can tell.
    /// @par State after failure
    /// When transaction_status() is idle the transaction is gone, and the two-phase one has ended with it.
    void tpc_prepare();

    /// The second phase, or without tpc_prepare() both as one, as commit().
    /// @throws ProgrammingError  there is no two-phase transaction.
    /// @throws AmbiguousCommit   the answer was lost: tpc_recover() tells whether it waits still.
    /// @par State after failure
    /// Of the second phase: it may be tried again, but for AmbiguousCommit and an xid that is not known.
    void tpc_commit();
    /// The second phase of a transaction of tpc_recover().
    /// @throws ProgrammingError  a transaction is open, or the database knows no such xid.
    void tpc_commit(const Xid& xid);

    /// Undoes the two-phase transaction, before or after tpc_prepare(), and ends an open stream.
    /// @throws ProgrammingError  there is none.
    void tpc_rollback();
    /// Undoes a transaction of tpc_recover(). @throws ProgrammingError  as tpc_commit().
    void tpc_rollback(const Xid& xid);

    /// Returns the prepared transactions of this database, by whomever, that have not ended. Begins none.
    [[nodiscard]] std::vector<Xid> tpc_recover();

    // ── what others say ──

    /// Waits for the next notification of the channels that this session listens to, by `LISTEN channel` as a
    /// statement. Returns nothing when none came in that time; zero is no limit. Extension (psycopg's
    /// notifies).
    /// @throws ProgrammingError   a transaction is open: the server sends none before it has ended.
    /// @throws QueryCanceled      cancel() was called.
    /// @throws ConnectionLost     also when the server ended the session meanwhile.
    /// @throws NotSupportedError  Features::notifications is false.
    /// @par Blocking
    /// The connection is this thread's until then: other threads' operations wait.
    [[nodiscard]] std::optional<Notification> wait_notification(Timeout limit);

    /// Returns the notifications that have arrived, without waiting. @throws Error  as wait_notification(),
    /// but for an open transaction.
    [[nodiscard]] std::vector<Notification> notifications();

    /// Sets what is called for each notice, which the messages have as well; an empty one is nothing.
    /// Extension.
    void set_notice_handler(NoticeHandler handler);

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

    /// Whether the session is there, as far as is known, or seen while nothing runs, without asking for it.
    [[nodiscard]] bool is_usable() const noexcept;

    /// Asks the server whether it is there. Begins no transaction, and harms none that is open. Extension.
    /// @throws ConnectionLost  it is not. @throws InterfaceError  a stream is open.
    void ping();

    /// Makes all as connect() gave it: ends stream and transaction, and undoes what was set. Extension.
    /// @throws NotSupportedError  the driver cannot undo it: connect again.
    void reset();

    [[nodiscard]] const Features& features() const;

    /// The name of the driver, such as "sqlite".
    [[nodiscard]] std::string_view driver_name() const;
    /// How new cursors mark parameters.
    [[nodiscard]] ParamStyle paramstyle() const;
    void set_paramstyle(ParamStyle style);

    /// Returns what the database said outside of a cursor's operation, since the last cursor(), commit(),
    /// rollback() or other step of a transaction. PEP 249: C128.
    [[nodiscard]] std::vector<Message> messages() const;
    void clear_messages();

    /// What is called for errors of this connection, and copied to the cursors that it makes from now on.
    /// PEP 249: C136 to C140.
    [[nodiscard]] ErrorHandler errorhandler() const;
    void set_errorhandler(ErrorHandler handler);

 protected:
    Connection();

    /// For drivers, while a hook runs: keeps a notice for the running cursor, else for the connection.
    void add_message(Message message);

    /// For drivers, in do_run_pipeline(): what add_message() gets from now on is about this cursor's step.
    void set_running(Cursor* cursor) noexcept;

 private:
    friend class Cursor;
    friend class detail::CallprocRun;
    friend class detail::CopyRun;
    friend class detail::ExecuteShortcuts<Connection, Result>;
    friend class detail::TransactionRun;
    friend class Driver;
    friend struct detail::GiveBack;
    friend class detail::Pooled;
    friend class Pipeline;
    friend class Transaction;
    struct State;
    class Operation;

    [[nodiscard]] std::shared_ptr<Connection> shared() const;
    [[nodiscard]] std::unique_ptr<Cursor> make_cursor(const CursorOptions& options);
    [[nodiscard]] detail::LentCursor lend_cursor();
    void check_open() const;
    void check_idle(const char* message) const;
    void check_no_two_phase(const char* what) const;
    void check_may_listen(Operation& operation);
    void show(const Message& notice) noexcept;
    void check_no_scope(const char* what) const;
    void check_not_prepared() const;
    void check_may_run(const driver::Statement& statement) const;
    /// Whether the statement begins a transaction where none is open.
    [[nodiscard]] bool begins_transaction(const driver::Statement& statement) const;
    using SecondPhase = void (driver::ConnectionHooks::*)(const Xid&, Deadline);
    class EndWithTransaction;  // of a two-phase transaction
    void end_prepared(SecondPhase phase, Deadline deadline);
    void second_phase(const Xid& xid, SecondPhase phase, Deadline deadline);
    void resolve(const Xid& xid, SecondPhase phase);
    void finish_commit(Deadline deadline);
    template <class F>
    static void conclude(F&& commit);
    [[nodiscard]] bool undo_transaction();
    template <class F>
    void in_own_transaction(const bool& ours, F&& run);
    void add_own_message(Message message);
    [[nodiscard]] std::shared_ptr<const ErrorHandler> handler() const;
    void report(const dbapi::Error& error);
    enum class OpenStream { refuse, leave, roll_back };  // what becomes of a stream that is open
    void settle_stream(Operation& operation, OpenStream policy);
    void undo_all(Operation& operation);
    void forget_settings();
    void settle(Operation& operation, OpenStream policy);
    void undo_abandoned(Deadline deadline);
    void run_control(std::string_view sql, Deadline deadline);
    template <class F>
    auto noted(F&& operation) -> decltype(operation());

    std::unique_ptr<State> state_;
};

}  // namespace dbapi
