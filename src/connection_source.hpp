// SPDX-License-Identifier: BSL-1.0
//
// Where run_transaction() has its connection from: the caller's own, or a pool.
#pragma once

#include <dbapi/connection.hpp>
#include <dbapi/deadline.hpp>
#include <memory>

namespace dbapi::detail {

class ConnectionSource {
 public:
    virtual ~ConnectionSource() = default;

    /// Returns a connection. @param limit  for waiting, as a Timeout: zero is none.
    [[nodiscard]] virtual std::shared_ptr<Connection> acquire(Timeout limit) = 0;

    /// Whether acquire() gives another connection when one was lost.
    [[nodiscard]] virtual bool replaces_lost() const noexcept = 0;
};

}  // namespace dbapi::detail
