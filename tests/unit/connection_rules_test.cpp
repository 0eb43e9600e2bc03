// SPDX-License-Identifier: BSL-1.0
//
// What Connection promises for every driver: transactions, states, messages. Streams and threads have files
// of their own.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using testing::FakeDriver;
using Calls = std::vector<std::string>;

namespace {

const ConnectionLost lost("the server went away",
                          ErrorDetails{.sqlstate = "08006", .connection_usable = false});

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};

    explicit Session(const std::function<void(FakeDriver&)>& settings = {},
                     const ConnectOptions& options = {.dsn = "fake:"}) {
        if (settings) settings(driver);
        conn = driver.connect(options);
        driver.take_calls();
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        conn.reset();
    }
};

}  // namespace

TEST_CASE("a transaction begins before the first statement, and not again until it has ended") {
    Session s;
    s.conn->execute("A");
    s.conn->execute("B");
    s.conn->commit();
    s.conn->execute("C");
    s.conn->rollback();
    CHECK(s.driver.calls() == Calls{"begin", "execute A", "complete", "execute B", "complete", "commit",
                                    "begin", "execute C", "complete", "rollback"});
}

TEST_CASE("a driver that begins with the statement is told so instead") {
    Session s([](FakeDriver& driver) { driver.begins_with_statement = true; });
    s.conn->execute("A");
    s.conn->execute("B");
    CHECK(s.driver.take_calls() == Calls{"execute A [begin]", "complete", "execute B", "complete"});
    s.conn->commit();
    s.conn->cursor()->executemany("C ?", {{1}, {2}});
    CHECK(s.driver.take_calls() ==
          Calls{"commit", "execute C ? [begin]", "complete", "execute C ?", "complete"});
}

TEST_CASE("no transaction begins before transaction control, exempt statements, or in autocommit mode") {
    const char* const controls[] = {
        "BEGIN",       "begin work", "START TRANSACTION",  "COMMIT", "END", "ROLLBACK", "ABORT",
        "SAVEPOINT s", "RELEASE s",  "/* first */ COMMIT", "(BEGIN"};
    for (const std::string sql : controls) {
        CAPTURE(sql);
        Session s;
        s.conn->execute(sql);
        CHECK(s.driver.calls() == Calls{"execute " + sql, "complete"});
    }
    Session exempt([](FakeDriver& driver) { driver.exempt_keywords = {"PRAGMA", "VACUUM"}; });
    exempt.conn->execute("pragma foreign_keys = on");
    exempt.conn->execute("VACUUM");
    CHECK(exempt.driver.count("begin") == 0);
    exempt.conn->execute("SELECT 'PRAGMA'");
    CHECK(exempt.driver.count("begin") == 1);

    Session autocommit({}, {.dsn = "fake:", .autocommit = true});
    autocommit.conn->execute("A");
    autocommit.conn->commit();
    autocommit.conn->rollback();
    CHECK(autocommit.driver.calls() == Calls{"execute A", "complete"});
}

TEST_CASE("the status is the driver's: after BEGIN as a statement there is a transaction to commit") {
    Session s({}, {.dsn = "fake:", .autocommit = true});
    s.conn->execute("BEGIN");
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
    s.conn->execute("A");
    s.conn->commit();
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    CHECK(s.driver.calls() == Calls{"execute BEGIN", "complete", "execute A", "complete", "commit"});
}

TEST_CASE("commit and rollback without a transaction are local") {
    Session s;
    s.conn->commit();
    s.conn->rollback();
    s.conn->execute("COMMIT");
    s.conn->commit();
    CHECK(s.driver.calls() == Calls{"execute COMMIT", "complete"});
}

TEST_CASE("begin() opens a transaction in either mode, and one that is open refuses it") {
    for (const bool autocommit : {false, true}) {
        Session s({}, {.dsn = "fake:", .autocommit = autocommit});
        s.conn->begin();
        CHECK_THROWS_AS(s.conn->begin(), ProgrammingError);
        s.conn->execute("A");
        s.conn->commit();
        s.conn->begin();
        s.conn->rollback();
        CHECK(s.driver.calls() == Calls{"begin", "execute A", "complete", "commit", "begin", "rollback"});
    }
}

