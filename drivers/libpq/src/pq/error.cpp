// SPDX-License-Identifier: BSL-1.0
#include "pq/error.hpp"

#include <libpq-fe.h>

#include <charconv>
#include <dbapi/driver/sqlstate_error.hpp>

namespace dbapi::libpq {
namespace {

std::string field(const pg_result* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

int number(const pg_result* result, int code) {
    const std::string text = field(result, code);
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Diagnostics diagnostics_of(const pg_result* result) {
    Diagnostics d;
    d.severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (d.severity.empty()) d.severity = field(result, PG_DIAG_SEVERITY);  // CockroachDB before 22.1
    d.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    d.hint = field(result, PG_DIAG_MESSAGE_HINT);
    d.context = field(result, PG_DIAG_CONTEXT);
    d.schema = field(result, PG_DIAG_SCHEMA_NAME);
    d.table = field(result, PG_DIAG_TABLE_NAME);
    d.column = field(result, PG_DIAG_COLUMN_NAME);
    d.data_type = field(result, PG_DIAG_DATATYPE_NAME);
    d.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    d.internal_query = field(result, PG_DIAG_INTERNAL_QUERY);
    d.source_file = field(result, PG_DIAG_SOURCE_FILE);
    d.source_function = field(result, PG_DIAG_SOURCE_FUNCTION);
    d.source_line = number(result, PG_DIAG_SOURCE_LINE);
    d.position = number(result, PG_DIAG_STATEMENT_POSITION);
    d.internal_position = number(result, PG_DIAG_INTERNAL_POSITION);
    return d;
}

}  // namespace

std::string one_line(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    std::string line;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\n') {
            line += text[i] == '\t' ? ' ' : text[i];
            continue;
        }
        line += ";";
        if (i + 1 == text.size() || text[i + 1] != '\t') line += ' ';  // libpq indents explanations
    }
    return line;
}

std::string message_of(const pg_result* result) {
    std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    return one_line(message.empty() ? PQresultErrorMessage(result) : message);
}

ErrorDetails details_of(const pg_result* result) {
    ErrorDetails details;
    details.sqlstate = Sqlstate(field(result, PG_DIAG_SQLSTATE));
    details.diagnostics = diagnostics_of(result);
    return details;
}

Message notice_of(const pg_result* result) {
    return {ErrorClass::warning, message_of(result), Sqlstate(field(result, PG_DIAG_SQLSTATE)),
            diagnostics_of(result)};
}

void throw_failed(const pg_result* result, bool connection_usable) {
    ErrorDetails details = details_of(result);
    details.connection_usable = connection_usable;
    // A function may raise any code: while the session goes on, it is not lost.
    if (driver::error_class_of(details.sqlstate) == ErrorClass::connection_lost) {
        driver::throw_error(ErrorClass::operational_error, message_of(result), std::move(details));
    }
    driver::throw_sqlstate_error(message_of(result), std::move(details));
}

void throw_ended(const pg_result* result, bool outcome_unknown) {
    ErrorDetails details = details_of(result);
    details.outcome_unknown = outcome_unknown;
    details.connection_usable = false;
    throw ConnectionLost(message_of(result), std::move(details));
}

void throw_lost(const pg_conn* connection, bool outcome_unknown) {
    std::string text = connection ? one_line(PQerrorMessage(connection)) : std::string();
    throw ConnectionLost(text.empty() ? "the connection is lost" : text,
                         ErrorDetails{.sqlstate = sqlstate::connection_failure,
                                      .outcome_unknown = outcome_unknown,
                                      .connection_usable = false});
}

}  // namespace dbapi::libpq
