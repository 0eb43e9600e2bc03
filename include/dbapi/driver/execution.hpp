// SPDX-License-Identifier: BSL-1.0
//
// The vocabulary of a cursor's hooks: what the core hands to a driver, and what the driver answers.
#pragma once

#include <cstdint>
#include <dbapi/column.hpp>
#include <dbapi/deadline.hpp>
#include <dbapi/driver/statement.hpp>
#include <dbapi/transaction_options.hpp>
#include <dbapi/value_view.hpp>
#include <optional>
#include <span>
#include <string>

namespace dbapi::driver {

/// One statement to run. Everything in it is borrowed until do_execute() returns.
struct Execution {
    /// statement.sql() is the text; its id() keys caches of prepared ones. It may be transaction control,
    /// which TransactionStatus must follow.
    const Statement& statement;
    std::span<const ValueView>
        parameters;  ///< One for each native placeholder, in their order; never an expansion.
    const TransactionOptions* begin;  ///< When not null, a transaction begins before the statement.
    bool stream;                      ///< Rows are wanted one by one; else the core fetches them all at once.
    Deadline deadline;                ///< By when this hook must have returned or thrown.
};

/// What is known when a statement has started.
struct ResultHead {
    Description columns{};  ///< Null when the statement returns no rows.
};

/// What is known when a statement has ended.
struct Completion {
    /// Rows affected; of rows returned, -1 makes the core count them. -1 for CREATE TABLE and what else has
    /// no such number, also where a C library says 0 (C62, C63, C67).
    std::int64_t rowcount = -1;
    std::string statusmessage{};  ///< The command tag, such as "INSERT 0 1"; without one, make it like that.
    std::optional<std::int64_t> lastrowid = std::nullopt;  ///< See Cursor::lastrowid().
    bool more_results = false;                             ///< Whether do_nextset() has another result.
};

}  // namespace dbapi::driver
