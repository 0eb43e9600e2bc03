// SPDX-License-Identifier: BSL-1.0
//
// The tags of CommandComplete where CockroachDB has another than PostgreSQL.
#pragma once

#include <string>

#include "support/cockroach/profile.hpp"

namespace testing::cockroach {

/// Returns the version's tag for the statement, which PostgreSQL has answered with this tag and so many rows.
[[nodiscard]] std::string tag_for(const Profile& profile, const Statement& statement, const std::string& tag,
                                  std::size_t rows);

}  // namespace testing::cockroach
