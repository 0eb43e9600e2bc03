// SPDX-License-Identifier: BSL-1.0
#include "pooled.hpp"

#include <dbapi/errors.hpp>
#include <exception>
#include <utility>

#include "connection_state.hpp"

namespace dbapi::detail {

void Pooled::point_to(Connection& connection, const std::shared_ptr<Connection>& lease) noexcept {
    connection.state_->self = lease;
}

Condition Pooled::condition(const Connection& connection, ResetPolicy policy) noexcept {
    const auto& state = *connection.state_;
    if (state.closed) return Condition::closed;
    if (state.broken || !connection.do_is_usable()) return Condition::lost;
    const bool touched = policy == ResetPolicy::when_touched && connection.do_touches() != state.touches;
    const bool has_more = state.stream || state.stream_abandoned || state.two_phase != TwoPhase::none ||
                          !state.scopes.is_empty() ||
                          connection.do_transaction_status() != TransactionStatus::idle;
    return touched || has_more || state.was_reset || policy == ResetPolicy::always ? Condition::dirty
                                                                                   : Condition::clean;
}

// In the two that follow an error is an answer: who had the lease has gone, and the connection goes as well.

Cleaned Pooled::clean(Connection& connection, ResetPolicy policy, Deadline deadline) {
    auto& state = *connection.state_;
    try {
        Connection::Operation operation(connection, nullptr, deadline);
        connection.undo_all(operation);
        const bool touched = connection.do_touches() != state.touches;
        if (policy == ResetPolicy::always || (policy == ResetPolicy::when_touched && touched)) {
            if (connection.do_reset(deadline)) {
                state.touches = connection.do_touches();
                state.was_reset = true;
            } else if (touched) {
                return Cleaned::impossible;
            }
        }
        return std::exchange(state.was_reset, false) ? Cleaned::reset : Cleaned::as_it_was;
    } catch (const std::exception&) {
        return Cleaned::lost;
    }
}

bool Pooled::ping(Connection& connection, Deadline deadline) {
    try {
        const Connection::Operation operation(connection, nullptr, deadline);
        connection.do_ping(deadline);
        return connection.do_is_usable();
    } catch (const std::exception&) {
        return false;
    }
}

void Pooled::set_timeout(Connection& connection, Timeout timeout) noexcept {
    connection.state_->timeout = timeout;
    connection.state_->initial.timeout = timeout;
}

void Pooled::configure(const std::shared_ptr<Connection>& connection,
                       const std::function<void(Connection&)>& function, Deadline deadline) {
    if (!function) return;
    point_to(*connection, connection);
    auto& state = *connection->state_;
    state.configured_by = deadline;  // whoever throws below drops the connection
    function(*connection);
    connection->commit();
    state.configured_by = Deadline::never();
    state.keep_settings();
    state.touches = connection->do_touches();
    state.was_reset = false;
}

}  // namespace dbapi::detail
