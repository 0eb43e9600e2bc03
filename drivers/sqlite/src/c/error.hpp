// SPDX-License-Identifier: BSL-1.0
//
// What SQLite says when it refuses, and which SQLSTATE that is. The one place of the project where the text
// of a message decides (D7): SQLite has a single code for syntax errors, missing tables and more.
#pragma once

#include <dbapi/sqlstate.hpp>
#include <string>
#include <string_view>

struct sqlite3;

namespace dbapi::sqlite {

/// What SQLite was doing. Refusals that the tables do not know are the program's fault while preparing.
enum class Stage { prepare, step };

/// A refusal as SQLite reports it.
struct Failure {
    int code = 0;           ///< The extended result code.
    std::string message{};  ///< One line, in SQLite's English.
    int offset_bytes = -1;  ///< Where in the text given to prepare; -1 when SQLite does not tell.
    Stage stage = Stage::step;

    /// Whether the code says no more than that something is wrong, as for SQL that cannot be prepared.
    [[nodiscard]] bool is_general() const noexcept;

    /// Whether it is what SQLite gives when a progress or busy handler of ours has stopped it.
    [[nodiscard]] bool is_stop() const noexcept;
};

/// Returns the last failure on the handle. @pre  its last call has failed.
[[nodiscard]] Failure last_failure(sqlite3* handle, Stage stage);

/// Returns the SQLSTATE of a failure, by its code, and for SQLITE_ERROR by its message.
[[nodiscard]] Sqlstate sqlstate_of(const Failure& failure) noexcept;

/// Throws the exception that fits the failure.
/// @param text  what was given to prepare, for the position; empty when that is of no use.
/// @param at    where in it the statement begins. Units: bytes.
[[noreturn]] void throw_failure(const Failure& failure, std::string_view text = {}, std::size_t at = 0);

/// Throws what an allocation that failed is told as, where SQLite gives no code.
[[noreturn]] void throw_out_of_memory();

}  // namespace dbapi::sqlite
