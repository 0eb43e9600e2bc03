// SPDX-License-Identifier: BSL-1.0
//
// The exceptions: that the tree is exactly PEP 249's with the documented leaves, and what an error carries.
#include <doctest/doctest.h>

#include <dbapi/connection.hpp>
#include <dbapi/errors.hpp>
#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

using namespace dbapi;

// PEP 249: C16 to C26. Each class has one direct base, so that what it is not follows.
static_assert(std::is_base_of_v<std::exception, Warning> && std::is_base_of_v<std::exception, Error>);
static_assert(!std::is_base_of_v<Error, Warning> && !std::is_base_of_v<Warning, Error>);
static_assert(std::is_base_of_v<Error, InterfaceError> && !std::is_base_of_v<DatabaseError, InterfaceError>);
static_assert(std::is_base_of_v<Error, DatabaseError> && !std::is_base_of_v<InterfaceError, DatabaseError>);

template <class T, class... Others>
constexpr bool is_none_of = (!std::is_base_of_v<Others, T> && ...);

static_assert(std::is_base_of_v<DatabaseError, DataError> &&
              is_none_of<DataError, OperationalError, IntegrityError, InternalError, ProgrammingError,
                         NotSupportedError>);
static_assert(std::is_base_of_v<DatabaseError, OperationalError> &&
              is_none_of<OperationalError, DataError, IntegrityError, InternalError, ProgrammingError,
                         NotSupportedError>);
static_assert(std::is_base_of_v<DatabaseError, IntegrityError> &&
              is_none_of<IntegrityError, DataError, OperationalError, InternalError, ProgrammingError,
                         NotSupportedError>);
static_assert(std::is_base_of_v<DatabaseError, InternalError> &&
              is_none_of<InternalError, DataError, OperationalError, IntegrityError, ProgrammingError,
                         NotSupportedError>);
static_assert(std::is_base_of_v<DatabaseError, ProgrammingError> &&
              is_none_of<ProgrammingError, DataError, OperationalError, IntegrityError, InternalError,
                         NotSupportedError>);
static_assert(std::is_base_of_v<DatabaseError, NotSupportedError> &&
              is_none_of<NotSupportedError, DataError, OperationalError, IntegrityError, InternalError,
                         ProgrammingError>);

// The leaves, none of which is a leaf of another.
template <class Base, class... Leaves>
constexpr bool are_leaves_of = (std::is_base_of_v<Base, Leaves> && ...);
template <class T, class... Others>
constexpr bool is_alone = ((std::is_same_v<T, Others> || !std::is_base_of_v<Others, T>)&&...);
template <class... Ts>
struct Leaves {
    template <class... All>
    static constexpr bool are_alone_among = (is_alone<Ts, All...> && ...);
    static constexpr bool are_separate = are_alone_among<Ts...>;
};

static_assert(are_leaves_of<OperationalError, SerializationFailure, DeadlineExceeded, QueryCanceled,
                            ConnectionLost, AmbiguousCommit, TransactionRolledBack, PlanInvalidated>);
static_assert(
    are_leaves_of<IntegrityError, UniqueViolation, ForeignKeyViolation, NotNullViolation, CheckViolation>);
static_assert(Leaves<SerializationFailure, DeadlineExceeded, QueryCanceled, ConnectionLost, AmbiguousCommit,
                     TransactionRolledBack, PlanInvalidated, UniqueViolation, ForeignKeyViolation,
                     NotNullViolation, CheckViolation>::are_separate);

// PEP 249: C119.
static_assert(std::is_same_v<Connection::Warning, Warning> && std::is_same_v<Connection::Error, Error> &&
              std::is_same_v<Connection::IntegrityError, IntegrityError> &&
              std::is_same_v<Connection::NotSupportedError, NotSupportedError>);

namespace {

template <class E, class Base>
void check_class(ErrorClass expected, std::string_view name) {
    CAPTURE(name);
    static_assert(std::is_nothrow_copy_constructible_v<E> && std::is_nothrow_copy_assignable_v<E>);
    static_assert(std::is_nothrow_move_constructible_v<E>);
    CHECK(to_string(expected) == name);
    CHECK(E("a message").error_class() == expected);
    try {
        throw E("a message", ErrorDetails{.sqlstate = "12345"});
    } catch (const Base& error) {
        CHECK(std::string(error.what()) == "a message");
        CHECK(error.sqlstate() == "12345");
        CHECK(error.error_class() == expected);
        const E copy(dynamic_cast<const E&>(error));
        CHECK(copy.error_class() == expected);
        CHECK(&copy.details() == &error.details());
    }
}

}  // namespace

