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
    const Statement& statement;  ///< statement.sql() is the text; its id() keys caches of prepared ones.
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
    std::int64_t rowcount = -1;  ///< Rows affected or produced; -1 when the database does not say (C62, C63).
    std::string statusmessage{};                           ///< The command tag, such as "INSERT 0 1".
    std::optional<std::int64_t> lastrowid = std::nullopt;  ///< See Cursor::lastrowid().
    bool more_results = false;                             ///< Whether do_nextset() has another result.
};

}  // namespace dbapi::driver
