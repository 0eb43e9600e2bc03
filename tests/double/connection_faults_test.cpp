// SPDX-License-Identifier: BSL-1.0
//
// What a caller of our driver sees of each fault of a connection: while connecting, while it is idle, and
// while it waits.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <dbapi/dbapi.hpp>
#include <string>
#include <thread>

#include "double/doubled.hpp"
#include "double/outcome.hpp"
#include "support/cockroach/keys.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::Doubled;
using testing::goes_on;
using testing::thrown_by;
using testing::to_string;
using testing::cockroach::Fault;

namespace {

constexpr auto bound = 5s;

/// Runs a statement until it fails, and returns how: nobody knows when the end of an idle connection is
/// noticed.
std::string first_failure(Connection& conn) {
    for (int i = 0; i < 1000; ++i) {
        const auto thrown = thrown_by([&] { conn.execute("SELECT 1"); });
        if (thrown != "nothing") return thrown;
    }
    return "nothing";
}

}  // namespace

TEST_CASE("drain_connect, too_many_clients and refused: connect() says which, and the next try may succeed") {
    struct Row {
        Fault fault;
        const char* thrown;
    };
    constexpr Row rows[] = {
        {Fault::drain_connect, "OperationalError 57P01 connection lost"},
        {Fault::too_many_clients, "OperationalError 53300 connection lost"},
        {Fault::refused, "OperationalError 08001 connection lost"},
    };
    for (const auto& row : rows) {
        const std::string name(to_string(row.fault));
        CAPTURE(name);
        Doubled doubled;
        doubled.server.inject({.fault = row.fault});
        CHECK(thrown_by([&] { static_cast<void>(doubled.connect()); }) == row.thrown);
        CHECK(doubled.server.count(row.fault) == 1);
        doubled.server.clear();
        CHECK(goes_on(*doubled.connect()) == "works");
    }
}

TEST_CASE("drain_idle: the answer still comes, then the connection is lost with 57P01") {
    Doubled doubled;
    const auto conn = doubled.connect({.autocommit = true});
    doubled.server.inject({.fault = Fault::drain_idle, .when = "41 + 1"});
    CHECK(conn->execute("SELECT 41 + 1").scalar<int>() == 42);
    CHECK_FALSE(conn->is_usable());  // it was read with the answer
    CHECK(first_failure(*conn) == "ConnectionLost 57P01 connection lost");
    CHECK(goes_on(*doubled.connect()) == "works");
}

TEST_CASE("a node that drains: its idle sessions end, and it takes no new ones") {
    Doubled doubled;
    const auto conn = doubled.connect({.autocommit = true});
    conn->execute("SELECT 1");
    doubled.server.drain();
    CHECK(first_failure(*conn) == "ConnectionLost 57P01 connection lost");
    CHECK(thrown_by([&] { static_cast<void>(doubled.connect()); }) ==
          "OperationalError 57P01 connection lost");
}

TEST_CASE("session_cancelled: the answer still comes, then the connection is lost without a word") {
    Doubled doubled;
    const auto conn = doubled.connect({.autocommit = true});
    doubled.server.inject({.fault = Fault::session_cancelled, .when = "41 + 1"});
    CHECK(conn->execute("SELECT 41 + 1").scalar<int>() == 42);
    CHECK(first_failure(*conn).starts_with("ConnectionLost 08006"));
    CHECK_FALSE(conn->is_usable());
}

TEST_CASE("slow_answer: it is waited for, or cancelled at the deadline, and the connection stays usable") {
    Doubled doubled;
    const auto conn = doubled.connect();
    doubled.server.inject({.fault = Fault::slow_answer, .when = "41 + 1", .delay = 20ms});
    CHECK(conn->execute("SELECT 41 + 1").scalar<int>() == 42);
    doubled.server.inject({.fault = Fault::slow_answer, .when = "42 + 1", .delay = 1h});
    conn->set_timeout(100ms);
    CHECK(thrown_by([&] { conn->execute("SELECT 42 + 1"); }) == "DeadlineExceeded 57014");
    CHECK(conn->transaction_status() == TransactionStatus::failed);
    CHECK(goes_on(*conn) == "works");
}

TEST_CASE("slow_answer without keys: v20.1 obeys no cancel, and the connection is given up") {
    Doubled doubled("v20.1");
    const auto conn = doubled.connect();
    conn->execute("SELECT 1");
    doubled.server.inject({.fault = Fault::slow_answer, .when = "41 + 1", .delay = 1h});
    conn->set_timeout(100ms);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(thrown_by([&] { conn->execute("SELECT 41 + 1"); }) == "DeadlineExceeded 57014 connection lost");
    CHECK(std::chrono::steady_clock::now() - begin < bound);
    CHECK_FALSE(conn->is_usable());
}

