// SPDX-License-Identifier: BSL-1.0
//
// Owners of libpq's objects.
#pragma once

#include <dbapi/driver/fork_guard.hpp>
#include <memory>

struct pg_conn;
struct pg_result;

namespace dbapi::libpq {

struct ResultDeleter {
    void operator()(pg_result* result) const noexcept;
};
using ResultHandle = std::unique_ptr<pg_result, ResultDeleter>;

/// Ends a session without waiting. In a child after fork() it speaks to no server: the session is the
/// parent's.
class ConnectionDeleter {
 public:
    void operator()(pg_conn* connection) const noexcept;

 private:
    driver::ForkGuard fork_;
};
using ConnectionHandle = std::unique_ptr<pg_conn, ConnectionDeleter>;

}  // namespace dbapi::libpq
