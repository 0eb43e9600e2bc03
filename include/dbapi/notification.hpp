// SPDX-License-Identifier: BSL-1.0
//
// What other sessions tell a session that listens, and what may be called for what the server says by itself.
#pragma once

#include <cstdint>
#include <dbapi/message.hpp>
#include <functional>
#include <string>

namespace dbapi {

/// A notification: PostgreSQL's NOTIFY channel, 'payload'. Extension (psycopg's Notify).
struct Notification {
    std::string channel;
    std::string payload;          ///< Empty when there is none.
    std::int64_t process_id = 0;  ///< Of the session that sent it.

    friend bool operator==(const Notification&, const Notification&) = default;
};

/// Called with each notice that the database sends, when it comes: on the thread that runs the operation, in
/// the middle of it, so that the connection and its cursors cannot be used. What it throws is dropped.
using NoticeHandler = std::function<void(const Message& notice)>;

}  // namespace dbapi
