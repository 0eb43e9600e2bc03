// SPDX-License-Identifier: BSL-1.0
//
// Mistakes in which errors are thrown, and in what is left of them.
#include <dbapi/driver/sqlstate_error.hpp>
#include <dbapi/errors.hpp>
#include <new>
#include <stdexcept>

#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Error;
using dbapi::ErrorClass;
using dbapi::ErrorDetails;

/// Throws the error again, as an E if it was of one of these SQLSTATE classes.
template <class E>
[[noreturn]] void throw_as(const Error& error, std::string_view state) {
    if (error.sqlstate().starts_with(state)) throw E(error.what(), error.details());
    throw;
}

/// Throws the error again with other details.
template <class F>
[[noreturn]] void throw_with(const Error& error, F&& change) {
    ErrorDetails details = error.details();
    change(details);
    dbapi::driver::throw_error(error.error_class(), error.what(), std::move(details));
}

}  // namespace

std::vector<Mistake> mistakes_of_errors() {
    return {
        {"errors_are_database_errors",
         {"C21", "C23", "C25", "C31"},
         "every error is a DatabaseError and no more",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw dbapi::DatabaseError(error.what(), error.details()); }}},
        {"violations_are_operational",
         {"C23"},
         "a constraint that is violated is an OperationalError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::OperationalError>(error, "23"); }}},
        {"unique_violation_is_programming",
         {"C23", "C31"},
         "a key that is there already is a ProgrammingError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::ProgrammingError>(error, "23505"); }}},
        {"null_violation_is_data_error",
         {"C23", "C31"},
         "a NULL where none is allowed is a DataError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::DataError>(error, "23502"); }}},
        {"foreign_key_violation_is_internal",
         {"C23"},
         "a reference to nothing is an InternalError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::InternalError>(error, "23503"); }}},
        {"check_violation_is_operational",
         {"C23"},
         "a row that a CHECK refuses is an OperationalError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::OperationalError>(error, "23514"); }}},
        {"syntax_error_is_data_error",
         {"C25"},
         "an error of syntax is a DataError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::DataError>(error, "42601"); }}},
        {"missing_table_is_operational",
         {"C25"},
         "a table that is not there is an OperationalError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::OperationalError>(error, "42P01"); }}},
        {"existing_table_is_integrity_error",
         {"C25"},
         "a table that is there already is an IntegrityError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::IntegrityError>(error, "42P07"); }}},
        {"overflow_is_programming",
         {"C21"},
         "a number out of range is a ProgrammingError",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::ProgrammingError>(error, "22"); }}},
        {"violations_have_no_leaf",
         {"exceptions.*", "errors.*"},
         "a constraint that is violated is an IntegrityError, and does not say which",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_as<dbapi::IntegrityError>(error, "23"); }}},
        {"errors_swallowed",
         {"C16", "C25"},
         "a statement that fails seems to have worked",
         {.error = [](const Error&, const Ran&, Memory&) {}}},
        {"violations_of_many_swallowed",
         {"C94", "C23"},
         "a row that is refused among several does not fail executemany()",
         {.error =
              [](const Error&, const Ran& ran, Memory&) {
                  if (!ran.is("INSERT") || ran.bound.size() < 2) throw;
              }}},
        {"foreign_exceptions",
         {"C16"},
         "errors are plain std::runtime_error",
         {.error = [](const Error& error, const Ran&, Memory&) { throw std::runtime_error(error.what()); }}},
        {"messages_empty",
         {"C28"},
         "errors say nothing",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { dbapi::driver::throw_error(error.error_class(), "", error.details()); }}},
        {"sqlstate_empty",
         {"exceptions.*", "errors.*"},
         "errors have no SQLSTATE",
         {.error = [](const Error& error, const Ran&,
                      Memory&) { throw_with(error, [](ErrorDetails& details) { details.sqlstate = {}; }); }}},
        {"error_leaves_the_session_stuck",
         {"C16", "errors.*"},
         "after an error the next statement fails as well",
         {.statement =
              [](std::string&, std::vector<dbapi::Value>&, const Ran&, Memory& memory) {
                  if (!std::exchange(memory.is_stuck, false)) return;
                  throw dbapi::InternalError("a statement is pending");
              },
          .error =
              [](const Error&, const Ran&, Memory& memory) {
                  memory.is_stuck = true;
                  throw;
              }}},
        {"errors_end_the_session",
         {"exceptions.*", "errors.*"},
         "every error says that the connection is of no more use",
         {.error =
              [](const Error& error, const Ran&, Memory&) {
                  throw_with(error, [](ErrorDetails& details) { details.connection_usable = false; });
              }}},
        {"errors_are_retryable",
         {"exceptions.*", "errors.*"},
         "every error asks to run the transaction again",
         {.error =
              [](const Error& error, const Ran&, Memory&) {
                  throw_with(error, [](ErrorDetails& details) { details.retryable = true; });
              }}},
        {"errors_of_unknown_outcome",
         {"exceptions.*", "errors.*"},
         "every error says that nobody knows what has happened",
         {.error =
              [](const Error& error, const Ran&, Memory&) {
                  throw_with(error, [](ErrorDetails& details) { details.outcome_unknown = true; });
              }}},
        {"errors_tell_values",
         {"exceptions.*", "errors.*"},
         "the message of an error repeats the values that were bound",
         {.error =
              [](const Error& error, const Ran& ran, Memory&) {
                  std::string text = error.what();
                  for (const auto& value : ran.bound) text += " " + value.to_string();
                  dbapi::driver::throw_error(error.error_class(), text, error.details());
              }}},
        {"refused_connections_are_interface_errors",
         {"C22"},
         "a database that cannot be opened is an InterfaceError",
         {.refused = [](const Error& error) { throw dbapi::InterfaceError(error.what()); }}},
    };
}

}  // namespace testing::mistaken
