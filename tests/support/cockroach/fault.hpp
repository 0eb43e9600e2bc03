// SPDX-License-Identifier: BSL-1.0
//
// Faults by name, when they strike, and the ledger of those that did.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace testing::cockroach {

/// What can go wrong between a client and a node of CockroachDB. The table in fault.cpp says of each what the
/// client gets.
enum class Fault : std::uint8_t {
    retry_at_statement,
    retry_mid_result,
    retry_at_commit,
    retry_at_release,
    retry_past_savepoint,
    ambiguous_applied,
    ambiguous_not_applied,
    schema_change_failed,
    lost_before_commit,
    lost_after_commit,
    lost_mid_result,
    lost_mid_message,
    drain_idle,
    drain_busy,
    drain_connect,
    too_many_clients,
    refused,
    slow_answer,
    late_cancel,
    notice,
    ddl_autocommit,
    session_cancelled,
    frozen,
};

/// Where a fault can strike; a statement is at several of them.
enum Site : unsigned {
    at_statement = 1,   ///< Anything but the control of transactions, SET and SHOW.
    at_autocommit = 2,  ///< Such a statement outside of a transaction.
    at_rows = 4,        ///< Such a statement that gives rows.
    at_ddl = 8,
    at_commit = 16,   ///< COMMIT of an open transaction.
    at_release = 32,  ///< RELEASE of cockroach_restart, which commits.
    at_connect = 64,
};

/// One fault. Lifetime: static.
struct FaultRow {
    Fault fault;
    std::string_view name;
    std::string_view sqlstate;  ///< Empty when the client gets none.
    unsigned sites;             ///< Where it strikes when an injection does not say.
    unsigned possible;          ///< Where it may strike besides, when the injection names a statement.
    std::string_view what;      ///< What the client gets.
};

[[nodiscard]] std::span<const FaultRow> faults() noexcept;
[[nodiscard]] const FaultRow& row_of(Fault fault) noexcept;
[[nodiscard]] std::string_view to_string(Fault fault) noexcept;
/// @throws std::runtime_error  there is none of this name.
[[nodiscard]] Fault fault_named(std::string_view name);

/// A fault that is to strike.
struct Injection {
    Fault fault = Fault::retry_at_statement;
    std::string when{};  ///< Part of the statement's text, COMMIT or RELEASE; empty: where the fault belongs.
    int nth = 1;         ///< The first of the matches that is struck.
    int times = 1;       ///< How many in a row are.
    std::optional<int> connection{};  ///< The number of the connection, from 1 on; any when not set.
    double probability = 0;           ///< Above 0: every match may be struck, whatever nth and times say.
    std::chrono::milliseconds delay = std::chrono::milliseconds(200);  ///< Of slow answers and late cancels.
};

/// Where a connection is.
struct Occasion {
    int connection;
    unsigned sites;
    std::string_view sql;
};

/// A fault that has struck.
struct Strike {
    Fault fault;
    int connection;
    std::string sql;
    std::optional<bool> applied;  ///< Whether what was to commit is committed; not set where nothing was to.
};

/// What is to strike, and what did. Threads: any.
class FaultPlan {
 public:
    explicit FaultPlan(std::uint32_t seed) : random_(seed) {}

    void inject(Injection injection);
    /// Forgets what is to strike.
    void clear();
    /// Returns the injection that strikes here, if one does. The caller records it.
    [[nodiscard]] std::optional<Injection> choose(const Occasion& occasion);
    void record(Strike strike);
    [[nodiscard]] std::vector<Strike> strikes() const;

 private:
    struct Pending {
        Injection injection;
        int matches = 0;
    };
    mutable std::mutex mutex_;
    std::mt19937 random_;  // guarded by `mutex_`, as is all that follows
    std::vector<Pending> pending_;
    std::vector<Strike> strikes_;
};

}  // namespace testing::cockroach
