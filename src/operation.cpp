// SPDX-License-Identifier: BSL-1.0
//
// Connection::Operation: how threads take turns on a connection.
#include <dbapi/errors.hpp>

#include "connection_state.hpp"

namespace dbapi {

Connection::Operation::Operation(Connection& connection, Cursor* cursor, Deadline deadline, Purpose purpose)
    : connection_(connection), deadline_(deadline) {
    State& state = *connection.state_;
    if (state.gate.is_inside()) {
        throw dbapi::InterfaceError("the connection is in the middle of an operation of this very thread");
    }
    if (!state.gate.enter(deadline)) {
        throw DeadlineExceeded("another operation on the connection did not end in time");
    }
    state.running.store(cursor, std::memory_order_relaxed);
    if (purpose == Purpose::normal) {
        try {
            check_usable();
        } catch (...) {
            leave();
            throw;
        }
    }
}

void Connection::Operation::check_usable() const {
    connection_.check_open();
    if (connection_.state_->broken) {
        throw ConnectionLost("the connection is lost",
                             ErrorDetails{.sqlstate = "08003", .connection_usable = false});
    }
}

void Connection::Operation::leave() noexcept {
    State& state = *connection_.state_;
    if (!state.scopes.is_empty() && connection_.do_transaction_status() != TransactionStatus::idle) {
        state.scopes.note_begun();
    }
    state.running.store(nullptr, std::memory_order_relaxed);
    state.gate.leave();
}

}  // namespace dbapi
