// SPDX-License-Identifier: BSL-1.0
//
// What run_transaction() on a pool makes of each fault, in both forms.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>

#include "double/doubled.hpp"
#include "double/outcome.hpp"

using namespace dbapi;
using testing::Doubled;
using testing::thrown_by;
using testing::to_string;
using testing::cockroach::Fault;

namespace {

struct Row {
    Fault fault;
    const char* when;
    RetryForm form;
    const char* thrown;
    int attempts;  // in all
    int sessions;  // that the pool has made, with one for the statement behind it
    int balance;   // 100: applied once
};

constexpr auto nothing = "nothing";
constexpr auto ambiguous = "AmbiguousCommit 40003 outcome unknown";
constexpr auto ambiguous_and_lost = "AmbiguousCommit 40003 outcome unknown connection lost";

constexpr Row rows[] = {
    {Fault::retry_at_statement, "UPDATE", RetryForm::rollback, nothing, 2, 1, 100},
    {Fault::retry_at_statement, "UPDATE", RetryForm::savepoint, nothing, 2, 1, 100},
    {Fault::retry_at_commit, "", RetryForm::rollback, nothing, 2, 1, 100},
    {Fault::retry_at_release, "", RetryForm::savepoint, nothing, 2, 1, 100},
    {Fault::retry_past_savepoint, "UPDATE", RetryForm::rollback, nothing, 2, 1, 100},
    {Fault::ambiguous_applied, "", RetryForm::rollback, ambiguous, 1, 1, 100},
    {Fault::ambiguous_applied, "", RetryForm::savepoint, ambiguous, 1, 1, 100},
    {Fault::ambiguous_not_applied, "", RetryForm::rollback, ambiguous, 1, 1, 0},
    {Fault::ambiguous_not_applied, "", RetryForm::savepoint, ambiguous, 1, 1, 0},
    {Fault::schema_change_failed, "", RetryForm::rollback, "InternalError XXA00", 1, 1, 100},
    {Fault::lost_before_commit, "UPDATE", RetryForm::rollback, nothing, 2, 2, 100},
    {Fault::lost_before_commit, "UPDATE", RetryForm::savepoint, nothing, 2, 2, 100},
    {Fault::lost_after_commit, "UPDATE", RetryForm::rollback, nothing, 2, 2, 100},
    {Fault::lost_before_commit, "", RetryForm::rollback, ambiguous_and_lost, 1, 2, 0},
    {Fault::lost_after_commit, "", RetryForm::rollback, ambiguous_and_lost, 1, 2, 100},
    {Fault::lost_before_commit, "RELEASE", RetryForm::savepoint, ambiguous_and_lost, 1, 2, 0},
    {Fault::lost_after_commit, "RELEASE", RetryForm::savepoint, ambiguous_and_lost, 1, 2, 100},
    {Fault::drain_busy, "UPDATE", RetryForm::rollback, nothing, 2, 2, 100},
    {Fault::drain_busy, "UPDATE", RetryForm::savepoint, nothing, 2, 2, 100},
};

}  // namespace

TEST_CASE("a transaction on a pool is applied once, or it is told that nobody knows") {
    for (const auto* profile : {"v20.1", "v25.2"}) {
        for (const auto& row : rows) {
            const std::string name(to_string(row.fault));
            CAPTURE(profile);
            CAPTURE(name);
            CAPTURE(row.when);
            CAPTURE(static_cast<int>(row.form));
            Doubled doubled(profile);
            Pool pool(doubled.server.url(), {.max_size = 1});
            pool.connection()->execute("SELECT 1");
            doubled.server.inject({.fault = row.fault, .when = row.when});
            int attempts = 0;
            const RetryOptions options{.form = row.form, .observer = [&](const Attempt& attempt) {
                                           attempts += attempt.number > 0;
                                       }};
            CHECK(thrown_by([&] {
                      run_transaction(pool, options, [](Connection& tx) {
                          tx.execute("SELECT balance FROM double_accounts WHERE id = 2");
                          tx.execute("UPDATE double_accounts SET balance = balance + 100 WHERE id = 2");
                      });
                  }) == row.thrown);
            CHECK(attempts == row.attempts);
            CHECK(doubled.server.count(row.fault) == 1);
            CHECK(doubled.balance(2) == row.balance);
            doubled.server.clear();
            CHECK(pool.connection()->execute("SELECT 7").scalar<int>() == 7);
            CHECK(pool.statistics().created == static_cast<std::uint64_t>(row.sessions));
        }
    }
}
