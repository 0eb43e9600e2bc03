// SPDX-License-Identifier: BSL-1.0
//
// PostgreSQL's two phases: names that others gave, and answers that are lost.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "libpq/scratch_table.hpp"
#include "libpq/server.hpp"

using namespace dbapi;
using testing::Fault;
using testing::ScratchTable;

namespace {

const Xid xid(7, "libpq two_phase_test", "");

bool is_waiting(const Xid& wanted) {
    const auto all = testing::connect()->tpc_recover();
    return std::find(all.begin(), all.end(), wanted) != all.end();
}

}  // namespace

TEST_CASE("a transaction that others have named is recovered and ended by that name") {
    for (const std::string name : {"it's a \\ name", "8_not base64_", "09__"}) {
        ScratchTable table("two_phase_native", "id int");
        const auto conn = testing::connect({.autocommit = true});
        conn->execute("BEGIN");
        conn->execute("INSERT INTO two_phase_native VALUES (1)");
        std::string literal = name;
        for (auto at = literal.find('\''); at != std::string::npos; at = literal.find('\'', at + 2)) {
            literal.insert(at, 1, '\'');
        }
        conn->execute("PREPARE TRANSACTION '" + literal + "'");
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        const Xid native = Xid::from_native(name);
        CHECK(is_waiting(native));
        conn->tpc_commit(native);
        CHECK(table.count() == 1);
        CHECK_FALSE(is_waiting(native));
    }
    const auto conn = testing::connect();
    CHECK_THROWS_AS(conn->tpc_begin(Xid::from_native(std::string(200, 'x'))), DataError);
    CHECK_THROWS_AS(conn->tpc_commit(Xid::from_native(std::string("a\0b", 3))), DataError);
}

TEST_CASE("the answer to the second phase is lost: nobody knows, but for tpc_recover()") {
    for (const Fault fault : {Fault::cut_before, Fault::cut_after}) {
        ScratchTable table("two_phase_lost", "id int");
        testing::ProxiedServer server;
        const auto conn = connect_through(server);
        conn->tpc_begin(xid);
        conn->execute("INSERT INTO two_phase_lost VALUES (1)");
        conn->tpc_prepare();
        server.proxy.arm(fault, "COMMIT PREPARED");
        CHECK_THROWS_AS(conn->tpc_commit(), AmbiguousCommit);
        CHECK_FALSE(conn->is_usable());
        CHECK(is_waiting(xid) == (fault == Fault::cut_before));
        if (fault == Fault::cut_before) testing::connect()->tpc_rollback(xid);
        CHECK(table.count() == (fault == Fault::cut_after ? 1 : 0));
    }
}

TEST_CASE("the answer to the only phase is lost") {
    testing::ProxiedServer server;
    const auto conn = connect_through(server);
    conn->tpc_begin(xid);
    conn->execute("SELECT 1");
    server.proxy.arm(Fault::cut_after, "COMMIT");
    CHECK_THROWS_AS(conn->tpc_commit(), AmbiguousCommit);
}

TEST_CASE("the answer to the first phase is lost: tpc_recover() tells") {
    for (const Fault fault : {Fault::cut_before, Fault::cut_after}) {
        testing::ProxiedServer server;
        const auto conn = connect_through(server);
        conn->tpc_begin(xid);
        conn->execute("SELECT 1");
        server.proxy.arm(fault, "PREPARE TRANSACTION");
        try {
            conn->tpc_prepare();
            FAIL("was prepared");
        } catch (const ConnectionLost& error) {
            CHECK(error.is_outcome_unknown());
        }
        conn->close();
        CHECK(is_waiting(xid) == (fault == Fault::cut_after));
        if (fault == Fault::cut_after) testing::connect()->tpc_rollback(xid);
    }
}

TEST_CASE("what cannot be prepared is undone, and the session is free") {
    const auto conn = testing::connect();
    conn->tpc_begin(xid);
    conn->execute("CREATE TEMPORARY TABLE two_phase_temporary (id int)");
    CHECK_THROWS_AS(conn->tpc_prepare(), NotSupportedError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    conn->tpc_begin(xid);
    conn->tpc_rollback();
}

TEST_CASE("the server is asked once whether it prepares transactions") {
    testing::ProxiedServer server;
    const auto conn = connect_through(server);
    conn->tpc_begin(xid);
    conn->tpc_rollback();
    const auto before = server.proxy.round_trips();
    conn->tpc_begin(xid);
    CHECK(server.proxy.round_trips() - before == 1);
    conn->tpc_rollback();
}

TEST_CASE("what is prepared and described may change between the phases") {
    ScratchTable table("two_phase_schema", "id int");
    const auto conn = testing::connect();
    for (int i = 0; i < 3; ++i) conn->execute("SELECT * FROM two_phase_schema");
    conn->commit();
    conn->tpc_begin(xid);
    conn->execute("ALTER TABLE two_phase_schema ADD name text");
    conn->tpc_prepare();
    conn->tpc_commit();
    CHECK(conn->execute("SELECT * FROM two_phase_schema").description()->size() == 2);
}
