// SPDX-License-Identifier: BSL-1.0
//
// What the examples have in common: where the database is, and a line that tells how far the work is.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace example {

/// Returns $DATABASE_URL, or SQLite in memory when it is not set.
inline std::string default_url() {
    const char* const url = std::getenv("DATABASE_URL");
    return url ? url : "sqlite::memory:";
}

constexpr std::string_view url_help = "Where the database is; else $DATABASE_URL, else sqlite::memory:";

/// One line on a terminal's stderr, overwritten by the next; nothing where nobody watches.
class Progress {
 public:
    Progress(std::string what, std::size_t total) : what_(std::move(what)), total_(total) {}
    ~Progress() {
        if (drawn_) std::cerr << "\r\033[K" << std::flush;
    }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Tells how much is done, ten times a second at most.
    void show(std::size_t done) {
        const auto now = Clock::now();
        if (!watched_ || (drawn_ && now - drawn_at_ < std::chrono::milliseconds(100))) return;
        drawn_ = true;
        drawn_at_ = now;
        std::cerr << "\r\033[K" << what_ << ' ' << done << '/' << total_ << std::flush;
    }

 private:
    using Clock = std::chrono::steady_clock;

    std::string what_;
    std::size_t total_;
    bool watched_ = isatty(STDERR_FILENO) != 0;
    bool drawn_ = false;
    Clock::time_point drawn_at_;
};

}  // namespace example
