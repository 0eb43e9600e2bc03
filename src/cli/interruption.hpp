// SPDX-License-Identifier: BSL-1.0
//
// Interruption: SIGINT and SIGTERM as a request to stop, which a program can obey where it is safe.
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace dbapi::cli {

/// While one exists, the first SIGINT, SIGTERM or SIGHUP asks for a stop, and the second ends the process.
///
/// @pre  it is made before other threads are, as they inherit which signals are blocked.
class Interruption {
 public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    [[nodiscard]] std::stop_token token() const noexcept { return stop_.get_token(); }

 private:
    std::stop_source stop_;
    sigset_t before_{};
    std::jthread waiting_;
};

}  // namespace dbapi::cli
