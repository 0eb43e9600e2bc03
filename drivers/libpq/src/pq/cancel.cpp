// SPDX-License-Identifier: BSL-1.0
#include "pq/cancel.hpp"

#include <libpq-fe.h>

#include <array>
#include <condition_variable>
#include <thread>
#include <utility>

namespace dbapi::libpq {
namespace {

struct CancelDeleter {
    void operator()(PGcancel* cancel) const noexcept { PQfreeCancel(cancel); }
};

}  // namespace

/// Shared by the helper thread and those that wait for it: either may outlive the other.
struct Canceller::Job {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;

    bool wait(Deadline deadline) {
        std::unique_lock lock(mutex);
        if (deadline.is_never()) {
            changed.wait(lock, [this] { return done; });
            return true;
        }
        return changed.wait_until(lock, deadline.at(), [this] { return done; });
    }
};

bool Canceller::request(pg_conn* connection, Deadline deadline) {
    std::unique_ptr<PGcancel, CancelDeleter> cancel(PQgetCancel(connection));
    if (!cancel) return false;
    auto job = std::make_shared<Job>();
    {
        const std::lock_guard lock(mutex_);
        job_ = job;
    }
    std::thread([job, cancel = std::move(cancel)]() mutable {
        std::array<char, 256> reason{};
        PQcancel(cancel.get(), reason.data(),
                 static_cast<int>(reason.size()));  // a failure is the same as no effect
        cancel.reset();
        const std::lock_guard lock(job->mutex);
        job->done = true;
        job->changed.notify_all();
    }).detach();
    return job->wait(deadline);
}

bool Canceller::await(Deadline deadline) {
    std::shared_ptr<Job> job;
    {
        const std::lock_guard lock(mutex_);
        job = job_;
    }
    if (!job) return true;
    if (!job->wait(deadline)) return false;
    const std::lock_guard lock(mutex_);
    if (job_ == job) job_ = nullptr;
    return true;
}

}  // namespace dbapi::libpq
