// SPDX-License-Identifier: BSL-1.0
//
// LISTEN and NOTIFY, and notices as they come.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "libpq/server.hpp"

using namespace dbapi;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<Connection> listener(const char* channel) {
    auto conn = testing::connect({.autocommit = true});
    conn->execute("LISTEN " + std::string(channel));
    return conn;
}

}  // namespace

TEST_CASE("notifications that came during other statements are kept in their order") {
    const auto conn = listener("kept_order");
    const auto other = testing::connect({.autocommit = true});
    other->execute("NOTIFY kept_order, 'one'");
    other->execute("SELECT pg_notify('kept_order', ?)", "two");
    other->execute("NOTIFY kept_order");
    conn->execute("SELECT 1");
    std::vector<Notification> told;
    while (told.size() < 3) told.push_back(conn->wait_notification(10s).value());
    CHECK(told[0].payload == "one");
    CHECK(told[1].payload == "two");
    CHECK(told[2].payload.empty());
    for (const auto& notification : told) {
        CHECK(notification.channel == "kept_order");
        CHECK(notification.process_id == other->execute("SELECT pg_backend_pid()").scalar<int>());
    }
    CHECK(conn->notifications().empty());
}

TEST_CASE("what has arrived is read without waiting, also in a transaction") {
    const auto conn = listener("arrived");
    conn->execute("NOTIFY arrived, 'to itself'");
    CHECK(conn->notifications().at(0).payload == "to itself");
    conn->begin();
    CHECK(conn->notifications().empty());
    CHECK_THROWS_AS(static_cast<void>(conn->wait_notification(1ms)), ProgrammingError);
}

TEST_CASE("a wait ends with nothing at its limit, and cancel() ends it before") {
    const auto conn = listener("silent");
    CHECK_FALSE(conn->wait_notification(20ms).has_value());
    CHECK_FALSE(conn->wait_notification(-1ms).has_value());
    const std::jthread canceller([&] {
        std::this_thread::sleep_for(100ms);
        conn->cancel();
    });
    CHECK_THROWS_AS(static_cast<void>(conn->wait_notification(60s)), QueryCanceled);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a session that the server ends while it waits is lost") {
    const auto conn = listener("ended");
    const auto pid = conn->execute("SELECT pg_backend_pid()").scalar<int>();
    const std::jthread killer([&] {
        std::this_thread::sleep_for(100ms);
        testing::connect({.autocommit = true})->execute("SELECT pg_terminate_backend(?)", pid);
    });
    CHECK_THROWS_AS(static_cast<void>(conn->wait_notification(60s)), ConnectionLost);
    CHECK_THROWS_AS(static_cast<void>(conn->wait_notification(1ms)), ConnectionLost);
    CHECK_FALSE(conn->is_usable());
}

TEST_CASE("an open stream refuses a wait") {
    const auto conn = listener("streaming");
    auto stream = conn->stream("SELECT generate_series(1, 3)");
    CHECK_THROWS_AS(static_cast<void>(conn->wait_notification(1ms)), InterfaceError);
    CHECK(stream.fetchall().size() == 3);
    CHECK_FALSE(conn->wait_notification(1ms).has_value());
}

TEST_CASE("the handler of notices gets each as it comes, and the messages have it too") {
    const auto conn = testing::connect({.autocommit = true});
    std::vector<std::string> heard;
    conn->set_notice_handler([&](const Message& notice) {
        heard.push_back(notice.text);
        CHECK_THROWS_AS(conn->execute("SELECT 1"), InterfaceError);  // it is in the middle of the DO
    });
    const auto cur = conn->cursor();
    cur->execute("DO $$ BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two'; END $$");
    CHECK(heard == std::vector<std::string>{"one", "two"});
    CHECK(cur->messages().size() == 2);

    conn->set_notice_handler([](const Message&) { throw std::runtime_error("not heard"); });
    cur->execute("DO $$ BEGIN RAISE NOTICE 'three'; END $$");
    CHECK(cur->messages().size() == 1);
    conn->set_notice_handler({});
    cur->execute("DO $$ BEGIN RAISE NOTICE 'four'; END $$");
    CHECK(heard.size() == 2);
}
