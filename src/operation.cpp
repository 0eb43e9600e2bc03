// SPDX-License-Identifier: BSL-1.0
//
// Connection::Operation: how threads take turns on a connection.
#include <dbapi/errors.hpp>

#include "connection_state.hpp"

namespace dbapi {

Connection::Operation::Operation(Connection& connection, Cursor* cursor, Deadline deadline, Purpose purpose)
    : connection_(connection), deadline_(deadline) {
    State& state = *connection.state_;
    std::unique_lock lock(state.mutex);
    if (state.busy && state.owner == std::this_thread::get_id()) {
        throw dbapi::InterfaceError("the connection is in the middle of an operation of this very thread");
    }
    const auto is_free = [&] { return !state.busy && !state.cancelling; };
    if (deadline.is_never()) {
        state.changed.wait(lock, is_free);
    } else if (!state.changed.wait_until(lock, deadline.at(), is_free)) {
        throw DeadlineExceeded("another operation on the connection did not end in time");
    }
    if (purpose == Purpose::normal) {
        connection.check_open();
        if (state.broken) {
            throw ConnectionLost("the connection is lost",
                                 ErrorDetails{.sqlstate = "08003", .connection_usable = false});
        }
    }
    state.busy = true;
    state.owner = std::this_thread::get_id();
    state.running = cursor;
    state.cancel_requested = false;
}

Connection::Operation::~Operation() {
    State& state = *connection_.state_;
    std::unique_lock lock(state.mutex);
    // A cancel that is under way is meant for this operation: it must have arrived before another one starts.
    state.changed.wait(lock, [&] { return !state.cancelling; });
    state.busy = false;
    state.running = nullptr;
    state.changed.notify_all();
}

}  // namespace dbapi
