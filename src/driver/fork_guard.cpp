// SPDX-License-Identifier: BSL-1.0
#include <atomic>
#include <dbapi/driver/fork_guard.hpp>
#include <mutex>

#if !defined(_WIN32)
#include <pthread.h>
#endif

namespace dbapi::driver {
namespace {

constinit std::atomic<unsigned> forks{0};
constinit std::once_flag watching;

void watch_forks() {
#if !defined(_WIN32)
    pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });
#endif
}

}  // namespace

ForkGuard::ForkGuard() {
    std::call_once(watching, watch_forks);
    generation_ = forks.load(std::memory_order_relaxed);
}

bool ForkGuard::is_child() const noexcept { return forks.load(std::memory_order_relaxed) != generation_; }

}  // namespace dbapi::driver
