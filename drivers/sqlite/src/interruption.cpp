// SPDX-License-Identifier: BSL-1.0
#include "interruption.hpp"

#include <algorithm>
#include <array>
#include <thread>

namespace dbapi::sqlite {
namespace {

using std::chrono_literals::operator""ms;

// Short at first, since most locks are held briefly; the last one is how late a cancel may be noticed.
constexpr auto naps = std::to_array<std::chrono::milliseconds>({1ms, 2ms, 5ms, 10ms, 25ms, 50ms, 100ms});

}  // namespace

void Interruption::begin(Deadline deadline) noexcept {
    is_cancelled_.store(false, std::memory_order_relaxed);
    resume(deadline);
}

void Interruption::resume(Deadline deadline) noexcept {
    deadline_ = deadline;
    reason_ = Reason::none;
}

bool Interruption::must_stop() noexcept {
    if (is_cancelled()) {
        reason_ = Reason::canceled;
    } else if (deadline_.is_expired()) {
        reason_ = Reason::expired;
    }
    return reason_ != Reason::none;
}

bool Interruption::wait_for_lock(int attempt) noexcept {
    if (must_stop()) return false;
    const auto now = Deadline::Clock::now();
    if (attempt == 0) waiting_since_ = now;
    const auto end = std::min(waiting_since_ + busy_timeout_, deadline_.at());
    if (now >= end) return false;
    const auto nap = naps[std::min(static_cast<std::size_t>(attempt), naps.size() - 1)];
    std::this_thread::sleep_until(std::min(now + nap, end));
    return !must_stop();
}

}  // namespace dbapi::sqlite
