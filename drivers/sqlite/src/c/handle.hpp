// SPDX-License-Identifier: BSL-1.0
//
// Handle: an open SQLite database, set up as this driver wants it.
#pragma once

#include <cstdint>
#include <dbapi/driver/fork_guard.hpp>

#include "c/error.hpp"
#include "options.hpp"

struct sqlite3;

namespace dbapi::sqlite {

class Interruption;

/// Owns a sqlite3. In a process that was forked off it is left alone: SQLite forbids even to close it there.
/// Threads: one at a time.
class Handle {
 public:
    /// Opens the database, with double-quoted strings off.
    /// @param interruption  asked by the progress and busy handlers; it must outlive the handle.
    /// @throws OperationalError  08001: there is no such file, or it cannot be opened.
    Handle(const Options& options, Interruption& interruption);
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle();

    /// Closes the database; again is fine. @pre  no statement of it is left.
    void close() noexcept;

    /// Null after close().
    [[nodiscard]] sqlite3* get() const noexcept { return handle_; }

    /// Whether no transaction is open.
    [[nodiscard]] bool is_autocommit() const noexcept;

    /// Returns the rows that the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t changes() const noexcept;
    [[nodiscard]] std::int64_t last_insert_rowid() const noexcept;

    /// @pre  the last call on this handle has failed.
    [[nodiscard]] Failure last_failure(Stage stage) const { return sqlite::last_failure(handle_, stage); }

 private:
    static int on_progress(void* self);

    Interruption& interruption_;
    sqlite3* handle_ = nullptr;
    driver::ForkGuard fork_;
};

}  // namespace dbapi::sqlite
