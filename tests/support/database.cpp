// SPDX-License-Identifier: BSL-1.0
//
// main() of the behavioural tests: PROGRAM URL|sqlite|$VARIABLE [doctest options]. A variable that is not set
// skips.
#define DOCTEST_CONFIG_IMPLEMENT
#include "support/database.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace testing {
namespace {

constexpr int skipped = 77;  // what CTest is told to take for a skip

std::string url;

}  // namespace

const std::string& database_url() { return url; }

std::shared_ptr<dbapi::Connection> connect(dbapi::ConnectOptions options) {
    options.dsn = url;
    return dbapi::connect(options);
}

bool is_sqlite() { return url.starts_with("sqlite:"); }

bool is_cockroachdb() {
    if (is_sqlite()) return false;
    static const bool answer =
        connect()->execute("SELECT version()").scalar<std::string>().starts_with("CockroachDB");
    return answer;
}

Table::Table(std::string_view columns) {
    static std::atomic<int> tables = 0;
    name_ = "dbapi_test_" + std::to_string(getpid()) + "_" + std::to_string(++tables);
    const auto conn = connect();
    conn->execute("CREATE TABLE " + name_ + " (" + std::string(columns) + ")");
    conn->commit();
}

Table::~Table() {
    try {
        const auto conn = connect({.timeout = std::chrono::seconds(10)});
        conn->execute("DROP TABLE IF EXISTS " + name_);
        conn->commit();
    } catch (const dbapi::Error& error) {
        std::cerr << "a table of the tests could not be dropped: " << error.what() << '\n';
    }
}

std::string Table::sql(std::string_view text) const {
    std::string replaced;
    for (auto at = text.find("{}"); at != std::string_view::npos; at = text.find("{}")) {
        replaced += text.substr(0, at);
        replaced += name_;
        text.remove_prefix(at + 2);
    }
    return replaced += text;
}

std::int64_t Table::count() const {
    return connect()->execute(sql("SELECT count(*) FROM {}")).scalar<std::int64_t>();
}

std::string slow_sql() {
    if (!is_sqlite()) return "SELECT pg_sleep(60)";
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT "
           "max(i) FROM n";
}

}  // namespace testing

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: " << argv[0] << " URL|sqlite|$VARIABLE [doctest options]\n";
        return 2;
    }
    std::string target = argv[1];
    std::filesystem::path file;
    if (target.starts_with("$")) {
        const char* value = std::getenv(target.c_str() + 1);
        if (!value) {
            std::cout << "skipped: " << target << " is not set\n";
            return testing::skipped;
        }
        target = value;
    } else if (target == "sqlite") {
        file = std::filesystem::temp_directory_path() / ("dbapi_test_" + std::to_string(getpid()) + ".db");
        target = "sqlite:///" + file.string();
    }
    testing::url = target;
    doctest::Context context(argc, argv);
    const int result = context.run();
    if (!file.empty()) {
        for (const char* suffix : {"", "-journal", "-wal", "-shm"})
            std::filesystem::remove(file.string() + suffix);
    }
    return result;
}
