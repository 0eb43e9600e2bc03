// SPDX-License-Identifier: BSL-1.0
//
// The pool as a whole: its options, what it tells of itself, its end.
#include "pool_core.hpp"

#include <dbapi/errors.hpp>
#include <utility>

#include "pooled.hpp"

namespace dbapi::detail {
namespace {

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

void PoolCore::check_open() const {
    if (is_closed_) throw InterfaceError("the pool is closed");
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

void PoolCore::check_fork() const {
    if (fork_.is_child()) {
        throw InterfaceError("the pool belongs to the parent process: make another one after fork()");
    }
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
        finish(std::move(slot), is_good, loss);
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
