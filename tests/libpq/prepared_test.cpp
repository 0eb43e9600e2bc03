// SPDX-License-Identifier: BSL-1.0
//
// Statements that the driver prepares by itself: nothing may be seen of it but speed.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "prepared.hpp"

using testing::autocommit;
using testing::prepared_count;
using testing::with;

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
    auto conn = testing::connect_through(server, autocommit());
    // The session's settings travel with its first statement, in a packet of their own.
    conn->execute("SELECT 0");
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
