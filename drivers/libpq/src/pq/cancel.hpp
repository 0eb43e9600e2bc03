// SPDX-License-Identifier: BSL-1.0
//
// Cancel requests. libpq before 17 can only send them blocking, and on a connection of their own: they go on
// a helper thread, so that the caller's deadline holds whatever the network does.
#pragma once

#include <dbapi/deadline.hpp>
#include <memory>

struct pg_conn;

namespace dbapi::libpq {

/// The cancel requests of one session. Threads: any, at once, also while another one closes the session.
class Canceller {
 public:
    /// Remembers where the requests go; the connection is not used afterwards.
    explicit Canceller(pg_conn* connection);

    /// Sends a request and waits until the server has taken it, or the deadline has come.
    /// Returns whether it was taken; if not, await() knows that it is still under way.
    bool request(Deadline deadline);

    /// Waits until no request is under way, so that a late one cannot hit the next statement.
    /// Returns false when the deadline came first.
    [[nodiscard]] bool await(Deadline deadline);

 private:
    struct Requests;
    std::shared_ptr<Requests> requests_;
};

}  // namespace dbapi::libpq
