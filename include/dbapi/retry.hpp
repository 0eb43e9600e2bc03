// SPDX-License-Identifier: BSL-1.0
//
// run_transaction(): runs a function as one transaction, again when another transaction was in the way. The
// only place of this library where something is run twice.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/connection.hpp>
#include <dbapi/deadline.hpp>
#include <dbapi/export.hpp>
#include <dbapi/transaction_options.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace dbapi {

/// How an attempt that has failed makes way for the next one.
enum class RetryForm : std::uint8_t {
    /// ROLLBACK, a pause, BEGIN. Works everywhere.
    rollback,
    /// CockroachDB's `SAVEPOINT cockroach_restart`: the transaction goes back to its beginning, and keeps its
    /// place among those that wait. There is no pause, which others would have to wait for. Costs two round
    /// trips more.
    savepoint,
};

/// How long to wait before the next attempt: behind the n-th failure at most base * factor^(n-1), and never
/// more than cap.
struct Backoff {
    using Duration = std::chrono::microseconds;

    Duration base = std::chrono::milliseconds(10);
    double factor = 2;
    Duration cap = std::chrono::seconds(1);
    /// A pause of any length up to that limit, so that those that met once do not meet again; else just that.
    bool jitter = true;

    /// Returns the pause behind so many failures. @param random  in [0, 1), for the jitter.
    [[nodiscard]] DBAPI_EXPORT Duration pause(std::size_t failures, double random) const noexcept;
};

/// What became of one attempt.
enum class AttemptOutcome : std::uint8_t { committed, retried, failed };

/// Tells an observer about an attempt. Lifetime: of that call.
struct Attempt {
    std::size_t number;  ///< From 1.
    AttemptOutcome outcome;
    const Error* error;       ///< Null when it was committed, or when no Error was thrown.
    Backoff::Duration pause;  ///< Until the next attempt begins; zero where there is none.
};

/// Where run_transaction() gets time and chance from; empty is the real one. For tests.
struct RetryEnvironment {
    std::function<Deadline::Clock::time_point()> now = {};
    std::function<void(Backoff::Duration)> sleep = {};
    std::function<double()> random = {};  ///< In [0, 1).
};

/// How run_transaction() works.
struct RetryOptions {
    /// How often the function runs at most; 0 is no limit. With 16, work that fails every other time gives up
    /// once in 65536 cases; and what fails 16 times, which takes five seconds in the mean, mostly does so for
    /// a reason that remains.
    std::size_t max_attempts = 16;
    /// The time for all of it, pauses too; zero is no limit. It bounds statements and COMMIT beside the
    /// limits of connection and cursors.
    Timeout timeout = Timeout::zero();
    Backoff backoff = {};
    RetryForm form = RetryForm::rollback;
    /// What the transaction begins with; what is not set is transaction_options() of the connection.
    TransactionOptions transaction = {};
    /// Called behind each attempt, outside of a transaction, but with RetryForm::savepoint when there is
    /// another one. What it throws comes out of run_transaction(), behind a COMMIT too.
    std::function<void(const Attempt&)> observer = {};
    RetryEnvironment environment = {};
};

namespace detail {

/// Calls a function that somebody else keeps, so that the loop is no template.
class TransactionBody {
 public:
    template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, TransactionBody>) explicit TransactionBody(
        F& function) noexcept
        : function_(std::addressof(function)),
          call_([](void* f, Connection& connection) { (*static_cast<F*>(f))(connection); }) {}

    void operator()(Connection& connection) const { call_(function_, connection); }

 private:
    void* function_;
    void (*call_)(void*, Connection&);
};

DBAPI_EXPORT void run_transaction(Connection& connection, const RetryOptions& options, TransactionBody body);
DBAPI_EXPORT void run_transaction(Pool& pool, const RetryOptions& options, TransactionBody body);

