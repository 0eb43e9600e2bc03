// SPDX-License-Identifier: BSL-1.0
//
// Pooled: what a pool may do with a connection that nobody else has.
#pragma once

#include <cstdint>
#include <dbapi/connection.hpp>
#include <dbapi/pool_options.hpp>
#include <functional>
#include <memory>

namespace dbapi::detail {

/// What a connection is like at the end of its lease.
enum class Condition : std::uint8_t {
    clean,   ///< As new, once its settings are.
    dirty,   ///< There is something to be undone in the session.
    closed,  ///< By the program.
    lost,    ///< The session is gone.
};

/// How undoing it went.
enum class Cleaned : std::uint8_t { as_it_was, reset, impossible, lost };

/// The ways in. All are called while nobody else uses the connection.
class Pooled {
 public:
    /// Makes cursors keep this alive from now on, as long as somebody else does.
    static void point_to(Connection& connection, const std::shared_ptr<Connection>& lease) noexcept;

    /// Never blocks.
    [[nodiscard]] static Condition condition(const Connection& connection, ResetPolicy policy) noexcept;

    /// Goes back to the settings of new connections.
    static void forget_settings(Connection& connection) { connection.forget_settings(); }

    /// Ends stream and transaction, and resets the session as the policy has it.
    [[nodiscard]] static Cleaned clean(Connection& connection, ResetPolicy policy, Deadline deadline);

    /// Asks the server. Returns whether it is there.
    [[nodiscard]] static bool ping(Connection& connection, Deadline deadline);

    /// Sets the time limit, also the one that forget_settings() goes back to.
    static void set_timeout(Connection& connection, Timeout timeout) noexcept;

    /// Calls the function, commits, and takes what is now for what new connections are like. All that the
    /// function does with the connection ends by the deadline, besides its own time limits.
    static void configure(const std::shared_ptr<Connection>& connection,
                          const std::function<void(Connection&)>& function, Deadline deadline);
};

}  // namespace dbapi::detail
