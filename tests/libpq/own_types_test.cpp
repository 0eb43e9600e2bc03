// SPDX-License-Identifier: BSL-1.0
//
// Types that the database made: their names, and what they cost.
#include <doctest/doctest.h>

#include <string>

#include "prepared.hpp"

using testing::autocommit;
using testing::with;

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

TEST_CASE("a stream over a type of the database's own keeps nothing, prepared or not") {
    const std::string sql = "SELECT 'sad'::pg_temp.mood, 1 / (3 - i) FROM generate_series(1, 5) AS i";
    for (const char* threshold : {"2", "0"}) {
        CAPTURE(threshold);
        auto conn = testing::connect(with("prepare_threshold", threshold));
        conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy')");
        for (int run = 0; run < 2; ++run) {
            auto stream = conn->stream(sql);  // the error of the third row has not been read
            CHECK((*stream.description())[0].type_name.ends_with("mood"));
            CHECK(stream.fetchone());
            CHECK(stream.fetchone());
            CHECK_THROWS_AS(static_cast<void>(stream.fetchone()), dbapi::DataError);
        }
    }
}
