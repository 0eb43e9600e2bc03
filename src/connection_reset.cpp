// SPDX-License-Identifier: BSL-1.0
//
// Whether a session is still there, and how it becomes again what connect() gave.
#include <dbapi/connection.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "connection_state.hpp"

namespace dbapi {

bool Connection::is_usable() const noexcept {
    State& state = *state_;
    if (state.closed || state.broken || state.fork.is_child()) return false;
    // Who is inside knows better than a look, and what comes is his.
    if (!state.gate.is_inside() && state.gate.try_enter()) {
        const bool is_quiet = !state.closed && !state.stream && !state.stream_abandoned;
        // What the driver takes in is no change that a caller could see but by the answer.
        if (is_quiet) const_cast<Connection*>(this)->do_look();
        state.gate.leave();
    }
    return !state.closed && do_is_usable();
}

void Connection::ping() {
    noted([&] {
        clear_messages();
        Operation operation(*this, nullptr, state_->deadline());
        settle(operation, OpenStream::refuse);
        do_ping(operation.deadline());
    });
}

void Connection::reset() {
    noted([&] {
        Operation operation(*this, nullptr, state_->deadline());
        check_no_scope("reset()");
        undo_all(operation);
        if (do_reset(operation.deadline())) {
            state_->touches = do_touches();
            state_->was_reset = true;
        } else if (do_touches() != state_->touches) {
            throw dbapi::NotSupportedError("what statements have set in this session stays: connect again");
        }
        forget_settings();
    });
}

/// Ends the stream and the transaction that are open, if any.
void Connection::undo_all(Operation& operation) {
    State& state = *state_;
    settle_stream(operation, OpenStream::roll_back);
    if (do_transaction_status() != TransactionStatus::idle) do_rollback(operation.deadline());
    state.scopes.clear();
    state.two_phase = TwoPhase::none;  // one that is prepared is the database's
    state.xid.reset();
}

/// Goes back to the settings of connect(), and forgets the messages.
void Connection::forget_settings() {
    State& state = *state_;
    const State::Settings& initial = state.initial;
    state.autocommit = initial.autocommit;
    state.timeout = initial.timeout;
    state.paramstyle = initial.paramstyle;
    auto handler = initial.handler;  // the ones before end when nothing is locked
    auto notice_handler = initial.notice_handler;
    const std::lock_guard lock(state.mutex);
    state.transaction_options = initial.transaction_options;
    state.has_handler = handler != nullptr;
    state.handler.swap(handler);
    state.notice_handler.swap(notice_handler);
    state.messages.clear();
}

void Connection::State::keep_settings() {
    initial = {.autocommit = autocommit,
               .timeout = timeout,
               .paramstyle = paramstyle,
               .transaction_options = transaction_options,
               .handler = handler,
               .notice_handler = notice_handler};
}

}  // namespace dbapi
