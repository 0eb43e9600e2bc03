// SPDX-License-Identifier: BSL-1.0
//
// What goes with what in TransactionOptions, for all that begin transactions.
#pragma once

#include <dbapi/features.hpp>
#include <dbapi/transaction_options.hpp>

namespace dbapi {

/// @throws NotSupportedError  an option that Features deny. @throws ProgrammingError  one that contradicts
/// another.
void check_options(const TransactionOptions& options, const Features& features);

/// Returns the options, with the defaults for what is not set.
[[nodiscard]] TransactionOptions with_defaults(TransactionOptions options,
                                               const TransactionOptions& defaults);

}  // namespace dbapi
