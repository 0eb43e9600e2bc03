// SPDX-License-Identifier: BSL-1.0
//
// PoolCore: what a pool, its leases and its threads share. Nothing is asked of a connection while its mutex
// is locked.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <dbapi/connect_options.hpp>
#include <dbapi/deadline.hpp>
#include <dbapi/driver.hpp>
#include <dbapi/driver/fork_guard.hpp>
#include <dbapi/pool_options.hpp>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dbapi::detail {

class PoolCore : public std::enable_shared_from_this<PoolCore> {
 public:
    using Clock = std::chrono::steady_clock;

    /// @throws ProgrammingError  the options contradict each other.
    PoolCore(const Driver& driver, const ConnectOptions& target, PoolOptions options);

    /// Starts the first thread. To be called once.
    void start();

    [[nodiscard]] const PoolOptions& options() const noexcept { return options_; }
    [[nodiscard]] bool is_child() const noexcept { return fork_.is_child(); }

    [[nodiscard]] std::shared_ptr<Connection> lease(Timeout timeout);
    [[nodiscard]] PoolStatistics statistics() const;
    void check();
    void close() noexcept;
    [[nodiscard]] bool wait_until_empty(Deadline deadline);

    /// Joins the threads that are about to end, and leaves the others behind. @pre  close() was called.
    void release_threads() noexcept;

 private:
    /// A connection, and what the pool knows of it. Whoever has the Slot has the connection for himself.
    struct Slot {
        std::shared_ptr<Connection> connection;
        Clock::time_point expires = Clock::time_point::max();
        Clock::time_point used{};  // when it was used last
        std::thread::id user;      // the thread that gave it back last
        std::uint64_t losses = 0;  // of others when it was last known to be there
        bool is_dirty = false;     // to be cleaned first
        bool is_suspect = false;   // to be pinged first
    };
    using Slots = std::vector<std::unique_ptr<Slot>>;

    /// Who waits for a Slot. Either it or the error comes, under the mutex.
    struct Waiter {
        std::condition_variable woken;
        std::unique_ptr<Slot> slot;
        std::exception_ptr error;
    };

    struct Worker {
        std::thread thread;
        bool is_busy = false;  // without the mutex: may take as long as a server likes
    };

    struct GiveBack;

    // One more than may connect at the same time, so that a server that is silent holds up no rollback.
    static constexpr std::size_t most_workers = 3;

    enum class Loss : std::uint8_t { none, lost, retired };

    // Leases.
    void give_back(Slot* slot) noexcept;
    [[nodiscard]] std::shared_ptr<Connection> hand_out(std::unique_ptr<Slot> slot);
    [[nodiscard]] std::unique_ptr<Slot> wait(Deadline deadline, std::unique_ptr<Slot> useless, Loss loss);
    [[nodiscard]] bool is_doubtful(const Slot& slot, Clock::time_point now) const noexcept;
    [[nodiscard]] bool make_ready(Slot& slot, Deadline deadline, Loss& loss);
    [[nodiscard]] bool configure_again(const Slot& slot, Deadline deadline);
    void keep(std::unique_ptr<Slot> slot) noexcept;
    void discard(std::unique_ptr<Slot> slot, Loss loss) noexcept;
    void finish(std::unique_ptr<Slot> slot, bool is_good, Loss loss) noexcept;
    [[nodiscard]] Clock::time_point now() const { return options_.clock ? options_.clock() : Clock::now(); }
    [[nodiscard]] Deadline upkeep(Deadline deadline = {}) const noexcept;
    void check_fork() const;

    // With the mutex locked.
    void check_open() const;
    [[nodiscard]] Slots::iterator choose(Slots& from) const noexcept;
    [[nodiscard]] std::unique_ptr<Slot> take(bool is_late) noexcept;
    void put(std::unique_ptr<Slot>& slot) noexcept;
    void count_out(Loss loss) noexcept;
    [[nodiscard]] bool may_connect() const noexcept;
    [[nodiscard]] PoolStatistics statistics_now() const;
    [[nodiscard]] std::string exhausted(Timeout waited) const;
    void wake_worker() noexcept;

    // Threads: pool_workers.cpp. The lock is held at their beginning and end.
    using Lock = std::unique_lock<std::mutex>;
    void work(Worker& self);
    [[nodiscard]] bool work_once(Lock& lock);
    void clean_one(Lock& lock);
    void retire_one(std::unique_ptr<Slot> slot, Lock& lock);
    void connect_one(Lock& lock);
    [[nodiscard]] std::unique_ptr<Slot> connect();
    void note_failure(const std::exception_ptr& failure);
    [[nodiscard]] std::unique_ptr<Slot> take_old();
    [[nodiscard]] Clock::time_point end_of(const Slot& slot) const noexcept;
    [[nodiscard]] Clock::duration until_next_event() const;
    [[nodiscard]] double random() const;

    const Driver& driver_;
    ConnectOptions target_;      // with the time limit for connecting
    const Timeout own_timeout_;  // that of the connections
    const PoolOptions options_;
    const bool is_private_;
    const driver::ForkGuard fork_;
    std::atomic<std::uint64_t> losses_ = 0;
    std::atomic<std::uint64_t> leases_ = 0;
    std::atomic<std::uint64_t> resets_ = 0;

    mutable std::mutex mutex_;    // of all that follows
    Slots idle_;                  // the ones used last at the end
    Slots dirty_;                 // the same
    std::list<Waiter*> waiting_;  // who came first in front
    std::size_t size_ = 0;        // of Slots, wherever they are
    std::size_t returning_ = 0;   // of them in the hands of the pool itself
    std::size_t connecting_ = 0;  // attempts under way
    bool is_closed_ = false;
    Clock::time_point asleep_until_{};  // a thread that waits for work, at most
    Clock::time_point retry_at_{};      // no attempt before that, on the real clock
    Timeout backoff_;                   // the next pause
    std::string why_not_connected_;     // the last failure; empty when an attempt has succeeded since
    PoolStatistics counts_;
    std::condition_variable work_;     // for workers
    std::condition_variable emptied_;  // for wait_until_empty()
    std::array<Worker, most_workers> workers_;
    std::size_t started_ = 0;       // how many of them run,
    std::size_t free_workers_ = 0;  // and how many of those wait for work, or have ended
};

}  // namespace dbapi::detail