TEST_CASE("a statement that is given up ends in the server, although v20.1 obeys no cancel") {
    Doubled doubled("v20.1");
    const auto conn = doubled.connect();
    conn->set_timeout(100ms);
    CHECK(thrown_by([&] {
              conn->execute(
                  "SELECT count(*) FROM generate_series(1, 200000) AS a, generate_series(1, 200000) AS "
                  "given_up");
          }) == "DeadlineExceeded 57014 connection lost");
    const auto runs = [&] {
        return doubled.beside
            ->execute(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE '%given\\_up%' AND state = "
                "'active' "
                "AND pid <> pg_backend_pid()")
            .scalar<bool>();
    };
    const auto end = std::chrono::steady_clock::now() + bound;
    while (runs() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(20ms);
    CHECK_FALSE(runs());
}

TEST_CASE("late_cancel: a cancel that comes after the answer leaves the next statement alone") {
    Doubled doubled;
    const auto conn = doubled.connect({.autocommit = true});
    for (int i = 0; i < 20; ++i) {
        doubled.server.clear();
        doubled.server.inject({.fault = Fault::late_cancel, .when = "41 + 1", .delay = 1h});
        std::thread canceller([&] {
            while (doubled.server.count(Fault::late_cancel) == static_cast<std::size_t>(i)) continue;
            conn->cancel();
        });
        const auto thrown = thrown_by([&] { conn->execute("SELECT 41 + 1"); });
        canceller.join();
        CHECK(thrown == "nothing");
        CHECK(conn->execute("SELECT 7").scalar<int>() == 7);
    }
}

TEST_CASE("a cancel that comes before somebody waits for it is not lost") {
    using testing::cockroach::SessionKey;
    const std::atomic<bool> stopping = false;
    for (const bool is_held : {false, true}) {
        CAPTURE(is_held);
        SessionKey key("8 bytes.");
        is_held ? key.hold_cancels() : key.catch_cancels();
        bool is_told_further = false;
        std::thread canceller([&] { is_told_further = key.arrive(stopping); });
        if (!is_held) canceller.join();
        CHECK(key.wait(1min, stopping));
        key.let_go();
        if (is_held) canceller.join();
        CHECK(is_told_further == is_held);
    }
}

TEST_CASE("frozen: every wait ends by its deadline and a grace") {
    for (const auto* when : {"UPDATE", "COMMIT"}) {
        CAPTURE(when);
        Doubled doubled;
        const auto conn = doubled.connect();
        doubled.server.inject({.fault = Fault::frozen, .when = when});
        conn->set_timeout(200ms);
        const auto begin = std::chrono::steady_clock::now();
        const auto thrown = thrown_by([&] {
            conn->execute("UPDATE double_accounts SET balance = 1");
            conn->commit();
        });
        CHECK(std::chrono::steady_clock::now() - begin < bound);
        CHECK(thrown == (std::string(when) == "COMMIT"
                             ? "AmbiguousCommit 40003 outcome unknown connection lost"
                             : "DeadlineExceeded 57014 connection lost"));
        CHECK_FALSE(conn->is_usable());
        CHECK(goes_on(*conn) == "ConnectionLost 08003 connection lost");
    }
}

TEST_CASE("at random: the ledger knows what was applied, and no transfer is lost or doubled") {
    Doubled doubled;
    for (const auto fault :
         {Fault::retry_at_statement, Fault::retry_at_commit, Fault::lost_before_commit,
          Fault::lost_after_commit, Fault::ambiguous_applied, Fault::ambiguous_not_applied})
        doubled.server.inject({.fault = fault, .probability = 0.03});
    std::int64_t applied = 0;
    std::size_t unknown = 0;
    std::shared_ptr<Connection> conn;
    for (int i = 0; i < 300; ++i) {
        try {
            if (!conn || !conn->is_usable()) conn = doubled.connect();
            conn->execute("UPDATE double_accounts SET balance = balance + 1 WHERE id = 2");
            conn->commit();
            ++applied;
        } catch (const AmbiguousCommit&) {
            ++unknown;
            if (conn->is_usable()) conn->rollback();
        } catch (const SerializationFailure&) {
            conn->rollback();
        }
    }
    std::int64_t applied_unseen = 0;
    for (const auto& strike : doubled.server.strikes()) applied_unseen += strike.applied == true ? 1 : 0;
    CHECK(unknown > 0);
    CHECK(doubled.balance(2) == applied + applied_unseen);
}
