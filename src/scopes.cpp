// SPDX-License-Identifier: BSL-1.0
//
// What a connection does about the scopes of its transaction: Transaction and run_transaction().
#include <dbapi/errors.hpp>

#include "connection_state.hpp"
#include "result_set.hpp"

namespace dbapi {

/// @throws ProgrammingError  the transaction is that of a scope.
void Connection::check_no_scope(const char* what) const {
    if (!state_->scopes.has_live()) return;
    throw dbapi::ProgrammingError(std::string(what) +
                                      " has no place inside of a Transaction or run_transaction(), which end "
                                      "their transaction themselves",
                                  ErrorDetails{.sqlstate = sqlstate::active_transaction});
}

/// Does before an operation what others have left over: streams without a cursor, scopes without an object.
/// @throws ProgrammingError  the transaction of the scopes has ended by other means.
void Connection::settle(Operation& operation, OpenStream policy) {
    settle_stream(operation, policy);
    auto& scopes = state_->scopes;
    if (scopes.is_empty()) return;
    if (policy == OpenStream::roll_back) return scopes.drop_abandoned();  // it all goes
    undo_abandoned(operation.deadline());
    if (scopes.is_empty() || !scopes.has_begun() || do_transaction_status() != TransactionStatus::idle)
        return;
    throw dbapi::ProgrammingError(
        "the transaction has ended before its Transaction or run_transaction(): a statement has ended it",
        ErrorDetails{.sqlstate = sqlstate::no_transaction});
}

/// Rolls back what the scopes that were abandoned have left.
void Connection::undo_abandoned(Deadline deadline) {
    auto& scopes = state_->scopes;
    const auto scope = scopes.abandoned();
    if (!scope) return;
    if (do_transaction_status() != TransactionStatus::idle) {  // else it is gone already
        if (scope->kind == ScopeKind::savepoint) {
            const auto name = savepoint_name(scope->level);
            run_control("ROLLBACK TO SAVEPOINT " + name, deadline);
            run_control("RELEASE SAVEPOINT " + name, deadline);
        } else {
            do_rollback(deadline);
        }
    }
    scopes.drop_abandoned();
}

/// Runs a statement about savepoints, behind a BEGIN where that is due.
void Connection::run_control(std::string_view sql, Deadline deadline) {
    const auto statement = state_->statements->get(sql, ParamStyle::qmark, false);
    const auto cursor = lend_cursor();
    std::optional<TransactionOptions> begin;
    if (do_transaction_status() == TransactionStatus::idle) begin = state_->begin_options();
    cursor->buffer(cursor->start(*statement, {}, begin ? &*begin : nullptr, deadline), deadline);
}

}  // namespace dbapi
