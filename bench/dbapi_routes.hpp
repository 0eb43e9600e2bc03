// SPDX-License-Identifier: BSL-1.0
//
// The two databases on which dbapi is measured, with the same code; and the routes of the other files.
#pragma once

#include <chrono>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <span>

#include "workloads.hpp"

namespace bench {

struct Postgresql {
    using Created = std::chrono::sys_time<std::chrono::microseconds>;
    static constexpr const char* reading = "W1";
    static constexpr const char* lookup = "W2";
    static constexpr const char* inserting = "W3";

    /// Connects; the tables are there.
    [[nodiscard]] static std::shared_ptr<dbapi::Connection> open() { return dbapi::connect(server_url()); }
};

struct Sqlite {
    using Created = std::int64_t;
    static constexpr const char* reading = "W5a";
    static constexpr const char* lookup = "W5b";
    static constexpr const char* inserting = "W5c";

    [[nodiscard]] static std::shared_ptr<dbapi::Connection> open() {
        return dbapi::connect("sqlite::memory:");
    }
};

[[nodiscard]] std::span<const Route> dbapi_read_routes();
[[nodiscard]] std::span<const Route> dbapi_write_routes();

}  // namespace bench
