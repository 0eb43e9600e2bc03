// SPDX-License-Identifier: BSL-1.0
//
// The statements that a session keeps prepared, those used last, and what is known of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/column.hpp>
#include <list>
#include <unordered_map>

#include "c/statement.hpp"
#include "command_tag.hpp"

namespace dbapi::sqlite {

/// A prepared statement. What is derived from it is as old as `version` says.
struct KeptStatement {
    std::uint64_t id = 0;  ///< Statement::id() of its text; 0 for one that is used once.
    PreparedStatement statement{};
    Command command{};
    Description columns{};  ///< Null when it returns no rows, and before the first step.
    int version = -1;       ///< PreparedStatement::version() when `columns` was made.
};

/// Statements by the id of their text. Threads: as the session.
class KeptStatements {
 public:
    /// @param capacity  how many; 0 keeps none.
    explicit KeptStatements(std::size_t capacity) noexcept : capacity_(capacity) {}

    /// Returns the statement, which is now the one used last, or null. Lifetime: until drop() or clear(), or
    /// until `capacity` others were added.
    [[nodiscard]] KeptStatement* find(std::uint64_t id);

    /// Adds an empty one. @pre  find() gave none, and the capacity is not 0. Lifetime: as find().
    [[nodiscard]] KeptStatement& add(std::uint64_t id);

    void drop(std::uint64_t id);
    void clear() noexcept;

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

 private:
    std::size_t capacity_;
    std::list<KeptStatement> statements_;  // the one used last comes first
    std::unordered_map<std::uint64_t, std::list<KeptStatement>::iterator> table_;
};

}  // namespace dbapi::sqlite
