// SPDX-License-Identifier: BSL-1.0
//
// Transaction: a transaction, or a part of one, that is undone unless its scope says otherwise. For work that
// other transactions may get in the way of there is retry.hpp.
#pragma once

#include <cstdint>
#include <dbapi/connection.hpp>
#include <dbapi/export.hpp>
#include <dbapi/transaction_options.hpp>
#include <memory>

namespace dbapi {

/// A transaction that lasts as long as a scope.
///
///     dbapi::Transaction transaction(*connection);
///     connection->execute(…);
///     transaction.commit();
///
/// Where no transaction is open it is one, also in autocommit mode; its BEGIN goes along with the first
/// statement. Inside of a transaction, of a Transaction or any other, it is a savepoint. Until it has ended
/// nothing else ends the transaction: Connection::commit(), rollback(), begin(), set_autocommit(), the tpc_
/// functions and their like as SQL text throw ProgrammingError.
///
/// Ownership: keeps the connection alive. Threads: as the connection; they share the transaction.
/// Extension.
class DBAPI_EXPORT Transaction {
 public:
    /// Begins a transaction, or a savepoint where one is open.
    /// @throws NotSupportedError  a savepoint, and Features::savepoints is false.
    /// @throws ProgrammingError   between the phases of a two-phase transaction.
    /// @throws InterfaceError     a stream is open.
    explicit Transaction(Connection& connection);

    /// Begins a transaction with these options; what they do not set is transaction_options() of the
    /// connection.
    /// @throws ProgrammingError   a transaction is open: a savepoint has no options.
    /// @throws NotSupportedError  an option that Features deny.
    Transaction(Connection& connection, const TransactionOptions& options);

    /// Undoes what was not committed. Never throws, and never waits for a server: where there is one, the
    /// rollback is the first thing that the next operation on the connection does, be it close(). Locks are
    /// held until then, so rollback() is better where one can wait. A database in this process rolls back
    /// now.
    ~Transaction();

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Commits the transaction, or releases the savepoint, whose work then is the outer transaction's.
    /// @throws ProgrammingError  it has ended; a Transaction inside of it has not; or a statement has ended
    /// the transaction.
    /// @throws Error             as Connection::commit().
    /// @par State after failure
    /// is_open() tells: with false the transaction is over. With true it can be tried again or undone.
    void commit();

    /// Undoes what ran since the beginning, and ends an open stream. Does nothing when it has ended.
    /// @throws ProgrammingError      a Transaction inside of it has not ended.
    /// @throws SerializationFailure  a savepoint, and CockroachDB wants all of the transaction to run again.
    /// @par State after failure
    /// is_open() tells: with false the next operation tries again, as behind the destructor.
    void rollback();

    /// Whether neither commit() nor rollback() has ended it, nor the Transaction around it.
    [[nodiscard]] bool is_open() const;

    /// Whether it is a part of a transaction that is not its own.
    [[nodiscard]] bool is_savepoint() const noexcept { return is_savepoint_; }

    [[nodiscard]] Connection& connection() const noexcept { return *connection_; }

 private:
    void open(const TransactionOptions* options);
    void check_innermost() const;

    std::shared_ptr<Connection> connection_;
    std::uint64_t id_ = 0;  // of its scope
    bool is_savepoint_ = false;
};

}  // namespace dbapi
