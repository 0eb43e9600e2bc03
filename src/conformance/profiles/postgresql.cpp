// SPDX-License-Identifier: BSL-1.0
//
// PostgreSQL 12 and later.
#include <dbapi/conformance/profile.hpp>

namespace dbapi::conformance {

Profile postgresql(ConnectOptions options) {
    auto profile = generic();
    profile.name = "postgresql";
    profile.options = std::move(options);

    auto& dialect = profile.dialect;
    dialect.numbers = "SELECT i::bigint AS i FROM generate_series(1, {count}) AS numbers(i)";
    dialect.number_out_of_range = "SELECT 9223372036854775807 + 1";
    dialect.fails_in_row = "SELECT 1 / (50000 - i) FROM generate_series(1, 60000) AS numbers(i)";
    dialect.slow = "SELECT pg_sleep(60)";
    dialect.listen = "LISTEN {}";
    dialect.notify = "NOTIFY {}, '{text}'";
    dialect.notice = "DO $$ BEGIN RAISE NOTICE '{text}'; END $$";
    dialect.not_supported = "SELECT DISTINCT i FROM (SELECT 1 AS i) AS t FOR UPDATE";
    dialect.session_name = "SELECT current_setting('application_name')";
    dialect.session_count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '{}'";
    dialect.returning = "RETURNING";
    dialect.no_columns = "SELECT";
    dialect.question_operator = "SELECT '{\"a\": 1}'::jsonb ?? 'a'";
    dialect.single_colon = "SELECT ((ARRAY[CAST(:a AS bigint), 1])[1\\:1])[1]";
    dialect.unreachable = {"postgresql://nobody@127.0.0.1:1/none", "postgresql://nobody@/none?host=/nowhere"};
    profile.type("bytes").samples = {{"'\\x'", Value(Binary())},
                                     {"'\\x0001ff00'", Value(Binary(std::string_view("\0\1\xff\0", 4)))}};
    profile.type("json").type = "JSONB";  // JSON has no equality
    profile.type("json").samples = {{"'{\"a\": [1, null]}'", Value(Json("{\"a\": [1, null]}"))}};
    profile.type("integer_array").type = "BIGINT[]";
    profile.type("integer_array").samples = {
        {"'{1,NULL,-9223372036854775808}'",
         Value(Array({Value(1), Value(), Value(std::numeric_limits<std::int64_t>::min())}))}};
    profile.type("text_array").type = "TEXT[]";
    profile.type("text_array").samples = {
        {"ARRAY['a,b', '', NULL, 'NULL', '{\"}']", Value(Array({"a,b", "", Value(), "NULL", "{\"}"}))}};
    dialect.function = {
        .name = "lower", .parameters = {"FOO"}, .returned = {"FOO"}, .rows = {{"foo"}}, .gives_rows = true};
    dialect.output_parameters = {
        .create =
            "CREATE PROCEDURE {name}(a int, INOUT b int, INOUT c text) LANGUAGE plpgsql AS "
            "$$ BEGIN b := a + b; c := c || '!'; END $$",
        .drop = "DROP PROCEDURE {name}",
        .parameters = {1, 2, "x"},
        .returned = {1, 3, "x!"},
    };
    profile.declare("feature.transaction_priority", DeviationKind::database_lacks,
                    "transactions have no priorities",
                    "https://www.postgresql.org/docs/current/sql-begin.html");
    profile.declare("feature.as_of_system_time", DeviationKind::database_lacks, "the past is not kept",
                    "https://www.postgresql.org/docs/current/sql-begin.html");
    profile.declare("feature.restart_savepoint", DeviationKind::database_lacks,
                    "it is a protocol of CockroachDB's; a rollback does the same",
                    "https://www.cockroachlabs.com/docs/stable/advanced-client-side-transaction-retries");
    profile.declare("feature.lastrowid", DeviationKind::database_lacks,
                    "tables have no row ids: INSERT … RETURNING gives what was generated",
                    "https://www.postgresql.org/docs/current/dml-returning.html");
    return profile;
}

}  // namespace dbapi::conformance
