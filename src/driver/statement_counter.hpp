// SPDX-License-Identifier: BSL-1.0
//
// StatementCounter: the second thing that a scan of SQL finds out, besides markers: how many statements there
// are, and the first keyword.
#pragma once

#include <algorithm>
#include <dbapi/driver/sql_scanner.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace dbapi::driver {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_word_start(char c) noexcept { return is_identifier_byte(c) && !is_digit(c) && c != '$'; }
constexpr char to_upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

inline bool is_word(std::string_view word, std::string_view upper) noexcept {
    return std::ranges::equal(word, upper, {}, to_upper);
}

// Counts statements and remembers the first keyword, from the tokens that the lexer meets.
//
// The bodies of SQLite's triggers and of SQL-standard functions hold semicolons. In both grammars every
// statement of a body ends with one, so the END that closes a body is the one directly after a semicolon or
// after the opening. That needs no count of CASE ... END and does not stumble over columns called "end".
class StatementCounter {
 public:
    explicit StatementCounter(ScannedSql& out) noexcept : out_(out) {}

    void word(std::string_view text) {
        begin_statement();
        if (std::exchange(seeking_keyword_, false) && is_word_start(text.front())) {
            std::string& keyword = out_.keywords.back();
            keyword.resize(text.size());
            std::ranges::transform(text, keyword.begin(), to_upper);
        } else if (out_.keywords.back() == "ROLLBACK" && is_word(text, "TO")) {
            out_.keywords.back() = "ROLLBACK TO";
        } else if (previous_ == Previous::prepare && is_word(text, "TRANSACTION")) {
            out_.keywords.back() = "PREPARE TRANSACTION";
        }
        const Previous before = previous_;
        previous_ = Previous::other;
        if (before == Previous::dot) return;  // a column, whatever its name
        if (is_in_body_) {
            if (before == Previous::semicolon && is_word(text, "END")) is_in_body_ = false;
            return;
        }
        switch (kind_) {
            case Kind::unknown:
                kind_ = is_word(text, "CREATE") ? Kind::create_prefix : Kind::plain;
                if (is_word(text, "PREPARE")) previous_ = Previous::prepare;
                break;
            case Kind::create_prefix:
                if (is_word(text, "TRIGGER")) {
                    kind_ = Kind::trigger;
                } else if (!is_word(text, "OR") && !is_word(text, "REPLACE") && !is_word(text, "TEMP") &&
                           !is_word(text, "TEMPORARY")) {
                    kind_ = Kind::create;
                }
                break;
            case Kind::create:
                if (is_word(text, "BEGIN")) previous_ = Previous::begin;
                if (before == Previous::begin && is_word(text, "ATOMIC")) open_body();
                break;
            case Kind::trigger:
                if (is_word(text, "BEGIN")) open_body();
                break;
            case Kind::plain: break;
        }
    }

    void symbol(char c) noexcept {
        previous_ = c == '.' ? Previous::dot : c == ';' ? Previous::semicolon : Previous::other;
        if (c != ';') {
            begin_statement();
            if (c != '(') seeking_keyword_ = false;
            if (c == '(') ++parentheses_;
            if (c == ')' && parentheses_ != 0) --parentheses_;
        } else if (!is_in_body_ && parentheses_ == 0) {  // CREATE RULE has semicolons in parentheses
            is_empty_ = true;
            seeking_keyword_ = true;
            kind_ = Kind::unknown;
        }
    }

 private:
    enum class Kind : int { unknown, create_prefix, create, trigger, plain };
    enum class Previous : int { other, dot, semicolon, begin, prepare };

    void begin_statement() noexcept {
        if (!is_empty_) return;
        is_empty_ = false;
        out_.keywords.emplace_back();
    }

    void open_body() noexcept {
        is_in_body_ = true;
        previous_ = Previous::semicolon;  // an END may follow at once
    }

    ScannedSql& out_;
    std::size_t parentheses_ = 0;
    Kind kind_ = Kind::unknown;
    Previous previous_ = Previous::other;
    bool seeking_keyword_ = true;
    bool is_empty_ = true;
    bool is_in_body_ = false;
};

}  // namespace dbapi::driver
