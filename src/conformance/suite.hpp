// SPDX-License-Identifier: BSL-1.0
//
// The groups of cases, one file each in cases/. The order here is the order in which they run.
#pragma once

#include <dbapi/conformance/case.hpp>
#include <span>

namespace dbapi::conformance {

using Group = std::span<const Case>;

[[nodiscard]] Group module_cases();
[[nodiscard]] Group exceptions_cases();
[[nodiscard]] Group errors_cases();
[[nodiscard]] Group connection_cases();
[[nodiscard]] Group closed_cases();
[[nodiscard]] Group transaction_cases();
[[nodiscard]] Group autocommit_cases();
[[nodiscard]] Group cursor_cases();
[[nodiscard]] Group cursor_settings_cases();
[[nodiscard]] Group named_cursor_cases();
[[nodiscard]] Group execute_cases();
[[nodiscard]] Group several_statements_cases();
[[nodiscard]] Group parameter_style_cases();
[[nodiscard]] Group parameter_count_cases();
[[nodiscard]] Group parameter_value_cases();
[[nodiscard]] Group parameter_number_cases();
[[nodiscard]] Group executemany_cases();
[[nodiscard]] Group executemany_failure_cases();
[[nodiscard]] Group fetch_cases();
[[nodiscard]] Group fetch_row_cases();
[[nodiscard]] Group description_cases();
[[nodiscard]] Group description_type_cases();
[[nodiscard]] Group rowcount_cases();
[[nodiscard]] Group type_cases();
[[nodiscard]] Group type_limit_cases();
[[nodiscard]] Group type_constructor_cases();
[[nodiscard]] Group stream_cases();
[[nodiscard]] Group threads_cases();
[[nodiscard]] Group cancel_cases();
[[nodiscard]] Group features_cases();
[[nodiscard]] Group notifications_cases();
[[nodiscard]] Group run_transaction_cases();
[[nodiscard]] Group bulk_cases();
[[nodiscard]] Group callproc_cases();
[[nodiscard]] Group scroll_cases();
[[nodiscard]] Group extensions_cases();
[[nodiscard]] Group errorhandler_cases();
[[nodiscard]] Group two_phase_cases();
[[nodiscard]] Group recovery_cases();

}  // namespace dbapi::conformance
