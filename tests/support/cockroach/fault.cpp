// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/fault.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "support/cockroach/sql.hpp"

namespace testing::cockroach {
namespace {

constexpr unsigned at_end = at_commit | at_release;

constexpr auto all = std::to_array<FaultRow>({
    {Fault::retry_at_statement, "retry_at_statement", "40001", at_statement, 0,
     "40001; the transaction has failed; outside of one nothing has happened"},
    {Fault::retry_mid_result, "retry_mid_result", "40001", at_rows, 0, "some rows, then 40001"},
    {Fault::retry_at_commit, "retry_at_commit", "40001", at_commit, 0,
     "40001; the transaction is over, and nothing of it is kept"},
    {Fault::retry_at_release, "retry_at_release", "40001", at_release, 0,
     "40001; the transaction has failed, ROLLBACK TO SAVEPOINT cockroach_restart begins it again"},
    {Fault::retry_past_savepoint, "retry_past_savepoint", "40001", at_statement, 0,
     "40001; ROLLBACK TO a nested savepoint gives 40001 again"},
    {Fault::ambiguous_applied, "ambiguous_applied", "40003", at_end | at_autocommit, 0,
     "40003; it is committed"},
    {Fault::ambiguous_not_applied, "ambiguous_not_applied", "40003", at_end | at_autocommit, 0,
     "40003; it is not committed"},
    {Fault::schema_change_failed, "schema_change_failed", "XXA00", at_commit, 0, "XXA00; it is committed"},
    {Fault::lost_before_commit, "lost_before_commit", "", at_end, at_statement,
     "the connection is closed; the statement was not run"},
    {Fault::lost_after_commit, "lost_after_commit", "", at_end, at_statement,
     "the connection is closed; the statement was run"},
    {Fault::lost_mid_result, "lost_mid_result", "", at_rows, 0, "some rows, then the connection is closed"},
    {Fault::lost_mid_message, "lost_mid_message", "", at_rows, 0,
     "some rows and half of one, then the connection is closed"},
    {Fault::drain_idle, "drain_idle", "57P01", at_statement, at_end,
     "the statement's answer; then, unasked, 57P01, and the connection is closed"},
    {Fault::drain_busy, "drain_busy", "57014", at_statement, at_end,
     "57014 instead of the answer, then 57P01, and the connection is closed"},
    {Fault::drain_connect, "drain_connect", "57P01", at_connect, 0, "57P01 instead of a session"},
    {Fault::too_many_clients, "too_many_clients", "53300", at_connect, 0, "53300 after the password"},
    {Fault::refused, "refused", "", at_connect, 0, "the connection is refused, or at random: closed at once"},
    {Fault::slow_answer, "slow_answer", "57014", at_statement, at_end,
     "an answer after the delay; 57014 when cancelled before"},
    {Fault::late_cancel, "late_cancel", "", at_statement, at_end,
     "the answer comes when a cancel is on its way, which arrives after it"},
    {Fault::notice, "notice", "", at_statement, 0, "a notice with the answer"},
    {Fault::ddl_autocommit, "ddl_autocommit", "", at_ddl, 0,
     "a notice; what was before the DDL is committed, and so is the DDL"},
    {Fault::session_cancelled, "session_cancelled", "", at_statement, at_end,
     "the statement's answer; then the connection is closed without a word"},
    {Fault::frozen, "frozen", "", at_statement | at_end, 0, "nothing, for ever"},
});

bool matches(const Injection& injection, const Occasion& occasion) {
    if (injection.connection && *injection.connection != occasion.connection) return false;
    const auto& row = row_of(injection.fault);
    if (injection.when.empty()) return (row.sites & occasion.sites) != 0;
    if (((row.sites | row.possible) & occasion.sites) == 0) return false;
    if (injection.when == "COMMIT") return (occasion.sites & at_commit) != 0;
    if (injection.when == "RELEASE") return (occasion.sites & at_release) != 0;
    return contains(occasion.sql, injection.when);
}

}  // namespace

std::span<const FaultRow> faults() noexcept { return all; }

const FaultRow& row_of(Fault fault) noexcept { return all.at(static_cast<std::size_t>(fault)); }

std::string_view to_string(Fault fault) noexcept { return row_of(fault).name; }

Fault fault_named(std::string_view name) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& row) { return row.name == name; });
    if (found == all.end()) throw std::runtime_error("no fault " + std::string(name));
    return found->fault;
}

void FaultPlan::inject(Injection injection) {
    const std::lock_guard lock(mutex_);
    pending_.push_back({std::move(injection)});
}

void FaultPlan::clear() {
    const std::lock_guard lock(mutex_);
    pending_.clear();
}

std::optional<Injection> FaultPlan::choose(const Occasion& occasion) {
    const std::lock_guard lock(mutex_);
    for (auto& [injection, seen] : pending_) {
        if (!matches(injection, occasion)) continue;
        if (injection.probability > 0) {
            if (std::uniform_real_distribution<double>(0, 1)(random_) < injection.probability)
                return injection;
            continue;
        }
        ++seen;
        if (seen >= injection.nth && seen < injection.nth + injection.times) return injection;
    }
    return std::nullopt;
}

void FaultPlan::record(Strike strike) {
    const std::lock_guard lock(mutex_);
    strikes_.push_back(std::move(strike));
}

std::vector<Strike> FaultPlan::strikes() const {
    const std::lock_guard lock(mutex_);
    return strikes_;
}

}  // namespace testing::cockroach
