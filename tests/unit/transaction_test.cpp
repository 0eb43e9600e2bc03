// SPDX-License-Identifier: BSL-1.0
//
// Transaction: begins, commits, is undone, in the right order, by whomever.
#include "transaction_session.hpp"

using namespace dbapi;
using testing::transactions::Calls;
using testing::transactions::conflict;
using testing::transactions::Session;

namespace {

constexpr const char* set1 = "execute SAVEPOINT dbapi_savepoint_1";
constexpr const char* back1 = "execute ROLLBACK TO SAVEPOINT dbapi_savepoint_1";
constexpr const char* release1 = "execute RELEASE SAVEPOINT dbapi_savepoint_1";
constexpr const char* set2 = "execute SAVEPOINT dbapi_savepoint_2";
constexpr const char* back2 = "execute ROLLBACK TO SAVEPOINT dbapi_savepoint_2";
constexpr const char* release2 = "execute RELEASE SAVEPOINT dbapi_savepoint_2";

}  // namespace

TEST_CASE("a Transaction commits what ran in it, and its BEGIN waits for the first statement") {
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        Session s({}, {.dsn = "fake:", .autocommit = autocommit});
        {
            Transaction transaction(*s.conn);
            CHECK_FALSE(transaction.is_savepoint());
            CHECK(&transaction.connection() == s.conn.get());
            CHECK(s.take_calls() == Calls{});
            s.conn->execute("A");
            transaction.commit();
            CHECK_FALSE(transaction.is_open());
        }
        CHECK(s.take_calls() == Calls{"begin", "execute A", "commit"});
        CHECK(s.conn->autocommit() == autocommit);
        {
            Transaction nothing(*s.conn);
            nothing.commit();
            const Transaction nothing_either(*s.conn);
        }
        CHECK(s.take_calls() == Calls{});
    }
}

TEST_CASE("a Transaction that is not committed is undone by the next operation, not by its destructor") {
    Session s;
    {
        const Transaction transaction(*s.conn);
        s.conn->execute("A");
        s.take_calls();
    }
    CHECK(s.take_calls() == Calls{});
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
    s.conn->execute("B");
    CHECK(s.take_calls() == Calls{"rollback", "begin", "execute B"});
}

TEST_CASE("whatever comes next on the connection undoes an abandoned Transaction first") {
    struct Next {
        std::function<void(Connection&)> run;
        Calls calls;
    };
    const std::vector<Next> all = {
        {[](Connection& conn) { conn.commit(); }, {"rollback"}},
        {[](Connection& conn) { conn.rollback(); }, {"rollback"}},
        {[](Connection& conn) { conn.begin(); }, {"rollback", "begin"}},
        {[](Connection& conn) { conn.set_autocommit(true); }, {"rollback"}},
        {[](Connection& conn) { conn.set_transaction_options({}); }, {"rollback"}},
        {[](Connection& conn) { conn.execute("BEGIN"); }, {"rollback", "execute BEGIN"}},
        {[](Connection& conn) { Transaction next(conn); }, {"rollback"}},
        {[](Connection& conn) { run_transaction(conn, [](Connection&) {}); }, {"rollback"}},
        {[](Connection& conn) { conn.close(); }, {"rollback", "close"}},
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        CAPTURE(i);
        Session s;
        {
            const Transaction transaction(*s.conn);
            s.conn->execute("A");
        }
        s.take_calls();
        all[i].run(*s.conn);
        CHECK(s.take_calls() == all[i].calls);
    }
}

TEST_CASE("a database in this process rolls back in the destructor") {
    Session s([](testing::FakeDriver& driver) { driver.is_local = true; });
    {
        const Transaction transaction(*s.conn);
        s.conn->execute("A");
        s.take_calls();
    }
    CHECK(s.take_calls() == Calls{"rollback"});
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    s.driver.fail("rollback", conflict);
    {
        const Transaction transaction(*s.conn);
        s.conn->execute("A");
        s.take_calls();
    }  // throws nothing: the next operation tries again
    s.conn->execute("B");
    CHECK(s.take_calls() == Calls{"rollback", "rollback", "begin", "execute B"});
}

TEST_CASE("rollback() undoes now, and again is fine") {
    Session s;
    Transaction transaction(*s.conn);
    s.conn->execute("A");
    transaction.rollback();
    CHECK(s.take_calls() == Calls{"begin", "execute A", "rollback"});
    transaction.rollback();
    CHECK_THROWS_AS(transaction.commit(), ProgrammingError);
    s.conn->execute("B");
    s.conn->commit();
}

TEST_CASE("inside of a transaction of any kind a Transaction is a savepoint") {
    Session s;
    s.conn->execute("A");
    {
        Transaction part(*s.conn);
        CHECK(part.is_savepoint());
        s.conn->execute("B");
        part.commit();
        CHECK(s.conn->transaction_status() == TransactionStatus::active);
    }
    CHECK(s.take_calls() == Calls{"begin", "execute A", set1, "execute B", release1});
    {
        Transaction part(*s.conn);
        part.rollback();
    }
    CHECK(s.take_calls() == Calls{set1, back1, release1});
    {
        const Transaction part(*s.conn);
        s.conn->execute("C");
    }
    CHECK(s.take_calls() == Calls{set1, "execute C"});
    s.conn->commit();
    CHECK(s.take_calls() == Calls{back1, release1, "commit"});
}

