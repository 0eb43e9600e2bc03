// SPDX-License-Identifier: BSL-1.0
//
// What a connection and its cursors tell beside their results: messages, and errors to a handler.
#include <dbapi/connection.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "connection_state.hpp"
#include "result_set.hpp"

namespace dbapi {
namespace {

Message message_of(const Error& error) {
    return {error.error_class(), error.what(), error.sqlstate(), error.diagnostics()};
}

/// Keeps nothing of an empty handler.
std::shared_ptr<const ErrorHandler> kept(ErrorHandler handler) {
    return handler ? std::make_shared<const ErrorHandler>(std::move(handler)) : nullptr;
}

}  // namespace

// ── messages ──

std::vector<Message> Connection::messages() const {
    check_open();
    const std::lock_guard lock(state_->mutex);
    return state_->messages;
}

void Connection::clear_messages() {
    check_open();
    const std::lock_guard lock(state_->mutex);
    state_->messages.clear();
}

void Connection::add_message(Message message) {
    if (state_->fork.is_child()) return;  // the mutex may be in the hands of a thread that fork() left behind
    show(message);
    const std::lock_guard lock(state_->mutex);
    Cursor* const running = state_->running;
    auto& messages = running ? running->messages_ : state_->messages;
    messages.push_back(std::move(message));
}

void Connection::set_running(Cursor* cursor) noexcept { state_->running = cursor; }

/// For this connection's own errors: a cursor that is running meanwhile is another thread's.
void Connection::add_own_message(Message message) {
    if (state_->fork.is_child()) return;
    const std::lock_guard lock(state_->mutex);
    state_->messages.push_back(std::move(message));
}

std::vector<Message> Cursor::messages() const {
    check_open();
    return messages_;
}

void Cursor::clear_messages() {
    check_open();
    messages_.clear();
}

// ── errors ──

std::shared_ptr<const ErrorHandler> Connection::handler() const {
    if (!state_->has_handler || state_->fork.is_child()) return nullptr;
    const std::lock_guard lock(state_->mutex);
    return state_->handler;
}

void Connection::report(const dbapi::Error& error) {
    if (!error.is_connection_usable()) state_->broken = true;
    add_own_message(message_of(error));
    if (const auto handler = this->handler()) (*handler)(*this, nullptr, error);
}

void Cursor::report(const Error& error) {
    if (!error.is_connection_usable()) connection_->state_->broken = true;
    messages_.push_back(message_of(error));
    const auto handler = handler_;  // which may set another one, or end this cursor
    const auto connection = connection_;
    if (handler) (*handler)(*connection, this, error);
}

ErrorHandler Connection::errorhandler() const {
    check_open();
    const auto handler = this->handler();
    return handler ? *handler : ErrorHandler();
}

void Connection::set_errorhandler(ErrorHandler handler) {
    check_open();
    auto next = kept(std::move(handler));  // the one before ends when nothing is locked
    const std::lock_guard lock(state_->mutex);
    state_->has_handler = next != nullptr;
    state_->handler.swap(next);
}

ErrorHandler CursorSettings::errorhandler() const {
    cursor().check_open();
    return handler_ ? *handler_ : ErrorHandler();
}

void CursorSettings::set_errorhandler(ErrorHandler handler) {
    cursor().check_open();
    handler_ = kept(std::move(handler));
}

}  // namespace dbapi
