// SPDX-License-Identifier: BSL-1.0
//
// Leases: how long they last, and what a connection is like behind them.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_pool.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::FakePool;
using testing::soon;
using Calls = std::vector<std::string>;

TEST_CASE("a lease gives its connection back, and the next one gets the same") {
    FakePool with(PoolOptions{});
    const Connection* first = nullptr;
    {
        const auto lease = with.pool->connection();
        first = lease.get();
        lease->execute("SELECT 1");
        lease->commit();
        CHECK(with.statistics().leased == 1);
        CHECK(with.statistics().idle == 0);
    }
    CHECK(with.statistics().idle == 1);
    CHECK(with.statistics().leased == 0);
    CHECK(with.pool->connection().get() == first);
    CHECK(with.statistics().created == 1);
    CHECK(with.statistics().leases == 2);
    CHECK(with.driver.sessions() == 1);
}

TEST_CASE("leases at the same time have connections of their own") {
    FakePool with({.max_size = 2});
    const auto one = with.pool->connection();
    const auto two = with.pool->connection();
    CHECK(one != two);
    CHECK(with.statistics().size == 2);
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection(1ms)), DeadlineExceeded);
}

TEST_CASE("a thread gets the connection that it had a moment ago, else the one that was used last") {
    FakePool with({.max_size = 2});
    const auto lent = [&] { return with.pool->connection().get(); };
    auto lease = with.pool->connection();
    const Connection* const own = lease.get();
    const Connection* others = nullptr;
    std::latch taken(1), may_return(1), returned(1), may_go_on(1);
    std::thread other([&] {
        auto another = with.pool->connection();
        others = another.get();
        taken.count_down();
        may_return.wait();
        another.reset();
        returned.count_down();
        may_go_on.wait();
        CHECK(lent() == others);
    });
    taken.wait();
    lease.reset();
    may_return.count_down();
    returned.wait();
    CHECK(lent() == own);
    may_go_on.count_down();
    other.join();
    with.advance(2s);
    CHECK(lent() == others);
}

TEST_CASE("cursors, results and pipelines keep the lease") {
    FakePool with(PoolOptions{});
    with.driver.features.pipeline = true;
    with.driver.answer("SELECT n", testing::integers("n", {1, 2, 3}));
    auto lease = with.pool->connection();
    auto cursor = lease->cursor();
    lease.reset();
    CHECK(with.statistics().leased == 1);
    auto result = std::make_unique<Result>(cursor->connection().execute("SELECT n"));
    cursor.reset();
    CHECK(with.statistics().leased == 1);
    CHECK(result->fetchall().size() == 3);
    auto pipe = std::make_unique<Pipeline>(result->cursor().connection());
    result.reset();
    CHECK(with.statistics().leased == 1);
    pipe->execute("SELECT n");
    pipe->sync();
    pipe.reset();
    CHECK(with.statistics().leased == 0);
    CHECK(soon([&] { return with.statistics().idle == 1; }));
}

TEST_CASE("a reference that outlives its lease makes no cursor") {
    FakePool with(PoolOptions{});
    auto lease = with.pool->connection();
    Connection& stale = *lease;
    lease.reset();
    CHECK_THROWS_AS(static_cast<void>(stale.cursor()), InterfaceError);
    CHECK_THROWS_AS(stale.execute("SELECT 1"), InterfaceError);
}

TEST_CASE("the end of a lease waits for nothing: the pool rolls back") {
    FakePool with(PoolOptions{});
    const auto gate = with.driver.hold("rollback");
    with.pool->connection()->execute("INSERT");
    gate->wait_until_entered();
    CHECK(with.statistics().leased == 0);
    CHECK(with.statistics().returning == 1);
    gate->open();
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    CHECK(with.pool->connection()->transaction_status() == TransactionStatus::idle);
    CHECK(with.statistics().created == 1);
    CHECK(with.statistics().resets == 0);
}

