// SPDX-License-Identifier: BSL-1.0
//
// One run_transaction(): attempt, failure, pause, and again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/errors.hpp>
#include <dbapi/retry.hpp>
#include <memory>
#include <optional>
#include <string>

#include "connection_source.hpp"
#include "transaction_scopes.hpp"

namespace dbapi::detail {

class TransactionRun {
 public:
    TransactionRun(ConnectionSource& source, const RetryOptions& options, TransactionBody body);

    /// Ends what an observer has left open by throwing.
    ~TransactionRun() { static_cast<void>(undo()); }
    TransactionRun(const TransactionRun&) = delete;
    TransactionRun& operator=(const TransactionRun&) = delete;

    void run();

    /// Returns what keeps the connection alive. @throws InterfaceError  it was given back to its pool.
    [[nodiscard]] static std::shared_ptr<Connection> owner_of(Connection& connection) {
        return connection.shared();
    }

 private:
    void enter();
    void commit();
    void set_savepoint();
    void commit_from_savepoint(Deadline deadline);
    void fail(Error& error);
    [[nodiscard]] bool was_ended_inside() const noexcept;
    [[nodiscard]] bool was_lost(const Error& error) const noexcept;
    [[nodiscard]] bool was_cut_off(const Error& error) noexcept;
    [[nodiscard]] bool restart() noexcept;
    [[nodiscard]] bool undo() noexcept;
    void observe(AttemptOutcome outcome, const Error* error, Backoff::Duration pause = {}) const;
    [[nodiscard]] Deadline::Clock::time_point now() const;
    [[nodiscard]] std::optional<Timeout> time_left() const;
    [[nodiscard]] bool has_time_for(Backoff::Duration pause) const;
    [[nodiscard]] Backoff::Duration next_pause() const;
    void sleep(Backoff::Duration pause) const;

    ConnectionSource& source_;
    const RetryOptions& options_;
    TransactionBody body_;
    const Deadline::Clock::time_point start_;
    std::shared_ptr<Connection> connection_;
    TransactionScopes::Id scope_ = 0;  // while it is ours
    bool has_savepoint_ = false;
    bool is_committing_ = false;  // the function has returned
    std::uint64_t cancels_ = 0;   // calls of cancel() before this attempt
    std::string undo_failure_;    // the SQLSTATE of the undo() that failed
    std::size_t attempt_ = 0;
};

}  // namespace dbapi::detail
