// SPDX-License-Identifier: BSL-1.0
//
// How a transaction begins, and what state a session's transaction is in.
#pragma once

#include <cstdint>
#include <dbapi/export.hpp>
#include <optional>
#include <string_view>

namespace dbapi {

/// SQL's isolation levels. A database may give a stronger one than was asked for.
enum class IsolationLevel : std::uint8_t { read_uncommitted, read_committed, repeatable_read, serializable };

/// Returns the level in SQL's words, such as "READ COMMITTED".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(IsolationLevel level) noexcept;

/// What a transaction begins with; what is not set is the database's default.
struct TransactionOptions {
    std::optional<IsolationLevel> isolation = std::nullopt;
    std::optional<bool> read_only = std::nullopt;

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
