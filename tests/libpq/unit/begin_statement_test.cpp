// SPDX-License-Identifier: BSL-1.0
//
// BEGIN in each server's words, and what may commit there.
#include "begin_statement.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "dialect.hpp"

using namespace dbapi;
using dbapi::libpq::begin_statement;
using dbapi::libpq::dialect_for;

TEST_CASE("BEGIN says what is set, and nothing else") {
    const std::vector<std::pair<TransactionOptions, std::string>> table = {
        {{}, "BEGIN"},
        {{.writes = true}, "BEGIN"},
        {{.isolation = IsolationLevel::serializable}, "BEGIN ISOLATION LEVEL SERIALIZABLE"},
        {{.read_only = true}, "BEGIN READ ONLY"},
        {{.read_only = false}, "BEGIN READ WRITE"},
        {{.isolation = IsolationLevel::serializable, .read_only = true, .deferrable = true},
         "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE"},
        {{.deferrable = false}, "BEGIN NOT DEFERRABLE"},
        {{.priority = TransactionPriority::low}, "BEGIN PRIORITY LOW"},
        {{.read_only = false, .priority = TransactionPriority::high}, "BEGIN READ WRITE, PRIORITY HIGH"},
        {{.read_only = true, .as_of_system_time = "-10s"}, "BEGIN READ ONLY, AS OF SYSTEM TIME '-10s'"},
    };
    for (const auto& entry : table) {
        CAPTURE(entry.second);
        CHECK(begin_statement(entry.first) == entry.second);
    }
}

TEST_CASE("a time is a literal, unless it is the call of one function and nothing more") {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"2026-01-02 03:04:05+00", "'2026-01-02 03:04:05+00'"},
        {"1700000000000000000.0000000001", "'1700000000000000000.0000000001'"},
        {"follower_read_timestamp()", "follower_read_timestamp()"},
        {"with_max_staleness('10s')", "with_max_staleness('10s')"},
        {"with_min_timestamp('2026-01-02 03:04:05')", "with_min_timestamp('2026-01-02 03:04:05')"},
        {"crdb_internal.f(1, 2)", "crdb_internal.f(1, 2)"},
        // What could be more than a call is text, which the server refuses.
        {"f('); DROP TABLE t --')", "E'f(''); DROP TABLE t --'')'"},
        {"f(g())", "'f(g())'"},
        {"f(1); g(2)", "'f(1); g(2)'"},
        {"f(1--2)", "'f(1--2)'"},
        {"f(1 /* 2)", "'f(1 /* 2)'"},
        {"f(')", "E'f('')'"},
        {"()", "'()'"},
        {"-10s'", "E'-10s'''"},
        {"\\'", "E'\\\\'''"},
    };
    for (const auto& entry : table) {
        CAPTURE(entry.first);
        CHECK(begin_statement({.as_of_system_time = entry.first}) ==
              "BEGIN AS OF SYSTEM TIME " + entry.second);
    }
}

TEST_CASE("a server has the options that its BEGIN knows") {
    const Features& postgresql = dialect_for("").features;
    CHECK(postgresql.deferrable);
    CHECK_FALSE(postgresql.transaction_priority);
    CHECK_FALSE(postgresql.as_of_system_time);
    CHECK_FALSE(postgresql.restart_savepoint);
    const Features& cockroachdb = dialect_for("CockroachDB CCL v23.2.0").features;
    CHECK_FALSE(cockroachdb.deferrable);
    CHECK(cockroachdb.transaction_priority);
    CHECK(cockroachdb.as_of_system_time);
    CHECK(cockroachdb.restart_savepoint);
}
