// SPDX-License-Identifier: BSL-1.0
//
// The classes of errors, and which the database's errors become.
#include <dbapi/conformance/context.hpp>
#include <type_traits>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

template <class Derived, class Base>
constexpr bool derives = std::is_base_of_v<Base, Derived>&& std::is_convertible_v<Derived*, Base*>;

void classes_form_the_tree(Context& context) {
    context.check(derives<Warning, std::exception> && !derives<Warning, Error>,
                  "Warning stands beside Error");
    context.check(derives<Error, std::exception>, "Error");
    context.check(derives<InterfaceError, Error> && !derives<InterfaceError, DatabaseError>,
                  "InterfaceError");
    context.check(derives<DatabaseError, Error>, "DatabaseError");
    context.check(derives<DataError, DatabaseError>, "DataError");
    context.check(derives<OperationalError, DatabaseError>, "OperationalError");
    context.check(derives<IntegrityError, DatabaseError>, "IntegrityError");
    context.check(derives<InternalError, DatabaseError>, "InternalError");
    context.check(derives<ProgrammingError, DatabaseError>, "ProgrammingError");
    context.check(derives<NotSupportedError, DatabaseError>, "NotSupportedError");
    context.check(derives<UniqueViolation, IntegrityError> && derives<SerializationFailure, OperationalError>,
                  "leaves below them");
}

/// Runs a statement that must fail with an E whose SQLSTATE begins so; the connection stays of use.
template <class E>
void fails(Context& context, const std::string& sql, std::string_view sqlstate) {
    auto& conn = context.connection();
    const auto caught = context.throws<E>([&] { conn.execute(sql); }, sql);
    if (caught) {
        context.check(caught->details.sqlstate.view().starts_with(sqlstate),
                      "the SQLSTATE is " + std::string(caught->details.sqlstate.view()) + ", and not of " +
                          std::string(sqlstate));
        context.check(caught->details.connection_usable, "is_connection_usable()");
        context.check(!caught->details.outcome_unknown, "the outcome is known");
        context.check(!caught->details.retryable, "running it again is no help");
        context.check(!caught->text.empty(), "what() says something");
    }
    check_usable(context, conn, "behind the error");
}

// ── constraints ──

void a_key_taken_is_unique_violation(Context& context) {
    const auto table = context.table("id {integer} PRIMARY KEY");
    context.connection().execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.connection().commit();
    fails<UniqueViolation>(context, context.sql("INSERT INTO {} VALUES (1)", table), "23");
    context.equal(context.connection().execute("SELECT count(*) FROM " + table).scalar<int>(), 1,
                  "rows behind it");
}

void a_missing_reference_is_foreign_key_violation(Context& context) {
    const auto referred = context.table("id {integer} PRIMARY KEY");
    const auto table = context.table("r {integer} REFERENCES " + referred + "(id)");
    fails<ForeignKeyViolation>(context, context.sql("INSERT INTO {} VALUES (1)", table), "23");
}

void a_null_too_much_is_not_null_violation(Context& context) {
    const auto table = context.table("v {integer} NOT NULL");
    fails<NotNullViolation>(context, context.sql("INSERT INTO {} VALUES (NULL)", table), "23");
}

void a_refused_row_is_check_violation(Context& context) {
    const auto table = context.table("v {integer} CHECK (v > 0)");
    fails<CheckViolation>(context, context.sql("INSERT INTO {} VALUES (0)", table), "23");
}

// ── mistakes ──

void bad_syntax_is_programming_error(Context& context) {
    fails<ProgrammingError>(context, context.dialect().syntax_error, "42");
}

void a_missing_table_is_programming_error(Context& context) {
    fails<ProgrammingError>(context, context.sql("SELECT * FROM {}", context.name()), "42");
}

void a_missing_column_is_programming_error(Context& context) {
    const auto table = context.table("v {integer}");
    fails<ProgrammingError>(context, context.sql("SELECT nosuchcolumn FROM {}", table), "42");
}

void a_missing_function_is_programming_error(Context& context) {
    fails<ProgrammingError>(context, "SELECT nosuchfunction(1)", "42");
}

void an_existing_table_is_programming_error(Context& context) {
    const auto table = context.table("v {integer}");
    fails<ProgrammingError>(context, context.sql("CREATE TABLE {} (v {integer})", table), "42");
}

void a_wrong_number_of_parameters_is_programming_error(Context& context) {
    auto& conn = context.connection();
    const auto sql = context.sql("SELECT CAST(? AS {integer}), CAST(? AS {integer})");
    each_throws<ProgrammingError>(context,
                                  {{"one parameter", [&] { conn.execute(sql, 1); }},
                                   {"three parameters", [&] { conn.execute(sql, 1, 2, 3); }},
                                   {"no parameters", [&] { conn.execute(sql); }}},
                                  "for two markers");
    check_usable(context, conn, "behind it");
}

// ── values ──

void division_by_zero_is_a_data_error(Context& context) {
    fails<DataError>(context, context.need(context.dialect().division_by_zero, "a division by zero"), "22");
}

void a_number_out_of_range_is_data_error(Context& context) {
    fails<DataError>(context, context.need(context.dialect().number_out_of_range, "a number out of range"),
                     "22");
}

void an_integer_that_is_too_large_to_read_is_data_error(Context& context) {
    auto& conn = context.connection();
    context.throws<DataError>([&] { return conn.execute("SELECT 2147483648").scalar<std::int32_t>(); },
                              "a 33-bit number read as 32 bits");
    check_usable(context, conn, "behind it");
}

// ── the rest ──

void what_is_not_supported_is_not_supported_error(Context& context) {
    fails<NotSupportedError>(context, context.need(context.dialect().not_supported, "such a statement"),
                             "0A");
}

