// SPDX-License-Identifier: BSL-1.0
//
// The table, and a function a class that throws it. The prefixes follow the usage of PostgreSQL's Python
// drivers.
#include <algorithm>
#include <array>
#include <dbapi/driver/sqlstate_error.hpp>
#include <exception>
#include <utility>

namespace dbapi::driver {
namespace {

struct Entry {
    std::string_view prefix;
    ErrorClass error_class;
};

// Longer prefixes first: the first match decides.
constexpr auto table = std::to_array<Entry>({
    {"08001", ErrorClass::operational_error},
    {"08004", ErrorClass::operational_error},
    {"08007", ErrorClass::ambiguous_commit},
    {"08P01", ErrorClass::operational_error},
    {"23502", ErrorClass::not_null_violation},
    {"23503", ErrorClass::foreign_key_violation},
    {"23505", ErrorClass::unique_violation},
    {"23514", ErrorClass::check_violation},
    {"40000", ErrorClass::transaction_rolled_back},
    {"40001", ErrorClass::serialization_failure},
    {"40003", ErrorClass::ambiguous_commit},
    {"40P01", ErrorClass::serialization_failure},
    {"57014", ErrorClass::query_canceled},
    {"57P01", ErrorClass::connection_lost},
    {"57P02", ErrorClass::connection_lost},
    {"57P03", ErrorClass::connection_lost},
    {"57P05", ErrorClass::connection_lost},
    {"CR000", ErrorClass::serialization_failure},
    {"07", ErrorClass::programming_error},
    {"08", ErrorClass::connection_lost},
    {"0A", ErrorClass::not_supported_error},
    {"20", ErrorClass::programming_error},
    {"21", ErrorClass::programming_error},
    {"22", ErrorClass::data_error},
    {"23", ErrorClass::integrity_error},
    {"24", ErrorClass::internal_error},
    {"25", ErrorClass::internal_error},
    {"26", ErrorClass::programming_error},
    {"28", ErrorClass::operational_error},
    {"2B", ErrorClass::internal_error},
    {"2D", ErrorClass::internal_error},
    {"2F", ErrorClass::internal_error},
    {"34", ErrorClass::programming_error},
    {"38", ErrorClass::internal_error},
    {"39", ErrorClass::internal_error},
    {"3B", ErrorClass::internal_error},
    {"3D", ErrorClass::programming_error},
    {"3F", ErrorClass::programming_error},
    {"40", ErrorClass::operational_error},
    {"42", ErrorClass::programming_error},
    {"44", ErrorClass::programming_error},
    {"53", ErrorClass::operational_error},
    {"54", ErrorClass::operational_error},
    {"55", ErrorClass::operational_error},
    {"57", ErrorClass::operational_error},
    {"58", ErrorClass::operational_error},
    {"F", ErrorClass::operational_error},
    {"H", ErrorClass::operational_error},
    {"P", ErrorClass::programming_error},
    {"X", ErrorClass::internal_error},
});

template <class E>
[[noreturn]] void throw_as(const std::string& message, ErrorDetails details) {
    throw E(message, std::move(details));
}

using Thrower = void (*)(const std::string&, ErrorDetails);

// In the order of ErrorClass.
constexpr auto throwers = std::to_array<Thrower>({
    throw_as<Error>,
    throw_as<Error>,
    throw_as<InterfaceError>,
    throw_as<DatabaseError>,
    throw_as<DataError>,
    throw_as<OperationalError>,
    throw_as<IntegrityError>,
    throw_as<InternalError>,
    throw_as<ProgrammingError>,
    throw_as<NotSupportedError>,
    throw_as<SerializationFailure>,
    throw_as<DeadlineExceeded>,
    throw_as<QueryCanceled>,
    throw_as<ConnectionLost>,
    throw_as<AmbiguousCommit>,
    throw_as<TransactionRolledBack>,
    throw_as<PlanInvalidated>,
    throw_as<UniqueViolation>,
    throw_as<ForeignKeyViolation>,
    throw_as<NotNullViolation>,
    throw_as<CheckViolation>,
});
static_assert(throwers.size() == static_cast<std::size_t>(ErrorClass::check_violation) + 1);

}  // namespace

ErrorClass error_class_of(Sqlstate state) noexcept {
    const auto found = std::find_if(table.begin(), table.end(), [&](const Entry& entry) {
        return state.view().starts_with(entry.prefix);
    });
    return found == table.end() ? ErrorClass::database_error : found->error_class;
}

void throw_error(ErrorClass error_class, const std::string& message, ErrorDetails details) {
    throwers[static_cast<std::size_t>(error_class)](message, std::move(details));
    std::terminate();  // not reached: every thrower throws
}

void throw_about(const Error& error, RowRange rows) {
    ErrorDetails details = error.details();
    details.row_range = rows;
    throw_error(error.error_class(), error.what(), std::move(details));
}

void throw_sqlstate_error(const std::string& message, ErrorDetails details) {
    const ErrorClass error_class = error_class_of(details.sqlstate);
    if (error_class == ErrorClass::serialization_failure) details.retryable = true;
    if (error_class == ErrorClass::ambiguous_commit) details.outcome_unknown = true;
    if (details.sqlstate == sqlstate::committed_without_schema) details.committed = true;
    throw_error(error_class, message, std::move(details));
}

}  // namespace dbapi::driver
