// SPDX-License-Identifier: BSL-1.0
//
// Errors: the same class and SQLSTATE from every database, a connection that goes on, and messages that tell
// no secrets. PEP 249: C16 to C31.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::ErrorClass;
using testing::connect;
using testing::Table;

struct Expected {
    std::string sql;
    ErrorClass error_class;
    const char* sqlstate;
};

struct Fixture {
    Table parent{"id INT PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INT CHECK (age >= 0)"};
    Table child{"id INT PRIMARY KEY, parent INT REFERENCES " + parent.name() + " (id)"};

    Fixture() {
        const auto conn = connect();
        conn->execute(parent.sql("INSERT INTO {} VALUES (1, 'ann', 30), (2, 'bob', 40)"));
        conn->execute(child.sql("INSERT INTO {} VALUES (1, 1)"));
        conn->commit();
    }

    std::vector<Expected> errors() {
        const auto p = [&](std::string_view text) { return parent.sql(text); };
        const auto c = [&](std::string_view text) { return child.sql(text); };
        return {
            {p("INSERT INTO {} VALUES (1, 'eve', 1)"), ErrorClass::unique_violation, "23505"},
            {p("INSERT INTO {} VALUES (9, 'ann', 1)"), ErrorClass::unique_violation, "23505"},
            {p("UPDATE {} SET name = 'ann'"), ErrorClass::unique_violation, "23505"},
            {p("INSERT INTO {} VALUES (9, NULL, 1)"), ErrorClass::not_null_violation, "23502"},
            {p("UPDATE {} SET name = NULL"), ErrorClass::not_null_violation, "23502"},
            {p("INSERT INTO {} VALUES (9, 'eve', -1)"), ErrorClass::check_violation, "23514"},
            {c("INSERT INTO {} VALUES (9, 99)"), ErrorClass::foreign_key_violation, "23503"},
            {p("DELETE FROM {} WHERE id = 1"), ErrorClass::foreign_key_violation, "23503"},
            {"SELEC 1", ErrorClass::programming_error, "42601"},
            {"SELECT (1", ErrorClass::programming_error, "42601"},
            {"SELECT 'not ended", ErrorClass::programming_error, "42601"},
            {p("INSERT INTO {} (id, name) VALUES (9, 'eve', 1)"), ErrorClass::programming_error, "42601"},
            {"SELECT * FROM no_such_table", ErrorClass::programming_error, "42P01"},
            {"INSERT INTO no_such_table VALUES (1)", ErrorClass::programming_error, "42P01"},
            {"DROP TABLE no_such_table", ErrorClass::programming_error, "42P01"},
            {p("CREATE TABLE {} (id INT)"), ErrorClass::programming_error, "42P07"},
            {p("SELECT no_such_column FROM {}"), ErrorClass::programming_error, "42703"},
            {p("INSERT INTO {} (no_such_column) VALUES (1)"), ErrorClass::programming_error, "42703"},
            {p("UPDATE {} SET no_such_column = 1"), ErrorClass::programming_error, "42703"},
            {p("SELECT id FROM {} a, {} b"), ErrorClass::programming_error, "42702"},
            {"SELECT no_such_function(1)", ErrorClass::programming_error, "42883"},
            {testing::is_sqlite()
                 ? "SELECT sum(x) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1) AS t"
                 : "SELECT 9223372036854775807 + 1",
             ErrorClass::data_error, "22003"},
        };
    }
};

void check_error(const dbapi::Error& error, const Expected& expected) {
    CHECK(dbapi::to_string(error.error_class()) == dbapi::to_string(expected.error_class));
    CHECK(error.sqlstate() == expected.sqlstate);
    CHECK(error.is_connection_usable());
    CHECK_FALSE(error.is_retryable());
    CHECK_FALSE(error.is_outcome_unknown());
    const std::string_view said = error.what();
    CHECK_FALSE(said.empty());
    CHECK(said.find('\n') == std::string_view::npos);
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "each error has its class and SQLSTATE, as the first statement and as a later one") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    for (const bool first : {true, false}) {
        CAPTURE(first);
        for (const auto& expected : errors()) {
            CAPTURE(expected.sql);
            if (!first) conn->execute("SELECT 1");
            try {
                cursor->execute(expected.sql);
                FAIL_CHECK("nothing was thrown");
            } catch (const dbapi::Error& error) {
                check_error(error, expected);
                REQUIRE(cursor->messages().size() == 1);
                CHECK(cursor->messages()[0].error_class == expected.error_class);
                CHECK(cursor->messages()[0].sqlstate == expected.sqlstate);
                CHECK(cursor->messages()[0].text == error.what());
            }
            CHECK(conn->is_usable());
            conn->rollback();
            CHECK(conn->execute(parent.sql("SELECT count(*) FROM {}")).scalar<int>() == 2);
            conn->rollback();
        }
    }
}

