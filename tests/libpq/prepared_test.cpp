// SPDX-License-Identifier: BSL-1.0
//
// Statements that the driver prepares by itself: nothing may be seen of it but speed.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "server.hpp"

namespace {

std::int64_t prepared_count(dbapi::Connection& conn) {
    return conn.execute("SELECT count(*) FROM pg_prepared_statements").scalar<std::int64_t>();
}

dbapi::ConnectOptions with(std::string name, std::string value) {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    options.parameters = {{std::move(name), std::move(value)}};
    return options;
}

dbapi::ConnectOptions autocommit() {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    return options;
}

/// A table of a fixed name, for this connection alone.
void make_table(dbapi::Connection& conn) {
    conn.execute("CREATE TABLE IF NOT EXISTS prepared_test (id int PRIMARY KEY, v int)");
    conn.execute("TRUNCATE prepared_test");
    conn.execute("INSERT INTO prepared_test VALUES (1, 10), (2, 20)");
}

}  // namespace

TEST_CASE("the same statement run three times gives identical rows and description") {
    auto conn = testing::connect(autocommit());
    const std::vector<std::string> statements = {
        "SELECT true, 1::int2, 2, 3::int8, 4::oid, 0.1::float4, 0.1::float8, -1.50::numeric, 'x'::text",
        "SELECT 'n'::name, 'v'::varchar(9), 'b'::char(3), '\\x00ff'::bytea, gen_random_uuid() IS NULL",
        "SELECT date '2024-02-29', time '13:14:15.5', timetz '13:14+02', timestamp '2024-02-29 13:14'",
        "SELECT timestamptz '2024-02-29 13:14+02', interval '1 year 2 days 3 seconds', '{\"a\":1}'::jsonb",
        "SELECT '1.2.3.4/8'::inet, '10.0.0.0/8'::cidr, '08:00:2b:01:02:03'::macaddr, b'101', '[1]'::json",
        "SELECT '[1,5)'::int4range, row(1,'a'), '12'::money, 'a b'::tsvector, null, null::int",
        "SELECT array[1,2], array['a',null], array[]::int[], 'infinity'::timestamptz, 'NaN'::float8",
        "SELECT",
        "SELECT 1 WHERE false",
        "VALUES (1, 'a'), (2, 'b')"};
    for (const auto& sql : statements) {
        CAPTURE(sql);
        auto first = conn->execute(sql);
        const auto rows = first.fetchall();
        for (int again = 0; again < 3; ++again) {
            CAPTURE(again);
            auto result = conn->execute(sql);
            CHECK(*result.description() == *first.description());
            CHECK(result.rowcount() == first.rowcount());
            CHECK(result.statusmessage() == first.statusmessage());
            const auto more = result.fetchall();
            REQUIRE(more.size() == rows.size());
            for (std::size_t i = 0; i < rows.size(); ++i) {
                CAPTURE(rows[i]);
                CAPTURE(more[i]);
                for (std::size_t column = 0; column < rows[i].size(); ++column) {
                    CHECK(more[i][column].kind() == rows[i][column].kind());
                    CHECK(more[i][column].to_string() == rows[i][column].to_string());
                }
            }
        }
    }
    CHECK(prepared_count(*conn) > 5);
}

TEST_CASE("a statement costs one round trip, but its second use, which prepares it") {
    testing::ProxiedServer server;
    dbapi::ConnectOptions options = autocommit();
    options.dsn = server.url;
    auto conn = dbapi::connect(options);
    const auto cost = [&] {
        const auto before = server.proxy.round_trips();
        CHECK(conn->execute("SELECT ?::int + 1", 41).scalar<int>() == 42);
        return server.proxy.round_trips() - before;
    };
    CHECK(cost() == 1);
    CHECK(cost() == 2);
    CHECK(cost() == 1);
    CHECK(cost() == 1);
}

