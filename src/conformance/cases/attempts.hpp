// SPDX-License-Identifier: BSL-1.0
//
// Things that cases do several times: trying a list of calls, and working in threads.
#pragma once

#include <concepts>
#include <dbapi/conformance/context.hpp>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace dbapi::conformance {

/// A call that is tried, and its name.
struct Attempt {
    std::string_view name;
    std::function<void()> call;
};

/// Reports a failure for each call that does not throw an E.
template <std::derived_from<Error> E>
void each_throws(Context& context, std::initializer_list<Attempt> attempts, std::string_view when) {
    for (const auto& attempt : attempts)
        context.throws<E>(attempt.call, std::string(attempt.name) + ' ' + std::string(when));
}

/// Runs the function in `count` threads, each with its number, and waits for them. What they throw is a
/// failure.
template <std::invocable<int> F>
void in_threads(Context& context, int count, F work) {
    std::vector<std::thread> threads;
    for (int number = 0; number < count; ++number) {
        threads.emplace_back([&context, &work, number] {
            try {
                work(number);
            } catch (const CaseEnded&) {
                // It has said why.
            } catch (const std::exception& error) {
                context.check(false, "thread " + std::to_string(number) + ": " + error.what());
            }
        });
    }
    for (auto& thread : threads) thread.join();
}

/// Reports a failure unless the connection can be used, after a rollback.
inline void check_usable(Context& context, Connection& connection, std::string_view when) {
    try {
        connection.rollback();
        context.equal(connection.execute("SELECT 7").scalar<int>(), 7, "a query " + std::string(when));
    } catch (const Error& error) {
        context.check(false, "the connection is of no use " + std::string(when) + ": " + error.what());
    }
}

}  // namespace dbapi::conformance
