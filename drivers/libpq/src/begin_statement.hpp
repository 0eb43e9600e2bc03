// SPDX-License-Identifier: BSL-1.0
//
// TransactionOptions in the words of PostgreSQL and CockroachDB.
#pragma once

#include <dbapi/transaction_options.hpp>
#include <string>

namespace dbapi::libpq {

/// Returns the BEGIN statement for these options. What a server does not have was refused before.
[[nodiscard]] std::string begin_statement(const TransactionOptions& options);

}  // namespace dbapi::libpq
