// SPDX-License-Identifier: BSL-1.0
#include "commit.hpp"

namespace dbapi {
namespace {

// How long the rollback of a transaction of our own may take, when the statement's own time may be up.
constexpr Timeout undoing_time = std::chrono::seconds(2);

}  // namespace

void throw_ambiguous(const Error& error, ErrorDetails details) {
    details.sqlstate = sqlstate::completion_unknown;
    throw AmbiguousCommit(std::string("the answer to COMMIT was lost: ") + error.what(), std::move(details));
}

void throw_rolled_back(ErrorDetails details) {
    details.sqlstate = sqlstate::transaction_rollback;
    throw TransactionRolledBack("a statement had failed: the database rolled back instead of committing",
                                std::move(details));
}

void Connection::finish_commit(Deadline deadline) {
    conclude([&] { return do_commit(deadline); });
}

/// Returns whether the transaction is gone; a session that cannot roll back is of no more use.
bool Connection::undo_transaction() {
    if (do_transaction_status() == TransactionStatus::idle) return true;
    try {
        do_rollback(Deadline::after(undoing_time));
        return true;
    } catch (const dbapi::Error& error) {
        // The error that came first is the one to throw.
        state_->broken = true;
        add_message({error.error_class(), error.what(), error.sqlstate(), error.diagnostics()});
        return false;
    }
}

}  // namespace dbapi
