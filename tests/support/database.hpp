// SPDX-License-Identifier: BSL-1.0
//
// The database that a behavioural test program runs against, chosen once on its command line, so that the
// same tests run on every driver.
#pragma once

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace testing {

/// The URL under test: a server's, or a file of this process's own for SQLite.
[[nodiscard]] const std::string& database_url();

[[nodiscard]] std::shared_ptr<dbapi::Connection> connect(dbapi::ConnectOptions options = {});

/// Which kind of database it is; tests ask only where SQL itself differs.
[[nodiscard]] bool is_sqlite();
[[nodiscard]] bool is_cockroachdb();

/// A table of a name that no other test uses, dropped at the end of the scope, whatever state its users left.
class Table {
 public:
    /// @param columns  as in CREATE TABLE: "id INT PRIMARY KEY, name TEXT".
    explicit Table(std::string_view columns);
    ~Table();
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// Returns the text with every `{}` replaced by the table's name.
    [[nodiscard]] std::string sql(std::string_view text) const;

    /// Returns the number of rows, as another connection sees them.
    [[nodiscard]] std::int64_t count() const;

 private:
    std::string name_;
};

/// Returns the SQL of a statement that runs for many seconds.
[[nodiscard]] std::string slow_sql();

/// Asks until the condition holds, for at most five seconds; for what a server does in its own time.
template <class Condition>
[[nodiscard]] bool eventually(Condition&& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
    }
    return true;
}

}  // namespace testing
