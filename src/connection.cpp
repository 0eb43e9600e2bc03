// SPDX-License-Identifier: BSL-1.0
//
// The face of Connection: states, locking, the rules of transactions and streams.
#include <dbapi/connection.hpp>
#include <dbapi/errors.hpp>

#include "connection_state.hpp"
#include "transaction_rules.hpp"

namespace dbapi {
namespace {

// close() without a time limit of its own waits this long for the answer to ROLLBACK.
constexpr Timeout closing_time = std::chrono::seconds(5);

}  // namespace

// ── construction and state ──

Connection::Connection() : state_(std::make_unique<State>()) {}

Connection::~Connection() {
    // Destroying a condition variable waits for those who wait on it, and fork() may have copied such a one:
    // the child leaves this piece of memory alone.
    // So is a spare cursor's, whose parts the driver's threads may have had in their hands.
    if (state_->fork.is_child()) {
        static_cast<void>(state_.release());
    } else {
        delete state_->spare_cursor.load();
    }
}

bool Connection::is_closed() const noexcept { return state_->closed; }

void Connection::check_open() const {
    if (state_->closed) throw dbapi::InterfaceError("the connection is closed");
    if (state_->fork.is_child()) {
        throw dbapi::InterfaceError(
            "the connection belongs to the parent process: connect again after fork()");
    }
}

bool Connection::begins_transaction(const driver::Statement& statement) const {
    // In a scope the transaction counts as begun, although its BEGIN waits for the first statement.
    if (statement.keyword() == "SAVEPOINT") return !state_->scopes.is_empty();
    return !statement.is_transaction_control() && !do_is_exempt_from_begin(statement.keyword());
}

const Features& Connection::features() const {
    check_open();
    return do_features();
}

std::string_view Connection::driver_name() const {
    check_open();
    return state_->driver_name;
}

TransactionStatus Connection::transaction_status() const {
    if (state_->closed || state_->broken || state_->fork.is_child()) return TransactionStatus::unknown;
    return do_transaction_status();
}

std::unique_ptr<Cursor> Connection::cursor(const CursorOptions& options) {
    return noted([&] {
        clear_messages();
        return make_cursor(options);
    });
}

/// Returns what a cursor keeps alive: the lease, if the connection belongs to a pool.
std::shared_ptr<Connection> Connection::shared() const {
    auto self = state_->self.lock();
    if (!self) throw dbapi::InterfaceError("the connection was given back to its pool");
    return self;
}

std::unique_ptr<Cursor> Connection::make_cursor(const CursorOptions& options) {
    check_open();
    if (options.stream && !do_features().streaming)
        throw dbapi::NotSupportedError("the driver has no streaming cursors");
    if (!options.name.empty() && !do_features().named_cursors) {
        throw dbapi::NotSupportedError("the driver has no named cursors");
    }
    auto cursor = do_cursor(options);
    cursor->attach(shared(), options);
    return cursor;
}

/// Returns a cursor for one result: one that was given back, or a new one.
detail::LentCursor Connection::lend_cursor() {
    return noted([&] {
        check_open();
        if (Cursor* const spare = state_->spare_cursor.exchange(nullptr)) {
            detail::LentCursor cursor(spare);
            cursor->attach(shared(), {});
            return cursor;
        }
        return detail::LentCursor(make_cursor({}).release());
    });
}

// ── transactions ──

void Connection::settle_stream(Operation& operation, OpenStream policy) {
    State& state = *state_;
    if (!state.stream && !state.stream_abandoned) return;
    bool left_over = false;
    {
        const std::lock_guard lock(state.mutex);
        left_over = state.stream_abandoned.exchange(false);
        if (state.stream && policy != OpenStream::leave) {
            if (policy == OpenStream::refuse) {
                throw dbapi::InterfaceError(
                    "a streaming cursor is open on the connection: read it to its end or close it");
            }
            ++*state.stream.load()->generation_;  // the row that it stands on goes as well
            state.stream = nullptr;
            left_over = true;
        }
    }
    if (!left_over) return;
    const auto how =
        policy == OpenStream::roll_back ? driver::StreamEnd::roll_back : driver::StreamEnd::keep_transaction;
    try {
        do_end_stream(how, operation.deadline());
    } catch (const dbapi::Error& error) {
        // What the stream's own statement came to is for close() of its cursor to tell, and for the messages
        // when that is gone. That this operation was stopped meanwhile is not.
        const auto kind = error.error_class();
        const bool is_stopped = kind == ErrorClass::deadline_exceeded || kind == ErrorClass::query_canceled;
        if (policy == OpenStream::leave || is_stopped || !error.is_connection_usable()) throw;
        add_own_message({error.error_class(), error.what(), error.sqlstate(), error.diagnostics()});
    }
}

/// @throws ProgrammingError  a transaction is open. @throws ConnectionLost  there is no session to have one.
void Connection::check_idle(const char* message) const {
    const auto status = do_transaction_status();
    if (status == TransactionStatus::idle) return;
    if (status == TransactionStatus::unknown) {
        throw ConnectionLost("the connection is lost",
                             ErrorDetails{.sqlstate = "08003", .connection_usable = false});
    }
    throw dbapi::ProgrammingError(message, ErrorDetails{.sqlstate = "25001"});
}

void Connection::begin() {
    noted([&] {
        clear_messages();
        Operation operation(*this, nullptr, state_->deadline());
        settle(operation, OpenStream::refuse);
        check_no_two_phase("begin()");
        check_no_scope("begin()");
        check_idle("a transaction is open already");
        do_begin(state_->begin_options(), operation.deadline());
    });
}

void Connection::commit() {
    noted([&] {
        clear_messages();
        Operation operation(*this, nullptr, state_->deadline());
        check_no_two_phase("commit()");
        check_no_scope("commit()");
        settle(operation, OpenStream::refuse);
        if (do_transaction_status() != TransactionStatus::idle) finish_commit(operation.deadline());
    });
}

void Connection::rollback() {
    noted([&] {
        clear_messages();
        Operation operation(*this, nullptr, state_->deadline());
        check_no_two_phase("rollback()");
        check_no_scope("rollback()");
        settle(operation, OpenStream::roll_back);
        if (do_transaction_status() != TransactionStatus::idle) do_rollback(operation.deadline());
    });
}

void Connection::close() {
    if (state_->closed) return;
    if (state_->fork.is_child()) {  // the session is the parent's: only this object ends
        state_->closed = true;
        return;
    }
    noted([&] {
        const Timeout own = state_->timeout;  // not timeout(): another thread may close it meanwhile
        const Timeout limit = own > Timeout::zero() ? own : closing_time;
        Operation operation(*this, nullptr, Deadline::after(limit), Operation::Purpose::closing);
        if (state_->closed) return;  // by another thread, while this one waited
        if (state_->scopes.has_attempts()) check_no_scope("close()");
        try {
            settle(operation, OpenStream::roll_back);
            const auto status = do_transaction_status();
            if (!state_->broken &&
                (status == TransactionStatus::active || status == TransactionStatus::failed)) {
                do_rollback(operation.deadline());
            }
        } catch (const dbapi::Error&) {
            // The end of the session is a rollback as well, and it comes next.
            state_->broken = true;
        }
        state_->closed = true;
        delete state_->spare_cursor.exchange(nullptr);
        do_close(operation.deadline());
    });
}

// ── settings ──

bool Connection::autocommit() const {
    check_open();
    return state_->autocommit;
}

void Connection::set_autocommit(bool on) {
    noted([&] {
        clear_messages();
        Operation operation(*this, nullptr, state_->deadline());
        check_no_two_phase("set_autocommit()");
        check_no_scope("set_autocommit()");
        if (state_->autocommit == on) return;
        settle(operation, OpenStream::refuse);
        check_idle("autocommit cannot change while a transaction is open: commit or roll back first");
        state_->autocommit = on;
    });
}

TransactionOptions Connection::transaction_options() const {
    check_open();
    const std::lock_guard lock(state_->mutex);
    return state_->transaction_options;
}

void Connection::set_transaction_options(const TransactionOptions& options) {
    noted([&] {
        clear_messages();
        Operation operation(*this, nullptr, state_->deadline());
        check_options(options, do_features());
        check_no_scope("set_transaction_options()");
        settle(operation, OpenStream::leave);
        check_idle("transaction options cannot change while a transaction is open");
        const std::lock_guard lock(state_->mutex);
        state_->transaction_options = options;
    });
}

Timeout Connection::timeout() const {
    check_open();
    return state_->timeout;
}

void Connection::set_timeout(Timeout timeout) {
    check_open();
    state_->timeout = timeout;
}

ParamStyle Connection::paramstyle() const {
    check_open();
    return state_->paramstyle;
}

void Connection::set_paramstyle(ParamStyle style) {
    check_open();
    state_->paramstyle = style;
}

void Connection::cancel() {
    check_open();
    if (!do_features().cancel) throw dbapi::NotSupportedError("the driver cannot cancel a statement");
    if (!state_->gate.begin_cancel(state_->stream != nullptr)) return;
    struct Done {
        Gate& gate;
        ~Done() { gate.end_cancel(); }
    } done{state_->gate};
    state_->cancels.fetch_add(1, std::memory_order_relaxed);
    do_cancel(Deadline::after(closing_time));
}

}  // namespace dbapi
