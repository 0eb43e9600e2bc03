// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cmath>
#include <dbapi/errors.hpp>
#include <dbapi/pool.hpp>
#include <dbapi/retry.hpp>

#include "transaction_run.hpp"

namespace dbapi {
namespace {

/// One connection, and no other.
class OneConnection final : public detail::ConnectionSource {
 public:
    explicit OneConnection(Connection& connection) noexcept : connection_(connection) {}

    [[nodiscard]] std::shared_ptr<Connection> acquire(Timeout) override {
        return detail::TransactionRun::owner_of(connection_);
    }
    [[nodiscard]] bool replaces_lost() const noexcept override { return false; }

 private:
    Connection& connection_;
};

/// Those of a pool.
class Leases final : public detail::ConnectionSource {
 public:
    explicit Leases(Pool& pool) noexcept : pool_(pool) {}

    [[nodiscard]] std::shared_ptr<Connection> acquire(Timeout limit) override {
        return limit == Timeout::zero() ? pool_.connection() : pool_.connection(limit);
    }
    [[nodiscard]] bool replaces_lost() const noexcept override { return true; }

 private:
    Pool& pool_;
};

void check(const Backoff& backoff) {
    const auto zero = Backoff::Duration::zero();
    if (backoff.base >= zero && backoff.cap >= zero && backoff.factor >= 1) return;
    throw ProgrammingError("a backoff has a base and a cap from 0, and a factor from 1");
}

}  // namespace

Backoff::Duration Backoff::pause(std::size_t failures, double random) const noexcept {
    if (failures == 0 || base <= Duration::zero()) return Duration::zero();
    const double grown =
        static_cast<double>(base.count()) * std::pow(factor, static_cast<double>(failures - 1));
    const double limit = std::min(grown, static_cast<double>(cap.count()));
    return Duration(static_cast<Duration::rep>(jitter ? limit * random : limit));
}

namespace detail {

void run_transaction(Connection& connection, const RetryOptions& options, TransactionBody body) {
    check(options.backoff);
    OneConnection source(connection);
    TransactionRun(source, options, body).run();
}

void run_transaction(Pool& pool, const RetryOptions& options, TransactionBody body) {
    check(options.backoff);
    Leases source(pool);
    TransactionRun(source, options, body).run();
}

}  // namespace detail
}  // namespace dbapi