void a_database_out_of_reach_is_operational_error(Context& context) {
    if (context.dialect().unreachable.empty()) context.unmet("a dsn that cannot be reached");
    for (const auto& dsn : context.dialect().unreachable) {
        auto options = context.options();
        options.dsn = dsn;
        options.database.clear();
        options.host.clear();
        context.throws<OperationalError>([&] { return context.connect(options); }, "an unreachable database");
    }
}

void a_failed_transaction_is_internal_error(Context& context) {
    const auto& sql =
        context.need(context.dialect().fails_transaction, "a statement that fails with its transaction");
    const auto table = context.table("id {integer} PRIMARY KEY");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    conn.commit();
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    context.throws<IntegrityError>([&] { conn.execute(context.sql(sql, table)); }, "the statement");
    context.equal(conn.transaction_status(), TransactionStatus::failed, "the status behind it");
    const auto caught = context.throws<InternalError>([&] { conn.execute("SELECT 1"); }, "the next one");
    if (caught) context.check(caught->details.connection_usable, "is_connection_usable()");
    check_usable(context, conn, "behind a rollback");
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 1, "rows behind the rollback");
}

void a_missing_ability_is_not_supported_error(Context& context) {
    auto& conn = context.connection();
    const auto features = conn.features();
    const auto denied = [&](bool offered, auto&& call, std::string_view what) {
        if (!offered) context.throws<NotSupportedError>(call, what);
    };
    denied(
        features.streaming, [&] { return conn.cursor({.stream = true}); }, "a streaming cursor");
    denied(
        features.named_cursors, [&] { return conn.cursor({.name = "c"}); }, "a named cursor");
    denied(
        features.callproc, [&] { return conn.cursor()->callproc("lower", {"A"}); }, "callproc()");
    denied(
        features.two_phase, [&] { return conn.tpc_recover(); }, "tpc_recover()");
    denied(
        features.read_only, [&] { conn.set_transaction_options({.read_only = true}); }, "read only");
    // No driver has this one: rows that come while they are fetched belong to one statement.
    denied(
        !features.streaming, [&] { return conn.stream("SELECT 1; SELECT 2"); }, "a stream of two results");
    context.equal(conn.execute("SELECT 1").scalar<std::int64_t>(), 1, "the connection goes on");
}

constexpr Case group[] = {
    {"exceptions.classes_form_the_tree",
     {17, 18, 19, 20, 27, 29},
     "The classes form PEP 249's tree, with leaves.",
     classes_form_the_tree},
    {"exceptions.a_key_taken_is_unique_violation",
     {16, 23, 29, 31},
     "A key that is there already is UniqueViolation.",
     a_key_taken_is_unique_violation},
    {"exceptions.a_missing_reference_is_foreign_key_violation",
     {23, 29, 31},
     "A reference to nothing is ForeignKeyViolation.",
     a_missing_reference_is_foreign_key_violation},
    {"exceptions.a_null_too_much_is_not_null_violation",
     {23, 29, 31},
     "NULL where none may be is NotNullViolation.",
     a_null_too_much_is_not_null_violation},
    {"exceptions.a_refused_row_is_check_violation",
     {23, 29, 31},
     "A row that CHECK refuses is CheckViolation.",
     a_refused_row_is_check_violation},
    {"exceptions.bad_syntax_is_programming_error",
     {16, 25},
     "Text that is no SQL is ProgrammingError.",
     bad_syntax_is_programming_error},
    {"exceptions.a_missing_table_is_programming_error",
     {25},
     "A table that is not there is ProgrammingError.",
     a_missing_table_is_programming_error},
    {"exceptions.a_missing_column_is_programming_error",
     {25, 31},
     "A column that is not there is ProgrammingError.",
     a_missing_column_is_programming_error},
    {"exceptions.a_missing_function_is_programming_error",
     {25, 31},
     "A function that is not there is ProgrammingError.",
     a_missing_function_is_programming_error},
    {"exceptions.an_existing_table_is_programming_error",
     {25},
     "Making a table that is there is ProgrammingError.",
     an_existing_table_is_programming_error},
    {"exceptions.a_wrong_number_of_parameters_is_programming_error",
     {25, 31, 86},
     "A wrong number of parameters is ProgrammingError, and the connection goes on.",
     a_wrong_number_of_parameters_is_programming_error},
    {"exceptions.division_by_zero_is_a_data_error",
     {21},
     "A division by zero is DataError.",
     division_by_zero_is_a_data_error},
    {"exceptions.a_number_out_of_range_is_data_error",
     {21},
     "A number that the database cannot hold is DataError.",
     a_number_out_of_range_is_data_error},
    {"exceptions.an_integer_that_is_too_large_to_read_is_data_error",
     {21, 31},
     "A number that does not fit the type it is read as is DataError.",
     an_integer_that_is_too_large_to_read_is_data_error},
    {"exceptions.a_missing_ability_is_not_supported_error",
     {26, 43},
     "What Features deny is NotSupportedError, and the connection goes on.",
     a_missing_ability_is_not_supported_error},
    {"exceptions.what_is_not_supported_is_not_supported_error",
     {26},
     "SQL that the database does not support is NotSupportedError.",
     what_is_not_supported_is_not_supported_error},
    {"exceptions.a_database_out_of_reach_is_operational_error",
     {22},
     "A database that cannot be reached is OperationalError.",
     a_database_out_of_reach_is_operational_error},
    {"exceptions.a_failed_transaction_is_internal_error",
     {24},
     "A statement in a transaction that has failed is InternalError, until rollback().",
     a_failed_transaction_is_internal_error},
};

}  // namespace

Group exceptions_cases() { return group; }

}  // namespace dbapi::conformance
