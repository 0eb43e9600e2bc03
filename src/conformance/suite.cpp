// SPDX-License-Identifier: BSL-1.0
#include "suite.hpp"

#include <vector>

namespace dbapi::conformance {
namespace {

// clang-format off
constexpr Group (*groups[])() = {
    module_cases,
    exceptions_cases,
    errors_cases,
    connection_cases,
    closed_cases,
    transaction_cases,
    autocommit_cases,
    cursor_cases,
    cursor_settings_cases,
    named_cursor_cases,
    execute_cases,
    several_statements_cases,
    parameter_style_cases,
    parameter_count_cases,
    parameter_value_cases,
    parameter_number_cases,
    executemany_cases,
    executemany_failure_cases,
    fetch_cases,
    fetch_row_cases,
    description_cases,
    description_type_cases,
    rowcount_cases,
    type_cases,
    type_limit_cases,
    type_constructor_cases,
    stream_cases,
    threads_cases,
    cancel_cases,
    features_cases,
    notifications_cases,
    run_transaction_cases,
    bulk_cases,
    callproc_cases,
    scroll_cases,
    extensions_cases,
    errorhandler_cases,
    two_phase_cases,
    recovery_cases,
};
// clang-format on

std::vector<Case> collect() {
    std::vector<Case> all;
    for (const auto group : groups) {
        const auto its = group();
        all.insert(all.end(), its.begin(), its.end());
    }
    return all;
}

}  // namespace

std::span<const Case> cases() {
    static const std::vector<Case> all = collect();
    return all;
}

}  // namespace dbapi::conformance
