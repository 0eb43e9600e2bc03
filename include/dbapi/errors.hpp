// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's exceptions and the few leaves below them that programs catch. What a caller can act on is on
// `Error` itself, so that one handler is enough.
//
//     std::exception
//       +-- Warning
//       +-- Error
//             +-- InterfaceError
//             +-- DatabaseError
//                   +-- DataError
//                   +-- OperationalError    + SerializationFailure, DeadlineExceeded, QueryCanceled,
//                   ConnectionLost, |                         AmbiguousCommit, TransactionRolledBack,
//                   PlanInvalidated
//                   +-- IntegrityError      + UniqueViolation, ForeignKeyViolation, NotNullViolation,
//                   CheckViolation
//                   +-- InternalError
//                   +-- ProgrammingError
//                   +-- NotSupportedError
#pragma once

#include <dbapi/diagnostics.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/sqlstate.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dbapi {

/// The name of an exception class as a value: for messages, error handlers and tables.
enum class ErrorClass : int {
    warning,
    error,
    interface_error,
    database_error,
    data_error,
    operational_error,
    integrity_error,
    internal_error,
    programming_error,
    not_supported_error,
    serialization_failure,
    deadline_exceeded,
    query_canceled,
    connection_lost,
    ambiguous_commit,
    transaction_rolled_back,
    plan_invalidated,
    unique_violation,
    foreign_key_violation,
    not_null_violation,
    check_violation,
};

/// Returns the class's name as it is written in C++, such as "IntegrityError".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(ErrorClass error_class) noexcept;

/// Which parameter lists of executemany(), rows of copy_in(), or statement of a Pipeline, an error is about:
/// the first and the last one, counted from 0.
struct RowRange {
    std::size_t first;
    std::size_t last;

    friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// What an error carries beyond its message.
struct ErrorDetails {
    Sqlstate sqlstate{};        ///< The SQLSTATE; empty when the database was not asked.
    Diagnostics diagnostics{};  ///< What the database said besides.
    int native_code = 0;     ///< The C library's own code, such as an extended SQLite result code; 0 is none.
    bool retryable = false;  ///< See Error::is_retryable().
    bool outcome_unknown = false;                      ///< See Error::is_outcome_unknown().
    bool committed = false;                            ///< See Error::is_committed().
    bool connection_usable = true;                     ///< See Error::is_connection_usable().
    std::size_t attempts = 0;                          ///< See Error::attempts().
    std::optional<RowRange> row_range = std::nullopt;  ///< See Error::row_range().
};

/// Important warnings, such as data cut short on insertion. PEP 249: C17.
///
/// No driver of this project throws it: warnings are put into `messages()`.
class DBAPI_EXPORT Warning : public std::runtime_error {
 public:
    using std::runtime_error::runtime_error;
    ~Warning() override;
};

/// The base of every error that this interface throws. PEP 249: C16, C18.
///
/// Copying never throws. what() is one line for people: our own text, which holds no password and no
/// parameter value, or the database's message, without its DETAIL.
class DBAPI_EXPORT Error : public std::runtime_error {
 public:
    explicit Error(const std::string& message, ErrorDetails details = {});
    ~Error() override;

    /// Returns the parameter lists of executemany(), or the rows of copy_in(), that are at fault: one where
    /// the database or the conversion tells which, else those that were sent together. For Pipeline::sync()
    /// it is {i, i}, the index of the statement or commit that failed. Nothing for an error of anything else.
    [[nodiscard]] const std::optional<RowRange>& row_range() const noexcept { return details_->row_range; }

    /// Returns the SQLSTATE, such as "23505"; empty when there is none. Lifetime: as long as the exception.
    [[nodiscard]] std::string_view sqlstate() const noexcept { return details_->sqlstate.view(); }

    /// Returns what the database said besides the message. Lifetime: as long as the exception.
    [[nodiscard]] const Diagnostics& diagnostics() const noexcept { return details_->diagnostics; }

    /// Returns the C library's own code, 0 when it has none.
    [[nodiscard]] int native_code() const noexcept { return details_->native_code; }

    /// Whether the same transaction, run again from its beginning, may well succeed, and has had no effect so
    /// far.
    [[nodiscard]] bool is_retryable() const noexcept { return details_->retryable; }

    /// Whether nobody knows if the statement took effect: its answer was lost on the way.
    [[nodiscard]] bool is_outcome_unknown() const noexcept { return details_->outcome_unknown; }

    /// Whether the transaction has been committed although this was thrown: of CockroachDB's XXA00, where a
    /// change of the schema that runs behind the COMMIT has failed. It must not be run again.
    [[nodiscard]] bool is_committed() const noexcept { return details_->committed; }