TEST_CASE("an open stream is ended, and a two-phase transaction") {
    FakePool with;
    with.driver.features.two_phase = true;
    with.driver.answer("SELECT n", testing::integers("n", {1, 2, 3}));
    with.open({});
    {
        auto stream = with.pool->connection()->stream("SELECT n");
        CHECK(stream.fetchone());
    }
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    CHECK(with.driver.count("end_stream") == 1);
    CHECK(with.driver.count("rollback") == 1);
    {
        const auto lease = with.pool->connection();
        lease->tpc_begin(lease->xid(1, "g", "b"));
        lease->execute("INSERT");
    }
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    const auto lease = with.pool->connection();
    lease->execute("SELECT 1");
    CHECK_NOTHROW(lease->commit());
    CHECK(with.statistics().created == 1);
}

TEST_CASE("the settings of the connection are those of connect() again") {
    FakePool with;
    with.open({}, {.dsn = "fake:", .autocommit = true, .timeout = 7s, .paramstyle = ParamStyle::qmark});
    std::size_t handled = 0;
    {
        const auto lease = with.pool->connection();
        CHECK(lease->autocommit());
        CHECK(lease->timeout() == 7s);
        lease->set_autocommit(false);
        lease->set_timeout(1s);
        lease->set_paramstyle(ParamStyle::named);
        lease->set_transaction_options({.isolation = IsolationLevel::serializable});
        lease->set_errorhandler([&](Connection&, Cursor*, const Error&) { ++handled; });
        CHECK_THROWS_AS(static_cast<void>(lease->cursor({.name = "c"})), NotSupportedError);
        CHECK(lease->messages().size() == 1);
        CHECK(handled == 1);
    }
    const auto lease = with.pool->connection();
    CHECK(lease->autocommit());
    CHECK(lease->timeout() == 7s);
    CHECK(lease->paramstyle() == ParamStyle::qmark);
    CHECK(lease->transaction_options() == TransactionOptions{});
    CHECK(lease->messages().empty());
    CHECK_FALSE(lease->errorhandler());
    CHECK(with.statistics().created == 1);
}

TEST_CASE("the time limit for connecting is not that of the connection") {
    FakePool with({.connect_timeout = 3s});
    CHECK(with.pool->connection()->timeout() == Timeout::zero());
    { const auto lease = with.pool->connection(); }
    CHECK(with.pool->connection()->timeout() == Timeout::zero());
}

TEST_CASE("a session is reset as the policy has it") {
    struct Case {
        ResetPolicy policy;
        const char* statement;
        std::size_t resets;
    };
    for (const Case& tried :
         {Case{ResetPolicy::when_touched, "SELECT 1", 0}, Case{ResetPolicy::when_touched, "SET x", 1},
          Case{ResetPolicy::always, "SELECT 1", 1}, Case{ResetPolicy::always, "SET x", 1},
          Case{ResetPolicy::never, "SET x", 0}}) {
        CAPTURE(tried.statement);
        CAPTURE(static_cast<int>(tried.policy));
        FakePool with({.reset = tried.policy});
        {
            const auto lease = with.pool->connection();
            lease->execute(tried.statement);
            lease->commit();
        }
        CHECK(soon([&] { return with.statistics().idle == 1; }));
        CHECK(with.driver.count("reset") == tried.resets);
        CHECK(with.statistics().resets == tried.resets);
        CHECK(with.statistics().created == 1);
    }
}

TEST_CASE("a session that was reset once is not reset again for that") {
    FakePool with(PoolOptions{});
    with.pool->connection()->execute("SET x");
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    { const auto lease = with.pool->connection(); }
    CHECK(with.statistics().idle == 1);
    CHECK(with.driver.count("reset") == 1);
}

TEST_CASE("a session that cannot be reset is replaced, but for that of a private database") {
    for (const bool is_private : {false, true}) {
        CAPTURE(is_private);
        FakePool with;
        with.driver.can_reset = false;
        with.driver.is_private_database = is_private;
        with.open({.min_size = 1});
        with.pool->connection()->execute("SET x");
        CHECK(soon([&] { return with.statistics().idle == 1; }));
        CHECK(with.statistics().created == (is_private ? 1 : 2));
        CHECK(with.statistics().retired == (is_private ? 0 : 1));
        CHECK(with.statistics().lost == 0);
    }
}

