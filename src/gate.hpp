// SPDX-License-Identifier: BSL-1.0
//
// Gate: lets one thread at a time have a connection. A streaming fetch passes it for every row, so that an
// uncontended passage takes two atomic operations and no mutex.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <dbapi/deadline.hpp>
#include <mutex>
#include <thread>

namespace dbapi {

class Gate {
 public:
    Gate() = default;
    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    /// Waits until no other thread is inside and no cancel is under way; then this thread is inside.
    /// @return  false when that took too long.
    /// @pre     not is_inside().
    [[nodiscard]] bool enter(Deadline deadline) {
        if (try_enter()) return true;
        if (!wait_to_enter(deadline)) return false;
        owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
        return true;
    }

    /// Enters if that needs no waiting. @pre  not is_inside().
    [[nodiscard]] bool try_enter() noexcept {
        std::uint32_t idle = 0;
        if (!flags_.compare_exchange_strong(idle, occupied, std::memory_order_acquire)) return false;
        owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
        return true;
    }

    /// Lets others in, once a cancel that is under way has arrived: it was meant for who is inside now.
    void leave() noexcept {
        owner_.store(std::thread::id(), std::memory_order_relaxed);
        std::uint32_t alone = occupied;
        if (!flags_.compare_exchange_strong(alone, 0, std::memory_order_release)) wait_to_leave();
    }

    /// Whether this thread is inside.
    [[nodiscard]] bool is_inside() const noexcept {
        return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
    }

    /// Whether a cancel has come since this thread is inside. @pre  is_inside().
    [[nodiscard]] bool is_cancelled() const noexcept {
        return (flags_.load(std::memory_order_relaxed) & cancelled) != 0;
    }

    /// Starts a cancel, unless one is under way, or there is nothing to cancel: nobody inside, nor `anyway`.
    /// Until end_cancel() nobody enters or leaves.
    [[nodiscard]] bool begin_cancel(bool anyway) noexcept;
    void end_cancel() noexcept;

 private:
    static constexpr std::uint32_t occupied = 1;
    static constexpr std::uint32_t cancelling = 2;
    static constexpr std::uint32_t cancelled = 4;  // a cancel came to who is inside
    static constexpr std::uint32_t awaited = 8;    // somebody waits for a change of the first two

    /// The flags once somebody has entered: what was cancelled before does not concern him.
    [[nodiscard]] static constexpr std::uint32_t entered(std::uint32_t flags) noexcept {
        return (flags & ~cancelled) | occupied;
    }
    [[nodiscard]] bool wait_to_enter(Deadline deadline);
    void wait_to_leave() noexcept;

    std::atomic<std::uint32_t> flags_ = 0;
    std::atomic<std::thread::id> owner_;
    std::mutex mutex_;  // for those who wait, and those who wake them
    std::condition_variable changed_;
};

}  // namespace dbapi