    /// Returns how often run_transaction() ran the transaction before it gave up with this error; 0 for an
    /// error that was not worth another attempt.
    [[nodiscard]] std::size_t attempts() const noexcept { return details_->attempts; }

    /// Whether the connection can go on, after a rollback() where a transaction is open.
    [[nodiscard]] bool is_connection_usable() const noexcept { return details_->connection_usable; }

    /// Returns all of the above as one value. Lifetime: as long as the exception.
    [[nodiscard]] const ErrorDetails& details() const noexcept { return *details_; }

    /// Returns the most derived class's name as a value.
    [[nodiscard]] virtual ErrorClass error_class() const noexcept;

 private:
    friend class detail::TransactionRun;
    void give_up(std::size_t attempts, bool connection_usable);

    std::shared_ptr<const ErrorDetails> details_;  // shared, since exceptions must copy without throwing
};

/// Trouble with the interface rather than the database: a closed object, a wrong call. PEP 249: C19.
class DBAPI_EXPORT InterfaceError : public Error {
 public:
    using Error::Error;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// Trouble that comes from the database. PEP 249: C20.
class DBAPI_EXPORT DatabaseError : public Error {
 public:
    using Error::Error;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A value that cannot be processed: out of range, division by zero, malformed text. PEP 249: C21.
class DBAPI_EXPORT DataError : public DatabaseError {
 public:
    using DatabaseError::DatabaseError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// Trouble in the database's operation, not always the program's fault: connections, resources, retries. PEP
/// 249: C22.
class DBAPI_EXPORT OperationalError : public DatabaseError {
 public:
    using DatabaseError::DatabaseError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A violated constraint. PEP 249: C23.
class DBAPI_EXPORT IntegrityError : public DatabaseError {
 public:
    using DatabaseError::DatabaseError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// The database's own state is at odds: a transaction out of step, a failed transaction that needs
/// rollback(). C24.
class DBAPI_EXPORT InternalError : public DatabaseError {
 public:
    using DatabaseError::DatabaseError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A mistake in the program: syntax, a table that is not there, a wrong number of parameters. PEP 249: C25.
class DBAPI_EXPORT ProgrammingError : public DatabaseError {
 public:
    using DatabaseError::DatabaseError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// Something that the database or the driver cannot do. PEP 249: C26.
class DBAPI_EXPORT NotSupportedError : public DatabaseError {
 public:
    using DatabaseError::DatabaseError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

// Leaves (PEP 249: C29).

/// Another transaction was in the way (40001, 40P01, SQLITE_BUSY): roll back and run the transaction again.
class DBAPI_EXPORT SerializationFailure : public OperationalError {
 public:
    using OperationalError::OperationalError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// The operation did not end by its deadline and was stopped; is_connection_usable() says what that cost.
class DBAPI_EXPORT DeadlineExceeded : public OperationalError {
 public:
    using OperationalError::OperationalError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// The statement was cancelled, by Connection::cancel() or on the server (57014).
class DBAPI_EXPORT QueryCanceled : public OperationalError {
 public:
    using OperationalError::OperationalError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// The session is gone (class 08, 57P01 to 57P03): connect again. is_outcome_unknown() tells about the
/// statement.
class DBAPI_EXPORT ConnectionLost : public OperationalError {
 public:
    using OperationalError::OperationalError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// The answer to a COMMIT was lost (40003 or the connection): the transaction may have been applied or not.
class DBAPI_EXPORT AmbiguousCommit : public OperationalError {
 public:
    using OperationalError::OperationalError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// The database answered a commit with a rollback, since a statement of the transaction had failed.
class DBAPI_EXPORT TransactionRolledBack : public OperationalError {
 public:
    using OperationalError::OperationalError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A prepared statement no longer fits the tables it was made for; nothing was executed.
class DBAPI_EXPORT PlanInvalidated : public OperationalError {
 public:
    using OperationalError::OperationalError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A key that is there already (23505).
class DBAPI_EXPORT UniqueViolation : public IntegrityError {
 public:
    using IntegrityError::IntegrityError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A reference to a row that is not there, or a row that is still referred to (23503).
class DBAPI_EXPORT ForeignKeyViolation : public IntegrityError {
 public:
    using IntegrityError::IntegrityError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A NULL where none is allowed (23502).
class DBAPI_EXPORT NotNullViolation : public IntegrityError {
 public:
    using IntegrityError::IntegrityError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

/// A row that a CHECK constraint refuses (23514).
class DBAPI_EXPORT CheckViolation : public IntegrityError {
 public:
    using IntegrityError::IntegrityError;
    [[nodiscard]] ErrorClass error_class() const noexcept override;
};

}  // namespace dbapi
