// SPDX-License-Identifier: BSL-1.0
#include "profile.hpp"

#include <span>

namespace odbc {
namespace {

using dbapi::conformance::Profile;
using enum dbapi::conformance::DeviationKind;

constexpr const char* sqliteodbc = "http://www.ch-werner.de/sqliteodbc/";
constexpr const char* psqlodbc = "https://odbc.postgresql.org/docs/config.html";
constexpr const char* odbc_reference =
    "https://learn.microsoft.com/sql/odbc/reference/odbc-programmer-s-reference";

/// What is declared, as data.
struct Row {
    const char* what;
    dbapi::conformance::DeviationKind kind;
    const char* reason;
    const char* link;
};

constexpr Row by_odbc[] = {
    {"feature.streaming", driver_lacks,
     "ODBC drivers keep all rows unless told otherwise, each in its own way", odbc_reference},
};

constexpr const char* by_text = "doubles are read by way of a text of 15 digits";
constexpr const char* lost = "what an INSERT returns is lost";
constexpr Row by_sqliteodbc[] = {
    {"feature.multiple_statements", driver_lacks, "SQLite's ODBC driver takes one statement at a time",
     sqliteodbc},
    {"feature.cancel", driver_lacks, "SQLCancel() frees the statement under the thread that runs it",
     sqliteodbc},
    {"feature.timeout", driver_lacks, "SQL_ATTR_QUERY_TIMEOUT stops nothing", sqliteodbc},
    {"feature.lastrowid", driver_lacks,
     "ODBC has no call for it; SELECT last_insert_rowid() is the program's to run", odbc_reference},
    {"execute.ignores_comments_and_a_last_semicolon", known_bug,
     "a comment behind a semicolon counts as another statement", sqliteodbc},
    {"several_statements.semicolons_in_text_separate_nothing", known_bug,
     "a semicolon in a comment counts as the end of a statement", sqliteodbc},
    {"module.markers_in_literals_and_comments_are_text", known_bug, "a ? in a comment counts as a parameter",
     sqliteodbc},
    {"parameters.markers_in_comments_are_text", known_bug, "a ? in a comment counts as a parameter",
     sqliteodbc},
    {"parameters.doubles_are_exact", known_bug, by_text, sqliteodbc},
    {"parameters.negative_zero_keeps_its_sign", known_bug, by_text, sqliteodbc},
    {"parameters.nan_is_kept_or_refused", known_bug, "NaN becomes NULL", sqliteodbc},
    {"types.real_literal_is_read", known_bug, by_text, sqliteodbc},
    {"types.real_parameter_is_stored", known_bug, by_text, sqliteodbc},
    {"types.real_lists_are_stored", known_bug, by_text, sqliteodbc},
    {"types.real_is_read_as_a_cpp_type", known_bug, by_text, sqliteodbc},
    {"executemany.rows_are_kept_on_request", known_bug, lost, sqliteodbc},
    {"description.returned_columns_are_described", known_bug, lost, sqliteodbc},
    {"rowcount.counts_returned_rows", known_bug, lost, sqliteodbc},
};

constexpr const char* untyped = "json has no type of its own to this ODBC driver, and is read as text";
constexpr Row by_psqlodbc[] = {
    {"feature.named_cursors", driver_lacks, "not written: SQLSetCursorName() is for updates", odbc_reference},
    {"feature.arrays", driver_lacks, "ODBC has no arrays; they are read as text", odbc_reference},
    {"feature.read_only", driver_lacks, "SQL_ATTR_ACCESS_MODE is a hint that drivers may ignore",
     odbc_reference},
    {"feature.deferrable", driver_lacks, "ODBC has no such option", odbc_reference},
    {"feature.notifications", driver_lacks, "ODBC has no way for them", odbc_reference},
    {"feature.callproc", driver_lacks, "not written: ODBC has {call}", odbc_reference},
    {"feature.two_phase", driver_lacks, "ODBC leaves it to a transaction monitor", odbc_reference},
    {"feature.copy", driver_lacks, "ODBC has no way for the data of a COPY", odbc_reference},
    {"feature.copy_binary", driver_lacks, "ODBC has no way for the data of a COPY", odbc_reference},
    {"types.json_literal_is_read", driver_lacks, untyped, psqlodbc},
    {"types.json_parameter_is_stored", driver_lacks, untyped, psqlodbc},
    {"types.json_lists_are_stored", driver_lacks, untyped, psqlodbc},
    {"types.json_null_stands_among_values", driver_lacks, untyped, psqlodbc},
    {"types.json_keeps_its_content", driver_lacks, untyped, psqlodbc},
    {"types.json_null_is_not_sql_null", driver_lacks, untyped, psqlodbc},
    {"parameters.question_mark_is_written_twice", known_bug, "every ? is a parameter to ODBC", psqlodbc},
    {"parameters.types_follow_the_values", known_bug, "numbers are sent without their type", psqlodbc},
    {"description.no_columns_are_not_no_result", driver_lacks, "0 columns and no result are the same to ODBC",
     odbc_reference},
};

void declare(Profile& profile, std::span<const Row> rows) {
    for (const Row& row : rows) profile.declare(row.what, row.kind, row.reason, row.link);
}

Profile sqlite(const std::string& url) {
    auto profile = dbapi::conformance::sqlite({.dsn = url});
    profile.name = "odbc-sqlite";
    profile.dialect.unreachable = {"odbc:Driver=SQLite3;Database=/nowhere/at/all.db"};
    declare(profile, by_odbc);
    declare(profile, by_sqliteodbc);
    return profile;
}

Profile postgresql(const std::string& url) {
    auto profile = dbapi::conformance::postgresql({.dsn = url});
    profile.name = "odbc-postgresql";
    profile.dialect.unreachable = {"odbc:Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=1;Database=none"};
    declare(profile, by_odbc);
    declare(profile, by_psqlodbc);
    return profile;
}

}  // namespace

Profile profile_for(const std::string& url) {
    return url.find("Driver=SQLite3") != std::string::npos ? sqlite(url) : postgresql(url);
}

}  // namespace odbc
