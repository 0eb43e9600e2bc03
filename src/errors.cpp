// SPDX-License-Identifier: BSL-1.0
//
// Key functions of the exception classes: they give each class one home, so that it is caught across
// libraries.
#include <dbapi/errors.hpp>
#include <utility>

namespace dbapi {

std::string_view to_string(ErrorClass error_class) noexcept {
    switch (error_class) {
        case ErrorClass::warning: return "Warning";
        case ErrorClass::error: return "Error";
        case ErrorClass::interface_error: return "InterfaceError";
        case ErrorClass::database_error: return "DatabaseError";
        case ErrorClass::data_error: return "DataError";
        case ErrorClass::operational_error: return "OperationalError";
        case ErrorClass::integrity_error: return "IntegrityError";
        case ErrorClass::internal_error: return "InternalError";
        case ErrorClass::programming_error: return "ProgrammingError";
        case ErrorClass::not_supported_error: return "NotSupportedError";
        case ErrorClass::serialization_failure: return "SerializationFailure";
        case ErrorClass::deadline_exceeded: return "DeadlineExceeded";
        case ErrorClass::query_canceled: return "QueryCanceled";
        case ErrorClass::connection_lost: return "ConnectionLost";
        case ErrorClass::ambiguous_commit: return "AmbiguousCommit";
        case ErrorClass::transaction_rolled_back: return "TransactionRolledBack";
        case ErrorClass::plan_invalidated: return "PlanInvalidated";
        case ErrorClass::unique_violation: return "UniqueViolation";
        case ErrorClass::foreign_key_violation: return "ForeignKeyViolation";
        case ErrorClass::not_null_violation: return "NotNullViolation";
        case ErrorClass::check_violation: return "CheckViolation";
    }
    return "Error";
}

Warning::~Warning() = default;

Error::Error(const std::string& message, ErrorDetails details)
    : std::runtime_error(message), details_(std::make_shared<const ErrorDetails>(std::move(details))) {}
Error::~Error() = default;

/// Adds to an error that is being thrown, so that it keeps its class, that of a program's own too.
void Error::give_up(std::size_t attempts, bool connection_usable) {
    ErrorDetails details = *details_;
    details.attempts = attempts;
    details.connection_usable = details.connection_usable && connection_usable;
    auto shared = std::make_shared<const ErrorDetails>(std::move(details));
    const std::string message = std::string(what()) + " (given up after " + std::to_string(attempts) +
                                (attempts == 1 ? " attempt)" : " attempts)");
    static_cast<std::runtime_error&>(*this) = std::runtime_error(message);
    details_ = std::move(shared);
}

ErrorClass Error::error_class() const noexcept { return ErrorClass::error; }
ErrorClass InterfaceError::error_class() const noexcept { return ErrorClass::interface_error; }
ErrorClass DatabaseError::error_class() const noexcept { return ErrorClass::database_error; }
ErrorClass DataError::error_class() const noexcept { return ErrorClass::data_error; }
ErrorClass OperationalError::error_class() const noexcept { return ErrorClass::operational_error; }
ErrorClass IntegrityError::error_class() const noexcept { return ErrorClass::integrity_error; }
ErrorClass InternalError::error_class() const noexcept { return ErrorClass::internal_error; }
ErrorClass ProgrammingError::error_class() const noexcept { return ErrorClass::programming_error; }
ErrorClass NotSupportedError::error_class() const noexcept { return ErrorClass::not_supported_error; }
ErrorClass SerializationFailure::error_class() const noexcept { return ErrorClass::serialization_failure; }
ErrorClass DeadlineExceeded::error_class() const noexcept { return ErrorClass::deadline_exceeded; }
ErrorClass QueryCanceled::error_class() const noexcept { return ErrorClass::query_canceled; }
ErrorClass ConnectionLost::error_class() const noexcept { return ErrorClass::connection_lost; }
ErrorClass AmbiguousCommit::error_class() const noexcept { return ErrorClass::ambiguous_commit; }
ErrorClass TransactionRolledBack::error_class() const noexcept { return ErrorClass::transaction_rolled_back; }
ErrorClass PlanInvalidated::error_class() const noexcept { return ErrorClass::plan_invalidated; }
ErrorClass UniqueViolation::error_class() const noexcept { return ErrorClass::unique_violation; }
ErrorClass ForeignKeyViolation::error_class() const noexcept { return ErrorClass::foreign_key_violation; }
ErrorClass NotNullViolation::error_class() const noexcept { return ErrorClass::not_null_violation; }
ErrorClass CheckViolation::error_class() const noexcept { return ErrorClass::check_violation; }

}  // namespace dbapi
