// SPDX-License-Identifier: BSL-1.0
//
// How a transaction begins, and what state a session's transaction is in.
#pragma once

#include <cstdint>
#include <dbapi/export.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace dbapi {

/// SQL's isolation levels. A database may give a stronger one than was asked for.
enum class IsolationLevel : std::uint8_t { read_uncommitted, read_committed, repeatable_read, serializable };

/// Returns the level in SQL's words, such as "READ COMMITTED".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(IsolationLevel level) noexcept;

/// CockroachDB's priorities: when two transactions meet, the higher one goes on.
enum class TransactionPriority : std::uint8_t { low, normal, high };

/// Returns the priority in SQL's words, such as "HIGH".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(TransactionPriority priority) noexcept;

/// What a transaction begins with; what is not set is the database's default.
struct TransactionOptions {
    std::optional<IsolationLevel> isolation = std::nullopt;
    std::optional<bool> read_only = std::nullopt;
    /// Whether the transaction will write. SQLite then waits for its one lock of writers at the start (BEGIN
    /// IMMEDIATE), rather than failing in the middle; others ignore it. A URL's `transaction=` has the
    /// precedence. run_transaction() sets it to what read_only and as_of_system_time do not deny.
    std::optional<bool> writes = std::nullopt;
    /// PostgreSQL, with serializable and read_only: wait for a snapshot that cannot fail.
    std::optional<bool> deferrable = std::nullopt;
    std::optional<TransactionPriority> priority = std::nullopt;  ///< CockroachDB.
    /// CockroachDB: reads what was there at that time, and may not write. An interval or timestamp such as
    /// "-10s", or a function call such as "follower_read_timestamp()". Empty: now.
    std::string as_of_system_time = {};

    friend bool operator==(const TransactionOptions&, const TransactionOptions&) = default;
};

/// The state of a session's transaction, as the C library reports it.
enum class TransactionStatus : std::uint8_t {
    idle,     ///< No transaction is open.
    active,   ///< A transaction is open.
    failed,   ///< A statement failed: the database refuses all but the transaction's end.
    unknown,  ///< The connection is lost or closed.
};

}  // namespace dbapi
