// SPDX-License-Identifier: BSL-1.0
//
// The PostgreSQL server that `./dev test` has started, for tests of what only the libpq driver has.
#pragma once

#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>

#include "support/fault_proxy.hpp"

namespace testing {

/// The URL of the server, from DBAPI_TEST_POSTGRESQL_URL; over TCP, with a password.
[[nodiscard]] const std::string& server_url();

/// Connects to the server; the dsn of the options is filled in.
[[nodiscard]] std::shared_ptr<dbapi::Connection> connect(dbapi::ConnectOptions options = {});

/// A proxy in front of the server, and the URL through it.
struct ProxiedServer {
    ProxiedServer();
    FaultProxy proxy;
    std::string url;
};

/// Connects to the server through its proxy; the dsn of the options is filled in.
[[nodiscard]] std::shared_ptr<dbapi::Connection> connect_through(const ProxiedServer& server,
                                                                 dbapi::ConnectOptions options = {});

}  // namespace testing
