// SPDX-License-Identifier: BSL-1.0
//
// What a caller of our driver sees of each fault of statements and their transactions, and what the
// connection is good for afterwards.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <set>
#include <string>

#include "double/doubled.hpp"
#include "double/outcome.hpp"

using namespace dbapi;
using testing::Doubled;
using testing::goes_on;
using testing::thrown_by;
using testing::to_string;
using testing::cockroach::Fault;
using testing::cockroach::find_profile;

namespace {

/// What runs while the fault is armed.
enum class Work { transfer, one_update, read, restartable };

struct Row {
    Fault fault;
    const char* when;
    Work work;
    const char* thrown;
    const char* status;  // of the transaction, right behind it
    const char* after;   // see goes_on()
    int balance;         // of the second account in the end; 100 when the work is done
};

constexpr auto serialization = "SerializationFailure 40001 retryable";
constexpr auto lost = "ConnectionLost 08006 connection lost";
constexpr auto lost_unknown = "ConnectionLost 08006 outcome unknown connection lost";
constexpr auto commit_lost = "AmbiguousCommit 40003 outcome unknown connection lost";
constexpr auto gone = "ConnectionLost 08003 connection lost";

constexpr Row rows[] = {
    {Fault::retry_at_statement, "", Work::transfer, serialization, "failed", "works", 0},
    {Fault::retry_at_statement, "", Work::one_update, serialization, "idle", "works", 0},
    {Fault::retry_mid_result, "", Work::read, serialization, "failed", "works", 0},
    {Fault::retry_at_commit, "", Work::transfer, serialization, "idle", "works", 0},
    {Fault::retry_at_release, "", Work::restartable, serialization, "failed", "works", 0},
    {Fault::retry_past_savepoint, "", Work::transfer, serialization, "failed", "works", 0},
    {Fault::ambiguous_applied, "", Work::transfer, "AmbiguousCommit 40003 outcome unknown", "idle", "works",
     100},
    {Fault::ambiguous_applied, "", Work::one_update, "AmbiguousCommit 40003 outcome unknown", "idle", "works",
     100},
    {Fault::ambiguous_not_applied, "", Work::transfer, "AmbiguousCommit 40003 outcome unknown", "idle",
     "works", 0},
    {Fault::ambiguous_not_applied, "", Work::restartable, "AmbiguousCommit 40003 outcome unknown", "failed",
     "works", 0},
    {Fault::schema_change_failed, "", Work::transfer, "InternalError XXA00", "idle", "works", 100},
    {Fault::lost_before_commit, "", Work::transfer, commit_lost, "unknown", gone, 0},
    {Fault::lost_after_commit, "", Work::transfer, commit_lost, "unknown", gone, 100},
    {Fault::lost_after_commit, "", Work::restartable, lost_unknown, "unknown", gone, 100},
    {Fault::lost_before_commit, "UPDATE", Work::transfer, lost, "unknown", gone, 0},
    {Fault::lost_after_commit, "UPDATE", Work::transfer, lost, "unknown", gone, 0},
    {Fault::lost_before_commit, "UPDATE", Work::one_update, lost_unknown, "unknown", gone, 0},
    {Fault::lost_after_commit, "UPDATE", Work::one_update, lost_unknown, "unknown", gone, 100},
    {Fault::lost_mid_result, "", Work::read, lost, "unknown", gone, 0},
    {Fault::lost_mid_message, "", Work::read, lost, "unknown", gone, 0},
    {Fault::drain_busy, "", Work::transfer, "QueryCanceled 57014 connection lost", "unknown", gone, 0},
    {Fault::notice, "", Work::transfer, "nothing", "idle", "works", 100},
};

void run(Connection& conn, Work work) {
    const auto update = [&](int change, int id) {
        conn.execute("UPDATE double_accounts SET balance = balance + ? WHERE id = ?", change, id);
    };
    switch (work) {
        case Work::transfer:
            update(-100, 1);
            update(100, 2);
            conn.commit();
            break;
        case Work::one_update: update(100, 2); break;
        case Work::read: conn.execute("SELECT id FROM double_accounts ORDER BY id"); break;
        case Work::restartable:
            conn.execute("BEGIN");
            conn.execute("SAVEPOINT cockroach_restart");
            update(100, 2);
            conn.execute("RELEASE SAVEPOINT cockroach_restart");
            conn.execute("COMMIT");
            break;
    }
}

bool is_autocommit(Work work) { return work == Work::one_update || work == Work::restartable; }

}  // namespace