TEST_CASE("parameters of other types get a prepared statement of their own; a NULL fits any") {
    auto conn = testing::connect(autocommit());
    const std::string sql = "SELECT ?::text";
    for (int again = 0; again < 3; ++again) {
        CHECK(conn->execute(sql, 1).scalar<std::string>() == "1");
        CHECK(conn->execute(sql, std::int64_t{1} << 40).scalar<std::string>() == "1099511627776");
        CHECK(conn->execute(sql, "text").scalar<std::string>() == "text");
        CHECK(conn->execute(sql, 1.5).scalar<std::string>() == "1.5");
        CHECK_FALSE(conn->execute(sql, dbapi::null).scalar<std::optional<std::string>>());
    }
    CHECK(prepared_count(*conn) <= 4);
}

TEST_CASE("when the tables of a prepared statement change, it is prepared again without being noticed") {
    auto conn = testing::connect();
    auto other = testing::connect(autocommit());
    make_table(*other);
    const std::string sql = "SELECT * FROM prepared_test ORDER BY id";
    for (int i = 0; i < 3; ++i) conn->execute(sql);
    conn->commit();
    other->execute("ALTER TABLE prepared_test ADD COLUMN w text DEFAULT 'new'");

    SUBCASE("in autocommit mode") {
        conn->set_autocommit(true);
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
    }
    SUBCASE("as the first statement of a transaction, which was not begun by anybody else") {
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
    }
    SUBCASE("later in a transaction it is PlanInvalidated, and running that again succeeds") {
        conn->execute("SELECT 1");
        try {
            conn->execute(sql);
            FAIL("no error");
        } catch (const dbapi::PlanInvalidated& error) {
            CHECK(error.is_retryable());
            CHECK(error.is_connection_usable());
            CHECK(error.sqlstate() == "0A000");
        }
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::failed);
        conn->rollback();
        conn->execute("SELECT 1");
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
    }
    conn->rollback();
    other->execute("DROP TABLE prepared_test");
}

TEST_CASE("a schema change on the connection itself makes all prepared statements new ones") {
    auto conn = testing::connect(autocommit());
    make_table(*conn);
    const std::string sql = "SELECT * FROM prepared_test";
    for (int i = 0; i < 3; ++i) CHECK(conn->execute(sql).fetchall()[0].size() == 2);
    conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
    for (int i = 0; i < 3; ++i) CHECK(conn->execute(sql).fetchall()[0].size() == 3);
    CHECK(prepared_count(*conn) == 1);
    conn->execute("DROP TABLE prepared_test");
    CHECK_THROWS_AS(conn->execute(sql), dbapi::ProgrammingError);
}

TEST_CASE("prepared statements that somebody has thrown away are made again") {
    auto conn = testing::connect(autocommit());
    const std::string sql = "SELECT 7";
    for (int i = 0; i < 3; ++i) conn->execute(sql);
    REQUIRE(prepared_count(*conn) == 1);
    for (const char* command :
         {"DEALLOCATE ALL", "DISCARD ALL", "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$"}) {
        CAPTURE(command);
        conn->execute(command);
        CHECK(conn->execute(sql).scalar<int>() == 7);
        CHECK(conn->execute(sql).scalar<int>() == 7);
    }
}

TEST_CASE("a user's own EXECUTE of a statement that is not there is a ProgrammingError") {
    auto conn = testing::connect(autocommit());
    CHECK_THROWS_AS(conn->execute("EXECUTE nothing_of_that_name"), dbapi::ProgrammingError);
}

TEST_CASE("the server keeps no more prepared statements than it was told") {
    auto conn = testing::connect(with("prepared_max", "3"));
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 10; ++i) {
            const auto sql = "SELECT " + std::to_string(i) + " + ?";
            for (int use = 0; use < 3; ++use) CHECK(conn->execute(sql, 1).scalar<int>() == i + 1);
        }
    }
    CHECK(prepared_count(*conn) <= 4);  // one that is dropped goes with the next that is made
}

