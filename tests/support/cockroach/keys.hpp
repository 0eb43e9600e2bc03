// SPDX-License-Identifier: BSL-1.0
//
// SessionKey and KeyTable: how a CancelRequest finds the session that it means, and what it may find it
// doing.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

namespace testing::cockroach {

/// What a cancel request and its session know of each other. Threads: any.
class SessionKey {
 public:
    explicit SessionKey(std::string backend_key) : backend_key_(std::move(backend_key)) {}

    /// What PostgreSQL calls the session.
    [[nodiscard]] const std::string& backend_key() const noexcept { return backend_key_; }

    /// From now on a cancel request is for wait(), and nobody else hears of it.
    void catch_cancels();
    /// From now on cancel requests are held back, until let_go().
    void hold_cancels();
    void let_go();
    /// Waits for a request that comes, or has come since catch_cancels() or hold_cancels(), at most so long.
    /// Returns whether one did. They are no longer caught.
    bool wait(std::chrono::milliseconds longest, const std::atomic<bool>& stopping);
    /// From now on nothing is answered, not even a cancel.
    void freeze() noexcept { frozen_ = true; }

    /// Tells the session of a request, and waits while it is held back. Returns whether PostgreSQL has to
    /// be told as well.
    [[nodiscard]] bool arrive(const std::atomic<bool>& stopping);

 private:
    std::string backend_key_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool catching_ = false;  // guarded by `mutex_`, as is what follows
    bool holding_ = false;
    bool arrived_ = false;
    std::atomic<bool> frozen_ = false;
};

/// The sessions by the keys that their clients have. Threads: any.
class KeyTable {
 public:
    explicit KeyTable(std::uint32_t seed) : random_(seed) {}

    /// Returns the 8 bytes for the client.
    [[nodiscard]] std::string add(std::shared_ptr<SessionKey> key);
    void remove(const std::string& bytes);
    /// Returns null when there is no such session.
    [[nodiscard]] std::shared_ptr<SessionKey> find(const std::string& bytes);

 private:
    std::mutex mutex_;
    std::mt19937 random_;  // guarded by `mutex_`, as is `keys_`
    std::map<std::string, std::shared_ptr<SessionKey>> keys_;
};

}  // namespace testing::cockroach
