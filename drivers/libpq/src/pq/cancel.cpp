// SPDX-License-Identifier: BSL-1.0
#include "pq/cancel.hpp"

#include <libpq-fe.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace dbapi::libpq {
namespace {

struct CancelDeleter {
    void operator()(PGcancel* cancel) const noexcept { PQfreeCancel(cancel); }
};

}  // namespace

/// Shared by the helper threads and those that wait for them: any may outlive the others, and the session.
struct Canceller::Requests {
    std::unique_ptr<PGcancel, CancelDeleter> target;  // null when there is no memory, or no connection
    std::mutex mutex;
    std::condition_variable changed;
    int under_way = 0;
};

Canceller::Canceller(pg_conn* connection) : requests_(std::make_shared<Requests>()) {
    requests_->target.reset(PQgetCancel(connection));
}

bool Canceller::request(Deadline deadline) {
    if (!requests_->target) return false;
    {
        const std::lock_guard lock(requests_->mutex);
        ++requests_->under_way;
    }
    const auto send = [requests = requests_] {
        std::array<char, 256> reason{};
        // A failure is the same as no effect.
        PQcancel(requests->target.get(), reason.data(), static_cast<int>(reason.size()));
        const std::lock_guard lock(requests->mutex);
        --requests->under_way;
        requests->changed.notify_all();
    };
    try {
        std::thread(send).detach();
    } catch (const std::system_error&) {
        send();  // no more threads: blocking is better than a request that counts as under way for ever
    }
    return await(deadline);
}

bool Canceller::await(Deadline deadline) {
    std::unique_lock lock(requests_->mutex);
    const auto none_under_way = [this] { return requests_->under_way == 0; };
    if (deadline.is_never()) {
        requests_->changed.wait(lock, none_under_way);
        return true;
    }
    return requests_->changed.wait_until(lock, deadline.at(), none_under_way);
}

}  // namespace dbapi::libpq
