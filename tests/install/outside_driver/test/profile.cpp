// SPDX-License-Identifier: BSL-1.0
#include "profile.hpp"

namespace odbc {
namespace {

using dbapi::conformance::Profile;
using enum dbapi::conformance::DeviationKind;

constexpr const char* sqliteodbc = "http://www.ch-werner.de/sqliteodbc/";
constexpr const char* psqlodbc = "https://odbc.postgresql.org/docs/config.html";
constexpr const char* odbc_reference =
    "https://learn.microsoft.com/sql/odbc/reference/odbc-programmer-s-reference";

void declare_what_odbc_lacks(Profile& profile) {
    profile.declare("feature.streaming", driver_lacks,
                    "ODBC drivers keep all rows unless told otherwise, each in its own way", odbc_reference);
}

Profile sqlite(const std::string& url) {
    auto profile = dbapi::conformance::sqlite({.dsn = url});
    profile.name = "odbc-sqlite";
    profile.dialect.unreachable = {"odbc:Driver=SQLite3;Database=/nowhere/at/all.db"};
    declare_what_odbc_lacks(profile);
    profile.declare("feature.multiple_statements", driver_lacks,
                    "SQLite's ODBC driver takes one statement at a time", sqliteodbc);
    profile.declare("execute.ignores_comments_and_a_last_semicolon", known_bug,
                    "a comment behind a semicolon counts as another statement", sqliteodbc);
    profile.declare("parameters.markers_in_comments_are_text", known_bug,
                    "a ? in a comment counts as a parameter", sqliteodbc);
    profile.declare("parameters.doubles_are_exact", known_bug,
                    "doubles are read by way of a text of 15 digits", sqliteodbc);
    profile.declare("types.real_*", known_bug, "doubles are read by way of a text of 15 digits", sqliteodbc);
    profile.declare("parameters.nan_is_kept_or_refused", known_bug, "NaN becomes NULL", sqliteodbc);
    for (const char* id : {"executemany.rows_are_kept_on_request",
                           "description.returned_columns_are_described", "rowcount.counts_returned_rows"}) {
        profile.declare(id, known_bug, "what an INSERT returns is lost", sqliteodbc);
    }
    return profile;
}

Profile postgresql(const std::string& url) {
    auto profile = dbapi::conformance::postgresql({.dsn = url});
    profile.name = "odbc-postgresql";
    profile.dialect.unreachable = {"odbc:Driver=PostgreSQL Unicode;Server=127.0.0.1;Port=1;Database=none"};
    declare_what_odbc_lacks(profile);
    profile.declare("feature.named_cursors", driver_lacks, "not written: SQLSetCursorName() is for updates",
                    odbc_reference);
    profile.declare("feature.deferrable", driver_lacks, "not written", odbc_reference);
    profile.declare("feature.arrays", database_lacks, "ODBC has no arrays; they are read as text",
                    odbc_reference);
    profile.declare("parameters.question_mark_is_written_twice", known_bug, "every ? is a parameter to ODBC",
                    psqlodbc);
    profile.declare("parameters.types_follow_the_values", known_bug, "numbers are sent without their type",
                    psqlodbc);
    profile.declare("description.no_columns_are_not_no_result", database_lacks,
                    "0 columns and no result are the same to ODBC", odbc_reference);
    return profile;
}

}  // namespace

Profile profile_for(const std::string& url) {
    return url.find("Driver=SQLite3") != std::string::npos ? sqlite(url) : postgresql(url);
}

}  // namespace odbc
