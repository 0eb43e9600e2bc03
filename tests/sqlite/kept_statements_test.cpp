// SPDX-License-Identifier: BSL-1.0
//
// Statements that the driver keeps prepared: nothing may be seen of it but speed.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "fixtures.hpp"

namespace {

std::shared_ptr<dbapi::Connection> open(const std::string& prepared_max = "") {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    if (!prepared_max.empty()) options.parameters = {{"prepared_max", prepared_max}};
    return fixtures::memory(options);
}

/// What is said of a statement that cannot be run.
struct Complaint {
    std::string message;
    std::string sqlstate;
    int position;
    friend bool operator==(const Complaint&, const Complaint&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Complaint& c) {
        return out << c.message << " [" << c.sqlstate << "] at " << c.position;
    }
};

Complaint complaint_about(dbapi::Connection& conn, const std::string& sql) {
    try {
        conn.execute(sql);
    } catch (const dbapi::DatabaseError& error) {
        return {error.what(), std::string(error.sqlstate()), error.diagnostics().position};
    }
    return {};
}

}  // namespace

TEST_CASE("a statement that is run again sees the tables as they are now") {
    auto conn = open();
    conn->execute("CREATE TABLE t (a INTEGER)");
    conn->execute("INSERT INTO t VALUES (1)");
    const std::string sql = "SELECT * FROM t";
    for (int i = 0; i < 3; ++i) CHECK(conn->execute(sql).fetchall()[0].size() == 1);
    conn->execute("ALTER TABLE t ADD COLUMN b DATE DEFAULT '2024-02-29'");
    for (int i = 0; i < 3; ++i) {
        auto result = conn->execute(sql);
        REQUIRE(result.description()->size() == 2);
        CHECK((*result.description())[1].name == "b");
        CHECK(result.fetchall()[0][1] == dbapi::Value(dbapi::Date(2024, 2, 29)));
    }
    conn->execute("CREATE TEMP TABLE t (c TEXT)");
    CHECK((*conn->execute(sql).description())[0].name == "c");
    conn->execute("DROP TABLE temp.t");
    conn->execute("ALTER TABLE t RENAME COLUMN a TO z");
    CHECK((*conn->execute(sql).description())[0].name == "z");
}

TEST_CASE("what is wrong with a statement is told as if it had never been run") {
    auto conn = open();
    conn->execute("CREATE TABLE t (a INTEGER, b INTEGER)");
    const std::string sql = "SELECT a, b FROM t";
    for (int i = 0; i < 3; ++i) conn->execute(sql);
    conn->execute("ALTER TABLE t DROP COLUMN b");
    const auto known = complaint_about(*conn, sql);
    CHECK(known.sqlstate == "42703");
    CHECK(known.position == 11);
    conn->execute("DROP TABLE t");
    CHECK(complaint_about(*conn, sql) == complaint_about(*open(), sql));
    CHECK(complaint_about(*conn, sql).sqlstate == "42P01");
    conn->execute("CREATE TABLE t (a INTEGER, b INTEGER)");
    CHECK_NOTHROW(conn->execute(sql));
}

TEST_CASE("values of one run are gone in the next") {
    auto conn = open();
    conn->execute("CREATE TABLE t (a TEXT, b BLOB)");
    const std::string sql = "INSERT INTO t VALUES (?, ?)";
    conn->execute(sql, std::string(1000, 'x'), dbapi::Binary(std::string_view("\0\1", 2)));
    CHECK_THROWS_AS(conn->execute(sql, "one value"), dbapi::ProgrammingError);
    conn->execute(sql, dbapi::null, "short");
    const auto rows = conn->execute("SELECT a, b FROM t ORDER BY rowid").fetchall();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].get<std::string>(0).size() == 1000);
    CHECK(rows[1].is_null(0));
    CHECK(rows[1].get<std::string>(1) == "short");
}

TEST_CASE("an unfinished run does not lock anything once its cursor is gone") {
    auto conn = open();
    conn->execute("CREATE TABLE t (a INTEGER)");
    conn->execute("INSERT INTO t VALUES (1), (2)");
    const std::string sql = "SELECT a FROM t";
    for (int i = 0; i < 3; ++i) {
        auto stream = conn->stream(sql);
        CHECK(stream.fetchone());
    }
    CHECK_NOTHROW(conn->execute("DROP TABLE t"));
}

TEST_CASE("statements are kept up to a number, and more of them work as well") {
    for (const char* prepared_max : {"0", "1", "3"}) {
        CAPTURE(prepared_max);
        auto conn = open(prepared_max);
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 10; ++i) {
                const auto sql = "SELECT " + std::to_string(i) + " + ?";
                CHECK(conn->execute(sql, 1).scalar<int>() == i + 1);
                CHECK(conn->execute(sql, 2).scalar<int>() == i + 2);
            }
        }
    }
    CHECK_THROWS_AS(open("many"), dbapi::ProgrammingError);
    CHECK_THROWS_AS(open("-1"), dbapi::ProgrammingError);
}

TEST_CASE("a PRAGMA that acts while it is prepared acts each time") {
    auto conn = open();
    const auto is_on = [&] { return conn->execute("PRAGMA foreign_keys").scalar<int>() == 1; };
    for (int i = 0; i < 3; ++i) {
        conn->execute("PRAGMA foreign_keys = OFF");
        CHECK_FALSE(is_on());
        conn->execute("PRAGMA foreign_keys = ON");
        CHECK(is_on());
    }
}

TEST_CASE("lists of ever other lengths do not push out what is kept") {
    auto conn = open();
    const std::string has_table =
        "SELECT count(*) FROM pragma_compile_options WHERE compile_options = 'ENABLE_STMTVTAB'";
    if (!conn->execute(has_table).scalar<bool>()) return;  // no way to see what is prepared
    const auto prepared = [&](const std::string& pattern) {
        return conn->execute("SELECT count(*) FROM sqlite_stmt WHERE sql LIKE ?", pattern).scalar<int>();
    };
    conn->execute("SELECT 'often'");
    REQUIRE(prepared("SELECT 'often'%") == 1);
    for (int i = 0; i < 3; ++i) {
        for (std::size_t length = 1; length <= 250; ++length) {
            conn->execute("SELECT 'listed' WHERE 1 IN (?)", dbapi::expand(std::vector<int>(length, 2)));
        }
        conn->execute("SELECT 'often'");
    }
    CHECK(prepared("SELECT 'listed'%") == 8);
    CHECK(prepared("SELECT 'often'%") == 1);
}
