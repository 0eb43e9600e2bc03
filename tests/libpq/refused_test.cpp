// SPDX-License-Identifier: BSL-1.0
//
// A server that refuses a connection: what is told, and whether the next host of a list is asked.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>

#include "libpq/server.hpp"

using namespace dbapi;

namespace {

struct Refused {
    std::string message;
    std::string sqlstate;
};

Refused refused(const ConnectOptions& options) {
    try {
        const auto conn = testing::connect(options);
    } catch (const OperationalError& error) {
        CHECK_FALSE(error.is_connection_usable());
        return {error.what(), std::string(error.sqlstate())};
    }
    FAIL("it was not refused");
    return {};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a wrong password is told by its SQLSTATE, and not repeated") {
    const auto told = refused({.password = "s3cret-and-wrong"});
    CHECK(told.sqlstate == "28P01");
    CHECK(contains(told.message, "password authentication failed"));
    CHECK_FALSE(contains(told.message, "s3cret"));
    CHECK_FALSE(contains(told.message, "28P01"));
    CHECK_FALSE(contains(told.message, "auth.c"));
}

TEST_CASE("a wrong password that is the user's name is told as any other") {
    const auto told = refused({.user = "nobody", .password = "nobody"});
    CHECK(contains(told.message, "password authentication failed for user \"nobody\""));
}

TEST_CASE("a database that is not there is told by its SQLSTATE") {
    const auto told = refused({.database = "no_such_database"});
    CHECK(told.sqlstate == "3D000");
    CHECK(contains(told.message, "no_such_database"));
    CHECK_FALSE(contains(told.message, "3D000"));
}

TEST_CASE("where nobody listens the SQLSTATE is that of a failure to connect") {
    const auto told = refused({.host = "127.0.0.1", .parameters = {{"port", "1"}}});
    CHECK(told.sqlstate == "08001");
}

TEST_CASE("the next host is asked when the first is not there") {
    testing::ProxiedServer second;
    const auto port = std::to_string(second.proxy.port());
    const auto conn =
        testing::connect({.host = "127.0.0.1,127.0.0.1", .parameters = {{"port", "1," + port}}});
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    CHECK(second.proxy.round_trips() > 0);
}

TEST_CASE("the next host is not asked when the first knows who asks") {
    testing::ProxiedServer first;
    testing::ProxiedServer second;
    const auto both = std::to_string(first.proxy.port()) + ',' + std::to_string(second.proxy.port());
    const auto told =
        refused({.password = "wrong", .host = "127.0.0.1,127.0.0.1", .parameters = {{"port", both}}});
    CHECK(told.sqlstate == "28P01");
    CHECK(second.proxy.round_trips() == 0);
}
