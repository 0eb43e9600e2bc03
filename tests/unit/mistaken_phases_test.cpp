// SPDX-License-Identifier: BSL-1.0
//
// What the mistaken driver adds to SQLite, by itself: transactions of two phases, and procedures.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <vector>

#include "sqlite/fixtures.hpp"
#include "support/mistaken_driver.hpp"

using namespace dbapi;
using testing::MistakenDriver;

namespace {

struct Database {
    fixtures::TemporaryDirectory directory{};
    MistakenDriver driver{};
    std::string url = "mistaken:sqlite:///" + directory.file("phases.db") + "?busy_timeout=100";
    std::shared_ptr<Connection> conn = driver.connect(url);

    Database() {
        conn->execute("CREATE TABLE t (a)");
        conn->commit();
    }

    /// Puts a row into a transaction of this xid and prepares it.
    void prepare(const Xid& xid) {
        conn->tpc_begin(xid);
        conn->execute("INSERT INTO t VALUES (1)");
        conn->tpc_prepare();
    }

    [[nodiscard]] int count() const {
        return driver.connect(url)->execute("SELECT count(*) FROM t").scalar<int>();
    }
};

}  // namespace

TEST_CASE("what is prepared is seen when it is committed, and never when it is rolled back") {
    Database db;
    const Xid xid(1, "global", "branch");
    db.prepare(xid);
    CHECK(db.count() == 0);
    CHECK(db.conn->tpc_recover() == std::vector{xid});
    db.conn->tpc_commit();
    CHECK(db.count() == 1);
    CHECK(db.conn->tpc_recover().empty());
    db.prepare(xid);
    db.conn->tpc_rollback();
    CHECK(db.count() == 1);
    CHECK(db.conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("a prepared transaction outlives its session, and another one ends it by its xid") {
    Database db;
    const Xid xid(1, "global", "branch");
    db.prepare(xid);
    db.conn->close();
    const auto other = db.driver.connect(db.url);
    CHECK_THROWS_AS(other->tpc_commit(Xid(1, "global", "other")), ProgrammingError);
    REQUIRE(other->tpc_recover() == std::vector{xid});
    other->tpc_commit(xid);
    CHECK(db.count() == 1);
    CHECK_THROWS_AS(other->tpc_rollback(xid), ProgrammingError);
}

TEST_CASE("without tpc_prepare() a two-phase transaction ends as others do") {
    Database db;
    db.conn->tpc_begin(Xid(1, "a", "b"));
    db.conn->execute("INSERT INTO t VALUES (1)");
    db.conn->tpc_commit();
    CHECK(db.count() == 1);
    db.conn->tpc_begin(Xid(1, "a", "b"));
    db.conn->execute("INSERT INTO t VALUES (1)");
    db.conn->tpc_rollback();
    CHECK(db.count() == 1);
}

TEST_CASE("procedures give rows or output parameters, and unknown ones are refused") {
    Database db;
    const auto cur = db.conn->cursor();
    CHECK(cur->callproc("lower_text", {"FOO"}) == std::vector<Value>{"FOO"});
    CHECK(cur->fetchone()->get<std::string>(0) == "foo");
    CHECK(cur->callproc("add_up", {1, 2, null}) == std::vector<Value>{1, 2, 3});
    CHECK_THROWS_AS((void)cur->fetchone(), ProgrammingError);
    CHECK_THROWS_AS(cur->callproc("nowhere"), ProgrammingError);
    CHECK_THROWS_AS(cur->callproc("add_up", {1}), ProgrammingError);
}
