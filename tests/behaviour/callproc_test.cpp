// SPDX-License-Identifier: BSL-1.0
//
// callproc() where the database has procedures or functions; else that it says so. PEP 249: C74 to C77.
#include <doctest/doctest.h>

#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::NotSupportedError;
using dbapi::ProgrammingError;
using dbapi::Value;
using testing::connect;
using Values = std::vector<Value>;

bool has_callproc() { return connect()->features().callproc; }

}  // namespace

TEST_CASE("without the feature callproc() is not supported") {
    if (has_callproc()) return;
    const auto conn = connect();
    CHECK_THROWS_AS(conn->cursor()->callproc("lower", {"FOO"}), NotSupportedError);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
}

TEST_CASE("a function gives a copy of its parameters, and its value as a row") {
    if (!has_callproc()) return;
    const auto conn = connect();
    const auto cur = conn->cursor();
    CHECK(cur->callproc("lower", {"FOO"}) == Values{"FOO"});
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
    REQUIRE(cur->description());
    CHECK(cur->description()->size() == 1);
    CHECK(cur->rowcount() == 1);
    CHECK(cur->scalar<std::string>() == "foo");
    CHECK_FALSE(cur->fetchone().has_value());

    cur->callproc("lower", Values{"BAR"});
    CHECK(cur->fetchone()->get<std::string>(0) == "bar");
    cur->callproc("abs", {-7});
    CHECK(cur->scalar<int>() == 7);
    cur->callproc("length", {"four"});
    CHECK(cur->scalar<int>() == 4);
    cur->callproc("pi");
    CHECK(cur->scalar<double>() == doctest::Approx(3.14159));
    conn->rollback();
}

TEST_CASE("an unknown name, a wrong number and a name that is none are ProgrammingError") {
    if (!has_callproc()) return;
    const auto conn = connect();
    const auto cur = conn->cursor();
    CHECK_THROWS_AS(cur->callproc("no_such_procedure"), ProgrammingError);
    conn->rollback();
    CHECK_THROWS_AS(cur->callproc("lower", {"A", "B", "C"}), ProgrammingError);
    conn->rollback();
    for (const char* name : {"", "lower('A'); SELECT lower", "a b", ".", "a..b", "1"}) {
        CHECK_THROWS_AS(cur->callproc(name, {"A"}), ProgrammingError);
        conn->rollback();
    }
    cur->callproc("LOWER", {"A"});
    CHECK(cur->scalar<std::string>() == "a");
}
