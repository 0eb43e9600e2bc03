// SPDX-License-Identifier: BSL-1.0
#include "mistaken_driver.hpp"

#include <array>
#include <atomic>
#include <dbapi/sqlite/driver.hpp>
#include <mutex>
#include <string>

#include "mistaken/session.hpp"

namespace testing {

/// The inner session of connections that are all one by mistake, and how many connections there were.
struct MistakenDriver::Shared {
    std::mutex mutex;
    std::string dsn;
    std::weak_ptr<dbapi::Connection> inner;
    std::atomic<int> sessions = 0;
};

MistakenDriver::MistakenDriver() : faults_(), shared_(std::make_unique<Shared>()) {}
MistakenDriver::MistakenDriver(const Mistake& mistake)
    : faults_(mistake.faults), shared_(std::make_unique<Shared>()) {}
MistakenDriver::~MistakenDriver() = default;

std::span<const std::string_view> MistakenDriver::do_schemes() const noexcept {
    static constexpr auto schemes = std::to_array<std::string_view>({"mistaken"});
    return schemes;
}

std::shared_ptr<dbapi::Connection> MistakenDriver::do_connect(const dbapi::ConnectOptions& options,
                                                              dbapi::Deadline deadline) const {
    dbapi::ConnectOptions inner_options = options;
    inner_options.dsn.erase(0, std::string_view("mistaken:").size());
    inner_options.autocommit = true;  // transactions begin when this driver's hook says so
    inner_options.timeout = mistaken::timeout_of(deadline);
    inner_options.paramstyle = dbapi::ParamStyle::dollar;
    const auto connect = [this, inner_options] {
        const std::lock_guard lock(shared_->mutex);
        std::shared_ptr<dbapi::Connection> inner;
        if (faults_.shares_session && shared_->dsn == inner_options.dsn) inner = shared_->inner.lock();
        if (!inner) inner = dbapi::sqlite::driver().connect(inner_options);
        inner->set_timeout({});
        shared_->inner = inner;
        shared_->dsn = inner_options.dsn;
        return inner;
    };
    try {
        return std::make_shared<mistaken::Session>(connect, inner_options.dsn + inner_options.database,
                                                   faults_, ++shared_->sessions);
    } catch (const dbapi::Error& error) {
        if (faults_.refused) faults_.refused(error);
        if (!faults_.opens_anything) throw;
        const auto in_memory = [] { return dbapi::sqlite::driver().connect("sqlite::memory:"); };
        return std::make_shared<mistaken::Session>(in_memory, "", faults_, ++shared_->sessions);
    }
}

dbapi::ThreadSafety MistakenDriver::do_threadsafety() const noexcept {
    return faults_.threadsafety.value_or(dbapi::ThreadSafety::connection);
}

}  // namespace testing
