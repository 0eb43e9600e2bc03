// SPDX-License-Identifier: BSL-1.0
#include "command_tag.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <dbapi/driver/sql_scanner.hpp>

namespace dbapi::sqlite {
namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Words and symbols of a text in SQLite's grammar: its comments do not nest, and [..] quotes.
class Tokens {
 public:
    explicit Tokens(std::string_view rest) noexcept : rest_(rest) {}

    /// Returns the next word in upper case, or one symbol, '"' for what is quoted; nothing at the end.
    std::string next() {
        skip_blanks();
        if (rest_.empty()) return {};
        if (driver::is_identifier_byte(rest_.front())) return word();
        const char c = rest_.front();
        if (c == '\'' || c == '"' || c == '`' || c == '[') {
            skip_to(rest_.find(c == '[' ? ']' : c, 1),
                    1);  // a doubled quote makes two symbols of it, which is no matter
            return "\"";
        }
        rest_.remove_prefix(1);
        return std::string(1, c);
    }

 private:
    void skip_to(std::size_t found, std::size_t length) noexcept {
        rest_.remove_prefix(std::min(found == rest_.npos ? rest_.size() : found + length, rest_.size()));
    }

    void skip_blanks() noexcept {
        for (;;) {
            if (rest_.starts_with("--")) {
                skip_to(rest_.find('\n'), 1);
            } else if (rest_.starts_with("/*")) {
                skip_to(rest_.find("*/", 2), 2);
            } else if (!rest_.empty() && is_blank(rest_.front())) {
                rest_.remove_prefix(1);
            } else {
                return;
            }
        }
    }

    std::string word() {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), driver::is_identifier_byte);
        std::string word(rest_.begin(), end);
        rest_.remove_prefix(word.size());
        for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        return word;
    }

    std::string_view rest_;
};

struct Row {
    std::string_view word;
    Verb verb;
    std::string_view tag;
};

constexpr auto verbs = std::to_array<Row>({
    {"SELECT", Verb::select, "SELECT"},
    {"VALUES", Verb::select, "SELECT"},
    {"INSERT", Verb::insert, "INSERT 0"},
    {"REPLACE", Verb::insert, "INSERT 0"},
    {"UPDATE", Verb::update, "UPDATE"},
    {"DELETE", Verb::remove, "DELETE"},
    {"COMMIT", Verb::commit, "COMMIT"},
    {"END", Verb::commit, "COMMIT"},
});

/// Returns the word that says what a WITH does: it stands behind the closing parenthesis of the last table.
std::string word_behind_with(Tokens& tokens) {
    std::size_t depth = 0;
    bool is_behind_parenthesis = false;
    for (std::string token = tokens.next(); !token.empty(); token = tokens.next()) {
        const bool is_verb =
            std::any_of(verbs.begin(), verbs.end(), [&](const Row& row) { return row.word == token; });
        if (depth == 0 && is_behind_parenthesis && is_verb) return token;
        if (token == "(") ++depth;
        if (token == ")" && depth > 0) --depth;
        is_behind_parenthesis = token == ")";
    }
    return "WITH";
}

/// CREATE, DROP and ALTER are named with what they make; words such as UNIQUE in between are left out.
std::string with_object(const std::string& word, Tokens& tokens) {
    static constexpr auto objects = std::to_array<std::string_view>({"TABLE", "INDEX", "VIEW", "TRIGGER"});
    static constexpr auto between =
        std::to_array<std::string_view>({"TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL"});
    std::string token = tokens.next();
    while (std::find(between.begin(), between.end(), token) != between.end()) token = tokens.next();
    return std::find(objects.begin(), objects.end(), token) != objects.end() ? word + ' ' + token : word;
}

/// ROLLBACK [TRANSACTION] [TO [SAVEPOINT] name]
Verb verb_of_rollback(Tokens& tokens) {
    std::string token = tokens.next();
    if (token == "TRANSACTION") token = tokens.next();
    return token == "TO" ? Verb::other : Verb::rollback;
}

}  // namespace

std::string Command::tag(std::int64_t rows) const {
    if (!changes_rows() && verb != Verb::select) return words;
    char count[21] = {' '};
    char* const end = std::to_chars(count + 1, count + sizeof count, rows).ptr;
    std::string tag;
    tag.reserve(words.size() + static_cast<std::size_t>(end - count));
    tag += words;
    tag += std::string_view(count, end);
    return tag;
}

Command command_of(std::string_view sql) {
    Tokens tokens(sql);
    std::string word = tokens.next();
    while (word == ";") word = tokens.next();
    if (word == "WITH") word = word_behind_with(tokens);
    const auto row = std::find_if(verbs.begin(), verbs.end(), [&](const Row& r) { return r.word == word; });
    if (row != verbs.end()) return {row->verb, std::string(row->tag)};
    if (word == "ROLLBACK") return {verb_of_rollback(tokens), word};
    if (word == "CREATE" || word == "DROP" || word == "ALTER")
        return {Verb::other, with_object(word, tokens)};
    return {Verb::other, word};
}

}  // namespace dbapi::sqlite
