// SPDX-License-Identifier: BSL-1.0
//
// The face of Pool.
#include <dbapi/pool.hpp>

#include "find_driver.hpp"
#include "pool_core.hpp"

namespace dbapi {

Pool::Pool(const ConnectOptions& target, std::span<const Driver* const> drivers, PoolOptions options)
    : core_(std::make_shared<detail::PoolCore>(detail::find_driver(target.dsn, drivers), target,
                                               std::move(options))) {
    core_->start();
}

Pool::~Pool() {
    if (core_->is_child()) {
        // The threads are the parent's, and one of them may have had the mutex when fork() copied it.
        static_cast<void>(new std::shared_ptr<detail::PoolCore>(std::move(core_)));
        return;
    }
    core_->close();
    core_->release_threads();
}

std::shared_ptr<Connection> Pool::connection() { return core_->lease(core_->options().timeout); }

std::shared_ptr<Connection> Pool::connection(Timeout timeout) { return core_->lease(timeout); }

PoolStatistics Pool::statistics() const { return core_->statistics(); }

void Pool::check() { core_->check(); }

void Pool::close() noexcept { core_->close(); }

bool Pool::close(Timeout wait) {
    core_->close();
    return core_->wait_until_empty(Deadline::after(wait));
}

}  // namespace dbapi
