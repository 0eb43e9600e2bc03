// SPDX-License-Identifier: BSL-1.0
//
// How long after its deadline a call ends: on a server that is busy, and on one that never answers again. No
// other library is measured: it is about what is promised.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/fault_proxy.hpp"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr auto limit = 50ms;

/// The server that ./dev bench has started: postgresql://user:password@host:port/database.
struct Server {
    std::string before;  // up to the host
    std::string host;
    std::uint16_t port;
    std::string behind;

    static Server from_environment() {
        const char* const text = std::getenv("DBAPI_TEST_POSTGRESQL_URL");
        if (!text)
            throw std::runtime_error("DBAPI_TEST_POSTGRESQL_URL is not set: run ./dev bench deadlines");
        const std::string url = text;
        const auto at = url.find('@') + 1;
        const auto colon = url.find(':', at);
        const auto slash = url.find('/', colon);
        return {url.substr(0, at), url.substr(at, colon - at),
                static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1))), url.substr(slash)};
    }

    [[nodiscard]] std::string url(std::uint16_t other_port) const {
        return before + host + ':' + std::to_string(other_port) + behind;
    }
};

std::shared_ptr<dbapi::Connection> connect(const std::string& url) {
    // Measured is the driver: no wait for TLS, and every statement alone.
    return dbapi::connect({.dsn = url, .autocommit = true, .parameters = {{"sslmode", "disable"}}});
}

/// Runs a call that must meet its deadline. Returns by how much it was late.
Milliseconds lateness(const std::function<void()>& call, std::chrono::milliseconds after) {
    const auto begin = Clock::now();
    try {
        call();
    } catch (const dbapi::OperationalError&) {  // of a COMMIT it is AmbiguousCommit
        return Clock::now() - begin - after;
    }
    throw std::runtime_error("a call that should have met its deadline did not");
}

void report(const char* what, std::vector<Milliseconds> late) {
    std::ranges::sort(late);
    const auto at = [&](double share) {
        return late[static_cast<std::size_t>(share * double(late.size() - 1))].count();
    };
    std::printf("%-34s %5zu   %8.1f   %8.1f   %8.1f\n", what, late.size(), at(0.5), at(0.99), at(1));
    std::fflush(stdout);
}

/// What can wait for a server that is busy.
void measure_busy(const std::string& url, int tries) {
    const auto conn = connect(url);
    conn->set_timeout(limit);
    const std::pair<const char*, std::function<void()>> calls[] = {
        {"execute", [&] { conn->execute("SELECT pg_sleep(60)"); }},
        {"fetch of a stream",
         [&] {
             auto rows = conn->stream(
                 "SELECT pg_sleep(CASE WHEN i > 1 THEN 60 ELSE 0 END) FROM generate_series(1, 9) i");
             static_cast<void>(rows.fetchall());
         }},
        {"copy_out",
         [&] {
             std::ostringstream data;
             conn->copy_out("COPY (SELECT pg_sleep(60)) TO STDOUT", data);
         }},
        {"pipeline",
         [&] {
             dbapi::Pipeline pipe(*conn);
             pipe.execute("SELECT pg_sleep(60)");
             pipe.sync();
         }},
    };
    for (const auto& [what, call] : calls) {
        std::vector<Milliseconds> late;
        for (int i = 0; i < tries; ++i) late.push_back(lateness(call, limit));
        report(what, std::move(late));
    }
    dbapi::Pool pool(url, {.max_size = 1});
    const auto lease = pool.connection();
    std::vector<Milliseconds> late;
    for (int i = 0; i < tries; ++i)
        late.push_back(lateness([&] { static_cast<void>(pool.connection(limit)); }, limit));
    report("a lease from a pool", std::move(late));
}

/// What can wait for a server that says nothing any more. A new session for each: it is given up.
void measure_frozen(const Server& server, int tries) {
    const std::pair<const char*, std::function<void(dbapi::Connection&)>> calls[] = {
        {"execute, on a frozen server", [](dbapi::Connection& conn) { conn.execute("SELECT 'freeze'"); }},
        {"commit, on a frozen server", [](dbapi::Connection& conn) { conn.commit(); }},
        {"copy_in, on a frozen server",
         [](dbapi::Connection& conn) {
             std::istringstream data("1\n");
             conn.copy_in("COPY frozen FROM STDIN", data);
         }},
    };
    const char* const triggers[] = {"'freeze'", "COMMIT", "COPY"};
    connect(server.url(server.port))->execute("CREATE TABLE IF NOT EXISTS frozen (v INT)");
    for (std::size_t i = 0; i < std::size(calls); ++i) {
        std::vector<Milliseconds> late;
        for (int n = 0; n < tries; ++n) {
            testing::FaultProxy proxy(server.host, server.port);
            const auto conn = connect(server.url(proxy.port()));
            conn->begin();
            conn->execute("SELECT 1");
            proxy.arm(testing::Fault::freeze, triggers[i]);
            conn->set_timeout(limit);
            late.push_back(lateness([&] { calls[i].second(*conn); }, limit));
        }
        report(calls[i].first, std::move(late));
    }
    // One that takes connections and says nothing.
    std::vector<Milliseconds> late;
    for (int n = 0; n < tries; ++n) {
        testing::FaultProxy proxy(server.host, server.port);
        proxy.arm(testing::Fault::freeze, "dbapi");  // the user's name is in the first message
        late.push_back(lateness(
            [&] {
                static_cast<void>(dbapi::connect({.dsn = server.url(proxy.port()),
                                                  .timeout = limit,
                                                  .parameters = {{"sslmode", "disable"}}}));
            },
            limit));
    }
    report("connect, to a frozen server", std::move(late));
}

}  // namespace

int main(int argc, char** argv) try {
    const int tries = argc > 1 ? std::stoi(argv[1]) : 200;
    const auto server = Server::from_environment();
    std::printf("Milliseconds after a deadline of %lld ms.\n\n", static_cast<long long>(limit.count()));
    std::printf("%-34s %5s   %8s   %8s   %8s\n", "call", "tries", "median", "99 %", "worst");
    measure_busy(server.url(server.port), tries);
    measure_frozen(server, std::max(tries / 20, 5));
    return 0;
} catch (const std::exception& error) {
    std::cerr << "bench_deadlines: " << error.what() << '\n';
    return 1;
}
