// SPDX-License-Identifier: BSL-1.0
//
// CockroachDouble: a server in front of the test PostgreSQL that presents itself as CockroachDB, and has
// faults when it is told to. README.md in this directory says what it is good for, and what not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/cockroach/node.hpp"
#include "support/cockroach/stream.hpp"

namespace testing::cockroach {

/// Where PostgreSQL is, out of a URL of the form postgresql://USER[:PASSWORD]@HOST:PORT/DATABASE, or
/// postgresql://USER@/DATABASE?host=DIRECTORY&port=PORT.
struct ServerUrl {
    /// @throws std::runtime_error  the URL has another form.
    explicit ServerUrl(const std::string& url);
    std::string user;  ///< With the password, as it stands in the URL.
    std::string host;
    std::uint16_t port = 0;
    std::string rest;  ///< From the slash on.
};

/// Listens on a free port of 127.0.0.1; ends with its scope, and all its connections with it. Threads: any.
class CockroachDouble {
 public:
    /// @param server_url  of PostgreSQL, as in DBAPI_TEST_POSTGRESQL_URL, or in
    /// DBAPI_TEST_POSTGRESQL_SOCKET_URL.
    /// @param profile     "v20.1", "v23.2" or "v25.2".
    /// @param seed        of what is random.
    explicit CockroachDouble(const std::string& server_url, std::string_view profile = "v23.2",
                             std::uint32_t seed = 1);
    ~CockroachDouble();
    CockroachDouble(const CockroachDouble&) = delete;
    CockroachDouble& operator=(const CockroachDouble&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return listener_.port(); }
    [[nodiscard]] const Profile& profile() const noexcept { return node_.profile; }
    /// Returns the URL for clients: as PostgreSQL's, with this scheme.
    [[nodiscard]] std::string url(std::string_view scheme = "cockroachdb") const;

    /// From now on the fault strikes where the injection says. A refused one refuses all until clear(),
    /// unless it has a probability.
    void inject(Injection injection);
    /// Forgets all injections, listens again, and does not drain.
    void clear();
    /// The node drains: idle sessions are told and closed, new ones refused.
    void drain() noexcept { node_.draining = true; }

    /// From now on no transaction fails for what others do, but by injection: PostgreSQL runs READ COMMITTED.
    void let_conflicts_pass() noexcept { node_.conflicts_pass = true; }

    /// The ledger: what has struck, in its order.
    [[nodiscard]] std::vector<Strike> strikes() const { return node_.plan.strikes(); }
    [[nodiscard]] std::size_t count(Fault fault) const;
    /// How often the fault struck and what it hit is committed, or is not.
    [[nodiscard]] std::size_t count(Fault fault, bool applied) const;
    /// How many connections have been accepted.
    [[nodiscard]] int connections() const noexcept { return connections_; }

 private:
    struct Served {
        std::thread thread;
        std::shared_ptr<std::atomic<bool>> over;
    };
    void accept_clients();

    ServerUrl server_;
    Node node_;
    Listener listener_;
    std::atomic<int> connections_ = 0;
    std::list<Served> served_;  // used by the acceptor alone until it has ended
    std::thread acceptor_;
};

}  // namespace testing::cockroach
