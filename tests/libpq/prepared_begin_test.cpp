// SPDX-License-Identifier: BSL-1.0
//
// The BEGIN that the driver sends with a statement, and prepares: nothing may be seen of it but speed.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "prepared.hpp"

using namespace dbapi;

namespace {

std::vector<std::string> begins(Connection& conn) {
    std::vector<std::string> statements;
    for (auto statement : conn.execute("SELECT statement FROM pg_prepared_statements "
                                       "WHERE statement LIKE 'BEGIN%' ORDER BY prepare_time")
                              .rows<std::string>()) {
        statements.push_back(statement);
    }
    return statements;
}

bool is_in_transaction(Connection& conn) { return conn.transaction_status() == TransactionStatus::active; }

}  // namespace

TEST_CASE("BEGIN is prepared with its second use, and costs no round trip") {
    testing::ProxiedServer server;
    const auto conn = testing::connect_through(server);
    for (int i = 0; i < 5; ++i) {
        CAPTURE(i);
        CHECK(begins(*conn) == std::vector<std::string>(i == 0 ? 0 : 1, "BEGIN"));
        CHECK(is_in_transaction(*conn));
        conn->commit();
    }
    conn->execute("SELECT 1");
    conn->execute("SELECT 1");
    conn->commit();
    const auto before = server.proxy.round_trips();
    conn->execute("SELECT 1");
    CHECK(server.proxy.round_trips() - before == 1);
}

TEST_CASE("each of the first four kinds of BEGIN is prepared, and begins such a transaction") {
    const auto conn = testing::connect();
    const auto run = [&](TransactionOptions options, const std::string& isolation) {
        for (int i = 0; i < 3; ++i) {
            conn->set_transaction_options(options);
            CHECK(conn->execute("SHOW transaction_isolation").scalar<std::string>() == isolation);
            CHECK(conn->execute("SHOW transaction_read_only").scalar<std::string>() ==
                  (options.read_only.value_or(false) ? "on" : "off"));
            conn->rollback();
        }
    };
    run({}, "read committed");
    run({.isolation = IsolationLevel::serializable}, "serializable");
    run({.read_only = true}, "read committed");
    run({.isolation = IsolationLevel::repeatable_read, .read_only = true}, "repeatable read");
    run({.isolation = IsolationLevel::repeatable_read}, "repeatable read");
    conn->set_transaction_options({});
    CHECK(begins(*conn) == std::vector<std::string>{"BEGIN", "BEGIN ISOLATION LEVEL SERIALIZABLE",
                                                    "BEGIN READ ONLY",
                                                    "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"});
}

TEST_CASE("a session that has lost its prepared statements begins as before") {
    for (const char* loss : {"DEALLOCATE ALL", "DISCARD ALL", "DO 'BEGIN EXECUTE ''DEALLOCATE ALL''; END'"}) {
        CAPTURE(loss);
        const auto conn = testing::connect();
        const auto transaction = [&] {
            conn->execute("CREATE TEMPORARY TABLE begun (x int)");
            CHECK(is_in_transaction(*conn));
            conn->rollback();  // the table as well
        };
        for (int i = 0; i < 3; ++i) transaction();
        conn->set_autocommit(true);
        conn->execute(loss);
        conn->set_autocommit(false);
        for (int i = 0; i < 3; ++i) transaction();
        CHECK(begins(*conn).size() == 1);
    }
}

TEST_CASE("kinds that come once each, as those of a time, keep out none that comes again") {
    const auto conn = testing::connect();
    const auto run = [&](TransactionOptions options) {
        conn->set_transaction_options(options);
        conn->execute("SELECT 1");
        conn->rollback();
    };
    for (const auto isolation : {IsolationLevel::read_committed, IsolationLevel::serializable}) {
        for (const bool read_only : {false, true}) {
            for (const bool deferrable : {false, true}) {
                run({.isolation = isolation, .read_only = read_only, .deferrable = deferrable});
            }
        }
    }
    for (int i = 0; i < 3; ++i) run({});
    CHECK(begins(*conn) == std::vector<std::string>{"BEGIN"});
}

TEST_CASE("with prepare_threshold=0 BEGIN is not prepared") {
    ConnectOptions options;
    options.parameters = {{"prepare_threshold", "0"}};
    const auto conn = testing::connect(options);
    for (int i = 0; i < 4; ++i) {
        CHECK(begins(*conn).empty());
        conn->commit();
    }
}

TEST_CASE("a statement that fails takes its BEGIN along, prepared or not") {
    const auto conn = testing::connect();
    for (int i = 0; i < 4; ++i) {
        CHECK_THROWS_AS(conn->execute("SELECT 1/?::int", 0), DataError);
        CHECK(conn->transaction_status() == TransactionStatus::failed);
        conn->rollback();
    }
    CHECK(begins(*conn).size() == 1);
}
