// SPDX-License-Identifier: BSL-1.0
//
// Threads that share a connection: operations queue up, deadlines, cancel().
#include <doctest/doctest.h>

#include <atomic>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::FakeDriver;
using Calls = std::vector<std::string>;

namespace {

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};

    Session() {
        driver.answer("SELECT n", testing::integers("n", {1, 2, 3}));
        conn = driver.connect("fake:");
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        conn.reset();
    }
};

/// Runs the function in a thread of its own, which is joined at the end; an error of ours is kept.
class Worker {
 public:
    template <class F>
    explicit Worker(F function)
        : thread_([this, function] {
              try {
                  function();
              } catch (const Error& error) {
                  error_ = error.error_class();
              }
          }) {}
    ~Worker() {
        if (thread_.joinable()) thread_.join();
    }
    std::optional<ErrorClass> join() {
        thread_.join();
        return error_;
    }

 private:
    std::optional<ErrorClass> error_{};
    std::thread thread_;
};

}  // namespace

TEST_CASE("operations of several threads on one connection run one after the other") {
    Session s;
    std::atomic<int> rows = 0;
    {
        std::vector<std::unique_ptr<Worker>> workers;
        for (int i = 0; i < 4; ++i) {
            workers.push_back(std::make_unique<Worker>([&] {
                for (int j = 0; j < 25; ++j)
                    rows += static_cast<int>(s.conn->execute("SELECT n").fetchall().size());
            }));
        }
    }
    CHECK(rows == 300);
    CHECK(s.driver.count("begin") == 1);
    CHECK(s.driver.count("execute") == 100);
}

TEST_CASE("an operation waits for that of another thread, at most until its deadline") {
    Session s;
    const auto gate = s.driver.hold("execute");
    Worker worker([&] { s.conn->execute("slow"); });
    gate->wait_until_entered();
    const auto cur = s.conn->cursor({.timeout = 1ms});
    try {
        cur->execute("A");
        FAIL("executed");
    } catch (const DeadlineExceeded& error) {
        CHECK(error.is_connection_usable());
    }
    s.conn->set_timeout(1ms);
    CHECK_THROWS_AS(s.conn->commit(), DeadlineExceeded);
    CHECK_THROWS_AS(s.conn->close(), DeadlineExceeded);
    CHECK_FALSE(s.conn->is_closed());
    gate->open();
    CHECK(worker.join() == std::nullopt);
    CHECK_NOTHROW(cur->execute("A"));
    CHECK(s.driver.count("commit") == 0);
}

TEST_CASE("fetching what has arrived, and questions, wait for nobody") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->execute("SELECT n");
    const auto gate = s.driver.hold("execute");
    Worker worker([&] { s.conn->execute("slow"); });
    gate->wait_until_entered();
    CHECK(cur->fetchall().size() == 3);
    CHECK(cur->rowcount() == 3);
    CHECK(s.conn->is_usable());
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
    CHECK_FALSE(s.conn->autocommit());
    CHECK(s.conn->features().transactions);
    CHECK(s.conn->messages().empty());
    CHECK(s.conn->cursor() != nullptr);
    s.conn->set_timeout(1h);
    s.conn->set_paramstyle(ParamStyle::named);
    gate->open();
}

TEST_CASE("two threads that close the connection at once both succeed, and it is closed once") {
    Session s;
    s.conn->execute("A");
    const auto gate = s.driver.hold("rollback");
    Worker first([&] { s.conn->close(); });
    gate->wait_until_entered();
    Worker second([&] { s.conn->close(); });
    gate->open();
    CHECK(first.join() == std::nullopt);
    CHECK(second.join() == std::nullopt);
    CHECK(s.driver.count("close") == 1);
}

TEST_CASE("an operation that waited while the connection was closed throws InterfaceError") {
    Session s;
    s.conn->execute("A");
    const auto cur = s.conn->cursor();
    const auto gate = s.driver.hold("rollback");
    Worker closer([&] { s.conn->close(); });
    gate->wait_until_entered();
    Worker worker([&] { cur->execute("B"); });
    gate->open();
    CHECK(closer.join() == std::nullopt);
    CHECK(worker.join() == ErrorClass::interface_error);
}

