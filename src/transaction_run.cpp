// SPDX-License-Identifier: BSL-1.0
#include "transaction_run.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <random>
#include <thread>
#include <utility>

#include "commit.hpp"
#include "connection_state.hpp"
#include "transaction_rules.hpp"

namespace dbapi::detail {
namespace {

// How long a rollback may take, when the time for the transaction may be up.
constexpr Timeout undoing_time = std::chrono::seconds(2);

constexpr const char* set_restart = "SAVEPOINT cockroach_restart";
constexpr const char* back_to_restart = "ROLLBACK TO SAVEPOINT cockroach_restart";
constexpr const char* release_restart = "RELEASE SAVEPOINT cockroach_restart";

/// Whether the same may succeed when it is run again, and has had no effect.
bool is_worth_another(const Error& error) {
    return error.is_retryable() && !error.is_outcome_unknown() && !error.is_committed();
}

}  // namespace

TransactionRun::TransactionRun(ConnectionSource& source, const RetryOptions& options, TransactionBody body)
    : source_(source), options_(options), body_(body), start_(now()) {}

void TransactionRun::run() {
    for (;;) {
        ++attempt_;
        if (!scope_) enter();
        cancels_ = connection_->state_->cancels;
        try {
            is_committing_ = false;
            if (options_.form == RetryForm::savepoint && !has_savepoint_) set_savepoint();
            body_(*connection_);
            is_committing_ = true;
            commit();
        } catch (Error& error) {
            fail(error);  // throws it, unless there is another attempt
            continue;
        } catch (...) {
            static_cast<void>(undo());
            observe(AttemptOutcome::failed, nullptr);
            throw;
        }
        observe(AttemptOutcome::committed, nullptr);
        return;
    }
}

/// Makes the connection ours.
void TransactionRun::enter() {
    const auto left = time_left();
    if (!connection_) connection_ = source_.acquire(left.value_or(Timeout::zero()));
    Connection& connection = *connection_;
    connection.noted([&] {
        connection.clear_messages();
        const Deadline limit = left ? Deadline::after(*left) : Deadline::never();
        Connection::Operation operation(connection, nullptr,
                                        Deadline::earlier(connection.state_->deadline(), limit));
        connection.settle(operation, Connection::OpenStream::refuse);
        connection.check_no_two_phase("run_transaction()");
        connection.check_no_scope("run_transaction()");
        connection.check_idle("a transaction is open: commit or roll back before run_transaction()");
        const Features& features = connection.do_features();
        auto begin = with_defaults(options_.transaction, connection.transaction_options());
        check_options(begin, features);
        if (!begin.writes) begin.writes = !begin.read_only.value_or(!begin.as_of_system_time.empty());
        if (options_.form == RetryForm::savepoint && !features.restart_savepoint) {
            throw NotSupportedError("the database has no savepoint to restart transactions from");
        }
        scope_ = connection.state_->scopes.open(ScopeKind::attempts, begin, limit, false);
    });
}

void TransactionRun::commit() {
    Connection& connection = *connection_;
    connection.noted([&] {
        connection.clear_messages();
        const Deadline deadline = connection.state_->deadline();
        Connection::Operation operation(connection, nullptr, deadline);
        auto& scopes = connection.state_->scopes;
        connection.settle(operation, Connection::OpenStream::refuse);
        if (scopes.innermost()->id != scope_) {
            throw ProgrammingError("a Transaction was left open inside of run_transaction()");
        }
        if (scopes.limit().is_expired()) {
            throw DeadlineExceeded("the time for run_transaction() was up before COMMIT",
                                   ErrorDetails{.sqlstate = sqlstate::query_canceled});
        }
        if (connection.do_transaction_status() != TransactionStatus::idle) {
            has_savepoint_ ? commit_from_savepoint(deadline) : connection.finish_commit(deadline);
        }
        scopes.close(std::exchange(scope_, 0));
    });
}

// ── the savepoint to restart from ──

void TransactionRun::set_savepoint() {
    Connection& connection = *connection_;
    connection.noted([&] {
        Connection::Operation operation(connection, nullptr, connection.state_->deadline());
        connection.run_control(set_restart, operation.deadline());
    });
    has_savepoint_ = true;
}

/// The RELEASE is what commits; the COMMIT behind it only ends the transaction.
void TransactionRun::commit_from_savepoint(Deadline deadline) {
    Connection& connection = *connection_;
    if (connection.do_transaction_status() == TransactionStatus::failed) throw_rolled_back();
    try {
        connection.run_control(release_restart, deadline);
    } catch (const AmbiguousCommit&) {
        throw;
    } catch (const Error& error) {
        if (is_worth_another(error) || error.is_committed()) throw;
        // Another error does not say whether it came before the commit or behind it.
        ErrorDetails details = error.details();
        details.outcome_unknown = true;
        throw_ambiguous(error, std::move(details));
    }
    try {
        static_cast<void>(connection.do_commit(deadline));
    } catch (const Error& error) {
        // What matters is committed; but in which state the session is nobody knows.
        connection.state_->broken = true;
        connection.add_own_message(
            {error.error_class(), error.what(), error.sqlstate(), error.diagnostics()});
    }
}

/// Goes back to the savepoint. Returns whether that worked.
bool TransactionRun::restart() noexcept {
    Connection& connection = *connection_;
    const auto status = connection.transaction_status();
    const bool is_open = status == TransactionStatus::active || status == TransactionStatus::failed;
    if (!has_savepoint_ || !is_open) return false;
    try {
        Connection::Operation operation(connection, nullptr, connection.state_->deadline());
        connection.settle_stream(operation, Connection::OpenStream::roll_back);
        connection.run_control(back_to_restart, operation.deadline());
        connection.state_->scopes.close_inside(scope_);
        return true;
    } catch (...) {
        return false;  // then all of it is rolled back, and whoever fails there is heard
    }
}

// ── behind a failure ──

/// Whether a statement of the function has ended the transaction, as a change of the schema may on
/// CockroachDB: what ran before it may be committed.
bool TransactionRun::was_ended_inside() const noexcept {
    if (is_committing_ || !scope_) return false;
    // The driver's word: a session that was lost behind it has no status any more.
    return connection_->state_->scopes.has_begun() &&
           connection_->do_transaction_status() == TransactionStatus::idle;
}

/// Whether the session ended before COMMIT was sent.
bool TransactionRun::was_lost(const Error& error) const noexcept {
    return error.error_class() == ErrorClass::connection_lost && !error.is_outcome_unknown() &&
           !connection_->is_usable();
}

/// Whether the server cancelled a statement as the first step of ending the session: a node of CockroachDB
/// that drains says 57014, and 57P01 with it or to the ROLLBACK. Nobody here has asked for a cancel.
bool TransactionRun::was_cut_off(const Error& error) noexcept {
    if (error.error_class() != ErrorClass::query_canceled || is_committing_ || error.is_outcome_unknown() ||
        connection_->state_->cancels != cancels_) {
        return false;
    }
    if (undo() || connection_->is_usable()) return false;
    return !error.is_connection_usable() || undo_failure_.starts_with("57P0");
}

/// Prepares another attempt behind the error that is being handled, or throws it.
void TransactionRun::fail(Error& error) {
    const bool was_ended = was_ended_inside();
    const bool was_gone = source_.replaces_lost() && (was_lost(error) || was_cut_off(error));
    const bool is_worth = !was_ended && (was_gone || is_worth_another(error));
    const auto pause = is_worth ? next_pause() : Backoff::Duration::zero();
    const bool is_last = options_.max_attempts > 0 && attempt_ >= options_.max_attempts;
    const bool goes_on = is_worth && !is_last && has_time_for(pause);
    if (goes_on && restart()) return observe(AttemptOutcome::retried, &error);
    const bool is_undone = undo() && !was_gone;
    if (goes_on && (is_undone || source_.replaces_lost())) {
        if (!connection_->is_usable()) connection_.reset();
        observe(AttemptOutcome::retried, &error, pause);
        return sleep(pause);
    }
    if (is_worth) error.give_up(attempt_, is_undone);
    observe(AttemptOutcome::failed, &error);
    throw;
}

/// Rolls back and gives the connection back. Returns whether it can go on.
bool TransactionRun::undo() noexcept {
    const auto scope = std::exchange(scope_, 0);
    if (!scope) return true;
    has_savepoint_ = false;
    undo_failure_.clear();
    Connection& connection = *connection_;
    Connection::State& state = *connection.state_;
    bool is_inside = false;
    try {
        Connection::Operation operation(connection, nullptr, Deadline::after(undoing_time));
        is_inside = true;
        connection.settle_stream(operation, Connection::OpenStream::roll_back);
        if (connection.do_transaction_status() != TransactionStatus::idle) {
            connection.do_rollback(operation.deadline());
        }
        state.scopes.close(scope);
        return true;
    } catch (const Error& error) {
        undo_failure_ = error.sqlstate();
        // The error that came first is the one to throw.
        if (is_inside) {
            state.broken = true;
            connection.add_own_message(
                {error.error_class(), error.what(), error.sqlstate(), error.diagnostics()});
        }
    } catch (...) {
        state.broken = state.broken || is_inside;
    }
    if (state.broken || state.closed) {
        state.scopes.close(scope);
    } else {
        static_cast<void>(
            state.scopes.abandon(scope));  // another thread is at work: the operation behind it rolls back
    }
    return false;
}

void TransactionRun::observe(AttemptOutcome outcome, const Error* error, Backoff::Duration pause) const {
    if (options_.observer) options_.observer({attempt_, outcome, error, pause});
}

// ── time and chance ──

Deadline::Clock::time_point TransactionRun::now() const {
    const auto& now = options_.environment.now;
    return now ? now() : Deadline::Clock::now();
}

/// Returns what is left of the time, at least a millisecond; nothing when there is no limit.
std::optional<Timeout> TransactionRun::time_left() const {
    if (options_.timeout == Timeout::zero()) return std::nullopt;
    return std::max(std::chrono::ceil<Timeout>(options_.timeout - (now() - start_)), Timeout(1));
}

bool TransactionRun::has_time_for(Backoff::Duration pause) const {
    return options_.timeout == Timeout::zero() || now() - start_ + pause < options_.timeout;
}

Backoff::Duration TransactionRun::next_pause() const {
    const auto& random = options_.environment.random;
    const auto chance = [&] {
        return random ? random() : std::ldexp(static_cast<double>(std::random_device{}()), -32);
    };
    return options_.backoff.pause(attempt_, options_.backoff.jitter ? chance() : 0);
}

void TransactionRun::sleep(Backoff::Duration pause) const {
    if (pause <= Backoff::Duration::zero()) return;
    const auto& sleep = options_.environment.sleep;
    sleep ? sleep(pause) : std::this_thread::sleep_for(pause);
}

}  // namespace dbapi::detail
