// SPDX-License-Identifier: BSL-1.0
//
// Leases: who gets which connection, and what becomes of it afterwards.
#include <algorithm>
#include <dbapi/errors.hpp>
#include <utility>

#include "pool_core.hpp"
#include "pooled.hpp"

namespace dbapi::detail {
namespace {

/// How much later than asked for a lease may come, in all.
constexpr Timeout grace = std::chrono::seconds(1);

/// How long a thread finds its own connection again.
constexpr Timeout closeness = std::chrono::seconds(1);

/// Among so many that were used last.
constexpr std::ptrdiff_t most_searched = 16;

}  // namespace

/// The end of a lease.
struct PoolCore::GiveBack {
    std::shared_ptr<PoolCore> core;
    Slot* slot;
    void operator()(Connection*) const noexcept { core->give_back(slot); }
};

std::shared_ptr<Connection> PoolCore::lease(Timeout timeout) {
    check_fork();
    std::unique_ptr<Slot> slot;
    {
        const std::lock_guard lock(mutex_);
        check_open();
        if (waiting_.empty()) slot = take(false);
    }
    const auto deadline = Deadline::after(timeout);
    for (Loss loss = Loss::none;;) {
        if (!slot) slot = wait(deadline, nullptr, loss);
        if (make_ready(*slot, deadline, loss)) return hand_out(std::move(slot));
        slot = wait(deadline, std::move(slot), loss);
    }
}

/// The one that this thread had last, if that was a moment ago: what its memory and its server's process were
/// busy with is still near this core. Else the one that was used last, so that those too many come of age.
PoolCore::Slots::iterator PoolCore::choose(Slots& from) const noexcept {
    const auto user = std::this_thread::get_id();
    const auto moment = now() - closeness;
    for (auto at = from.end(); at != from.begin() && from.end() - at < most_searched;) {
        if ((*--at)->used < moment) break;
        if ((*at)->user == user) return at;
    }
    return from.end() - 1;
}

/// Takes what is there: clean ones first, and those that were used last. Others are for who takes them to
/// clean, which is sooner than the pool's own thread. With `is_late` nothing for which a server must be
/// asked.
std::unique_ptr<PoolCore::Slot> PoolCore::take(bool is_late) noexcept {
    Slots& from = idle_.empty() ? dirty_ : idle_;
    if (from.empty()) return nullptr;
    const auto chosen = choose(from);
    Slot& slot = **chosen;
    slot.is_suspect = slot.losses != losses_.load(std::memory_order_relaxed);
    if (is_late && (slot.is_dirty || is_doubtful(slot, now()))) return nullptr;
    auto taken = std::move(*chosen);
    from.erase(chosen);  // the others stay in order
    return taken;
}

/// Whether a ping comes before its next use.
bool PoolCore::is_doubtful(const Slot& slot, Clock::time_point now) const noexcept {
    const bool is_checked = options_.check_after_idle > Timeout::zero();
    return slot.is_suspect || (is_checked && now - slot.used >= options_.check_after_idle);
}

/// Waits for a Slot. Who has got one that is of no use drops it, and is the first in the queue.
std::unique_ptr<PoolCore::Slot> PoolCore::wait(Deadline deadline, std::unique_ptr<Slot> useless, Loss loss) {
    Waiter self;
    const auto begin = Clock::now();
    const bool in_front = useless != nullptr;
    useless.reset();
    Lock lock(mutex_);
    if (in_front) count_out(loss);
    check_open();
    const auto place = waiting_.insert(in_front ? waiting_.begin() : waiting_.end(), &self);
    if (counts_.created == 0) retry_at_ = {};                // it should hear why, rather than wait
    const bool is_late = in_front && deadline.is_expired();  // one after the other could take seconds each
    if (auto slot = waiting_.front() == &self ? take(is_late) : nullptr) {
        waiting_.erase(place);
        return slot;
    }
    ++counts_.waited;
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
        const Deadline limit = upkeep(deadline);
        const Cleaned how = Pooled::clean(connection, options_.reset, limit);
        if (how == Cleaned::lost) loss = Loss::lost;
        if (how == Cleaned::lost || (how == Cleaned::impossible && !is_private_)) return false;
        Pooled::forget_settings(connection);
        slot.is_dirty = false;
        slot.losses = losses;
        return how != Cleaned::reset || configure_again(slot, limit);
    }
    loss = Loss::lost;
    if (!connection.is_usable()) return false;
    if (!is_doubtful(slot, now)) return true;
    if (!Pooled::ping(connection, upkeep(deadline))) return false;
    slot.losses = losses;
    return true;
}

/// After a reset. What goes wrong is told by on_connect for the next connection.
bool PoolCore::configure_again(const Slot& slot, Deadline deadline) {
    resets_.fetch_add(1, std::memory_order_relaxed);
    try {
        Pooled::configure(slot.connection, options_.on_connect, deadline);
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
    slot->user = std::this_thread::get_id();
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
    count_out(loss);
}

/// Keeps or drops what was counted as returning.
void PoolCore::finish(std::unique_ptr<Slot> slot, bool is_good, Loss loss) noexcept {
    if (!is_good) slot.reset();
    {
        const std::lock_guard lock(mutex_);
        --returning_;
        if (is_good) {
            put(slot);
        } else {
            count_out(loss);
        }
    }
    if (slot) discard(std::move(slot), Loss::none);
}

/// The limit of a step for a caller who waits until `deadline`, who gets a little more if need be, once: a
/// session is not given up for having been found at the last moment.
Deadline PoolCore::upkeep(Deadline deadline) const noexcept {
    const auto now = Clock::now();
    if (deadline.at() < now + grace) deadline = Deadline(std::min(now, deadline.at()) + grace);
    return Deadline::earlier(deadline, Deadline::after(options_.upkeep_timeout));
}

// ── with the mutex ──

/// Forgets one that is gone.
void PoolCore::count_out(Loss loss) noexcept {
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
        // Most come back long before the thread wakes that looks after them.
        const bool ends_before = end_of(*slot) < asleep_until_;
        idle_.push_back(std::move(slot));
        if (ends_before) wake_worker();
    }
}

}  // namespace dbapi::detail
