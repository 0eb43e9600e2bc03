// SPDX-License-Identifier: BSL-1.0
//
// The parts of the table of mistakes, one file each.
#pragma once

#include <vector>

#include "support/mistaken_driver.hpp"

namespace testing::mistaken {

[[nodiscard]] std::vector<Mistake> mistakes_of_counts();
[[nodiscard]] std::vector<Mistake> mistakes_of_descriptions();
[[nodiscard]] std::vector<Mistake> mistakes_of_rows();
[[nodiscard]] std::vector<Mistake> mistakes_of_values();
[[nodiscard]] std::vector<Mistake> mistakes_of_parameters();
[[nodiscard]] std::vector<Mistake> mistakes_of_transactions();
[[nodiscard]] std::vector<Mistake> mistakes_of_errors();
[[nodiscard]] std::vector<Mistake> mistakes_of_sessions();
[[nodiscard]] std::vector<Mistake> mistakes_of_phases();
[[nodiscard]] std::vector<Mistake> mistakes_of_procedures();
[[nodiscard]] std::vector<Mistake> mistakes_of_features();

}  // namespace testing::mistaken
