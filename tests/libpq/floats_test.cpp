// SPDX-License-Identifier: BSL-1.0
//
// Floating-point numbers in text, whatever extra_float_digits a session has begun with.
#include <doctest/doctest.h>

#include <string>

#include "server.hpp"

namespace {

constexpr double exact = 0.1 + 0.2;  // 0.30000000000000004, of which rounding makes 0.3

/// A connection of which a role or the options of a URL have said to round, and which never asks for binary.
dbapi::ConnectOptions rounding() {
    dbapi::ConnectOptions options;
    options.parameters = {{"options", "-c extra_float_digits=0"}, {"format", "text"}};
    return options;
}

double sum(dbapi::Connection& conn) {
    return conn.execute("SELECT 0.1::float8 + 0.2::float8").scalar<double>();
}

}  // namespace

TEST_CASE("a double is exact in text when the session was told to round, from the first statement on") {
    auto conn = testing::connect(rounding());
    SUBCASE("in a transaction that begins by itself, and after its rollback") {
        CHECK(sum(*conn) == exact);
        conn->rollback();
        CHECK(sum(*conn) == exact);
    }
    SUBCASE("in one that fails at once") {
        CHECK_THROWS_AS(conn->execute("SELECT 1 / 0"), dbapi::DataError);
        conn->rollback();
        CHECK(sum(*conn) == exact);
    }
    SUBCASE("in one that was begun, and after its rollback") {
        conn->begin();
        CHECK(sum(*conn) == exact);
        conn->rollback();
        CHECK(sum(*conn) == exact);
    }
    SUBCASE("in autocommit mode") {
        conn->set_autocommit(true);
        CHECK(sum(*conn) == exact);
    }
    SUBCASE("among several statements") {
        for (const bool autocommit : {true, false}) {
            auto fresh = testing::connect(rounding());
            fresh->set_autocommit(autocommit);
            auto cursor = fresh->cursor();
            cursor->execute("SELECT 0.1::float8 + 0.2::float8; SELECT 2");
            CHECK(cursor->scalar<double>() == exact);
            REQUIRE(cursor->nextset());
            CHECK(cursor->scalar<int>() == 2);
        }
    }
    SUBCASE("in a stream") {
        auto stream = conn->stream("SELECT 0.1::float8 + 0.2::float8");
        CHECK(stream.scalar<double>() == exact);
    }
    SUBCASE("after a statement that no transaction may hold") {
        conn->set_autocommit(true);
        conn->execute("VACUUM pg_catalog.pg_am");
        CHECK(sum(*conn) == exact);
    }
}

TEST_CASE("a double is exact in text after the session's settings were taken back") {
    auto options = rounding();
    options.autocommit = true;
    auto conn = testing::connect(options);
    for (const char* command : {"RESET extra_float_digits", "RESET ALL", "DISCARD ALL"}) {
        CAPTURE(command);
        conn->execute(command);
        CHECK(sum(*conn) == exact);
    }
}

TEST_CASE("whoever sets extra_float_digits has it so") {
    auto options = rounding();
    options.autocommit = true;
    auto conn = testing::connect(options);
    conn->execute("SET extra_float_digits TO 0");
    CHECK(sum(*conn) == 0.3);
}
