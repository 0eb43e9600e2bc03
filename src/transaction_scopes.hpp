// SPDX-License-Identifier: BSL-1.0
//
// Whose transaction it is: the scopes, Transaction and run_transaction(), that are open on a connection, one
// inside of the other. While there is one, nobody else ends the transaction.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <dbapi/deadline.hpp>
#include <dbapi/transaction_options.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dbapi {

enum class ScopeKind : std::uint8_t {
    transaction,  ///< A Transaction that begins one.
    savepoint,    ///< A Transaction inside of one.
    attempts,     ///< run_transaction().
};

/// The scopes of one connection, from the outermost to the innermost. Those that were abandoned, by the
/// destructor of a Transaction, wait for the next operation to take back what ran in them.
///
/// Threads: any, without a lock of the connection; the order of calls is for who has the connection.
class TransactionScopes {
 public:
    /// Identifies a scope; no two of a connection have the same. 0 is none.
    using Id = std::uint64_t;

    struct Scope {
        Id id;
        ScopeKind kind;
        std::size_t level;  ///< 0 is the outermost.
    };

    TransactionScopes() = default;
    TransactionScopes(const TransactionScopes&) = delete;
    TransactionScopes& operator=(const TransactionScopes&) = delete;

    /// Opens a scope inside of all others. The outermost one says how the transaction begins, by when all
    /// must have ended, and whether it has begun already.
    [[nodiscard]] Id open(ScopeKind kind, const TransactionOptions& options, Deadline limit, bool has_begun);

    /// Ends a scope, and all inside of it. Does nothing when it has ended.
    void close(Id id) noexcept;

    /// Ends all scopes.
    void clear() noexcept;

    /// Ends all inside of a scope.
    void close_inside(Id id) noexcept;

    /// Leaves a scope, and all inside of it, to be taken back by the next operation. Returns false when it
    /// has ended.
    [[nodiscard]] bool abandon(Id id) noexcept;

    /// Returns the outermost scope that was abandoned.
    [[nodiscard]] std::optional<Scope> abandoned() const;

    /// Forgets the scopes that were abandoned: what ran in them is undone.
    void drop_abandoned() noexcept;

    /// Returns the innermost scope that was not abandoned.
    [[nodiscard]] std::optional<Scope> innermost() const;

    /// Whether the scope is open, and was not abandoned.
    [[nodiscard]] bool is_open(Id id) const;

    /// Whether there is no scope, not even an abandoned one.
    [[nodiscard]] bool is_empty() const noexcept { return depth_.load(std::memory_order_relaxed) == 0; }
    /// Whether there is a scope that was not abandoned.
    [[nodiscard]] bool has_live() const noexcept { return live_.load(std::memory_order_relaxed) > 0; }
    /// Whether run_transaction() is under way.
    [[nodiscard]] bool has_attempts() const;

    /// Returns what the transaction of these scopes begins with; nothing when there are none.
    [[nodiscard]] std::optional<TransactionOptions> options() const;

    /// Returns by when all must have ended.
    [[nodiscard]] Deadline limit() const noexcept { return limit_.load(std::memory_order_relaxed); }

    /// Whether the scopes' transaction has begun. For who has the connection to himself.
    [[nodiscard]] bool has_begun() const noexcept { return has_begun_.load(std::memory_order_relaxed); }
    void note_begun() noexcept { has_begun_.store(true, std::memory_order_relaxed); }

 private:
    void resize(std::size_t depth) noexcept;

    mutable std::mutex mutex_;
    std::vector<Scope> scopes_;
    TransactionOptions options_;
    Id last_id_ = 0;
    std::atomic<std::size_t> depth_ = 0;  // of scopes_
    std::atomic<std::size_t> live_ = 0;   // how many of them were not abandoned
    std::atomic<Deadline> limit_{Deadline()};
    std::atomic<bool> has_begun_ = false;
};

/// Returns the name of the savepoint of a scope; scopes that follow each other have the same, so that its
/// texts are parsed once.
[[nodiscard]] std::string savepoint_name(std::size_t level);

}  // namespace dbapi
