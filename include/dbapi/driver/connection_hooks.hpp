// SPDX-License-Identifier: BSL-1.0
//
// What a driver's connection overrides. dbapi::Connection is the only caller, and keeps the rules around
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/deadline.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/notification.hpp>
#include <dbapi/transaction_options.hpp>
#include <dbapi/xid.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dbapi::driver {

enum class Placeholder;
/// How a database answered a COMMIT.
enum class CommitAnswer { committed, rolled_back };
/// What becomes of the transaction in which a stream is ended early.
enum class StreamEnd { keep_transaction, roll_back };

/// The hooks of a connection. It is locked for the calling thread, except as said. drivers/README.md has the
/// duties of each.
class DBAPI_EXPORT ConnectionHooks {
 public:
    ConnectionHooks(const ConnectionHooks&) = delete;
    ConnectionHooks& operator=(const ConnectionHooks&) = delete;
    virtual ~ConnectionHooks();

 protected:
    ConnectionHooks() = default;

 private:
    friend class dbapi::Connection;
    friend class dbapi::Cursor;
    friend class dbapi::Driver;
    friend class dbapi::Pipeline;
    friend class dbapi::detail::CallprocRun;
    friend class dbapi::detail::CopyRun;
    friend class dbapi::detail::Pooled;
    friend class dbapi::detail::TransactionRun;
    friend class dbapi::Transaction;

    // These four are not locked, and speak to no server.

    /// What is there on this connection; the same at every call.
    virtual const Features& do_features() const noexcept = 0;
    virtual Placeholder do_placeholder() const noexcept = 0;
    /// Whether the database runs in this process, so that a rollback waits for nobody: a destructor may ask
    /// for it.
    virtual bool do_is_local() const noexcept { return false; }
    /// Makes a cursor. All options are the core's affair, but for the name, which is empty unless Features
    /// allow one.
    virtual std::unique_ptr<Cursor> do_cursor(const CursorOptions& options) = 0;
    /// Whether nothing is left of the statement that has just failed. Locked; asked only while its
    /// transaction is still active.
    virtual bool do_has_undone_statement() const noexcept { return true; }
    /// Returns how many parameters executemany() puts into one INSERT of several rows; 0, the default, makes
    /// it run the statement once for each list.
    virtual std::size_t do_parameters_at_once() const noexcept { return 0; }

    /// Begins a transaction; called while the status is idle.
    virtual void do_begin(const TransactionOptions& options, Deadline deadline) = 0;
    /// Commits; called while the status is not idle, as the next is.
    /// @throws Error  with outcome_unknown when the COMMIT was sent and its answer was lost.
    virtual CommitAnswer do_commit(Deadline deadline) = 0;
    virtual void do_rollback(Deadline deadline) = 0;
    /// Ends the session. Called once, without an open transaction where that was possible; must not throw
    /// dbapi::Error for a session that is lost.
    virtual void do_close(Deadline deadline) = 0;
    /// Not locked: may be called at any time, by any thread. Right behind each hook and each statement, those
    /// too that were transaction control as text.
    virtual TransactionStatus do_transaction_status() const noexcept = 0;
    /// Not locked. Whether the session is there, as far as the driver knows without asking.
    virtual bool do_is_usable() const noexcept = 0;
    /// Takes in, without waiting, what the server may have sent unasked: the end of the session, which
    /// do_is_usable() tells then. Locked, called while no statement is under way.
    virtual void do_look() noexcept {}
    /// Asks the server for an answer, in or outside of a transaction, and begins none. The default does
    /// nothing, for a database without a server.
    /// @throws ConnectionLost  there is none.
    virtual void do_ping(Deadline deadline);
    /// Counts what may have changed the session beyond its transactions: settings, temporary tables and the
    /// like. As long as it has not grown, do_reset() is not needed.
    virtual std::uint64_t do_touches() const noexcept { return 0; }
    /// Makes the session as connect() gave it; called outside of a transaction. Returns false when that is
    /// not possible: if do_touches() has grown, the session must be closed to undo it.
    virtual bool do_reset(Deadline deadline);
    /// Drops what is left of a statement whose rows were not read to the end: of a stream, whose cursor may
    /// be gone, and of any result when the core could not keep a row. So drivers without streams need it too.
    /// With `roll_back` the transaction ends next, so that the statement may be cancelled.
    virtual void do_end_stream(StreamEnd how, Deadline deadline);
    /// Not locked: called while another thread is inside a hook, which cannot return before this one has. It
    /// may be any hook, do_close() too, so that what this one uses must not be freed there under its feet.
    virtual void do_cancel(Deadline deadline);
    /// Whether do_execute() begins the transaction itself when Execution::begin is set, to save a round trip;
    /// else the core calls do_begin() before it.
    virtual bool do_begins_with_statement() const noexcept { return false; }
    /// Sends the steps together, and reads and keeps their answers for do_receive(), up to the first that has
    /// failed; called when Features::pipeline is true. Steps behind it must not have run: such a database
    /// skips them. What is thrown ends them all, and says that none of them has run.
    virtual PipelineAnswer do_run_pipeline(std::span<const PipelineStep> steps, Deadline deadline);
    /// Whether a statement that starts with this keyword, in upper case, must run outside of a transaction of
    /// ours.
    virtual bool do_is_exempt_from_begin(std::string_view keyword) const noexcept;

    /// Returns the next notification that has come, or comes by the deadline; else nothing, and no error.
    /// Looks once though the deadline has passed. Called when Features::notifications is true.
    virtual std::optional<Notification> do_wait_notification(Deadline deadline);

    // Two phases, called when Features::two_phase is true.

    /// Begins the transaction of this xid; the default is do_begin(). What is not possible after all is
    /// NotSupportedError.
    virtual void do_tpc_begin(const Xid& xid, const TransactionOptions& options, Deadline deadline);
    /// The first phase. Afterwards the session is free, and the transaction is the database's; with the
    /// answer `rolled_back`, or when the status is idle behind an error, it is gone.
    virtual CommitAnswer do_tpc_prepare(const Xid& xid, Deadline deadline);
    /// Commits what was not prepared; the default is do_commit().
    virtual CommitAnswer do_tpc_commit_one_phase(const Xid& xid, Deadline deadline);
    /// The second phase, of this session's transaction or any other: outside of a transaction.
    /// @throws ProgrammingError  the database knows no such xid.
    /// @throws Error             with outcome_unknown, as do_commit().
    virtual void do_tpc_commit(const Xid& xid, Deadline deadline);
    /// The same, to take it back. What was not prepared is taken back by do_rollback().
    virtual void do_tpc_rollback(const Xid& xid, Deadline deadline);
    /// Returns what was prepared and waits, in this session's database. Begins no transaction.
    virtual std::vector<Xid> do_tpc_recover(Deadline deadline);
};

}  // namespace dbapi::driver
