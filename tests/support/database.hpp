// SPDX-License-Identifier: BSL-1.0
//
// The database that a behavioural test program runs against, chosen once on its command line, so that the same tests
// run on every driver.
#pragma once

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

}  // namespace testing
