// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

namespace testing {
namespace {

std::vector<Mistake> collect() {
    std::vector<Mistake> all;
    for (const auto part :
         {mistaken::mistakes_of_counts, mistaken::mistakes_of_descriptions, mistaken::mistakes_of_rows,
          mistaken::mistakes_of_values, mistaken::mistakes_of_parameters, mistaken::mistakes_of_transactions,
          mistaken::mistakes_of_errors, mistaken::mistakes_of_sessions, mistaken::mistakes_of_phases,
          mistaken::mistakes_of_procedures, mistaken::mistakes_of_features}) {
        for (auto& mistake : part()) all.push_back(std::move(mistake));
    }
    return all;
}

}  // namespace

std::span<const Mistake> mistakes() {
    static const std::vector<Mistake> all = collect();
    return all;
}

}  // namespace testing
