// SPDX-License-Identifier: BSL-1.0
//
// What the text of a statement tells of how it is run.
#include "statement_rules.hpp"

#include <doctest/doctest.h>

#include <dbapi/features.hpp>
#include <string>
#include <string_view>

using namespace dbapi;
using dbapi::libpq::is_plain;
using dbapi::libpq::rules_of;

namespace {

/// The rules as letters: Plain, Begin, Commits, changes Names, touches the Session.
std::string told(std::string_view sql, const Features& features = {.transactional_ddl = true}) {
    const auto statement =
        driver::Statement::parse(sql, ParamStyle::qmark, false, driver::Placeholder::dollar);
    const auto rules = rules_of(*statement, features);
    std::string letters;
    if (is_plain(*statement)) letters += 'P';
    if (rules.is_begin) letters += 'B';
    if (rules.commits) letters += 'C';
    if (rules.changes_names) letters += 'N';
    if (rules.touches_session) letters += 'S';
    return letters;
}

}  // namespace

TEST_CASE("what the text of a statement tells") {
    struct Row {
        const char* sql;
        const char* rules;
    };
    for (const Row& row : {
             Row{"SELECT 1", "P"},
             {"-- why\n  (SELECT 1);", "P"},
             {"SELECT 1 INTO t", "P"},
             {"COPY t TO STDOUT", ""},
             {"select 'create temp table; reset all'", "P"},
             {"INSERT INTO t VALUES (?)", "P"},
             {"WITH a AS (SELECT 1) DELETE FROM t", "P"},
             {"MERGE INTO t USING s ON a = b WHEN MATCHED THEN DELETE", "P"},
             {"SELECT 1; SELECT 2", "C"},
             {"SELECT 1; SET search_path = a", "CNS"},
             {"BEGIN", "B"},
             {"START TRANSACTION READ ONLY", "B"},
             {"BEGIN; SELECT 1", "C"},
             {"COMMIT", "C"},
             {"END", "C"},
             {"ROLLBACK", ""},
             {"SAVEPOINT s", ""},
             {"RELEASE s", ""},
             {"DROP TABLE t", ""},
             {"CREATE TABLE t (i int)", "N"},
             {"CREATE TEMP TABLE t (i int)", "NS"},
             {"DO 'BEGIN END'", "NS"},
             {"CALL p()", "NS"},
             {"SET search_path = a", "NS"},
             {"SET statement_timeout = 5", "S"},
             {"SET LOCAL statement_timeout = 5", ""},
             {"SET LOCAL search_path = a", "N"},
             {"RESET ALL", "NS"},
             {"LISTEN news", "S"},
             {"PREPARE p AS SELECT 1", "S"},
             {"PREPARE TRANSACTION 'p'", ""},
             {"EXPLAIN SELECT 1", ""},
         }) {
        CAPTURE(row.sql);
        CHECK(told(row.sql) == row.rules);
    }
}

TEST_CASE("RELEASE may commit where a savepoint of that name holds the transaction") {
    CHECK(told("RELEASE SAVEPOINT s", {.transactional_ddl = true, .restart_savepoint = true}) == "C");
}

TEST_CASE("a change of the schema commits where no transaction holds it") {
    const Features features{.transactional_ddl = false};
    CHECK(told("DROP TABLE t", features) == "C");
    CHECK(told("CREATE TABLE t (i int)", features) == "CN");
    CHECK(told("SELECT 1", features) == "P");
}
