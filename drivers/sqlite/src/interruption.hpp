// SPDX-License-Identifier: BSL-1.0
//
// Interruption: when the operation that runs must stop, and how long it may wait for another connection's
// lock. SQLite's progress and busy handlers ask it. sqlite3_interrupt() is not used: it can hit a statement
// that comes later.
#pragma once

#include <atomic>
#include <chrono>
#include <dbapi/deadline.hpp>

namespace dbapi::sqlite {

/// The limits of one session's current operation.
/// Threads: cancel() belongs to any thread, all else to the thread that runs the operation.
class Interruption {
 public:
    enum class Reason { none, canceled, expired };

    /// @param busy_timeout  how long to wait for a lock, besides the deadline.
    explicit Interruption(std::chrono::milliseconds busy_timeout) noexcept : busy_timeout_(busy_timeout) {}

    /// Starts an operation: a cancel that came too late for the last one is forgotten.
    void begin(Deadline deadline) noexcept;

    /// Goes on with the operation under a deadline of its own.
    void resume(Deadline deadline) noexcept;

    /// Asks the operation to stop. Never blocks.
    void cancel() noexcept { is_cancelled_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool is_cancelled() const noexcept { return is_cancelled_.load(std::memory_order_relaxed); }

    /// Whether to stop now; the reason is kept.
    [[nodiscard]] bool must_stop() noexcept;

    /// Waits a little for a lock that another connection has.
    /// @param attempt  0 for the first wait for this lock.
    /// @return  whether SQLite shall try again.
    [[nodiscard]] bool wait_for_lock(int attempt) noexcept;

    /// Returns why the operation was stopped; none when it was not.
    [[nodiscard]] Reason reason() const noexcept { return reason_; }

 private:
    std::atomic<bool> is_cancelled_ = false;
    Reason reason_ = Reason::none;
    Deadline deadline_;
    std::chrono::milliseconds busy_timeout_;
    Deadline::Clock::time_point waiting_since_;
};

}  // namespace dbapi::sqlite
