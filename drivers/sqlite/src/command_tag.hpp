// SPDX-License-Identifier: BSL-1.0
//
// What a statement is, from its first words, since SQLite does not say: for rowcount and the command tag.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dbapi::sqlite {

/// What matters of a statement when it ends. ROLLBACK TO is `other`: the transaction goes on.
enum class Verb { select, insert, update, remove, commit, rollback, other };

/// A statement's first words.
struct Command {
    Verb verb = Verb::other;
    std::string words{};  ///< In upper case, such as "CREATE TABLE".

    /// Whether it is an INSERT, UPDATE or DELETE, whose changes SQLite counts.
    [[nodiscard]] bool changes_rows() const noexcept {
        return verb == Verb::insert || verb == Verb::update || verb == Verb::remove;
    }

    /// Returns the command tag in PostgreSQL's form, such as "INSERT 0 1".
    [[nodiscard]] std::string tag(std::int64_t rows) const;
};

/// Reads the first words of a text, those of its first statement.
[[nodiscard]] Command command_of(std::string_view sql);

}  // namespace dbapi::sqlite
