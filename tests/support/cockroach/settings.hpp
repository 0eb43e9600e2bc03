// SPDX-License-Identifier: BSL-1.0
//
// Settings: the session's settings that CockroachDB has and PostgreSQL has not. SET of them is not undone by
// a ROLLBACK.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "support/cockroach/profile.hpp"

namespace testing::cockroach {

class Settings {
 public:
    explicit Settings(const Profile& profile);

    /// Whether the statement sets one of these, which is done then. Its tag is SET, or SET CLUSTER SETTING.
    [[nodiscard]] bool set(const Statement& statement);
    /// Returns the value that SHOW asks for; nothing when it is none of these.
    [[nodiscard]] std::optional<std::string> show(const Statement& statement) const;
    [[nodiscard]] bool is_on(const std::string& name) const;
    void reset();

 private:
    const Profile& profile_;
    std::map<std::string, std::string> values_;
};

}  // namespace testing::cockroach
