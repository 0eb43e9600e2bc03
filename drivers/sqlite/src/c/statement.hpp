// SPDX-License-Identifier: BSL-1.0
//
// PreparedStatement: SQLite's prepared statement, its parameters and the row it stands on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/driver/fork_guard.hpp>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace dbapi::sqlite {

class Handle;
class StoredValue;

enum class Step { row, done, failed };

/// What becomes of the bytes of a bound value: borrowed ones stay as they are until rewind() or reset().
enum class BindBytes { copied, borrowed };

/// Owns a sqlite3_stmt, or none. In a process that was forked off it is left alone.
/// Threads: one at a time. Indexes count from 0.
class PreparedStatement {
 public:
    /// Makes none.
    PreparedStatement() = default;
    PreparedStatement(const PreparedStatement&) = delete;
    PreparedStatement& operator=(const PreparedStatement&) = delete;
    ~PreparedStatement();

    /// Becomes the statement of `text` that begins at `at`, and moves `at` behind it; becomes none where
    /// there is nothing but blanks and comments.
    /// @return  false when SQLite refused; `at` is as before.
    /// @throws OperationalError  54000: the text is too long.
    /// @param is_kept  it will be used many times.
    [[nodiscard]] bool prepare(const Handle& handle, const std::string& text, std::size_t& at,
                               bool is_kept = false);

    [[nodiscard]] explicit operator bool() const noexcept { return statement_ != nullptr; }

    /// Finalizes it: what it locked is free.
    void reset() noexcept;

    /// Ends its run, so that it can be bound and stepped anew: what it locked is free, and so are the copies
    /// of values. Borrowed ones are no longer looked at. @pre  all values are bound before the next step().
    void rewind() noexcept;

    /// Returns how often SQLite has prepared it anew by itself, since tables had changed.
    [[nodiscard]] int version() const noexcept;

    /// Returns its text. Lifetime: the statement.
    [[nodiscard]] std::string_view sql() const noexcept;

    [[nodiscard]] std::size_t parameter_count() const noexcept;
    // @throws DatabaseError  too large, or out of memory.
    void bind_null(std::size_t index);
    void bind_integer(std::size_t index, std::int64_t number);
    void bind_real(std::size_t index, double number);
    void bind_text(std::size_t index, std::string_view text, BindBytes how);
    void bind_blob(std::size_t index, std::string_view bytes, BindBytes how);

    [[nodiscard]] Step step() noexcept;

    /// Columns, 0 for a statement that returns no rows. Right only after the first step, when SQLite has
    /// looked whether the tables are still as they were.
    [[nodiscard]] std::size_t column_count() const noexcept;
    [[nodiscard]] std::string_view column_name(std::size_t index) const;
    /// As in CREATE TABLE; empty for an expression.
    [[nodiscard]] std::string_view declared_type(std::size_t index) const noexcept;

    /// Returns a value of the row. @pre  the last step() gave one. Lifetime: until the next step() or
    /// reset().
    [[nodiscard]] StoredValue value(std::size_t index) const noexcept;  // inline, in stored_value.hpp

 private:
    void check(int code) const;

    sqlite3_stmt* statement_ = nullptr;
    bool holds_copies_ = false;  // of bound values
    driver::ForkGuard fork_;
};

}  // namespace dbapi::sqlite
