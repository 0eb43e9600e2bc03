// SPDX-License-Identifier: BSL-1.0
//
// The groups of cases, one file each in cases/. The order here is the order in which they run.
#pragma once

#include <dbapi/conformance/case.hpp>
#include <span>

namespace dbapi::conformance {

using Group = std::span<const Case>;

[[nodiscard]] Group module_cases();
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

}  // namespace dbapi::conformance