TEST_CASE("settings turn preparing off and choose the format") {
    const auto prepared_after = [](const dbapi::ConnectOptions& options) {
        auto conn = testing::connect(options);
        for (int i = 0; i < 3; ++i) CHECK(conn->execute("SELECT 0.5::float8").scalar<double>() == 0.5);
        return prepared_count(*conn);
    };
    CHECK(prepared_after(autocommit()) == 1);
    CHECK(prepared_after(with("prepare_threshold", "0")) == 0);
    CHECK(prepared_after(with("prepared_max", "0")) == 0);
    CHECK(prepared_after(with("prepare_threshold", "4")) == 0);
    CHECK(prepared_after(with("format", "text")) == 1);
    for (const char* name : {"format", "prepare_threshold", "prepared_max"}) {
        CHECK_THROWS_AS(static_cast<void>(testing::connect(with(name, "maybe"))), dbapi::ProgrammingError);
        CHECK_THROWS_AS(static_cast<void>(testing::connect(with(name, ""))), dbapi::ProgrammingError);
    }
}

TEST_CASE("the database's own types have their names, and enumerations are strings") {
    auto conn = testing::connect(autocommit());
    conn->execute("DROP TYPE IF EXISTS prepared_mood, prepared_pair");
    conn->execute("CREATE TYPE prepared_mood AS ENUM ('sad', 'happy')");
    conn->execute("CREATE TYPE prepared_pair AS (a int, b text)");
    const std::string sql = "SELECT 'happy'::prepared_mood, row(1, 'x')::prepared_pair, 'sad'::prepared_mood";
    const auto check = [&](auto&& result) {
        REQUIRE(result.description());
        CHECK((*result.description())[0].type_name == "prepared_mood");
        CHECK((*result.description())[1].type_name == "prepared_pair");
        const auto row = result.fetchone();
        REQUIRE(row);
        CHECK((*row)[0] == dbapi::Value("happy"));
        CHECK((*row)[1] == dbapi::Value(dbapi::Other("prepared_pair", "(1,x)")));
        CHECK(row->template get<std::string>(1) == "(1,x)");
        CHECK_FALSE(result.fetchone());
    };
    SUBCASE("when they come unforeseen") {
        for (int i = 0; i < 3; ++i) check(conn->execute(sql));
    }
    SUBCASE("in a stream") { check(conn->stream(sql)); }
    SUBCASE("in a stream that cannot be described before") {
        auto plain = testing::connect(with("prepare_threshold", "0"));
        check(plain->stream(sql));
    }
    SUBCASE("among several statements") {
        auto cursor = conn->cursor();
        cursor->execute("SELECT 1; " + sql + "; SELECT 2");
        CHECK(cursor->scalar<int>() == 1);
        REQUIRE(cursor->nextset());
        check(*cursor);
        REQUIRE(cursor->nextset());
        CHECK(cursor->scalar<int>() == 2);
        CHECK_FALSE(cursor->nextset());
    }
    SUBCASE("in a transaction") {
        conn->set_autocommit(false);
        check(conn->execute(sql));
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
        conn->rollback();
        conn->set_autocommit(true);
    }
    SUBCASE("after a change of name") {
        check(conn->execute(sql));
        conn->execute("ALTER TYPE prepared_mood RENAME TO prepared_temper");
        auto result = conn->execute("SELECT 'sad'::prepared_temper");
        CHECK((*result.description())[0].type_name == "prepared_temper");
    }
    conn->execute("DROP TYPE IF EXISTS prepared_mood, prepared_temper, prepared_pair");
}

TEST_CASE("a transaction whose first statement fails has failed, however often the statement was run") {
    auto conn = testing::connect();
    for (int use = 0; use < 4; ++use) {
        CAPTURE(use);
        CHECK_THROWS_AS(conn->execute("SELECT * FROM prepared_nowhere"), dbapi::ProgrammingError);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::failed);
        CHECK_THROWS_AS(conn->execute("SELECT 1"), dbapi::InternalError);
        conn->rollback();
    }
}

TEST_CASE("typed rows notice that their own cursor has run the same statement again") {
    auto conn = testing::connect(autocommit());
    auto cursor = conn->cursor();
    const std::string sql = "SELECT i + ? FROM generate_series(1, 3) AS i";
    for (int use = 0; use < 3; ++use) {
        CAPTURE(use);
        cursor->execute(sql, 0);
        int read = 0;
        const auto loop = [&] {
            for (const int i : cursor->rows<int>()) {
                read += i;
                cursor->execute(sql, 10);
            }
        };
        CHECK_THROWS_AS(loop(), dbapi::ProgrammingError);
        CHECK(read == 1);
    }
}