TEST_CASE("cancel without an operation is a no-op") {
    Session s;
    s.conn->cancel();
    s.conn->execute("SELECT n");
    s.conn->cancel();
    CHECK(s.driver.count("cancel") == 0);
}

TEST_CASE("cancel reaches the driver while an operation runs, and takes no lock") {
    Session s;
    const auto running = s.driver.hold("execute");
    Worker worker([&] { s.conn->execute("slow"); });
    running->wait_until_entered();
    s.conn->cancel();
    CHECK(s.driver.count("cancel") == 1);
    running->open();
    CHECK(worker.join() == std::nullopt);
    s.conn->cancel();
    CHECK(s.driver.count("cancel") == 1);
}

TEST_CASE("cancel reaches the driver while a stream is open between two fetches") {
    Session s;
    const auto stream = s.conn->cursor({.stream = true});
    stream->execute("SELECT n");
    s.conn->cancel();
    CHECK(s.driver.count("cancel") == 1);
    CHECK(stream->fetchall().size() == 3);
    s.conn->cancel();
    CHECK(s.driver.count("cancel") == 1);
}

TEST_CASE("an operation does not end, and no other begins, before a cancel of it has been delivered") {
    Session s;
    const auto running = s.driver.hold("execute");
    const auto cancelling = s.driver.hold("cancel");
    std::atomic<bool> ended = false;
    Worker worker([&] {
        s.conn->execute("slow");
        ended = true;
    });
    running->wait_until_entered();
    Worker canceller([&] { s.conn->cancel(); });
    cancelling->wait_until_entered();
    running->open();
    // The statement is through with its hooks, as a second operation finds out by its deadline.
    while (s.driver.count("complete") == 0) std::this_thread::yield();
    CHECK_THROWS_AS(s.conn->cursor({.timeout = 1ms})->execute("B"), DeadlineExceeded);
    CHECK_FALSE(ended);
    CHECK(s.driver.count("execute") == 1);
    cancelling->open();
    CHECK(worker.join() == std::nullopt);
    CHECK(canceller.join() == std::nullopt);
    CHECK_NOTHROW(s.conn->execute("B"));
}

TEST_CASE("a second cancel while one is being delivered is a no-op") {
    Session s;
    const auto running = s.driver.hold("execute");
    const auto cancelling = s.driver.hold("cancel");
    Worker worker([&] { s.conn->execute("slow"); });
    running->wait_until_entered();
    Worker canceller([&] { s.conn->cancel(); });
    cancelling->wait_until_entered();
    s.conn->cancel();
    CHECK(s.driver.count("cancel") == 1);
    cancelling->open();
    running->open();
}

TEST_CASE("a cancel that fails says so to its caller, and holds up nobody") {
    Session s;
    const auto running = s.driver.hold("execute");
    s.driver.fail("cancel", OperationalError("could not reach the server"));
    Worker worker([&] { s.conn->execute("slow"); });
    running->wait_until_entered();
    CHECK_THROWS_AS(s.conn->cancel(), OperationalError);
    running->open();
    CHECK(worker.join() == std::nullopt);
    CHECK_NOTHROW(s.conn->execute("A"));
}

TEST_CASE("a cancelled statement throws what the driver says, and the next one runs") {
    Session s;
    const auto gate = s.driver.hold("execute");
    s.driver.fail("fetch", QueryCanceled("canceling statement due to user request", {.sqlstate = "57014"}));
    Worker worker([&] { s.conn->execute("SELECT n"); });
    gate->wait_until_entered();
    s.conn->cancel();
    gate->open();
    CHECK(worker.join() == ErrorClass::query_canceled);
    CHECK(s.conn->execute("SELECT n").fetchall().size() == 3);
}
