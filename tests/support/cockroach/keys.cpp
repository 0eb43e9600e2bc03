// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/keys.hpp"

#include "support/cockroach/wire.hpp"

namespace testing::cockroach {
namespace {

constexpr auto tick = std::chrono::milliseconds(20);  // how soon a waiting thread sees that the double ends

}  // namespace

void SessionKey::catch_cancels() {
    const std::lock_guard lock(mutex_);
    catching_ = true;
    arrived_ = false;
}

void SessionKey::hold_cancels() {
    const std::lock_guard lock(mutex_);
    holding_ = true;
    arrived_ = false;
}

bool SessionKey::wait(std::chrono::milliseconds longest, const std::atomic<bool>& stopping) {
    const auto end = std::chrono::steady_clock::now() + longest;
    std::unique_lock lock(mutex_);
    while (!arrived_ && !stopping && std::chrono::steady_clock::now() < end)
        changed_.wait_until(lock, std::min(end, std::chrono::steady_clock::now() + tick));
    catching_ = false;
    return arrived_;
}

void SessionKey::let_go() {
    const std::lock_guard lock(mutex_);
    holding_ = false;
    changed_.notify_all();
}

bool SessionKey::arrive(const std::atomic<bool>& stopping) {
    std::unique_lock lock(mutex_);
    arrived_ = true;
    changed_.notify_all();
    const bool is_for_the_double = catching_;
    while ((holding_ || frozen_) && !stopping) changed_.wait_for(lock, tick);
    return !is_for_the_double && !stopping;
}

std::string KeyTable::add(std::shared_ptr<SessionKey> key) {
    constexpr std::uint32_t node = 1U << 20U;  // the upper 12 bits are the node's number
    const std::lock_guard lock(mutex_);
    for (;;) {
        const auto high = static_cast<std::uint32_t>(random_()) & (node - 1);
        auto bytes = number_bytes(node | high, 4) + number_bytes(static_cast<std::uint32_t>(random_()), 4);
        if (keys_.emplace(bytes, key).second) return bytes;
    }
}

void KeyTable::remove(const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    keys_.erase(bytes);
}

std::shared_ptr<SessionKey> KeyTable::find(const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(bytes);
    return found == keys_.end() ? nullptr : found->second;
}

}  // namespace testing::cockroach