TEST_CASE("integers by name are as wide as their C++ type") {
    auto conn = testing::connect(autocommit());
    CHECK(conn->cursor()->execute("SELECT left('abcdef', :n)", {{"n", 2}}).scalar<std::string>() == "ab");
}

TEST_CASE("what a text without a type means follows the search path") {
    auto conn = testing::connect(autocommit());
    conn->execute("CREATE SCHEMA prepared_one");
    conn->execute("CREATE SCHEMA prepared_two");
    conn->execute("CREATE TABLE prepared_one.p (v int)");
    conn->execute("CREATE TABLE prepared_two.p (v text)");
    for (const char* path : {"prepared_one", "prepared_two"}) {
        conn->execute("SET search_path TO " + std::string(path));
        for (int use = 0; use < 3; ++use) conn->execute("INSERT INTO p VALUES (?)", "007");
    }
    for (const auto v : conn->execute("SELECT v FROM prepared_two.p").rows<std::string>()) CHECK(v == "007");
    conn->execute("DROP SCHEMA prepared_one CASCADE");
    conn->execute("DROP SCHEMA prepared_two CASCADE");
}

TEST_CASE("a change of the schema that is undone makes all prepared statements new ones as well") {
    auto conn = testing::connect();
    auto other = testing::connect(autocommit());
    make_table(*other);
    const std::string sql = "SELECT * FROM prepared_test ORDER BY id";
    const auto width = [&] { return conn->execute(sql).fetchall()[0].size(); };
    const auto check_undone = [&] {
        conn->execute("SELECT 1");  // a stale statement would be told, not made anew
        CHECK(width() == 2);
        conn->commit();
    };
    for (int i = 0; i < 3; ++i) width();
    conn->commit();

    SUBCASE("by rollback()") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        check_undone();
    }
    SUBCASE("by rollback() before a transaction that begins by itself") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        conn->begin();
        check_undone();
    }
    SUBCASE("by ROLLBACK as text") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("ROLLBACK");
        check_undone();
    }
    SUBCASE("by ROLLBACK AND CHAIN") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("ROLLBACK AND CHAIN");
        check_undone();
    }
    SUBCASE("back to a savepoint") {
        conn->execute("SELECT 1");
        conn->execute("SAVEPOINT before");
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("ROLLBACK TO SAVEPOINT before");
        check_undone();
    }
    SUBCASE("by a commit after a failure") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        CHECK_THROWS_AS(conn->execute("SELECT 1 / 0"), dbapi::DataError);
        CHECK_THROWS_AS(conn->commit(), dbapi::TransactionRolledBack);
        check_undone();
    }
    SUBCASE("by a deferred constraint") {
        conn->execute("CREATE TEMP TABLE prepared_deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("INSERT INTO prepared_deferred VALUES (1), (1)");
        CHECK_THROWS_AS(conn->commit(), dbapi::UniqueViolation);
        check_undone();
    }
    SUBCASE("in DO") {
        conn->execute("DO $$BEGIN ALTER TABLE prepared_test ADD COLUMN w text; END$$");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        check_undone();
    }
    SUBCASE("in front of which a table was made by a query") {
        conn->execute("CREATE TEMP TABLE prepared_test AS SELECT 1 AS id, 2 AS a, 3 AS b");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        check_undone();
    }
    SUBCASE("by the end of a transaction for which a table was made") {
        conn->execute("CREATE TEMP TABLE prepared_test (id int, a int, b int) ON COMMIT DROP");
        conn->execute("INSERT INTO prepared_test VALUES (1, 2, 3)");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->commit();
        check_undone();
    }
    conn->rollback();
    other->execute("DROP TABLE prepared_test");
}

