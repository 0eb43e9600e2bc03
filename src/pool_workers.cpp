// SPDX-License-Identifier: BSL-1.0
//
// The threads of a pool: they connect, clean what nobody has taken over yet, and close what is too old.
#include <algorithm>
#include <dbapi/errors.hpp>
#include <random>
#include <utility>

#include "pool_core.hpp"
#include "pooled.hpp"

namespace dbapi::detail {
namespace {

// A clock of the program's own may stand still.
constexpr auto longest_sleep = std::chrono::minutes(1);

// Between two failures to connect, whatever the options say: no loop that knows no rest, no overflow.
constexpr Timeout shortest_backoff = std::chrono::milliseconds(5);
constexpr Timeout longest_backoff = std::chrono::hours(24);

Timeout next_backoff(Timeout pause, Timeout most) {
    return std::min(pause * 2, most > Timeout::zero() ? most : longest_backoff);
}

}  // namespace

void PoolCore::start() {
    const std::lock_guard lock(mutex_);
    wake_worker();
}

void PoolCore::release_threads() noexcept {
    {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < started_; ++i) {
            if (workers_[i].is_busy) workers_[i].thread.detach();
        }
    }
    for (Worker& worker : workers_) {
        if (worker.thread.joinable()) worker.thread.join();
    }
}

/// For something to do, or a moment that has moved. With the mutex locked.
void PoolCore::wake_worker() noexcept {
    if (free_workers_ > 0 || is_closed_ || started_ == most_workers) {
        work_.notify_one();
        return;
    }
    Worker& self = workers_[started_];
    self.is_busy = true;  // until it has the mutex
    try {
        self.thread = std::thread([core = shared_from_this(), &self] { core->work(self); });
        ++started_;
    } catch (const std::exception&) {
        self.is_busy = false;  // the others will do it, or a later call
    }
}

void PoolCore::work(Worker& self) {
    Lock lock(mutex_);
    while (!is_closed_) {
        if (work_once(lock)) continue;
        self.is_busy = false;
        ++free_workers_;
        const auto pause = until_next_event();
        asleep_until_ = now() + pause;
        work_.wait_for(lock, pause);
        --free_workers_;
        self.is_busy = true;
    }
    self.is_busy = false;
    ++free_workers_;
    emptied_.notify_all();
}

/// Returns false when there was nothing to do.
bool PoolCore::work_once(Lock& lock) {
    if (!dirty_.empty()) {
        clean_one(lock);
    } else if (auto old = take_old()) {
        retire_one(std::move(old), lock);
    } else if (may_connect() && Clock::now() >= retry_at_) {
        connect_one(lock);
    } else {
        return false;
    }
    return true;
}

// ── cleaning ──

void PoolCore::clean_one(Lock& lock) {
    auto slot = std::move(dirty_.front());  // who returned first may hold locks that others wait for
    dirty_.erase(dirty_.begin());
    ++returning_;
    lock.unlock();
    Loss loss = Loss::none;
    const bool is_good = make_ready(*slot, Deadline(), loss);
    finish(std::move(slot), is_good, loss);
    lock.lock();
}

/// When it shall be closed if nobody uses it.
PoolCore::Clock::time_point PoolCore::end_of(const Slot& slot) const noexcept {
    const bool may_be_idle = options_.max_idle > Timeout::zero() && size_ - returning_ > options_.min_size;
    return may_be_idle ? std::min(slot.expires, slot.used + options_.max_idle) : slot.expires;
}

std::unique_ptr<PoolCore::Slot> PoolCore::take_old() {
    if (idle_.empty()) return nullptr;
    const auto now = this->now();
    const auto old =
        std::find_if(idle_.begin(), idle_.end(), [&](const auto& slot) { return now >= end_of(*slot); });
    if (old == idle_.end()) return nullptr;
    auto slot = std::move(*old);
    idle_.erase(old);
    return slot;
}

void PoolCore::retire_one(std::unique_ptr<Slot> slot, Lock& lock) {
    ++returning_;
    lock.unlock();
    finish(std::move(slot), false, Loss::retired);
    lock.lock();
}

PoolCore::Clock::duration PoolCore::until_next_event() const {
    Clock::duration next = longest_sleep;
    if (!idle_.empty()) {
        const auto now = this->now();
        for (const auto& slot : idle_) next = std::min(next, end_of(*slot) - now);
    }
    if (may_connect()) next = std::min(next, retry_at_ - Clock::now());
    return std::max(next, Clock::duration(std::chrono::milliseconds(1)));
}

// ── connecting ──

/// Whether one is wanted, and a thread is there for it.
bool PoolCore::may_connect() const noexcept {
    if (connecting_ + 1 >= most_workers) return false;
    const std::size_t coming = size_ + connecting_;
    return coming < options_.max_size && (coming < options_.min_size || waiting_.size() > connecting_);
}

void PoolCore::connect_one(Lock& lock) {
    ++connecting_;
    if (may_connect()) wake_worker();  // for the next one
    lock.unlock();
    std::unique_ptr<Slot> slot;
    std::exception_ptr failure;
    try {
        slot = connect();
    } catch (...) {  // to be told to who waits
        failure = std::current_exception();
    }
    lock.lock();
    --connecting_;
    if (failure) return note_failure(failure);
    ++size_;
    ++counts_.created;
    backoff_ = options_.backoff;
    why_not_connected_.clear();
    put(slot);
    if (!slot) return;
    lock.unlock();
    discard(std::move(slot), Loss::none);
    lock.lock();
}

std::unique_ptr<PoolCore::Slot> PoolCore::connect() {
    auto slot = std::make_unique<Slot>();
    slot->losses = losses_.load(std::memory_order_relaxed);
    const auto deadline = Deadline::after(target_.timeout);
    slot->connection = driver_.connect(target_);
    Pooled::set_timeout(*slot->connection, own_timeout_);
    Pooled::configure(slot->connection, options_.on_connect, deadline);
    slot->used = now();
    if (options_.max_lifetime > Timeout::zero()) {
        const double part = 1 - options_.lifetime_jitter * random();
        slot->expires =
            slot->used + std::chrono::duration_cast<Clock::duration>(
                             std::chrono::duration<double, std::milli>(options_.max_lifetime) * part);
    }
    return slot;
}

/// What cannot be reached now may be there later; all else waits for nothing, and neither does a pool that
/// has never had a connection: a wrong password must not look like a pool that is too small.
void PoolCore::note_failure(const std::exception_ptr& failure) {
    bool may_pass = false;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        const auto* const operational = dynamic_cast<const OperationalError*>(&error);
        // 28: who asks is refused, and will be.
        may_pass = operational && !operational->sqlstate().starts_with("28") && counts_.created > 0;
        why_not_connected_ = error.what();
    } catch (...) {  // of on_connect
        why_not_connected_ = "on_connect threw what is no std::exception";
    }
    ++counts_.connect_failures;
    const auto backoff = std::clamp(backoff_, shortest_backoff, longest_backoff);
    const auto pause = std::chrono::duration<double, std::milli>(backoff) * (0.5 + random() / 2);
    retry_at_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(pause);
    backoff_ = next_backoff(backoff, options_.max_backoff);
    if (may_pass) return;
    for (Waiter* const waiter : waiting_) {
        waiter->error = failure;
        waiter->woken.notify_one();
    }
    waiting_.clear();
}

double PoolCore::random() const {
    if (options_.random) return options_.random();
    thread_local std::minstd_rand engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(engine);
}

}  // namespace dbapi::detail
