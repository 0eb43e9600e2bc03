// SPDX-License-Identifier: BSL-1.0
//
// Context::Run: what lasts longer than one case: the names that a run may use, the connections that are open,
// and what there is to remove at its end.
#pragma once

#include <atomic>
#include <dbapi/conformance/context.hpp>
#include <mutex>
#include <string>
#include <vector>

namespace dbapi::conformance {

struct Context::Run {
    explicit Run(const Driver& the_driver, const Profile& the_profile, Timeout the_timeout);

    /// Returns a name that begins with this run's prefix and was not given before.
    [[nodiscard]] std::string next_name();

    /// Cancels what the case's connections are doing; for a run that is to be stopped. Any thread.
    void cancel() noexcept;

    /// Removes what the case has left, each thing by itself, so that one failure keeps nothing else.
    void clean_up(const Case& test);

    const Driver& driver;
    const Profile& profile;
    Timeout timeout;
    std::string prefix;
    std::atomic<int> names = 0;

    // Of the current case.
    std::mutex mutex;
    std::vector<std::string> failures;
    std::vector<std::string> notes;
    std::vector<std::weak_ptr<Connection>> connections;
    std::vector<std::string> tables;
    std::vector<Xid> xids;
    std::vector<std::string> statements;  // to run at its end, the last one first

    std::vector<std::string> problems;  // of the run

 private:
    void roll_back_prepared(Connection& connection);
};

/// Returns how a case of that kind connects.
[[nodiscard]] const ConnectOptions& options_for(const Profile& profile, Connections connections) noexcept;

}  // namespace dbapi::conformance