TEST_CASE("a commit that the database answered with a rollback throws TransactionRolledBack") {
    Session s;
    s.conn->execute("A");
    s.driver.refuse_commit();
    try {
        s.conn->commit();
        FAIL("committed");
    } catch (const TransactionRolledBack& error) {
        CHECK(error.sqlstate() == "40000");
        CHECK_FALSE(error.is_outcome_unknown());
        CHECK(error.is_connection_usable());
    }
    CHECK(s.conn->transaction_status() == TransactionStatus::idle);
    CHECK_NOTHROW(s.conn->execute("B"));
}

TEST_CASE("a commit whose answer was lost throws AmbiguousCommit with what the driver knew") {
    Session s;
    s.conn->execute("A");
    s.driver.fail("commit", ConnectionLost("server closed the connection", {.sqlstate = "08006",
                                                                            .native_code = 7,
                                                                            .outcome_unknown = true,
                                                                            .connection_usable = false}));
    try {
        s.conn->commit();
        FAIL("committed");
    } catch (const AmbiguousCommit& error) {
        CHECK(error.is_outcome_unknown());
        CHECK_FALSE(error.is_connection_usable());
        CHECK_FALSE(error.is_retryable());
        CHECK(error.sqlstate() == "40003");
        CHECK(error.native_code() == 7);
        CHECK(std::string(error.what()).find("server closed the connection") != std::string::npos);
    }
    CHECK_FALSE(s.conn->is_usable());
    CHECK_THROWS_AS(s.conn->execute("B"), ConnectionLost);
    CHECK_NOTHROW(s.conn->close());
}

TEST_CASE(
    "a commit that failed for certain keeps its error, and the driver's own AmbiguousCommit comes through") {
    Session s;
    s.conn->execute("A");
    s.driver.fail("commit", SerializationFailure("restart", {.sqlstate = "40001", .retryable = true}));
    CHECK_THROWS_AS(s.conn->commit(), SerializationFailure);
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
    s.driver.fail("commit", AmbiguousCommit("lost", {.sqlstate = "40003", .outcome_unknown = true}));
    CHECK_THROWS_WITH_AS(s.conn->commit(), "lost", AmbiguousCommit);
    s.driver.fail("commit", lost);  // before it was sent
    CHECK_THROWS_AS(s.conn->commit(), ConnectionLost);
}

TEST_CASE("a lost connection throws ConnectionLost at once, whatever is asked of it, and can be closed") {
    Session s;
    s.driver.answer("SELECT n", testing::integers("n", {1, 2}));
    const auto buffered = s.conn->cursor();
    buffered->execute("SELECT n");
    s.driver.fail("execute", lost);
    CHECK_THROWS_AS(s.conn->execute("A"), ConnectionLost);
    s.driver.take_calls();
    CHECK_FALSE(s.conn->is_usable());
    CHECK_FALSE(s.conn->is_closed());
    CHECK(s.conn->transaction_status() == TransactionStatus::unknown);
    for (const std::function<void()>& use : std::vector<std::function<void()>>{
             [&] { s.conn->execute("B"); }, [&] { s.conn->commit(); }, [&] { s.conn->rollback(); },
             [&] { s.conn->begin(); }, [&] { s.conn->set_autocommit(true); }, [&] { buffered->execute("C"); },
             [&] { buffered->executemany("C ?", {{1}}); }, [&] { buffered->callproc("p"); }}) {
        CHECK_THROWS_AS(use(), ConnectionLost);
    }
    CHECK(s.driver.take_calls() == Calls{});
    s.conn->close();
    CHECK(s.driver.take_calls() == Calls{"close"});
    CHECK(s.conn->is_closed());
}

TEST_CASE("rows that have arrived can be read after the connection was lost") {
    Session s;
    s.driver.answer("SELECT n", testing::integers("n", {1, 2}));
    const auto cur = s.conn->cursor();
    cur->execute("SELECT n");
    s.driver.fail("execute", lost);
    CHECK_THROWS_AS(s.conn->execute("A"), ConnectionLost);
    CHECK(cur->fetchall().size() == 2);
}

