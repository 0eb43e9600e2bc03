// SPDX-License-Identifier: BSL-1.0
//
// How a Pool behaves, and what it tells of itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <dbapi/deadline.hpp>
#include <dbapi/fwd.hpp>
#include <functional>

namespace dbapi {

/// When a pool resets what statements have set in a session beside their transaction: settings, temporary
/// tables, prepared statements, listening, locks. Transactions and the settings of the Connection object are
/// always reset.
enum class ResetPolicy : std::uint8_t {
    when_touched,  ///< A statement ran that may have, by its first keyword: not `SELECT set_config(…)`.
    always,        ///< Every time a lease ends.
    never,         ///< The program cleans up behind itself.
};

/// Settings of a Pool, to be written with designated initialisers. Timeouts of zero are none.
struct PoolOptions {
    std::size_t min_size = 0;  ///< Connections that are kept ready, made in the background.
    std::size_t max_size = 8;  ///< Connections at most; one for a database that is private to a connection.

    Timeout timeout{30'000};          ///< Of connection() without an argument: how long it waits.
    Timeout connect_timeout{10'000};  ///< Of each attempt to connect, unless ConnectOptions::timeout is set.
    Timeout upkeep_timeout{5'000};    ///< Of each rollback and reset, and of each ping, by the pool itself.

    Timeout max_lifetime{3'600'000};   ///< A connection older than this is replaced, once it is free;
    double lifetime_jitter = 0.1;      ///< earlier by a random part of up to so much of it, from 0 to 1.
    Timeout max_idle{600'000};         ///< Above min_size: closed when not used for so long.
    Timeout check_after_idle{30'000};  ///< When not used for so long, a ping comes before the next lease.
    ResetPolicy reset = ResetPolicy::when_touched;

    Timeout backoff{100};         ///< The pause after a failure to connect, doubled by each further one,
    Timeout max_backoff{10'000};  ///< up to this. A few milliseconds at least, a day at most.

    /// Called with each new connection, and with one whose session was reset; what it sets is kept between
    /// leases, and committed. What it does with the connection must end within the time limit of the attempt
    /// to connect, or of the reset. Threads: one of the pool's, or one in connection(). What it throws is a
    /// failure to connect.
    std::function<void(Connection&)> on_connect{};

    // For tests.
    std::function<std::chrono::steady_clock::time_point()> clock{};  ///< Tells the age of connections.
    std::function<double()> random{};                                ///< From 0 to 1. Threads: any.
};

/// What a Pool counts.
struct PoolStatistics {
    std::size_t max_size = 0;
    std::size_t size = 0;        ///< Connections that there are: idle, leased and returning ones.
    std::size_t idle = 0;        ///< Ready for a lease.
    std::size_t leased = 0;      ///< In the program's hands.
    std::size_t returning = 0;   ///< Being rolled back, reset or pinged.
    std::size_t connecting = 0;  ///< Attempts under way; not in `size`.
    std::size_t waiting = 0;     ///< Callers of connection() that wait.

    // Since the pool was made.
    std::uint64_t leases = 0;    ///< How often connection() gave one.
    std::uint64_t waited = 0;    ///< How often it had to wait first, whatever it came to,
    std::uint64_t timeouts = 0;  ///< and how often in vain.
    std::uint64_t created = 0;   ///< Connections that were made.
    std::uint64_t lost = 0;      ///< That were dropped because the server or the network was gone.
    std::uint64_t retired = 0;   ///< That were closed for their age, or as not resettable.
    std::uint64_t resets = 0;    ///< Sessions that were reset.
    std::uint64_t connect_failures = 0;
    std::chrono::microseconds wait_time{};  ///< In all.
};

}  // namespace dbapi
