// SPDX-License-Identifier: BSL-1.0
#include "gate.hpp"

namespace dbapi {

// Whoever waits sets `awaited` under the mutex before it sleeps, so that the change it waits for takes the
// slow path, which takes the mutex as well: no wake-up is lost.

bool Gate::wait_to_enter(Deadline deadline) {
    std::unique_lock lock(mutex_);
    for (;;) {
        std::uint32_t flags = flags_.load(std::memory_order_relaxed);
        if ((flags & (occupied | cancelling)) == 0) {
            if (flags_.compare_exchange_weak(flags, entered(flags), std::memory_order_acquire)) return true;
            continue;
        }
        if (!flags_.compare_exchange_weak(flags, flags | awaited, std::memory_order_relaxed)) continue;
        if (deadline.is_never()) {
            changed_.wait(lock);
        } else if (deadline.is_expired() ||
                   changed_.wait_until(lock, deadline.at()) == std::cv_status::timeout) {
            // It may have become free at the last moment.
            flags = flags_.load(std::memory_order_relaxed) & ~(occupied | cancelling);
            return flags_.compare_exchange_strong(flags, entered(flags), std::memory_order_acquire);
        }
    }
}

void Gate::wait_to_leave() noexcept {
    std::unique_lock lock(mutex_);
    for (;;) {
        std::uint32_t flags = flags_.load(std::memory_order_relaxed);
        if ((flags & cancelling) == 0) {
            if (flags_.compare_exchange_weak(flags, 0, std::memory_order_release)) break;
            continue;
        }
        if (flags_.compare_exchange_weak(flags, flags | awaited, std::memory_order_relaxed)) {
            changed_.wait(lock);
        }
    }
    changed_.notify_all();
}

bool Gate::begin_cancel(bool anyway) noexcept {
    std::uint32_t flags = flags_.load(std::memory_order_relaxed);
    do {
        if ((flags & cancelling) != 0 || ((flags & occupied) == 0 && !anyway)) return false;
    } while (!flags_.compare_exchange_weak(flags, flags | cancelling | cancelled, std::memory_order_acq_rel));
    return true;
}

void Gate::end_cancel() noexcept {
    const std::lock_guard lock(mutex_);
    flags_.fetch_and(~(cancelling | awaited), std::memory_order_release);
    changed_.notify_all();
}

}  // namespace dbapi