TEST_CASE_FIXTURE(Fixture,
                  "each error is the same in autocommit mode, by executemany and on a streaming cursor") {
    const auto conn = connect({.autocommit = true});
    for (const auto& expected : errors()) {
        CAPTURE(expected.sql);
        const auto check = [&](auto&& run) {
            try {
                run();
                FAIL_CHECK("nothing was thrown");
            } catch (const dbapi::Error& error) {
                check_error(error, expected);
            }
            CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
            CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        };
        check([&] { conn->execute(expected.sql); });
        check([&] { static_cast<void>(conn->stream(expected.sql).fetchall()); });
        if (expected.sql.starts_with("SELECT")) continue;
        check([&] { conn->executemany(expected.sql, std::vector<dbapi::Parameters>(2)); });
    }
}

TEST_CASE("every error is caught as the classes above it") {
    const auto conn = connect({.autocommit = true});
    CHECK_THROWS_AS(conn->execute("SELEC 1"), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute("SELEC 1"), dbapi::DatabaseError);
    CHECK_THROWS_AS(conn->execute("SELEC 1"), dbapi::Error);
    CHECK_THROWS_AS(conn->execute("SELEC 1"), std::exception);
    CHECK_THROWS_AS(conn->execute("SELEC 1"), dbapi::Connection::ProgrammingError);
}

TEST_CASE("division by zero is DataError where it is an error") {
    const auto conn = connect();
    if (testing::is_sqlite()) {
        CHECK(conn->execute("SELECT 1 / 0").scalar<dbapi::Value>().is_null());
        return;
    }
    try {
        conn->execute("SELECT 1 / 0");
        FAIL("nothing was thrown");
    } catch (const dbapi::DataError& error) {
        CHECK(error.sqlstate() == "22012");
    }
}

TEST_CASE_FIXTURE(Fixture, "an error tells table, column and constraint where the server sends them") {
    if (testing::is_sqlite()) return;  // sends none
    const auto conn = connect({.autocommit = true});
    try {
        conn->execute(parent.sql("INSERT INTO {} VALUES (9, 'ann', 1)"));
        FAIL("nothing was thrown");
    } catch (const dbapi::UniqueViolation& error) {
        CHECK(error.diagnostics().constraint == parent.name() + "_name_key");
        CHECK(error.diagnostics().table == parent.name());
        CHECK(error.diagnostics().severity == "ERROR");
        CHECK(error.diagnostics().detail.find("ann") != std::string::npos);
    }
    try {
        conn->execute(parent.sql("INSERT INTO {} VALUES (9, NULL, 1)"));
        FAIL("nothing was thrown");
    } catch (const dbapi::NotNullViolation& error) {
        CHECK(error.diagnostics().column == "name");
    }
    if (testing::is_cockroachdb()) return;  // sends no position
    try {
        conn->execute("SELECT no_such_column");
        FAIL("nothing was thrown");
    } catch (const dbapi::ProgrammingError& error) {
        CHECK(error.diagnostics().position == 8);
    }
}

TEST_CASE_FIXTURE(Fixture, "what() holds no parameter value and nothing of the server's DETAIL") {
    const auto conn = connect({.autocommit = true});
    const auto check = [&](const std::string& sql, const auto&... parameters) {
        CAPTURE(sql);
        try {
            conn->execute(sql, parameters...);
            FAIL_CHECK("nothing was thrown");
        } catch (const dbapi::IntegrityError& error) {
            const std::string said = error.what();
            CHECK_MESSAGE(said.find("s3cret") == std::string::npos, said);
            CHECK_MESSAGE(said.find("4711") == std::string::npos, said);
            const auto& detail = error.diagnostics().detail;
            CHECK((detail.empty() || said.find(detail) == std::string::npos));
        }
        for (const auto& message : conn->messages()) CHECK(message.text.find("s3cret") == std::string::npos);
    };
    conn->execute(parent.sql("INSERT INTO {} VALUES (4711, ?, 1)"), "s3cret");
    check(parent.sql("INSERT INTO {} VALUES (4712, ?, 1)"), "s3cret");
    check(parent.sql("INSERT INTO {} VALUES (?, ?, 1)"), 4711, "x");
    check(parent.sql("INSERT INTO {} VALUES (3, ?, -4711)"), "s3cret");
    check(parent.sql("INSERT INTO {} VALUES (4711, ?, 1)"), dbapi::null);
    check(child.sql("INSERT INTO {} VALUES (3, ?)"), 47110);
}

TEST_CASE("an error of ours about parameters holds none of their values") {
    const auto conn = connect();
    const auto check = [&](auto&& run) {
        try {
            run();
            FAIL_CHECK("nothing was thrown");
        } catch (const dbapi::Error& error) {
            const std::string said = error.what();
            CHECK_MESSAGE(said.find("s3cret") == std::string::npos, said);
        }
    };
    check([&] { conn->execute("SELECT ?", "s3cret", 1); });
    check([&] { conn->execute("SELECT :other", {{"name", "s3cret"}}); });
    check([&] { static_cast<void>(conn->execute("SELECT ?", "s3cret").scalar<int>()); });
    check([&] { static_cast<void>(conn->execute("SELECT ?", "s3cret").scalar<dbapi::Date>()); });
    check([&] { static_cast<void>(conn->execute("SELECT ?", "s3cret").scalar<dbapi::Uuid>()); });
    check([&] { static_cast<void>(conn->execute("SELECT ?", "s3cret").scalar<dbapi::Decimal>()); });
}
