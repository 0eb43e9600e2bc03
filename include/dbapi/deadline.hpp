// SPDX-License-Identifier: BSL-1.0
//
// A point in time at which a blocking operation must have ended. Every blocking hook gets one.
#pragma once

#include <algorithm>
#include <chrono>

namespace dbapi {

/// A time limit: a duration, where zero means that there is none. Units: milliseconds.
using Timeout = std::chrono::milliseconds;

/// The moment by which an operation must end, on the steady clock; `never()` is no limit.
class Deadline {
 public:
    using Clock = std::chrono::steady_clock;

    /// Makes the deadline that never comes.
    constexpr Deadline() noexcept = default;
    constexpr explicit Deadline(Clock::time_point at) noexcept : at_(at) {}

    [[nodiscard]] static constexpr Deadline never() noexcept { return Deadline(); }

    /// Returns the deadline `timeout` from now. Zero is no limit and gives `never()`, and so does one too far
    /// to count; a negative one, as what is left of some time may be, has passed already.
    [[nodiscard]] static Deadline after(Timeout timeout) noexcept {
        if (timeout == Timeout::zero()) return never();
        const auto now = Clock::now();
        if (timeout < Timeout::zero()) return Deadline(now);
        const auto room = std::chrono::duration_cast<Timeout>(Clock::time_point::max() - now);
        return timeout >= room ? never() : Deadline(now + timeout);
    }

    [[nodiscard]] constexpr bool is_never() const noexcept { return at_ == Clock::time_point::max(); }
    [[nodiscard]] bool is_expired() const noexcept { return !is_never() && Clock::now() >= at_; }
    [[nodiscard]] constexpr Clock::time_point at() const noexcept { return at_; }

    /// Returns the milliseconds left, rounded up, at least 0; -1 for `never()`, as poll(2) wants it.
    [[nodiscard]] int remaining_ms() const noexcept {
        if (is_never()) return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(at_ - Clock::now()).count();
        return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000'000));
    }

    /// Returns the earlier of the two.
    [[nodiscard]] static constexpr Deadline earlier(Deadline a, Deadline b) noexcept {
        return a.at_ < b.at_ ? a : b;
    }

 private:
    Clock::time_point at_ = Clock::time_point::max();
};

}  // namespace dbapi