TEST_CASE("savepoints nest, and an abandoned one takes those inside along") {
    Session s;
    Transaction whole(*s.conn);
    {
        const Transaction part(*s.conn);
        s.conn->execute("A");
    }
    CHECK(s.take_calls() == Calls{"begin", set2, "execute A"});
    whole.commit();
    CHECK(s.take_calls() == Calls{back2, release2, "commit"});
    {
        const Transaction outer(*s.conn);
        const Transaction inner(*s.conn);
        s.conn->execute("A");
        s.take_calls();
    }
    s.conn->execute("B");
    CHECK(s.take_calls() == Calls{"rollback", "begin", "execute B"});
}

TEST_CASE(
    "an outer Transaction cannot end before the inner one; when it is destroyed the inner one is over") {
    Session s;
    auto outer = std::make_unique<Transaction>(*s.conn);
    Transaction inner(*s.conn);
    CHECK_THROWS_AS(outer->commit(), ProgrammingError);
    CHECK_THROWS_AS(outer->rollback(), ProgrammingError);
    CHECK(outer->is_open());
    outer.reset();
    CHECK_FALSE(inner.is_open());
    CHECK_THROWS_AS(inner.commit(), ProgrammingError);
    inner.rollback();
    s.take_calls();
    s.conn->execute("A");
    CHECK(s.take_calls() == Calls{"rollback", "begin", "execute A"});
}

TEST_CASE("inside of a Transaction nothing else ends the transaction, but close() does") {
    Session s;
    Transaction transaction(*s.conn);
    s.conn->execute("A");
    for (const std::function<void()>& refused : std::vector<std::function<void()>>{
             [&] { s.conn->commit(); }, [&] { s.conn->rollback(); }, [&] { s.conn->begin(); },
             [&] { s.conn->set_autocommit(true); }, [&] { s.conn->execute("COMMIT"); }}) {
        CHECK_THROWS_AS(refused(), ProgrammingError);
    }
    CHECK(s.take_calls() == Calls{"begin", "execute A"});
    s.conn->close();
    CHECK(s.take_calls() == Calls{"rollback", "close"});
    CHECK_THROWS_AS(transaction.commit(), InterfaceError);
}

TEST_CASE(
    "a COMMIT that fails ends the Transaction where the transaction is over, else it can be tried again") {
    Session s;
    {
        Transaction transaction(*s.conn);
        s.conn->execute("A");
        s.driver.fail("commit", conflict);
        CHECK_THROWS_AS(transaction.commit(), SerializationFailure);
        CHECK(transaction.is_open());
        transaction.commit();
    }
    {
        Transaction transaction(*s.conn);
        s.conn->execute("A");
        s.driver.on("commit", [](testing::FakeConnection& session) {
            testing::FakeDriver::end_transaction(session);
            throw conflict;
        });
        CHECK_THROWS_AS(transaction.commit(), SerializationFailure);
        CHECK_FALSE(transaction.is_open());
    }
    s.take_calls();
    s.conn->execute("B");
    CHECK(s.take_calls() == Calls{"begin", "execute B"});
}

TEST_CASE("a transaction that a statement has ended is told by the Transaction") {
    Session s;
    Transaction transaction(*s.conn);
    s.conn->execute("A");
    s.driver.on("execute",
                [](testing::FakeConnection& session) { testing::FakeDriver::end_transaction(session); });
    s.conn->execute("B");
    CHECK_THROWS_AS(s.conn->execute("C"), ProgrammingError);
    CHECK_THROWS_AS(transaction.commit(), ProgrammingError);
    transaction.rollback();
    s.conn->execute("D");
}

TEST_CASE("options are for the outermost one, and savepoints need Features") {
    Session s;
    {
        Transaction transaction(*s.conn, {.isolation = IsolationLevel::serializable});
        CHECK_THROWS_AS(Transaction(*s.conn, {.read_only = true}), ProgrammingError);
        s.conn->execute("A");
        transaction.commit();
    }
    CHECK(s.driver.begun().at(0) == TransactionOptions{.isolation = IsolationLevel::serializable});
    CHECK(s.conn->transaction_options() == TransactionOptions{});
    Session without([](testing::FakeDriver& driver) { driver.features.savepoints = false; });
    without.conn->execute("A");
    CHECK_THROWS_AS(Transaction(*without.conn), NotSupportedError);
    without.conn->commit();
    Transaction transaction(*without.conn);
    transaction.commit();
}

TEST_CASE("a savepoint that could not be set leaves no Transaction behind") {
    Session s;
    s.conn->execute("A");
    s.driver.fail("execute", conflict);
    CHECK_THROWS_AS(Transaction(*s.conn), SerializationFailure);
    s.conn->rollback();
    CHECK(s.take_calls() == Calls{"begin", "execute A", set1, "rollback"});
}

TEST_CASE("a savepoint that cannot be undone says so, and the whole can be") {
    Session s;
    Transaction whole(*s.conn);
    s.conn->execute("A");
    {
        const Transaction part(*s.conn);
        s.conn->execute("B");
    }
    s.driver.fail("execute", conflict);
    CHECK_THROWS_AS(s.conn->execute("C"), SerializationFailure);
    whole.rollback();
    CHECK(s.take_calls() == Calls{"begin", "execute A", set2, "execute B", back2, "rollback"});
}

TEST_CASE("an open stream is in the way of commit(), and rollback() ends it") {
    Session s;
    Transaction transaction(*s.conn);
    auto stream = s.conn->stream("SELECT n");
    CHECK_THROWS_AS(transaction.commit(), InterfaceError);
    transaction.rollback();
    CHECK(s.take_calls() == Calls{"begin", "execute SELECT n", "end_stream roll_back", "rollback"});
}

TEST_CASE("a Transaction keeps its connection alive") {
    Session s;
    Transaction transaction(*s.conn);
    s.conn->execute("A");
    s.conn.reset();
    transaction.commit();
    CHECK(s.take_calls() == Calls{"begin", "execute A", "commit"});
}
