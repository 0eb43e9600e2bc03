// SPDX-License-Identifier: BSL-1.0
//
// Leases: who gets which connection, and what becomes of it afterwards.
#include "pool_core.hpp"

#include <dbapi/errors.hpp>
#include <utility>

#include "pooled.hpp"

namespace dbapi::detail {
namespace {

constexpr Timeout grace = std::chrono::seconds(1);

PoolOptions checked(PoolOptions options, bool is_private) {
    if (options.max_size == 0) throw ProgrammingError("max_size of a pool is at least 1");
    if (options.min_size > options.max_size) {
        throw ProgrammingError("min_size of a pool is above its max_size");
    }
    if (!(options.lifetime_jitter >= 0 && options.lifetime_jitter <= 1)) {
        throw ProgrammingError("lifetime_jitter of a pool is a part, from 0 to 1");
    }
    if (is_private) {  // the end of the connection would be the end of the data
        options.min_size = options.max_size = 1;
        options.max_lifetime = options.max_idle = Timeout::zero();
    }
    return options;
}

ConnectOptions with_limit(ConnectOptions target, Timeout connect_timeout) {
    if (target.timeout == Timeout::zero()) target.timeout = connect_timeout;
    return target;
}

}  // namespace

/// The end of a lease.
struct PoolCore::GiveBack {
    std::shared_ptr<PoolCore> core;
    Slot* slot;
    void operator()(Connection*) const noexcept { core->give_back(slot); }
};

PoolCore::PoolCore(const Driver& driver, const ConnectOptions& target, PoolOptions options)
    : driver_(driver),
      target_(with_limit(target, options.connect_timeout)),
      own_timeout_(target.timeout),
      options_(checked(std::move(options), driver.is_private(target))),
      is_private_(driver.is_private(target)),
      backoff_(options_.backoff) {
    idle_.reserve(options_.max_size);  // so that giving back never allocates
    dirty_.reserve(options_.max_size);
    counts_.max_size = options_.max_size;
}

// ── leases ──

std::shared_ptr<Connection> PoolCore::lease(Timeout timeout) {
    check_fork();
    std::unique_ptr<Slot> slot;
    {
        const std::lock_guard lock(mutex_);
        check_open();
        if (waiting_.empty()) slot = take();
    }
    const auto deadline = Deadline::after(timeout);
    for (bool in_front = false;; in_front = true) {
        if (!slot) slot = wait(deadline, in_front);
        Loss loss = Loss::none;
        if (make_ready(*slot, deadline, loss)) return hand_out(std::move(slot));
        discard(std::move(slot), loss);
    }
}

/// Takes what is there: clean ones first, and those that were used last. Others are for who takes them to
/// clean, which is sooner than the pool's own thread.
std::unique_ptr<PoolCore::Slot> PoolCore::take() noexcept {
    Slots& from = idle_.empty() ? dirty_ : idle_;
    if (from.empty()) return nullptr;
    auto slot = std::move(from.back());
    from.pop_back();
    slot->is_suspect = slot->losses != losses_.load(std::memory_order_relaxed);
    return slot;
}

std::unique_ptr<PoolCore::Slot> PoolCore::wait(Deadline deadline, bool in_front) {
    Waiter self;
    const auto begin = Clock::now();
    Lock lock(mutex_);
    check_open();
    const auto place = waiting_.insert(in_front ? waiting_.begin() : waiting_.end(), &self);
    ++counts_.waited;
    if (counts_.created == 0) retry_at_ = {};  // it should hear why, rather than wait
    if (auto slot = waiting_.front() == &self ? take() : nullptr) {
        waiting_.erase(place);
        return slot;
    }
    wake_worker();
    const auto is_served = [&] { return self.slot || self.error; };
    if (deadline.is_never()) {
        self.woken.wait(lock, is_served);
    } else if (!self.woken.wait_until(lock, deadline.at(), is_served)) {
        waiting_.erase(place);
        ++counts_.timeouts;
    }
    const auto waited = Clock::now() - begin;
    counts_.wait_time += std::chrono::duration_cast<std::chrono::microseconds>(waited);
    if (self.error) std::rethrow_exception(self.error);
    if (!self.slot) {
        throw DeadlineExceeded(exhausted(std::chrono::duration_cast<Timeout>(waited)),
                               ErrorDetails{.sqlstate = sqlstate::query_canceled});
    }
    self.slot->is_suspect = self.slot->losses != losses_.load(std::memory_order_relaxed);
    return std::move(self.slot);
}

/// Makes it as new, if it is worth that.
bool PoolCore::make_ready(Slot& slot, Deadline deadline, Loss& loss) {
    Connection& connection = *slot.connection;
    const auto losses = losses_.load(std::memory_order_relaxed);
    const auto now = this->now();
    loss = Loss::retired;
    if (now >= slot.expires) return false;
    if (slot.is_dirty) {
        const Cleaned how = Pooled::clean(connection, options_.reset, upkeep(deadline));
        if (how == Cleaned::lost) loss = Loss::lost;
        if (how == Cleaned::lost || (how == Cleaned::impossible && !is_private_)) return false;
        Pooled::forget_settings(connection);
        slot.is_dirty = false;
        slot.losses = losses;
        return how != Cleaned::reset || configure_again(slot);
    }
    loss = Loss::lost;
    if (!connection.is_usable()) return false;
    const bool was_long =
        options_.check_after_idle > Timeout::zero() && now - slot.used >= options_.check_after_idle;
    if (!was_long && !slot.is_suspect) return true;
    if (!Pooled::ping(connection, upkeep(deadline))) return false;
    slot.losses = losses;
    return true;
}

/// After a reset. What goes wrong is told by on_connect for the next connection.
bool PoolCore::configure_again(const Slot& slot) {
    resets_.fetch_add(1, std::memory_order_relaxed);
    try {
        Pooled::configure(slot.connection, options_.on_connect);
        return true;
    } catch (...) {  // it is the program's, and may throw anything
        return false;
    }
}

std::shared_ptr<Connection> PoolCore::hand_out(std::unique_ptr<Slot> slot) {
    Slot* const kept = slot.get();
    // Without memory for the lease the deleter is called at once.
    std::shared_ptr<Connection> lease(slot.release()->connection.get(), GiveBack{shared_from_this(), kept});
    Pooled::point_to(*lease, lease);
    leases_.fetch_add(1, std::memory_order_relaxed);
    return lease;
}

void PoolCore::give_back(Slot* raw) noexcept {
    if (fork_.is_child()) return;  // the session is the parent's, and so may be the mutex
    std::unique_ptr<Slot> slot(raw);
    const Condition condition = Pooled::condition(*slot->connection, options_.reset);
    if (condition == Condition::lost) return discard(std::move(slot), Loss::lost);
    if (condition == Condition::closed) return discard(std::move(slot), Loss::none);
    slot->used = now();
    if (slot->used >= slot->expires) return discard(std::move(slot), Loss::retired);
    slot->is_dirty = condition == Condition::dirty;
    if (!slot->is_dirty) Pooled::forget_settings(*slot->connection);
    keep(std::move(slot));
}

/// Gives it to who waits for one, or keeps it; a closed pool drops it.
void PoolCore::keep(std::unique_ptr<Slot> slot) noexcept {
    {
        const std::lock_guard lock(mutex_);
        put(slot);
    }
    if (slot) discard(std::move(slot), Loss::none);
}

/// Drops a connection, which ends its session; no server is waited for.
void PoolCore::discard(std::unique_ptr<Slot> slot, Loss loss) noexcept {
    slot.reset();
    const std::lock_guard lock(mutex_);
    --size_;
    if (loss == Loss::retired) ++counts_.retired;
    if (loss == Loss::lost) {
        ++counts_.lost;
        // Others may have gone the same way: each is asked before its next use.
        losses_.fetch_add(1, std::memory_order_relaxed);
    }
    if (is_closed_) emptied_.notify_all();
    wake_worker();
}

// ── with the mutex ──

void PoolCore::check_open() const {
    if (is_closed_) throw InterfaceError("the pool is closed");
}

/// As keep(), but that a closed pool leaves it.
void PoolCore::put(std::unique_ptr<Slot>& slot) noexcept {
    if (is_closed_) return;
    if (!waiting_.empty()) {
        Waiter& first = *waiting_.front();
        waiting_.pop_front();
        first.slot = std::move(slot);
        first.woken.notify_one();
    } else if (slot->is_dirty) {
        dirty_.push_back(std::move(slot));
        wake_worker();
    } else {
        idle_.push_back(std::move(slot));
    }
}

PoolStatistics PoolCore::statistics_now() const {
    PoolStatistics now = counts_;
    now.leases = leases_;
    now.resets = resets_;
    now.size = size_;
    now.idle = idle_.size();
    now.returning = dirty_.size() + returning_;
    now.leased = size_ - now.idle - now.returning;
    now.connecting = connecting_;
    now.waiting = waiting_.size();
    return now;
}

std::string PoolCore::exhausted(Timeout waited) const {
    const PoolStatistics now = statistics_now();
    std::string text = "no connection became free within " + std::to_string(waited.count()) + " ms: ";
    text += now.size < now.max_size ? "the pool could not grow" : "the pool is exhausted";
    text += " (size " + std::to_string(now.size) + " of " + std::to_string(now.max_size) + ", leased " +
            std::to_string(now.leased) + ", idle " + std::to_string(now.idle) + ", returning " +
            std::to_string(now.returning) + ", connecting " + std::to_string(now.connecting) +
            ", still waiting " + std::to_string(now.waiting) + ")";
    if (!why_not_connected_.empty()) text += "; connecting fails: " + why_not_connected_;
    return text;
}

// ── the rest ──

void PoolCore::check_fork() const {
    if (fork_.is_child()) {
        throw InterfaceError("the pool belongs to the parent process: make another one after fork()");
    }
}

/// The limit of a step for a caller who waits until `deadline`, who gets a little more if need be: a session
/// is not given up for having been found at the last moment.
Deadline PoolCore::upkeep(Deadline deadline) const noexcept {
    if (deadline.at() < Clock::now() + grace) deadline = Deadline::after(grace);
    return Deadline::earlier(deadline, Deadline::after(options_.upkeep_timeout));
}

PoolStatistics PoolCore::statistics() const {
    check_fork();
    const std::lock_guard lock(mutex_);
    return statistics_now();
}

void PoolCore::check() {
    check_fork();
    Slots all;
    {
        const std::lock_guard lock(mutex_);
        check_open();
        all.reserve(options_.max_size);
        all.swap(idle_);  // as large, so that giving back still allocates nothing
        returning_ += all.size();
    }
    for (auto& slot : all) {
        slot->is_suspect = true;
        Loss loss = Loss::none;
        const bool is_good = make_ready(*slot, Deadline(), loss);
        {
            const std::lock_guard lock(mutex_);
            --returning_;
        }
        if (is_good) {
            keep(std::move(slot));
        } else {
            discard(std::move(slot), loss);
        }
    }
}

void PoolCore::close() noexcept {
    if (fork_.is_child()) return;
    Slots closing;
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        const auto why = std::make_exception_ptr(InterfaceError("the pool was closed"));
        for (Waiter* const waiter : waiting_) {
            waiter->error = why;
            waiter->woken.notify_one();
        }
        waiting_.clear();
        closing.swap(idle_);
        std::move(dirty_.begin(), dirty_.end(), std::back_inserter(closing));
        dirty_.clear();
        returning_ += closing.size();
        work_.notify_all();
    }
    const auto count = closing.size();
    closing.clear();  // ends the sessions
    const std::lock_guard lock(mutex_);
    returning_ -= count;
    size_ -= count;
    emptied_.notify_all();
}

bool PoolCore::wait_until_empty(Deadline deadline) {
    check_fork();
    Lock lock(mutex_);
    const auto is_empty = [&] { return size_ == 0 && free_workers_ == started_; };
    if (deadline.is_never()) {
        emptied_.wait(lock, is_empty);
        return true;
    }
    return emptied_.wait_until(lock, deadline.at(), is_empty);
}

}  // namespace dbapi::detail
