// SPDX-License-Identifier: BSL-1.0
//
// What a connection hears from others: notifications, and notices as they come.
#include <dbapi/errors.hpp>
#include <dbapi/notification.hpp>

#include "connection_state.hpp"

namespace dbapi {
namespace {

// A wait looks this often whether it was cancelled: the server, which does nothing, cannot be asked to stop.
constexpr Timeout slice = std::chrono::milliseconds(50);

}  // namespace

/// What a wait and a look at what is there need both.
void Connection::check_may_listen(Operation& operation) {
    if (!do_features().notifications) throw dbapi::NotSupportedError("the database has no notifications");
    settle(operation, OpenStream::refuse);
}

std::vector<Notification> Connection::notifications() {
    return noted([&] {
        clear_messages();
        Operation operation(*this, nullptr, Deadline::after(timeout()));
        check_may_listen(operation);
        std::vector<Notification> arrived;
        const Deadline now(Deadline::Clock::now());
        while (auto notification = do_wait_notification(now)) arrived.push_back(*std::move(notification));
        return arrived;
    });
}

std::optional<Notification> Connection::wait_notification(Timeout limit) {
    return noted([&]() -> std::optional<Notification> {
        clear_messages();
        const Deadline deadline = Deadline::after(limit);
        Operation operation(*this, nullptr, deadline);
        check_may_listen(operation);
        check_idle(
            "notifications come outside of transactions only: commit first, or listen in autocommit mode");
        for (;;) {
            auto notification = do_wait_notification(Deadline::earlier(deadline, Deadline::after(slice)));
            if (notification || deadline.is_expired()) return notification;
            if (state_->gate.is_cancelled()) {
                throw QueryCanceled("the wait for a notification was cancelled",
                                    ErrorDetails{.sqlstate = sqlstate::query_canceled});
            }
        }
    });
}

void Connection::set_notice_handler(NoticeHandler handler) {
    check_open();
    auto next = handler ? std::make_shared<const NoticeHandler>(std::move(handler)) : nullptr;
    const std::lock_guard lock(state_->mutex);
    state_->notice_handler.swap(next);
}

/// Shows a notice to the handler, if there is one. @pre  the mutex of the state is not held.
void Connection::show(const Message& notice) noexcept try {
    std::shared_ptr<const NoticeHandler> handler;
    {
        const std::lock_guard lock(state_->mutex);
        handler = state_->notice_handler;
    }
    if (handler) (*handler)(notice);
} catch (...) {
    // It is called from inside of the C library, which no exception may cross.
}

}  // namespace dbapi
