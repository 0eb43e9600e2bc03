// SPDX-License-Identifier: BSL-1.0
//
// The groups of cases, one file each in cases/. The order here is the order in which they run.
#pragma once

#include <dbapi/conformance/case.hpp>
#include <span>

namespace dbapi::conformance {

using Group = std::span<const Case>;

[[nodiscard]] Group module_cases();
[[nodiscard]] Group fetch_cases();

}  // namespace dbapi::conformance