TEST_CASE("close rolls back an open transaction, and is final") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->execute("A");
    s.driver.take_calls();
    s.conn->close();
    CHECK(s.driver.take_calls() == Calls{"rollback", "close"});
    s.conn->close();
    cur->close();
    CHECK(s.driver.take_calls() == Calls{});
    CHECK_FALSE(s.conn->is_usable());
    CHECK(s.conn->transaction_status() == TransactionStatus::unknown);
    for (const std::function<void()>& use : std::vector<std::function<void()>>{
             [&] { (void)s.conn->cursor(); }, [&] { s.conn->commit(); }, [&] { s.conn->rollback(); },
             [&] { s.conn->begin(); }, [&] { s.conn->execute("A"); }, [&] { s.conn->cancel(); },
             [&] { (void)s.conn->features(); }, [&] { (void)s.conn->autocommit(); },
             [&] { s.conn->set_autocommit(true); }, [&] { (void)s.conn->timeout(); },
             [&] { s.conn->set_timeout({}); }, [&] { (void)s.conn->paramstyle(); },
             [&] { (void)s.conn->messages(); }, [&] { s.conn->clear_messages(); },
             [&] { (void)s.conn->transaction_options(); }, [&] { s.conn->set_transaction_options({}); },
             [&] { s.conn->set_paramstyle(ParamStyle::qmark); }}) {
        CHECK_THROWS_AS(use(), InterfaceError);
    }
    CHECK(s.driver.take_calls() == Calls{});
}

TEST_CASE("close ends the session although the rollback failed") {
    Session s;
    s.conn->execute("A");
    s.driver.take_calls();
    s.driver.fail("rollback", lost);
    CHECK_NOTHROW(s.conn->close());
    CHECK(s.driver.calls() == Calls{"rollback", "close"});
    CHECK(s.conn->is_closed());
}

TEST_CASE("a change of autocommit or of transaction options needs that no transaction is open") {
    Session s;
    s.conn->execute("A");
    CHECK_THROWS_AS(s.conn->set_autocommit(true), ProgrammingError);
    CHECK_THROWS_AS(s.conn->set_transaction_options({.isolation = IsolationLevel::serializable}),
                    ProgrammingError);
    CHECK_NOTHROW(s.conn->set_autocommit(false));  // as it is
    s.conn->commit();
    s.conn->set_autocommit(true);
    CHECK(s.conn->autocommit());
    s.conn->set_transaction_options({.isolation = IsolationLevel::serializable});
    CHECK(s.conn->transaction_options().isolation == IsolationLevel::serializable);
}

TEST_CASE("what goes wrong or is said outside of a cursor's operation is in the connection's messages") {
    Session s;
    s.conn->execute("A");
    s.driver.notify("commit", {.error_class = ErrorClass::warning, .text = "a notice", .sqlstate = "01000"});
    s.conn->commit();
    auto messages = s.conn->messages();
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].text == "a notice");
    CHECK(messages[0].sqlstate == "01000");

    s.conn->execute("B");
    s.driver.fail("commit",
                  UniqueViolation("deferred", {.sqlstate = "23505", .diagnostics = {.constraint = "c"}}));
    CHECK_THROWS_AS(s.conn->commit(), UniqueViolation);
    messages = s.conn->messages();
    REQUIRE(messages.size() == 1);  // a standard method forgets those before it (C127)
    CHECK(messages[0].error_class == ErrorClass::unique_violation);
    CHECK(messages[0].text == "deferred");
    CHECK(messages[0].diagnostics.constraint == "c");
    s.conn->rollback();
    CHECK(s.conn->messages().empty());
    CHECK_THROWS_AS((void)s.conn->cursor({.name = "c"}), NotSupportedError);
    CHECK(s.conn->messages().size() == 1);
    s.conn->clear_messages();
    CHECK(s.conn->messages().empty());
}

TEST_CASE("destructors of connection and cursor call no hook") {
    Session s;
    s.driver.answer("SELECT n", testing::integers("n", {1, 2}));
    auto cur = s.conn->cursor();
    cur->execute("SELECT n");
    auto stream = s.conn->cursor({.stream = true});
    stream->execute("SELECT n");
    s.driver.take_calls();
    cur.reset();
    stream.reset();
    s.conn.reset();
    CHECK(s.driver.take_calls() == Calls{});
}