TEST_CASE("a connection whose rollback or reset fails is dropped") {
    for (const char* hook : {"rollback", "reset"}) {
        CAPTURE(hook);
        FakePool with({.max_size = 1});
        with.driver.fail(hook, DeadlineExceeded("too slow", ErrorDetails{.connection_usable = false}));
        with.pool->connection()->execute("SET x");
        CHECK(soon([&] { return with.statistics().lost == 1; }));
        with.pool->connection()->execute("SELECT 1");
        CHECK(with.statistics().created == 2);
    }
}

TEST_CASE("a connection that the program has closed, or lost, is not lent again") {
    FakePool with({.max_size = 1});
    with.pool->connection()->close();
    CHECK(with.statistics().size == 0);
    CHECK(with.statistics().lost == 0);
    with.driver.fail("execute", ConnectionLost("gone", ErrorDetails{.connection_usable = false}));
    CHECK_THROWS_AS(with.pool->connection()->execute("SELECT 1"), ConnectionLost);
    CHECK(with.statistics().lost == 1);
    CHECK(with.pool->connection()->is_usable());
    CHECK(with.statistics().created == 3);
}

TEST_CASE("on_connect makes what is kept, and again behind a reset") {
    FakePool with;
    with.open({.on_connect = [](Connection& connection) {
        connection.execute("SET search_path");
        connection.set_autocommit(true);  // too late: a transaction is open
    }});
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection()), ProgrammingError);
    with.pool.reset();
    with.driver.take_calls();
    with.open({.on_connect = [](Connection& connection) {
        connection.set_paramstyle(ParamStyle::format);
        connection.execute("SET search_path");
    }});
    with.pool->connection()->set_paramstyle(ParamStyle::named);
    CHECK(with.pool->connection()->paramstyle() == ParamStyle::format);
    CHECK(with.driver.take_calls() ==
          Calls{"connect", "begin", "execute SET search_path", "complete", "commit"});
    with.pool->connection()->execute("SET y");
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    CHECK(with.driver.take_calls() == Calls{"begin", "execute SET y", "complete", "rollback", "reset",
                                            "begin", "execute SET search_path", "complete", "commit"});
    { const auto lease = with.pool->connection(); }
    CHECK(with.driver.take_calls() == Calls{});
}

TEST_CASE("on_connect has the time limit of its attempt to connect, or of the reset") {
    FakePool with;
    with.open({.on_connect = [](Connection& connection) { connection.execute("SET search_path"); }});
    {
        const auto lease = with.pool->connection();
        CHECK(lease->timeout() == Timeout::zero());
        lease->execute("SET y");
    }
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    const auto lease = with.pool->connection();
    CHECK(lease->timeout() == Timeout::zero());
    lease->execute("SELECT 1");
    std::vector<bool> limited;
    for (const auto& execution : with.driver.executions()) limited.push_back(execution.has_deadline);
    CHECK(limited == std::vector<bool>{true, false, true, false});
}

TEST_CASE("a time limit that on_connect sets is kept") {
    FakePool with;
    with.open({.on_connect = [](Connection& connection) { connection.set_timeout(10s); }});
    with.pool->connection()->set_timeout(1s);
    CHECK(with.pool->connection()->timeout() == 10s);
}

TEST_CASE("a private database has one connection, which does not age") {
    FakePool with;
    with.driver.is_private_database = true;
    with.open({.min_size = 2, .max_size = 5, .max_lifetime = 1s, .max_idle = 1s});
    CHECK(with.statistics().max_size == 1);
    { const auto lease = with.pool->connection(); }
    with.advance(1h);
    with.pool->check();
    const auto lease = with.pool->connection();
    CHECK(with.statistics().created == 1);
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection(1ms)), DeadlineExceeded);
}

TEST_CASE("options that contradict each other, and a URL of no driver, are ProgrammingErrors") {
    FakePool with;
    CHECK_THROWS_AS(with.open({.max_size = 0}), ProgrammingError);
    CHECK_THROWS_AS(with.open({.min_size = 3, .max_size = 2}), ProgrammingError);
    CHECK_THROWS_AS(with.open({.lifetime_jitter = 1.5}), ProgrammingError);
    CHECK_THROWS_AS(with.open({}, {.dsn = "other:"}), ProgrammingError);
}