TEST_CASE("each class names itself, is caught as its base, and copies without a throw") {
    check_class<Error, Error>(ErrorClass::error, "Error");
    check_class<InterfaceError, Error>(ErrorClass::interface_error, "InterfaceError");
    check_class<DatabaseError, Error>(ErrorClass::database_error, "DatabaseError");
    check_class<DataError, DatabaseError>(ErrorClass::data_error, "DataError");
    check_class<OperationalError, DatabaseError>(ErrorClass::operational_error, "OperationalError");
    check_class<IntegrityError, DatabaseError>(ErrorClass::integrity_error, "IntegrityError");
    check_class<InternalError, DatabaseError>(ErrorClass::internal_error, "InternalError");
    check_class<ProgrammingError, DatabaseError>(ErrorClass::programming_error, "ProgrammingError");
    check_class<NotSupportedError, DatabaseError>(ErrorClass::not_supported_error, "NotSupportedError");
    check_class<SerializationFailure, OperationalError>(ErrorClass::serialization_failure,
                                                        "SerializationFailure");
    check_class<DeadlineExceeded, OperationalError>(ErrorClass::deadline_exceeded, "DeadlineExceeded");
    check_class<QueryCanceled, OperationalError>(ErrorClass::query_canceled, "QueryCanceled");
    check_class<ConnectionLost, OperationalError>(ErrorClass::connection_lost, "ConnectionLost");
    check_class<AmbiguousCommit, OperationalError>(ErrorClass::ambiguous_commit, "AmbiguousCommit");
    check_class<TransactionRolledBack, OperationalError>(ErrorClass::transaction_rolled_back,
                                                         "TransactionRolledBack");
    check_class<PlanInvalidated, OperationalError>(ErrorClass::plan_invalidated, "PlanInvalidated");
    check_class<UniqueViolation, IntegrityError>(ErrorClass::unique_violation, "UniqueViolation");
    check_class<ForeignKeyViolation, IntegrityError>(ErrorClass::foreign_key_violation,
                                                     "ForeignKeyViolation");
    check_class<NotNullViolation, IntegrityError>(ErrorClass::not_null_violation, "NotNullViolation");
    check_class<CheckViolation, IntegrityError>(ErrorClass::check_violation, "CheckViolation");
}

TEST_CASE("a warning is a runtime_error of its own") {
    CHECK(to_string(ErrorClass::warning) == "Warning");
    CHECK_THROWS_WITH_AS(throw Warning("cut short"), "cut short", std::runtime_error);
    static_assert(std::is_nothrow_copy_constructible_v<Warning>);
}

TEST_CASE("an error without details says nothing that is not known") {
    const Error error("a message");
    CHECK(error.sqlstate().empty());
    CHECK(error.diagnostics() == Diagnostics{});
    CHECK(error.native_code() == 0);
    CHECK_FALSE(error.is_retryable());
    CHECK_FALSE(error.is_outcome_unknown());
    CHECK_FALSE(error.is_committed());
    CHECK(error.is_connection_usable());
    CHECK(error.attempts() == 0);
}

TEST_CASE("an error gives back the details it was made with, also from a copy that outlives it") {
    Error kept("none");
    {
        const UniqueViolation error("duplicate key",
                                    ErrorDetails{.sqlstate = sqlstate::unique_violation,
                                                 .diagnostics = {.detail = "Key (id)=(1) already exists.",
                                                                 .constraint = "accounts_pkey"},
                                                 .native_code = 2067,
                                                 .retryable = true,
                                                 .outcome_unknown = true,
                                                 .connection_usable = false});
        kept = error;  // sliced, as a handler that copies by its base does
    }
    CHECK(kept.sqlstate() == "23505");
    CHECK(kept.diagnostics().detail == "Key (id)=(1) already exists.");
    CHECK(kept.diagnostics().constraint == "accounts_pkey");
    CHECK(kept.diagnostics().table.empty());
    CHECK(kept.native_code() == 2067);
    CHECK(kept.is_retryable());
    CHECK(kept.is_outcome_unknown());
    CHECK_FALSE(kept.is_connection_usable());
    CHECK(kept.details().sqlstate == sqlstate::unique_violation);
    CHECK(std::string(kept.what()) == "duplicate key");
}

TEST_CASE("an error survives being carried in an exception_ptr") {
    std::exception_ptr carried;
    try {
        throw CheckViolation("refused", ErrorDetails{.sqlstate = sqlstate::check_violation});
    } catch (...) {
        carried = std::current_exception();
    }
    try {
        std::rethrow_exception(carried);
    } catch (const IntegrityError& error) {
        CHECK(error.error_class() == ErrorClass::check_violation);
        CHECK(error.sqlstate() == "23514");
    }
}