/// Runs a loop over a body that keeps what the function returns.
template <class F, class Loop>
std::invoke_result_t<F&, Connection&> returned_by(F& function, const Loop& loop) {
    using R = std::invoke_result_t<F&, Connection&>;
    if constexpr (std::is_void_v<R>) {
        auto body = [&](Connection& connection) { std::invoke(function, connection); };
        loop(TransactionBody(body));
    } else if constexpr (std::is_reference_v<R>) {
        std::remove_reference_t<R>* result = nullptr;
        auto body = [&](Connection& connection) {
            R&& made = std::invoke(function, connection);
            result = std::addressof(made);
        };
        loop(TransactionBody(body));
        return static_cast<R>(*result);
    } else {
        std::optional<R> result;
        auto body = [&](Connection& connection) {
            result.reset();  // of an attempt before: it may keep a stream open
            result.emplace(std::invoke(function, connection));
        };
        loop(TransactionBody(body));
        return *std::move(result);
    }
}

}  // namespace detail

/// Runs the function as one transaction, and commits. When another transaction was in the way, which is when
/// Error::is_retryable() says so, of a statement or of the COMMIT, it rolls back and runs the function again,
/// after a pause. The function must be fit for that: it keeps nothing of an attempt that has failed, and does
/// nothing that a rollback leaves.
///
///     auto left = dbapi::run_transaction(*connection, [&](dbapi::Connection& tx) {
///         tx.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from);
///         return tx.execute("SELECT balance FROM accounts WHERE id = ?", from).one<std::int64_t>();
///     });
///
/// Inside, nothing else ends the transaction: commit(), rollback(), begin(), close(), set_autocommit(), the
/// tpc_ functions, their like as SQL text, and another run_transaction() on this connection throw
/// ProgrammingError; a Transaction is a savepoint. It works in autocommit mode too.
///
/// @param connection  in no transaction. @param function  takes a Connection&; called once for each attempt.
/// @return  what the function returned in the attempt that was committed.
/// @throws ProgrammingError       a transaction is open; the function has ended it by other means, or left a
/// Transaction open; options that contradict each other. @throws InterfaceError  it has left a stream open.
/// @throws NotSupportedError      an option or form that Features deny.
/// @throws AmbiguousCommit        the answer to COMMIT was lost. Never tried again.
/// @throws ConnectionLost         before COMMIT was sent: nothing was committed. A pool has another
/// connection.
/// @throws TransactionRolledBack  the function kept an error to itself that had failed the transaction.
/// @throws Error                  with is_committed(): all was committed but a change of the schema. With
/// attempts(): the error of the last attempt, in its own class, when their number or the time was up.
/// @throws ...                    what the function threw, when it is not worth another attempt, behind a
/// rollback. A rollback that failed is among the messages, and is_usable() is false then.
/// @par State after failure
/// No transaction is open, but with ProgrammingError for one that was open before.
/// @par Threads
/// Others that use the connection meanwhile run inside of the transaction.
template <std::invocable<Connection&> F>
std::invoke_result_t<F&, Connection&> run_transaction(Connection& connection, const RetryOptions& options,
                                                      F&& function) {
    return detail::returned_by(
        function, [&](detail::TransactionBody body) { detail::run_transaction(connection, options, body); });
}
template <std::invocable<Connection&> F>
std::invoke_result_t<F&, Connection&> run_transaction(Connection& connection, F&& function) {
    return run_transaction(connection, RetryOptions{}, function);
}

/// The same on a connection of a pool, which is kept from the first attempt to the last. One that was lost
/// before COMMIT was sent is such a failure as well: the next attempt has another one. So is QueryCanceled
/// when nobody called cancel() and the session has ended behind it, as on a node of CockroachDB that drains.
/// @throws DeadlineExceeded  no connection became free in time: that of `timeout`, or else of the pool.
template <std::invocable<Connection&> F>
std::invoke_result_t<F&, Connection&> run_transaction(Pool& pool, const RetryOptions& options, F&& function) {
    return detail::returned_by(
        function, [&](detail::TransactionBody body) { detail::run_transaction(pool, options, body); });
}
template <std::invocable<Connection&> F>
std::invoke_result_t<F&, Connection&> run_transaction(Pool& pool, F&& function) {
    return run_transaction(pool, RetryOptions{}, function);
}

}  // namespace dbapi
