// SPDX-License-Identifier: BSL-1.0
//
// The settings of a cursor, and its end.
#include <algorithm>
#include <dbapi/cursor.hpp>
#include <dbapi/errors.hpp>

#include "connection_state.hpp"
#include "result_set.hpp"

namespace dbapi {

// ── settings ──

Cursor& CursorSettings::cursor() noexcept { return static_cast<Cursor&>(*this); }

const Cursor& CursorSettings::cursor() const noexcept { return static_cast<const Cursor&>(*this); }

std::size_t CursorSettings::arraysize() const {
    cursor().check_open();
    return arraysize_;
}

void CursorSettings::set_arraysize(std::size_t rows) {
    cursor().check_open();
    arraysize_ = rows;
}

ParamStyle CursorSettings::paramstyle() const {
    cursor().check_open();
    return paramstyle_;
}

void CursorSettings::set_paramstyle(ParamStyle style) {
    cursor().check_open();
    paramstyle_ = style;
}

Timeout CursorSettings::timeout() const {
    cursor().check_open();
    return timeout_.value_or(cursor().connection_->timeout());
}

void CursorSettings::set_timeout(Timeout timeout) {
    cursor().check_open();
    timeout_ = timeout;
}

void CursorSettings::setinputsizes(std::span<const InputSize>) { cursor().clear_messages(); }

void CursorSettings::setinputsizes(std::initializer_list<InputSize>) { cursor().clear_messages(); }

void CursorSettings::setoutputsize(std::size_t, std::optional<std::size_t>) { cursor().clear_messages(); }

Connection& Cursor::connection() const {
    check_open();
    return *connection_;
}

// ── the end ──

void Cursor::close() {
    if (closed_) return;
    closed_ = true;
    forget_results();
    results_->sets.clear();
    results_->last_text = {};
    auto& state = *connection_->state_;
    if (state.closed || state.fork.is_child()) return;
    if (named_) return close_named();
    if (!streaming_) return;
    {
        const std::lock_guard lock(state.mutex);
        if (state.stream != this) return;
        state.stream_abandoned = true;  // for the next operation, if this one cannot have the connection
        state.stream = nullptr;
    }
    noted([&] {
        Connection::Operation operation(*connection_, this, deadline(),
                                        Connection::Operation::Purpose::closing);
        if (state.closed || state.broken) return;  // the stream went with the session
        connection_->settle_stream(operation, Connection::OpenStream::leave);
    });
}

/// Closes the cursor in the server. It ends with its transaction anyway, so that nothing else waits for that.
void Cursor::close_named() {
    auto& state = *connection_->state_;
    noted([&] {
        Connection::Operation operation(*connection_, this, deadline(),
                                        Connection::Operation::Purpose::closing);
        if (state.closed || state.broken || state.stream || state.stream_abandoned) return;
        do_close_named(operation.deadline());
    });
}

std::size_t Cursor::rows_at_once() const noexcept {
    constexpr std::size_t most = 1000;  // of a fetchall(), so that memory stays bounded
    return std::max({std::size_t{1}, arraysize_, std::min(wanted_, most)});
}

}  // namespace dbapi
