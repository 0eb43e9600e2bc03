// SPDX-License-Identifier: BSL-1.0
//
// What a connection keeps for itself, and Operation: the scope in which one thread has the connection to
// itself.
#pragma once

#include <atomic>
#include <cstdint>
#include <dbapi/connection.hpp>
#include <dbapi/driver/fork_guard.hpp>
#include <dbapi/driver/statement_cache.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gate.hpp"
#include "transaction_scopes.hpp"

namespace dbapi {

/// How far a two-phase transaction is.
enum class TwoPhase : std::uint8_t { none, begun, prepared };

struct Connection::State {
    Gate gate;  // a hook's thread is inside

    // Guarded by `mutex`, which is never held while a hook runs.
    std::mutex mutex;
    std::vector<Message> messages;
    std::shared_ptr<const ErrorHandler> handler;          // null: none
    std::shared_ptr<const NoticeHandler> notice_handler;  // null: none

    std::atomic<bool> has_handler = false;   // so that who makes a cursor need not lock
    std::atomic<Cursor*> running = nullptr;  // the cursor whose operation is inside the gate, if any

    // Both are changed under `mutex`; who ends a stream for a later operation to settle sets the second
    // first.
    std::atomic<Cursor*> stream = nullptr;       // the cursor with an open stream, if any
    std::atomic<bool> stream_abandoned = false;  // there is one without a cursor

    std::atomic<Cursor*> spare_cursor = nullptr;  // one that execute() may use again, attached to nothing
    std::atomic<std::uint64_t> cancels = 0;       // calls of cancel()
    std::atomic<bool> closed = false;
    std::atomic<bool> broken = false;

    // Settings: read and written by the threads that use the connection.
    std::atomic<bool> autocommit = false;
    std::atomic<Timeout> timeout{Timeout{}};
    std::atomic<ParamStyle> paramstyle = ParamStyle::automatic;
    TransactionOptions transaction_options;  // guarded by `mutex`

    /// The settings that reset() goes back to.
    struct Settings {
        bool autocommit = false;
        Timeout timeout{};
        ParamStyle paramstyle = ParamStyle::automatic;
        TransactionOptions transaction_options{};
        std::shared_ptr<const ErrorHandler> handler{};
        std::shared_ptr<const NoticeHandler> notice_handler{};
    };
    Settings initial;
    /// Takes the settings as they are for those. @pre  nobody else uses the connection.
    void keep_settings();

    // What cursors keep alive: the connection, or in a pool the lease. Changes only in a pool, between two.
    std::weak_ptr<Connection> self;
    TransactionScopes scopes;

    // Of whoever is inside the gate.
    std::uint64_t touches = 0;  // do_touches() when the session was as new
    TwoPhase two_phase = TwoPhase::none;
    bool was_reset = false;  // by the program: what on_connect of a pool has set is gone
    std::optional<Xid> xid;  // unless that is `none`

    std::string_view driver_name;
    std::optional<driver::StatementCache> statements;
    driver::ForkGuard fork;

    // By when on_connect of a pool must have ended; changes only in a pool, while nobody has the lease.
    Deadline configured_by;

    /// Returns by when all operations must have ended, whatever time limit they have.
    [[nodiscard]] Deadline limit() const noexcept { return Deadline::earlier(scopes.limit(), configured_by); }

    /// Returns by when an operation that begins now must have ended.
    [[nodiscard]] Deadline deadline() const noexcept {
        return Deadline::earlier(Deadline::after(timeout), limit());
    }

    /// Whether each statement is committed by itself.
    [[nodiscard]] bool commits_each() const noexcept { return autocommit && scopes.is_empty(); }

    /// Returns what the next transaction begins with.
    [[nodiscard]] TransactionOptions begin_options() {
        if (!scopes.is_empty()) {
            if (auto options = scopes.options()) return *std::move(options);
        }
        const std::lock_guard lock(mutex);
        return transaction_options;
    }
};

/// The connection, locked for this thread until the end of the scope.
class Connection::Operation {
 public:
    enum class Purpose { normal, closing };

    /// Waits for other threads' operations, and for a cancel that is under way.
    /// @throws DeadlineExceeded  that took too long.
    /// @throws InterfaceError    this thread is inside an operation of the connection already; it is closed.
    /// @throws ConnectionLost    the session is gone. With the purpose `closing`, neither this nor that.
    Operation(Connection& connection, Cursor* cursor, Deadline deadline, Purpose purpose = Purpose::normal);
    ~Operation() { leave(); }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

    [[nodiscard]] Deadline deadline() const noexcept { return deadline_; }

 private:
    void check_usable() const;
    void leave() noexcept;

    Connection& connection_;
    Deadline deadline_;
};

/// Runs an operation; an error it throws is kept in messages, marks the connection when it is of no more use,
/// and is shown to the error handler. @pre  this thread holds no lock of the connection.
template <class F>
auto Connection::noted(F&& operation) -> decltype(operation()) {
    try {
        return operation();
    } catch (const dbapi::Error& error) {
        report(error);
        throw;
    }
}

}  // namespace dbapi
