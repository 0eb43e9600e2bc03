// SPDX-License-Identifier: BSL-1.0
//
// What the SQLite driver's tests share: a database in memory, files that are removed, and what an error was.
#pragma once

#include <atomic>
#include <dbapi/errors.hpp>
#include <dbapi/sqlite/driver.hpp>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>

namespace fixtures {

inline std::shared_ptr<dbapi::Connection> memory(dbapi::ConnectOptions options = {}) {
    if (options.dsn.empty()) options.dsn = "sqlite::memory:";
    return dbapi::sqlite::driver().connect(options);
}

/// A directory of its own, removed with all that is in it.
class TemporaryDirectory {
 public:
    TemporaryDirectory() {
        static std::atomic<int> next{0};
        const auto name =
            "dbapi-sqlite-" + std::to_string(std::random_device()()) + "-" + std::to_string(next++);
        path_ = std::filesystem::temp_directory_path() / name;
        std::filesystem::create_directories(path_);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }
    [[nodiscard]] std::string url(std::string_view name, std::string_view query = {}) const {
        return "sqlite:///" + file(name) + std::string(query);
    }

 private:
    std::filesystem::path path_;
};

/// What was thrown, as a value.
struct Caught {
    std::string error_class = "nothing";
    std::string sqlstate{};
    std::string message{};
    dbapi::ErrorDetails details{};
};

template <class F>
Caught caught(F&& action) {
    try {
        std::forward<F>(action)();
    } catch (const dbapi::Error& error) {
        return {std::string(dbapi::to_string(error.error_class())), std::string(error.sqlstate()),
                error.what(), error.details()};
    }
    return {};
}

/// A query that never ends, nor gives a row.
inline constexpr std::string_view endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0";

}  // namespace fixtures
