// SPDX-License-Identifier: BSL-1.0
//
// main() of the libpq driver's tests: without a server they skip.
#define DOCTEST_CONFIG_IMPLEMENT
#include "libpq/server.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>

namespace testing {
namespace {

constexpr int skipped = 77;  // what CTest is told to take for a skip

std::string url;

struct Address {
    std::string host;
    std::uint16_t port;
    std::size_t begin;  // where "host:port" stands in the URL
    std::size_t length;
};

Address address_of(const std::string& text) {
    const auto begin = text.find('@') + 1;
    const auto end = text.find('/', begin);
    const auto colon = text.find(':', begin);
    return {text.substr(begin, colon - begin),
            static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1, end - colon - 1))), begin,
            end - begin};
}

}  // namespace

const std::string& server_url() { return url; }

std::shared_ptr<dbapi::Connection> connect(dbapi::ConnectOptions options) {
    options.dsn = url;
    return dbapi::connect(options);
}

ProxiedServer::ProxiedServer()
    : proxy(address_of(server_url()).host, address_of(server_url()).port), url(server_url()) {
    const auto address = address_of(url);
    url.replace(address.begin, address.length, "127.0.0.1:" + std::to_string(proxy.port()));
}

std::shared_ptr<dbapi::Connection> connect_through(const ProxiedServer& server,
                                                   dbapi::ConnectOptions options) {
    options.dsn = server.url;
    return dbapi::connect(options);
}

}  // namespace testing

int main(int argc, char** argv) {
    const char* value = std::getenv("DBAPI_TEST_POSTGRESQL_URL");
    if (!value) {
        std::cout << "skipped: DBAPI_TEST_POSTGRESQL_URL is not set\n";
        return testing::skipped;
    }
    testing::url = value;
    doctest::Context context(argc, argv);
    return context.run();
}
