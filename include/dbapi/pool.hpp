// SPDX-License-Identifier: BSL-1.0
//
// Pool: connections that are used again.
#pragma once

#include <dbapi/connect.hpp>
#include <dbapi/connect_options.hpp>
#include <dbapi/connection.hpp>
#include <dbapi/driver.hpp>
#include <dbapi/export.hpp>
#include <dbapi/pool_options.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace dbapi {

namespace detail {
class PoolCore;
}  // namespace detail

/// Lends connections to one database, and keeps them between leases.
///
///     dbapi::Pool pool("postgresql://db.example.com/bank", {.min_size = 2, .max_size = 8});
///     {
///         auto connection = pool.connection();
///         connection->execute("UPDATE accounts SET balance = 0 WHERE id = ?", id);
///         connection->commit();
///     }  // given back
///
/// A lease is a shared_ptr, which its cursors, results and pipelines share; the end of the last of them gives
/// the connection back. An open transaction is rolled back then, an open stream ended, the settings of the
/// Connection are those of connect() again, and the session is reset as PoolOptions::reset says. The thread
/// that ends a lease waits for none of that: threads of the pool do it, or who takes the connection next. A
/// reference that outlives its lease must not be used.
///
/// Connections are made in the background. While that fails the pool tries again, and callers wait if it may
/// pass: once there was a connection, and for an OperationalError whose SQLSTATE is not of class 28 (who asks
/// is refused). Any other error, of on_connect too, goes at once to all who wait. One that is lost is
/// dropped, and then all others are pinged before their next use. With several hosts in the URL each
/// connection is made as the driver chooses.
///
/// Ownership: leases may outlive the pool; their connections are closed when they come back. Threads: any; in
/// a child after fork() all throw InterfaceError. A database that is private to its connection, as one in
/// memory, has exactly one, whatever min_size and max_size say; it lives as long as the pool. Extension.
class DBAPI_EXPORT Pool {
 public:
    /// Connects by the first of `drivers` that accepts the dsn; waits for no server.
    /// @throws ProgrammingError  no driver accepts it, or the options contradict each other.
    Pool(const ConnectOptions& target, std::span<const Driver* const> drivers, PoolOptions options = {});

    /// The same with the drivers that this build of dbapi has; needs the library dbapi::drivers.
    explicit Pool(const ConnectOptions& target, PoolOptions options = {})
        : Pool(target, drivers(), std::move(options)) {}
    explicit Pool(std::string_view dsn, PoolOptions options = {})
        : Pool(ConnectOptions{.dsn = std::string(dsn)}, drivers(), std::move(options)) {}

    /// As close(). Waits for no server: an attempt to connect that is under way is left behind.
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// Returns a connection that is as new, for the caller alone. Who comes first is served first.
    /// @param timeout  how long to wait; zero is no limit. Without it PoolOptions::timeout. Asking the server
    ///                 whether a connection that was free is still there may take a second more.
    /// @throws DeadlineExceeded  none became free in time; the message tells how the pool stood.
    /// @throws InterfaceError    the pool is closed, before or meanwhile.
    /// @throws Error             why a connection could not be made, if waiting does not help. What
    ///                           on_connect throws may be no Error, and comes as it is.
    [[nodiscard]] std::shared_ptr<Connection> connection();
    [[nodiscard]] std::shared_ptr<Connection> connection(Timeout timeout);

    [[nodiscard]] PoolStatistics statistics() const;

    /// Pings all idle connections now, and drops those that are gone or too old.
    /// @par Blocking
    /// For each at most PoolOptions::upkeep_timeout.
    void check();

    /// Ends the pool; again is fine. Closes idle connections, and those that come back later. Who waits in
    /// connection(), or calls it from now on, gets an InterfaceError. Waits for nothing.
    void close() noexcept;

    /// The same, and waits until all leases have come back and the pool's threads have nothing more to do.
    /// @param wait  zero is no limit.
    /// @return      whether that was so in time.
    [[nodiscard]] bool close(Timeout wait);

 private:
    std::shared_ptr<detail::PoolCore> core_;  // shared with the leases
};

}  // namespace dbapi
