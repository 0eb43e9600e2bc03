// SPDX-License-Identifier: BSL-1.0
//
// What may not happen before and inside of run_transaction(), and what is left behind there.
#include <optional>

#include "transaction_session.hpp"

using namespace dbapi;
using testing::transactions::Calls;
using testing::transactions::conflict;
using testing::transactions::lost;
using testing::transactions::Session;

TEST_CASE("run_transaction() is refused in a transaction, which it leaves alone") {
    Session s;
    const auto refused = [&] {
        CHECK_THROWS_AS(run_transaction(*s.conn, [](Connection&) { FAIL("the function ran"); }),
                        ProgrammingError);
    };
    s.conn->execute("A");
    refused();
    CHECK(s.take_calls() == Calls{"begin", "execute A"});
    s.conn->commit();
    {
        Transaction transaction(*s.conn);
        refused();
        s.conn->execute("B");
        transaction.commit();
    }
    CHECK(s.take_calls() == Calls{"commit", "begin", "execute B", "commit"});
    run_transaction(*s.conn, [](Connection&) {});
}

TEST_CASE("run_transaction() inside of another on the same connection is refused") {
    Session s;
    CHECK_THROWS_AS(run_transaction(*s.conn, [](Connection& tx) { run_transaction(tx, [](Connection&) {}); }),
                    ProgrammingError);
    const auto other = s.driver.connect({.dsn = "fake:"});
    run_transaction(*s.conn, [&](Connection&) { run_transaction(*other, [](Connection&) {}); });
}

TEST_CASE("inside nothing else begins or ends the transaction, and what was tried does not") {
    Session s([](testing::FakeDriver& driver) {
        driver.features.two_phase = driver.features.pipeline = driver.features.multiple_statements = true;
    });
    const std::vector<std::function<void(Connection&)>> refused = {
        [](Connection& tx) { tx.commit(); },
        [](Connection& tx) { tx.rollback(); },
        [](Connection& tx) { tx.begin(); },
        [](Connection& tx) { tx.close(); },
        [](Connection& tx) { tx.set_autocommit(true); },
        [](Connection& tx) { tx.set_transaction_options({}); },
        [](Connection& tx) { tx.tpc_begin(Xid(1, "x", "")); },
        [](Connection& tx) { tx.tpc_prepare(); },
        [](Connection& tx) { tx.tpc_commit(); },
        [](Connection& tx) { tx.tpc_rollback(); },
        [](Connection& tx) { tx.tpc_commit(Xid(1, "x", "")); },
        [](Connection& tx) { tx.execute("COMMIT"); },
        [](Connection& tx) { tx.execute("end"); },
        [](Connection& tx) { tx.execute("ROLLBACK"); },
        [](Connection& tx) { tx.execute("BEGIN"); },
        [](Connection& tx) { tx.execute("START TRANSACTION"); },
        [](Connection& tx) { tx.execute("SELECT 1; COMMIT"); },
        [](Connection& tx) {
            Pipeline pipe(tx);
            pipe.execute("B");
            pipe.commit();
            pipe.sync();
        },
    };
    for (std::size_t i = 0; i < refused.size(); ++i) {
        CAPTURE(i);
        const auto body = [&](Connection& tx) {
            tx.execute("A");
            CHECK_THROWS_AS(refused[i](tx), ProgrammingError);
        };
        run_transaction(*s.conn, body);
        CHECK(s.take_calls() == Calls{"begin", "execute A", "commit"});
        CHECK_THROWS_AS(run_transaction(*s.conn,
                                        [&](Connection& tx) {
                                            tx.execute("A");
                                            refused[i](tx);
                                        }),
                        ProgrammingError);
        CHECK(s.take_calls() == Calls{"begin", "execute A", "rollback"});
    }
    s.conn->execute("COMMIT");
    s.conn->set_autocommit(true);
}

TEST_CASE("what a statement has committed does not run again because the same statement fails") {
    Session s;
    s.driver.on(
        "execute",
        [](testing::FakeConnection& session) {
            testing::FakeDriver::end_transaction(session);
            throw testing::transactions::conflict;
        },
        1);
    CHECK_THROWS_AS(run_transaction(*s.conn,
                                    [](Connection& tx) {
                                        tx.execute("A");
                                        tx.execute("CREATE TABLE t (id INT)");
                                    }),
                    SerializationFailure);
    CHECK(s.take_calls() == Calls{"begin", "execute A", "execute CREATE TABLE t (id INT)"});
    s.conn->execute("B");
}

TEST_CASE("a transaction that a statement has ended is found out by the next one, and at the end") {
    for (const bool runs_another : {false, true}) {
        CAPTURE(runs_another);
        Session s;
        s.driver.on(
            "execute",
            [](testing::FakeConnection& session) { testing::FakeDriver::end_transaction(session); }, 1);
        CHECK_THROWS_AS(run_transaction(*s.conn,
                                        [&](Connection& tx) {
                                            tx.execute("A");
                                            tx.execute("CREATE TABLE t (id INT)");
                                            if (runs_another) tx.execute("B");
                                        }),
                        ProgrammingError);
        CHECK(s.take_calls() == Calls{"begin", "execute A", "execute CREATE TABLE t (id INT)"});
        s.conn->execute("C");
        CHECK(s.take_calls() == Calls{"begin", "execute C"});
    }
}

