// SPDX-License-Identifier: BSL-1.0
//
// A server that stops answering in the middle of whatever it is asked: every call that waits for it ends by
// its deadline and a bounded grace, and says so.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "libpq/server.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::connect_through;
using testing::Fault;

namespace {

struct Call {
    const char* name;
    const char* trigger;  // what the driver sends when the server freezes
    std::function<void(Connection&)> run;
};

std::vector<Call> calls() {
    return {
        {"execute", "SELECT 'x'", [](Connection& conn) { conn.execute("SELECT 'x'"); }},
        {"executemany", "INSERT",
         [](Connection& conn) {
             conn.executemany("INSERT INTO nothing VALUES (?)", {{1}, {2}});
         }},
        {"stream", "generate_series",
         [](Connection& conn) {
             static_cast<void>(conn.stream("SELECT generate_series(1, 1000000)").fetchall());
         }},
        {"commit", "COMMIT", [](Connection& conn) { conn.commit(); }},
        {"rollback", "ROLLBACK", [](Connection& conn) { conn.rollback(); }},
        {"pipeline", "SELECT 'p'",
         [](Connection& conn) {
             Pipeline pipe(conn);
             pipe.execute("SELECT 'p'");
             pipe.sync();
         }},
        {"copy_in", "COPY",
         [](Connection& conn) {
             std::istringstream data("1\n");
             conn.copy_in("COPY nothing FROM STDIN", data);
         }},
        {"copy_out", "COPY",
         [](Connection& conn) {
             std::ostringstream data;
             conn.copy_out("COPY (SELECT 1) TO STDOUT", data);
         }},
        {"callproc", "pg_proc", [](Connection& conn) { conn.cursor()->callproc("lower", {"A"}); }},
    };
}

}  // namespace

TEST_CASE("every blocking call on a frozen server ends, and the connection is given up") {
    for (const auto& call : calls()) {
        CAPTURE(call.name);
        testing::ProxiedServer server;
        const auto conn = connect_through(server);
        conn->execute("SELECT 1");  // the session's settings have gone with it, and a transaction is open
        server.proxy.arm(Fault::freeze, call.trigger);
        conn->set_timeout(100ms);
        const auto begin = std::chrono::steady_clock::now();
        try {
            call.run(*conn);
            FAIL_CHECK("nothing was thrown");
        } catch (const OperationalError& error) {
            const bool is_commit = std::string(call.name) == "commit";
            CHECK(error.error_class() ==
                  (is_commit ? ErrorClass::ambiguous_commit : ErrorClass::deadline_exceeded));
            CHECK_FALSE(error.is_connection_usable());
        }
        CHECK(std::chrono::steady_clock::now() - begin < 5s);
        CHECK_FALSE(conn->is_usable());
        CHECK_THROWS_AS(conn->execute("SELECT 1"), ConnectionLost);
    }
}

TEST_CASE("close() of a connection to a frozen server ends, and its destructor does not wait") {
    for (const bool closes : {true, false}) {
        testing::ProxiedServer server;
        auto conn = connect_through(server);
        conn->execute("SELECT 1");
        server.proxy.arm(Fault::freeze, "ROLLBACK");
        conn->set_timeout(100ms);
        const auto begin = std::chrono::steady_clock::now();
        if (closes) conn->close();
        conn.reset();
        CHECK(std::chrono::steady_clock::now() - begin < 5s);
    }
}
