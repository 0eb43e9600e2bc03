// SPDX-License-Identifier: BSL-1.0
//
// TLS and passwords, against a server with a certificate for `localhost` that run made.
#include <doctest/doctest.h>

#include <cstdlib>
#include <dbapi/dbapi.hpp>
#include <string>

using namespace dbapi;

namespace {

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    REQUIRE(value);
    return value;
}

/// Options for the server, which is on 127.0.0.1, by the name of `host`.
ConnectOptions options(const std::string& host, const std::string& sslmode, const std::string& ca) {
    return {.dsn = from_environment("DBAPI_TEST_POSTGRESQL_URL"),
            .parameters = {{"host", host},
                           {"hostaddr", "127.0.0.1"},
                           {"sslmode", sslmode},
                           {"sslrootcert", from_environment("DBAPI_TEST_CERTIFICATES") + '/' + ca}}};
}

bool is_encrypted(Connection& conn) {
    return conn.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").scalar<bool>();
}

std::string refusal(const ConnectOptions& options) {
    try {
        const auto conn = connect(options);
    } catch (const OperationalError& error) {
        return error.what();
    }
    return "(none)";
}

}  // namespace

TEST_CASE("verify-full takes a certificate of the right name from the right authority") {
    const auto conn = connect(options("localhost", "verify-full", "ca.crt"));
    CHECK(is_encrypted(*conn));
}

TEST_CASE("verify-full refuses another authority's certificate") {
    const auto why = refusal(options("localhost", "verify-full", "other.crt"));
    CHECK(why.find("certificate verify failed") != std::string::npos);
}

TEST_CASE("verify-full refuses a certificate for another name, verify-ca does not") {
    const auto why = refusal(options("db.example.com", "verify-full", "ca.crt"));
    CHECK(why.find("does not match host name \"db.example.com\"") != std::string::npos);
    CHECK(is_encrypted(*connect(options("db.example.com", "verify-ca", "ca.crt"))));
}

TEST_CASE("verify-full without the authority's file is refused rather than left out") {
    CHECK(refusal(options("localhost", "verify-full", "none.crt")) != "(none)");
}

TEST_CASE("a statement can be cancelled through TLS, and a deadline holds") {
    const auto conn = connect(options("localhost", "verify-full", "ca.crt"));
    conn->set_timeout(std::chrono::milliseconds(200));
    CHECK_THROWS_AS(conn->execute("SELECT pg_sleep(60)"), DeadlineExceeded);
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("passwords go by SCRAM: the server keeps no password, and a wrong one is not repeated") {
    auto right = options("localhost", "verify-full", "ca.crt");
    const auto conn = connect(right);
    CHECK(
        conn->execute("SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = current_user")
            .scalar<bool>());
    right.password = "s3cret-and-wrong";
    const auto why = refusal(right);
    CHECK(why.find("password authentication failed") != std::string::npos);
    CHECK(why.find("s3cret") == std::string::npos);
}
