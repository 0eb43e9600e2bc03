// SPDX-License-Identifier: BSL-1.0
//
// How transactions end: a COMMIT that failed is told as it was, and what fails in a transaction of ours is
// rolled back. For all that runs several statements as one.
#pragma once

#include <dbapi/driver/sqlstate_error.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "connection_state.hpp"

namespace dbapi {

/// Throws AmbiguousCommit for an error that has outcome_unknown.
[[noreturn]] void throw_ambiguous(const Error& error, ErrorDetails details);

/// Throws TransactionRolledBack.
[[noreturn]] void throw_rolled_back(ErrorDetails details = {});

/// Runs a hook that ends a transaction and returns a CommitAnswer.
/// @throws AmbiguousCommit  its answer was lost. @throws TransactionRolledBack
template <class F>
void Connection::conclude(F&& commit) {
    auto answer = driver::CommitAnswer::committed;
    try {
        answer = commit();
    } catch (const AmbiguousCommit&) {
        throw;
    } catch (const dbapi::Error& error) {
        if (!error.is_outcome_unknown()) throw;
        throw_ambiguous(error, error.details());
    }
    if (answer == driver::CommitAnswer::rolled_back) throw_rolled_back();
}

/// Runs something. When it fails while `ours` is true, the transaction is undone before the error is thrown;
/// where that fails as well, the error says that the connection is of no more use.
template <class F>
void Connection::in_own_transaction(const bool& ours, F&& run) {
    try {
        run();
    } catch (const dbapi::Error& error) {
        if (!ours || undo_transaction() || !error.is_connection_usable()) throw;
        ErrorDetails details = error.details();
        details.connection_usable = false;  // no longer
        driver::throw_error(error.error_class(), error.what(), std::move(details));
    } catch (...) {
        if (ours) static_cast<void>(undo_transaction());
        throw;
    }
}

}  // namespace dbapi