TEST_CASE("a stale statement behind an explicit BEGIN alone begins that transaction again") {
    auto conn = testing::connect(autocommit());
    auto other = testing::connect(autocommit());
    make_table(*other);
    const std::string sql = "SELECT * FROM prepared_test ORDER BY id";
    for (int i = 0; i < 3; ++i) conn->execute(sql);
    other->execute("ALTER TABLE prepared_test ADD COLUMN w text DEFAULT 'new'");
    const auto setting = [&](const std::string& name) {
        return conn->execute("SHOW " + name).scalar<std::string>();
    };

    SUBCASE("by begin(), with the same options") {
        conn->set_transaction_options({dbapi::IsolationLevel::repeatable_read, true});
        conn->begin();
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
        CHECK(setting("transaction_isolation") == "repeatable read");
        CHECK(setting("transaction_read_only") == "on");
    }
    SUBCASE("by BEGIN as text, with the same options") {
        conn->execute("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE");
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
        CHECK(setting("transaction_isolation") == "serializable");
        CHECK(setting("transaction_deferrable") == "on");
    }
    SUBCASE("but not when anything else has run") {
        conn->begin();
        SUBCASE("a savepoint") { conn->execute("SAVEPOINT first"); }
        SUBCASE("a setting") { conn->execute("SET LOCAL statement_timeout TO 100000"); }
        SUBCASE("another BEGIN, which is but a warning") { conn->execute("BEGIN"); }
        CHECK_THROWS_AS(conn->execute(sql), dbapi::PlanInvalidated);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::failed);
    }
    SUBCASE("nor in a transaction that began among other statements") {
        conn->begin();
        conn->rollback();
        conn->execute("BEGIN; INSERT INTO prepared_test VALUES (3, 30)");
        CHECK_THROWS_AS(conn->execute(sql), dbapi::PlanInvalidated);
    }
    conn->rollback();
    other->execute("DROP TABLE prepared_test");
}

TEST_CASE("a NULL without a type is described in every run as in the first") {
    auto conn = testing::connect(autocommit());
    const auto description_of = [&](const auto& value) {
        return *conn->execute("SELECT ? AS v", value).description();
    };
    const auto of_null = description_of(dbapi::null);
    const auto of_int = description_of(1);
    for (int run = 0; run < 3; ++run) {
        CAPTURE(run);
        CHECK(description_of(1) == of_int);
        CHECK(description_of(dbapi::null) == of_null);
    }
    CHECK(prepared_count(*conn) == 2);
}

TEST_CASE("a text with ever other types of parameters does not keep the server preparing") {
    auto conn = testing::connect(autocommit());
    const auto run = [&](unsigned nulls) {
        std::vector<dbapi::Value> values(4);
        for (unsigned i = 0; i < values.size(); ++i) {
            if ((nulls >> i & 1U) == 0) values[i] = std::int64_t{i};
        }
        return conn->execute("SELECT ?::int8, ?::int8, ?::int8, ?::int8", values).fetchall()[0];
    };
    for (unsigned round = 0; round < 3; ++round) {
        for (unsigned nulls = 0; nulls < 16; ++nulls) {
            const auto row = run(nulls);
            for (unsigned i = 0; i < 4; ++i) CHECK(row[i].is_null() == ((nulls >> i & 1U) == 1));
        }
    }
    CHECK(prepared_count(*conn) <= 9);
}

TEST_CASE("a stream over a type of the database's own keeps nothing, prepared or not") {
    auto conn = testing::connect(autocommit());
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy')");
    const std::string sql = "SELECT 'sad'::pg_temp.mood, 1 / (3 - i) FROM generate_series(1, 5) AS i";
    for (const char* threshold : {"2", "0"}) {
        CAPTURE(threshold);
        auto fresh = testing::connect(with("prepare_threshold", threshold));
        fresh->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy')");
        for (int run = 0; run < 2; ++run) {
            auto stream = fresh->stream(sql);  // the error of the third row has not been read
            CHECK((*stream.description())[0].type_name.ends_with("mood"));
            CHECK(stream.fetchone());
            CHECK(stream.fetchone());
            CHECK_THROWS_AS(static_cast<void>(stream.fetchone()), dbapi::DataError);
        }
    }
}
