// SPDX-License-Identifier: BSL-1.0
//
// A table for one test, made and dropped outside of the connection under test.
#pragma once

#include <string>
#include <string_view>

#include "libpq/server.hpp"

namespace testing {

class ScratchTable {
 public:
    /// @param columns  as in CREATE TABLE.
    explicit ScratchTable(std::string name, std::string_view columns) : name_(std::move(name)) {
        conn_->execute("DROP TABLE IF EXISTS " + name_);
        conn_->execute("CREATE TABLE " + name_ + " (" + std::string(columns) + ")");
    }
    ~ScratchTable() { conn_->execute("DROP TABLE " + name_); }
    ScratchTable(const ScratchTable&) = delete;
    ScratchTable& operator=(const ScratchTable&) = delete;

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// The connection that made it, in autocommit mode: what it sees is committed.
    [[nodiscard]] dbapi::Connection& conn() const noexcept { return *conn_; }

    [[nodiscard]] std::int64_t count() const {
        return conn_->execute("SELECT count(*) FROM " + name_).scalar<std::int64_t>();
    }

 private:
    std::string name_;
    std::shared_ptr<dbapi::Connection> conn_ = connect({.autocommit = true});
};

}  // namespace testing