TEST_CASE(
    "a fault at a statement, a COMMIT or a RELEASE: what it throws, and what the connection is good for") {
    for (const auto* profile : {"v20.1", "v23.2", "v25.2"}) {
        for (const auto& row : rows) {
            const std::string name(to_string(row.fault));
            CAPTURE(profile);
            CAPTURE(name);
            CAPTURE(row.when);
            CAPTURE(static_cast<int>(row.work));
            Doubled doubled(profile);
            const auto conn = doubled.connect({.autocommit = is_autocommit(row.work)});
            doubled.server.inject({.fault = row.fault, .when = row.when});
            CHECK(thrown_by([&] { run(*conn, row.work); }) == row.thrown);
            CHECK(to_string(conn->transaction_status()) == row.status);
            CHECK(goes_on(*conn) == row.after);
            CHECK(conn->is_usable() == (std::string(row.after) == "works"));
            CHECK(doubled.server.count(row.fault) == 1);
            CHECK(doubled.balance(2) == row.balance);
            if (!conn->is_usable()) continue;
            if (row.balance == 100) continue;
            doubled.server.clear();
            run(*conn, row.work);
            CHECK(doubled.balance(2) == (row.work == Work::read ? 0 : 100));
        }
    }
}

TEST_CASE("retry_at_release: ROLLBACK TO SAVEPOINT cockroach_restart begins the transaction again") {
    Doubled doubled;
    const auto conn = doubled.connect({.autocommit = true});
    doubled.server.inject({.fault = Fault::retry_at_release, .times = 2});
    conn->execute("BEGIN");
    conn->execute("SAVEPOINT cockroach_restart");
    int attempts = 0;
    for (bool done = false; !done;) {
        ++attempts;
        try {
            conn->execute("UPDATE double_accounts SET balance = balance + 1 WHERE id = 2");
            conn->execute("RELEASE SAVEPOINT cockroach_restart");
            done = true;
        } catch (const SerializationFailure&) {
            CHECK(conn->transaction_status() == TransactionStatus::failed);
            conn->execute("ROLLBACK TO SAVEPOINT cockroach_restart");
            CHECK(conn->transaction_status() == TransactionStatus::active);
        }
    }
    CHECK(attempts == 3);
    CHECK(thrown_by([&] { conn->execute("SELECT 1"); }) == "InternalError 25000");
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->execute("COMMIT");
    CHECK(doubled.balance(2) == 1);
}

TEST_CASE("retry_past_savepoint: a nested savepoint does not absorb 40001, but any other error") {
    Doubled doubled;
    const auto conn = doubled.connect();
    conn->execute("SELECT id FROM double_accounts");
    conn->execute("SAVEPOINT nested");
    CHECK(thrown_by([&] { conn->execute("INSERT INTO double_accounts VALUES (1, 1)"); }) ==
          "UniqueViolation 23505");
    conn->execute("ROLLBACK TO SAVEPOINT nested");
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    doubled.server.inject({.fault = Fault::retry_past_savepoint, .when = "UPDATE"});
    CHECK(thrown_by([&] { conn->execute("UPDATE double_accounts SET balance = 5"); }) == serialization);
    CHECK(thrown_by([&] { conn->execute("ROLLBACK TO SAVEPOINT nested"); }) == serialization);
    CHECK(conn->transaction_status() == TransactionStatus::failed);
    CHECK(goes_on(*conn) == "works");
}

TEST_CASE("notice: it is among the messages") {
    Doubled doubled;
    const auto conn = doubled.connect();
    doubled.server.inject({.fault = Fault::notice});
    const auto cursor = conn->cursor();
    cursor->execute("SELECT 1");
    REQUIRE(cursor->messages().size() == 1);
    CHECK(cursor->messages()[0].text == "a notice of the double's");
}

TEST_CASE("ddl_autocommit: a change of the schema commits what was before it") {
    for (const auto* profile : {"v20.1", "v23.2", "v25.2"}) {
        Doubled doubled(profile);
        const auto conn = doubled.connect();
        if (!doubled.server.profile().autocommit_before_ddl)
            doubled.server.inject({.fault = Fault::ddl_autocommit});
        doubled.beside->execute("DROP TABLE IF EXISTS double_made");
        conn->execute("UPDATE double_accounts SET balance = 100 WHERE id = 2");
        const auto cursor = conn->cursor();
        cursor->execute("CREATE TABLE double_made (id INT8)");
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        CHECK(cursor->messages().size() == 1);
        conn->rollback();
        CHECK(doubled.balance(2) == 100);
        CHECK(conn->execute("SELECT count(*) FROM double_made").scalar<int>() == 0);
        conn->rollback();
        doubled.beside->execute("DROP TABLE double_made");
    }
}
