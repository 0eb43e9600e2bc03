// SPDX-License-Identifier: BSL-1.0
//
// As much of SQL as the double has to understand: where statements end, what kind each is, and which words it
// has.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace testing::cockroach {

/// What a statement does to the transaction, or how the double treats it.
enum class Kind : std::uint8_t {
    other,
    empty,
    begin,
    commit,
    rollback,
    savepoint,
    rollback_to,
    release,
    set,
    show,
    ddl,
    copy,
    rows,  ///< It gives rows: SELECT and the like, or RETURNING.
};

/// One statement.
struct Statement {
    std::string sql;  ///< As the client wrote it, without what separates it from others.
    Kind kind = Kind::other;
    std::vector<std::string> words;  ///< The first few, keywords in capitals, names folded; see words_of().
    std::string name{};              ///< Of the savepoint.
};

/// Returns the statements between top-level semicolons; quotes, comments and dollar quotes hide those in
/// them. Empty ones are left out.
[[nodiscard]] std::vector<Statement> split(std::string_view text);

/// Returns the statement with its kind and words.
[[nodiscard]] Statement classify(std::string_view sql);

/// Returns up to `most` words: names and keywords in capitals, quoted names as they are, numbers, strings
/// without their quotes and with a ' before them, and other signs one by one. Comments are left out.
[[nodiscard]] std::vector<std::string> words_of(std::string_view sql, std::size_t most = 12);

/// Whether the words begin with these, which are separated by spaces.
[[nodiscard]] bool begins_with(const std::vector<std::string>& words, std::string_view wanted);

/// Whether the text contains the other, in capital letters or small ones.
[[nodiscard]] bool contains(std::string_view text, std::string_view wanted);

/// Whether the savepoint is the one that retries a whole transaction.
[[nodiscard]] bool is_restart_savepoint(std::string_view name);

/// Returns the text with every ASCII letter small.
[[nodiscard]] std::string lower(std::string_view text);

/// Returns the number of bytes that one token takes at the front of the text: a comment, a quoted text, a
/// name, a number, white space, or one sign. The text is not empty.
[[nodiscard]] std::size_t token_length(std::string_view text);

}  // namespace testing::cockroach
