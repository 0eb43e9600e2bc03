// SPDX-License-Identifier: BSL-1.0
#include <dbapi/errors.hpp>
#include <dbapi/transaction.hpp>

#include "connection_state.hpp"
#include "transaction_rules.hpp"

namespace dbapi {

Transaction::Transaction(Connection& connection) : connection_(connection.shared()) { open(nullptr); }

Transaction::Transaction(Connection& connection, const TransactionOptions& options)
    : connection_(connection.shared()) {
    open(&options);
}

void Transaction::open(const TransactionOptions* options) {
    Connection& connection = *connection_;
    connection.noted([&] {
        connection.clear_messages();
        Connection::Operation operation(connection, nullptr, connection.state_->deadline());
        connection.settle(operation, Connection::OpenStream::refuse);
        connection.check_not_prepared();
        auto& scopes = connection.state_->scopes;
        const bool is_idle = connection.do_transaction_status() == TransactionStatus::idle;
        is_savepoint_ = !is_idle || !scopes.is_empty();
        if (!is_savepoint_) {
            auto begin = connection.transaction_options();
            if (options) begin = with_defaults(*options, begin);
            check_options(begin, connection.do_features());
            id_ = scopes.open(ScopeKind::transaction, begin, Deadline::never(), false);
            return;
        }
        if (options) throw ProgrammingError("a transaction is open: a savepoint inside of it has no options");
        if (!connection.do_features().savepoints) {
            throw NotSupportedError("a transaction is open, and the database has no savepoints");
        }
        id_ =
            scopes.open(ScopeKind::savepoint, connection.transaction_options(), Deadline::never(), !is_idle);
        try {
            connection.run_control("SAVEPOINT " + savepoint_name(scopes.innermost()->level),
                                   operation.deadline());
        } catch (...) {
            scopes.close(id_);
            throw;
        }
    });
}

Transaction::~Transaction() {
    Connection& connection = *connection_;
    Connection::State& state = *connection.state_;
    if (state.fork.is_child() || !state.scopes.abandon(id_)) return;
    if (!connection.do_is_local()) return;
    try {
        Connection::Operation operation(connection, nullptr, Deadline::after(Timeout(-1)));
        connection.settle_stream(operation, Connection::OpenStream::refuse);
        connection.undo_abandoned(Deadline::never());
    } catch (...) {
        // Somebody else is at work on the connection, or it is closed. The next operation undoes it, and
        // tells what goes wrong there.
    }
}

bool Transaction::is_open() const { return connection_->state_->scopes.is_open(id_); }

void Transaction::check_innermost() const {
    const auto innermost = connection_->state_->scopes.innermost();
    if (innermost && innermost->id == id_) return;
    throw ProgrammingError("a Transaction inside of this one has not ended");
}

void Transaction::commit() {
    Connection& connection = *connection_;
    connection.noted([&] {
        connection.clear_messages();
        Connection::Operation operation(connection, nullptr, connection.state_->deadline());
        auto& scopes = connection.state_->scopes;
        if (!is_open()) throw ProgrammingError("the Transaction has ended");
        check_innermost();
        connection.settle(operation, Connection::OpenStream::refuse);
        if (is_savepoint_) {
            connection.run_control("RELEASE SAVEPOINT " + savepoint_name(scopes.innermost()->level),
                                   operation.deadline());
            scopes.close(id_);
            return;
        }
        try {
            if (connection.do_transaction_status() != TransactionStatus::idle) {
                connection.finish_commit(operation.deadline());
            }
        } catch (...) {
            const auto status = connection.do_transaction_status();
            const bool is_there = status == TransactionStatus::active || status == TransactionStatus::failed;
            if (!is_there) scopes.close(id_);
            throw;
        }
        scopes.close(id_);
    });
}

void Transaction::rollback() {
    Connection& connection = *connection_;
    connection.noted([&] {
        connection.clear_messages();
        if (!is_open()) return;
        Connection::Operation operation(connection, nullptr, connection.state_->deadline());
        check_innermost();
        connection.settle(operation, Connection::OpenStream::roll_back);
        static_cast<void>(connection.state_->scopes.abandon(id_));
        connection.undo_abandoned(operation.deadline());
    });
}

}  // namespace dbapi
