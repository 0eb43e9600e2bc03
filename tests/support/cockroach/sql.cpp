// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/sql.hpp"

#include <algorithm>
#include <array>

namespace testing::cockroach {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}
char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string capitals(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(), capital);
    return made;
}

std::size_t while_true(std::string_view text, std::size_t at, bool (*is)(char)) {
    while (at < text.size() && is(text[at])) ++at;
    return at;
}

std::size_t quoted_length(std::string_view text, bool escapes) {
    const char quote = text[0];
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (escapes && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (i + 1 >= text.size() || text[i + 1] != quote) return i + 1;
            ++i;
        }
    }
    return text.size();
}

std::size_t comment_length(std::string_view text) {
    if (text[0] == '-') return std::min(text.find('\n'), text.size());
    int depth = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '/' && text[i + 1] == '*') {
            ++depth, ++i;
        } else if (text[i] == '*' && text[i + 1] == '/') {
            ++i;
            if (--depth == 0) return i + 1;
        }
    }
    return text.size();
}

/// Returns 0 when the text is a parameter, such as $1, or a plain sign.
std::size_t dollar_quoted_length(std::string_view text) {
    if (text.size() > 1 && is_digit(text[1])) return 0;
    const auto end_of_tag = while_true(text, 1, is_word);
    if (end_of_tag >= text.size() || text[end_of_tag] != '$') return 0;
    const auto tag = text.substr(0, end_of_tag + 1);
    const auto end = text.find(tag, tag.size());
    return end == std::string_view::npos ? text.size() : end + tag.size();
}

bool is_comment(std::string_view text) { return text.starts_with("--") || text.starts_with("/*"); }

struct KindOfWords {
    std::string_view words;
    Kind kind;
};

constexpr auto kinds = std::to_array<KindOfWords>({
    {"BEGIN", Kind::begin},
    {"START TRANSACTION", Kind::begin},
    {"COMMIT PREPARED", Kind::other},
    {"ROLLBACK PREPARED", Kind::other},
    {"COMMIT", Kind::commit},
    {"END", Kind::commit},
    {"ROLLBACK TO", Kind::rollback_to},
    {"ROLLBACK WORK TO", Kind::rollback_to},
    {"ROLLBACK TRANSACTION TO", Kind::rollback_to},
    {"ROLLBACK", Kind::rollback},
    {"ABORT", Kind::rollback},
    {"SAVEPOINT", Kind::savepoint},
    {"RELEASE", Kind::release},
    {"SET", Kind::set},
    {"USE", Kind::set},
    {"RESET", Kind::set},
    {"SHOW", Kind::show},
    {"COPY", Kind::copy},
    {"CREATE", Kind::ddl},
    {"DROP", Kind::ddl},
    {"ALTER", Kind::ddl},
    {"TRUNCATE", Kind::ddl},
    {"GRANT", Kind::ddl},
    {"REVOKE", Kind::ddl},
    {"COMMENT", Kind::ddl},
    {"SELECT", Kind::rows},
    {"VALUES", Kind::rows},
    {"TABLE", Kind::rows},
    {"(", Kind::rows},
});

}  // namespace

std::string lower(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(), small);
    return made;
}

bool contains(std::string_view text, std::string_view wanted) {
    return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                       [](char a, char b) { return small(a) == small(b); }) != text.end();
}

std::size_t token_length(std::string_view text) {
    if (is_space(text[0])) return while_true(text, 0, is_space);
    if (is_comment(text)) return comment_length(text);
    if (text[0] == '\'' || text[0] == '"') return quoted_length(text, false);
    if ((text[0] == 'e' || text[0] == 'E') && text.size() > 1 && text[1] == '\'')
        return 1 + quoted_length(text.substr(1), true);
    if (text[0] == '$') {
        if (const auto length = dollar_quoted_length(text)) return length;
        return while_true(text, 1, is_digit);
    }
    return is_word(text[0]) ? while_true(text, 0, is_word) : 1;
}

std::vector<std::string> words_of(std::string_view sql, std::size_t most) {
    std::vector<std::string> words;
    while (!sql.empty() && words.size() < most) {
        const auto token = sql.substr(0, token_length(sql));
        sql.remove_prefix(token.size());
        if (is_space(token[0]) || is_comment(token)) continue;
        if (token[0] == '"' && token.size() > 1) {
            words.emplace_back(token.substr(1, token.size() - 2));
        } else if (token[0] == '\'') {
            words.emplace_back(token.substr(0, token.size() - 1));
        } else {
            words.push_back(capitals(token));
        }
    }
    return words;
}

bool begins_with(const std::vector<std::string>& words, std::string_view wanted) {
    std::size_t i = 0;
    while (!wanted.empty()) {
        const auto word = wanted.substr(0, wanted.find(' '));
        if (i == words.size() || words[i++] != word) return false;
        wanted.remove_prefix(std::min(word.size() + 1, wanted.size()));
    }
    return true;
}

bool is_restart_savepoint(std::string_view name) { return name.starts_with("cockroach_restart"); }

Statement classify(std::string_view sql) {
    Statement statement{.sql = std::string(sql), .kind = Kind::other, .words = words_of(sql)};
    const auto& words = statement.words;
    if (words.empty()) {
        statement.kind = Kind::empty;
        return statement;
    }
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const auto& row) { return begins_with(words, row.words); });
    if (found != kinds.end()) statement.kind = found->kind;
    if (statement.kind == Kind::other && contains(sql, "returning")) statement.kind = Kind::rows;
    if (words[0] == "WITH" || words[0] == "EXPLAIN") statement.kind = Kind::rows;
    const bool has_name = statement.kind == Kind::savepoint || statement.kind == Kind::rollback_to ||
                          statement.kind == Kind::release;
    // The savepoint's name is the last word: SAVEPOINT a, ROLLBACK TO SAVEPOINT a, RELEASE a.
    if (has_name) {
        const auto full = words_of(sql, 64);
        const bool is_quoted = sql.find('"') != std::string_view::npos;
        statement.name = is_quoted ? '"' + full.back() + '"' : lower(full.back());
    }
    return statement;
}

std::vector<Statement> split(std::string_view text) {
    std::vector<Statement> statements;
    std::size_t begin = 0;
    const auto take = [&](std::size_t end) {
        auto statement = classify(text.substr(begin, end - begin));
        if (statement.kind != Kind::empty) statements.push_back(std::move(statement));
        begin = end + 1;
    };
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == ';') take(at);
        at += token_length(text.substr(at));
    }
    take(text.size());
    return statements;
}

}  // namespace testing::cockroach