TEST_CASE("SAVEPOINT as the first statement begins the transaction") {
    Session s;
    run_transaction(*s.conn, [](Connection& tx) { tx.execute("SAVEPOINT s"); });
    CHECK(s.take_calls() == Calls{"begin", "execute SAVEPOINT s", "commit"});
}

TEST_CASE("a stream that was left open is refused and ended; one without a cursor is none") {
    Session s;
    std::optional<Result> stream;
    CHECK_THROWS_AS(run_transaction(*s.conn, [&](Connection& tx) { stream.emplace(tx.stream("SELECT n")); }),
                    InterfaceError);
    CHECK(s.take_calls() == Calls{"begin", "execute SELECT n", "end_stream roll_back", "rollback"});
    CHECK_THROWS_AS((void)stream->fetchone(), InterfaceError);
    run_transaction(*s.conn, [](Connection& tx) { (void)tx.stream("SELECT n"); });
    CHECK(s.take_calls() == Calls{"begin", "execute SELECT n", "end_stream keep_transaction", "commit"});
}

TEST_CASE("a Transaction inside is a savepoint, also as the first that happens") {
    Session s;
    run_transaction(*s.conn, [](Connection& tx) {
        Transaction part(tx);
        CHECK(part.is_savepoint());
        tx.execute("A");
        part.commit();
    });
    CHECK(s.take_calls() == Calls{"begin", "execute SAVEPOINT dbapi_savepoint_2", "execute A",
                                  "execute RELEASE SAVEPOINT dbapi_savepoint_2", "commit"});
    run_transaction(*s.conn, [](Connection& tx) {
        tx.execute("A");
        const Transaction part(tx);
        tx.execute("B");
    });
    CHECK(s.take_calls() == Calls{"begin", "execute A", "execute SAVEPOINT dbapi_savepoint_2", "execute B",
                                  "execute ROLLBACK TO SAVEPOINT dbapi_savepoint_2",
                                  "execute RELEASE SAVEPOINT dbapi_savepoint_2", "commit"});
}

TEST_CASE("a Transaction that is still open at the end is refused") {
    Session s;
    std::unique_ptr<Transaction> part;
    CHECK_THROWS_AS(
        run_transaction(*s.conn, [&](Connection& tx) { part = std::make_unique<Transaction>(tx); }),
        ProgrammingError);
    CHECK_FALSE(part->is_open());
    CHECK_THROWS_AS(part->commit(), ProgrammingError);
    part.reset();
    s.take_calls();
    s.conn->execute("A");
    CHECK(s.take_calls() == Calls{"begin", "execute A"});
}

TEST_CASE("what a failed statement leaves of savepoints goes with the whole transaction") {
    Session s;
    s.driver.fail("execute", conflict, 1);
    run_transaction(*s.conn, {.backoff = {.base = std::chrono::microseconds(0)}}, [](Connection& tx) {
        Transaction part(tx);
        tx.execute("A");
        part.commit();
    });
    CHECK(s.take_calls() == Calls{"begin", "execute SAVEPOINT dbapi_savepoint_2", "execute A", "rollback",
                                  "begin", "execute SAVEPOINT dbapi_savepoint_2", "execute A",
                                  "execute RELEASE SAVEPOINT dbapi_savepoint_2", "commit"});
}

TEST_CASE("a failed transaction whose error the function has kept to itself is TransactionRolledBack") {
    Session s;
    s.driver.refuse_commit();
    int runs = 0;
    CHECK_THROWS_AS(run_transaction(*s.conn,
                                    [&](Connection& tx) {
                                        tx.execute("A");
                                        ++runs;
                                    }),
                    TransactionRolledBack);
    CHECK(runs == 1);
}

TEST_CASE("an error handler sees what fails in COMMIT") {
    Session s;
    std::vector<std::string> seen;
    s.conn->set_errorhandler(
        [&](Connection&, Cursor*, const Error& error) { seen.emplace_back(error.what()); });
    s.driver.fail("commit", conflict);
    run_transaction(*s.conn, {.backoff = {.base = std::chrono::microseconds(0)}},
                    [](Connection& tx) { tx.execute("A"); });
    CHECK(seen == Calls{"restart transaction"});
}

TEST_CASE("a closed or lost connection is told at once") {
    Session s;
    s.driver.fail("execute", lost);
    CHECK_THROWS_AS(s.conn->execute("A"), ConnectionLost);
    const auto refused = [](Connection&) { FAIL("the function ran"); };
    CHECK_THROWS_AS(run_transaction(*s.conn, refused), ConnectionLost);
    s.conn->close();
    CHECK_THROWS_AS(run_transaction(*s.conn, refused), InterfaceError);
}
