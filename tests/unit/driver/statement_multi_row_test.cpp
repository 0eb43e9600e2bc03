// SPDX-License-Identifier: BSL-1.0
//
// Which INSERTs take several rows at once, and their text then.
#include <doctest/doctest.h>

#include <dbapi/driver/statement.hpp>
#include <string>
#include <thread>
#include <vector>

using namespace dbapi;
using namespace dbapi::driver;

namespace {

std::string rows_of(std::string_view text, std::size_t rows, ParamStyle style = ParamStyle::automatic,
                    bool by_name = false, Placeholder native = Placeholder::dollar) {
    const auto made = Statement::parse(text, style, by_name, native)->multi_row(rows);
    return made ? made->sql() : "";
}

}  // namespace

TEST_CASE("an INSERT of one row of markers becomes one of several rows") {
    CHECK(rows_of("INSERT INTO t VALUES (?)", 1) == "INSERT INTO t VALUES ($1)");
    CHECK(rows_of("INSERT INTO t VALUES (?)", 3) == "INSERT INTO t VALUES ($1), ($2), ($3)");
    CHECK(rows_of("INSERT INTO t (a, b) VALUES (?, ?)", 2) ==
          "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
    CHECK(rows_of("insert into s.\"T\"(\"a\"\"b\")values(?);", 2) ==
          "insert into s.\"T\"(\"a\"\"b\")values($1), ($2);");
    CHECK(rows_of(" INSERT\nINTO t VALUES\t( ? , 'it''s', -1.5, NULL, default, TRUE ) ", 2) ==
          " INSERT\nINTO t VALUES\t( $1 , 'it''s', -1.5, NULL, default, TRUE ), ( $2 , 'it''s', -1.5, NULL, "
          "default, TRUE ) ");
    CHECK(rows_of("INSERT INTO t VALUES ($2, $1)", 2) == "INSERT INTO t VALUES ($2, $1), ($4, $3)");
    CHECK(rows_of("INSERT INTO t VALUES (:a, :b, :a)", 2, ParamStyle::named, true) ==
          "INSERT INTO t VALUES ($1, $2, $1), ($3, $4, $3)");
    CHECK(rows_of("INSERT INTO t VALUES (%s, %s)", 2, ParamStyle::format) ==
          "INSERT INTO t VALUES ($1, $2), ($3, $4)");
    CHECK(rows_of("INSERT INTO t VALUES (?, ?)", 2, ParamStyle::qmark, false, Placeholder::question) ==
          "INSERT INTO t VALUES (?, ?), (?, ?)");
    CHECK(rows_of("INSERT INTO t VALUES (?, ?)", 2, ParamStyle::qmark, false, Placeholder::anonymous) ==
          "INSERT INTO t VALUES (?, ?), (?, ?)");
}

TEST_CASE("ON CONFLICT DO NOTHING and its like may follow or precede") {
    CHECK(rows_of("INSERT INTO t VALUES (?) ON CONFLICT DO NOTHING", 2) ==
          "INSERT INTO t VALUES ($1), ($2) ON CONFLICT DO NOTHING");
    CHECK(rows_of("INSERT INTO t VALUES (?) ON CONFLICT (a, b) DO NOTHING", 2) ==
          "INSERT INTO t VALUES ($1), ($2) ON CONFLICT (a, b) DO NOTHING");
    CHECK(rows_of("INSERT OR IGNORE INTO t VALUES (?)", 2) == "INSERT OR IGNORE INTO t VALUES ($1), ($2)");
    CHECK(rows_of("INSERT OR REPLACE INTO t VALUES (?)", 2) == "INSERT OR REPLACE INTO t VALUES ($1), ($2)");
}

TEST_CASE("whatever may mean something else with several rows is left alone") {
    for (const char* text : {
             "SELECT ?",
             "UPDATE t SET a = ?",
             "INSERT INTO t VALUES (1)",
             "INSERT INTO t DEFAULT VALUES",
             "INSERT INTO t SELECT ?",
             "INSERT INTO t VALUES (?), (?)",
             "INSERT INTO t VALUES (? + 1)",
             "INSERT INTO t VALUES (now(), ?)",
             "INSERT INTO t VALUES ((SELECT max(a) FROM t), ?)",
             "INSERT INTO t VALUES (?::int)",
             "INSERT INTO t VALUES (?) RETURNING a",
             "INSERT INTO t VALUES (?) ON CONFLICT (a) DO UPDATE SET a = 1",
             "INSERT INTO t VALUES (?) ON CONFLICT DO NOTHING RETURNING a",
             "INSERT INTO t AS x VALUES (?)",
             "INSERT OR FAIL INTO t VALUES (?)",
             "INSERT OR ROLLBACK INTO t VALUES (?)",
             "UPSERT INTO t VALUES (?)",
             "REPLACE INTO t VALUES (?)",
             "WITH x AS (SELECT 1) INSERT INTO t VALUES (?)",
             "INSERT INTO t VALUES (?, 'a\\'b')",
             "INSERT INTO t VALUES (?, E'a')",
             "INSERT INTO t VALUES (?, x'ff')",
             "INSERT INTO t /* here */ VALUES (?)",
             "INSERT INTO t VALUES (?) -- there",
             "INSERT INTO t VALUES (?",
             "INSERT INTO t VALUES ?",
             "INSERT INTO t VALUES (?,)",
             "INSERT INTO t VALUES (?) x",
             "INSERT INTO t VALUES (?); SELECT 1",
             "INSERT t VALUES (?)",
         }) {
        CAPTURE(text);
        CHECK(rows_of(text, 2).empty());
    }
}

TEST_CASE("it takes the parameters of all rows by position") {
    const auto statement =
        Statement::parse("INSERT INTO t VALUES (:b, :a, :b)", ParamStyle::named, true, Placeholder::dollar);
    const auto made = statement->multi_row(3);
    REQUIRE(made);
    CHECK(made->parameter_count() == 6);
    CHECK_FALSE(made->is_named());
    CHECK(made->arity() == 6);
    CHECK(made->text() == statement->text());
    CHECK(made->keyword() == "INSERT");
    CHECK(made->id() != statement->id());
}

TEST_CASE("the longest and the last are kept, so that what is prepared for them stays of use") {
    const auto statement =
        Statement::parse("INSERT INTO t VALUES (?)", ParamStyle::automatic, false, Placeholder::dollar);
    const auto made = statement->multi_row(3);
    CHECK(statement->multi_row(3) == made);
    const auto rest = statement->multi_row(2);
    CHECK(rest->id() != made->id());
    CHECK(statement->multi_row(3) == made);
    CHECK(statement->multi_row(2) == rest);
    CHECK(statement->multi_row(1) != rest);
    CHECK(statement->multi_row(3) == made);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i <= 4; ++i) {
        threads.emplace_back([&, i] {
            for (int again = 0; again < 100; ++again) CHECK(statement->multi_row(i)->parameter_count() == i);
        });
    }
    for (auto& thread : threads) thread.join();
}

TEST_CASE("more rows than the protocol has parameters for are not made") {
    const auto statement =
        Statement::parse("INSERT INTO t VALUES (?, ?)", ParamStyle::automatic, false, Placeholder::dollar);
    CHECK(statement->multi_row(32767));
    CHECK_FALSE(statement->multi_row(32768));
    CHECK_FALSE(statement->multi_row(0));
}
