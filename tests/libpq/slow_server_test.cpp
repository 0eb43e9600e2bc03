// SPDX-License-Identifier: BSL-1.0
//
// What the driver does when the server or the network takes too long.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>

#include "libpq/server.hpp"

using namespace dbapi;
using testing::connect_through;
using testing::Fault;

TEST_CASE(
    "a server that never answers: the statement ends by its deadline and a grace, and the connection is "
    "given up") {
    testing::ProxiedServer server;
    const auto conn = connect_through(server, {.timeout = std::chrono::milliseconds(200)});
    server.proxy.arm(Fault::freeze, "SELECT 7");
    const auto start = std::chrono::steady_clock::now();
    try {
        conn->execute("SELECT 7");
        FAIL("a frozen server answered");
    } catch (const DeadlineExceeded& error) {
        CHECK_FALSE(error.is_connection_usable());
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
    CHECK_FALSE(conn->is_usable());
    conn->close();
}

TEST_CASE("a server whose last rows take longer than the grace to arrive is still waited for") {
    testing::ProxiedServer server;
    const auto conn = connect_through(server);
    conn->execute("SELECT 1");
    conn->set_timeout(std::chrono::milliseconds(500));
    server.proxy.slow_down(20'000);
    try {
        conn->execute("SELECT repeat('x', 100000) FROM generate_series(1, 1000000)");
        FAIL("all came");
    } catch (const DeadlineExceeded& error) {
        CHECK(error.is_connection_usable());
    }
    server.proxy.slow_down(0);
    conn->set_timeout(Timeout(0));
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a server that does not answer while connecting ends by the deadline") {
    testing::ProxiedServer server;
    server.proxy.arm(Fault::freeze, "");
    const auto start = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(connect_through(server, {.timeout = std::chrono::milliseconds(200)}), DeadlineExceeded);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("destroying a connection to a frozen server does not wait") {
    testing::ProxiedServer server;
    auto conn = connect_through(server);
    auto cur = conn->cursor({.stream = true});
    cur->execute("SELECT * FROM generate_series(1, 1000000)");
    server.proxy.arm(Fault::freeze, "");
    const auto start = std::chrono::steady_clock::now();
    cur.reset();
    conn.reset();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}
