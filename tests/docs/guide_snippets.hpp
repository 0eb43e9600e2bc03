// SPDX-License-Identifier: BSL-1.0
//
// What the pieces of code in docs/guide.md take for granted.
#pragma once

#include <chrono>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <memory>
#include <vector>

struct Point {
    double x;
    double y;
    double z;
};

struct Given {
    std::shared_ptr<dbapi::Connection> conn;
    dbapi::Pool& pool;
    dbapi::Uuid from;
    dbapi::Uuid to;
    std::int64_t amount;
    std::vector<std::vector<Point>> chunks;
    void (*work)(dbapi::Connection&);
};
