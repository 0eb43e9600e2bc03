// SPDX-License-Identifier: BSL-1.0
//
// What a child process after fork() may still do with the objects of its parent: nothing but drop them.
#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <dbapi/dbapi.hpp>
#include <dbapi/driver/fork_guard.hpp>
#include <functional>
#include <memory>

#include "support/fake_driver.hpp"

namespace {

/// Runs the function in a child process; returns what it returned.
bool in_child(const std::function<bool()>& function) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(function() ? 0 : 1);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool throws_interface_error(const std::function<void()>& function) {
    try {
        function();
    } catch (const dbapi::InterfaceError&) {
        return true;
    } catch (...) {
        return false;
    }
    return false;
}

}  // namespace

TEST_CASE("a guard knows the process it was made in from its children") {
    const dbapi::driver::ForkGuard guard;
    CHECK_FALSE(guard.is_child());
    CHECK(in_child([&] { return guard.is_child() && !dbapi::driver::ForkGuard().is_child(); }));
    CHECK_FALSE(guard.is_child());
    CHECK(in_child([&] { return in_child([&] { return guard.is_child(); }); }));
}

TEST_CASE("in a child every use of the parent's connection throws InterfaceError, and no hook is called") {
    testing::FakeDriver driver;
    driver.answer("SELECT n", testing::integers("n", {1, 2, 3}));
    auto conn = driver.connect("fake:");
    auto cur = conn->cursor();
    cur->execute("SELECT n");
    const auto before = driver.calls();

    const std::function<void()> uses[] = {
        [&] { cur->execute("SELECT n"); },
        [&] { (void)cur->fetchone(); },
        [&] { (void)cur->rowcount(); },
        [&] { conn->commit(); },
        [&] { conn->rollback(); },
        [&] { conn->begin(); },
        [&] { (void)conn->cursor(); },
        [&] { (void)conn->features(); },
        [&] { conn->set_autocommit(true); },
        [&] { conn->set_timeout(dbapi::Timeout(1)); },
        [&] { conn->cancel(); },
        [&] { (void)conn->messages(); },
    };
    for (const auto& use : uses) CHECK(in_child([&] { return throws_interface_error(use); }));
    CHECK(in_child([&] {
        return !conn->is_usable() && conn->transaction_status() == dbapi::TransactionStatus::unknown &&
               driver.calls() == before;
    }));
    CHECK(in_child([&] {
        conn->close();  // ends this object, not the parent's session
        const bool is_closed = conn->is_closed();
        cur.reset();
        conn.reset();
        return is_closed && driver.calls() == before;
    }));
    CHECK(in_child([&] { return driver.connect("fake:")->is_usable(); }));

    CHECK(conn->is_usable());
    CHECK(cur->fetchall().size() == 3);
}

TEST_CASE("in a child the destructors of an unfinished stream speak to nobody") {
    testing::FakeDriver driver;
    driver.answer("SELECT n", testing::integers("n", {1, 2, 3}));
    auto conn = driver.connect("fake:");
    auto cur = conn->cursor({.stream = true});
    cur->execute("SELECT n");
    const auto before = driver.calls();
    CHECK(in_child([&] {
        cur.reset();
        conn.reset();
        return driver.calls() == before;
    }));
    CHECK(cur->fetchall().size() == 3);
}
