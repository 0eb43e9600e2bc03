// SPDX-License-Identifier: BSL-1.0
//
// What stands in for a database's prepared transactions, which SQLite has not: each is kept open by an inner
// connection of its own.
#pragma once

#include <dbapi/connection.hpp>
#include <dbapi/xid.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace testing::mistaken {

/// The transactions of this process that are between their phases. Threads: any.
class PreparedTransactions {
 public:
    /// Returns the only one. Its transactions are rolled back when the process ends.
    static PreparedTransactions& all();

    /// @throws ProgrammingError  42710: there is one of that xid.
    void add(const std::string& database, const dbapi::Xid& xid, std::shared_ptr<dbapi::Connection> holder);

    /// Returns what holds the transaction, or null when there is none.
    [[nodiscard]] std::shared_ptr<dbapi::Connection> find(const std::string& database, const dbapi::Xid& xid);

    /// Forgets the transaction; one that has not ended is rolled back.
    void remove(const std::string& database, const dbapi::Xid& xid);

    [[nodiscard]] std::vector<dbapi::Xid> list(const std::string& database);

 private:
    struct Entry {
        std::string database;
        dbapi::Xid xid;
        std::shared_ptr<dbapi::Connection> holder;
    };
    [[nodiscard]] std::vector<Entry>::iterator place(const std::string& database, const dbapi::Xid& xid);

    std::mutex mutex_;
    std::vector<Entry> entries_;
};

}  // namespace testing::mistaken
