// SPDX-License-Identifier: BSL-1.0
//
// Node: what the sessions of one double share.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "support/cockroach/fault.hpp"
#include "support/cockroach/keys.hpp"
#include "support/cockroach/profile.hpp"

namespace testing::cockroach {

/// Threads: any.
struct Node {
    Node(const Profile& own_profile, std::string host, std::uint16_t port, std::uint32_t seed)
        : profile(own_profile), server_host(std::move(host)), server_port(port), plan(seed), keys(seed) {}

    const Profile& profile;
    const std::string server_host;
    const std::uint16_t server_port;
    FaultPlan plan;
    KeyTable keys;
    std::atomic<bool> stopping = false;
    std::atomic<bool> draining = false;
    std::atomic<bool> conflicts_pass = false;  // PostgreSQL does not look for 40001 by itself
};

}  // namespace testing::cockroach
