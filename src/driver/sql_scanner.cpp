// SPDX-License-Identifier: BSL-1.0
//
// The lexer follows PostgreSQL's and CockroachDB's. SQLite's differs in nested comments, E'...', $$...$$ and
// [a]; there SQLite may count other parameters than we do, which its driver can check.
#include <algorithm>
#include <dbapi/driver/sql_scanner.hpp>
#include <dbapi/errors.hpp>

#include "driver/statement_counter.hpp"

namespace dbapi::driver {
namespace {

class Lexer {
 public:
    Lexer(std::string_view text, MarkerSyntax syntax) : text_(text), syntax_(syntax) {}

    ScannedSql run() {
        if (text_.find('\0') != text_.npos)
            throw ProgrammingError("the statement's text contains a NUL byte");
        while (at_ < text_.size()) step();
        if (has_sequence_ && has_number_) {
            throw ProgrammingError(
                "the statement has both ? and $1 as markers: use one of them, and write ?? for an operator's "
                "?");
        }
        if (has_sequence_ && has_name_)
            throw ProgrammingError("the statement has both %s and %(name)s as markers");
        return std::move(out_);
    }

 private:
    [[nodiscard]] char peek(std::size_t distance = 1) const noexcept {
        return at_ + distance < text_.size() ? text_[at_ + distance] : '\0';
    }
    [[nodiscard]] bool is_qmark() const noexcept {
        return syntax_ == MarkerSyntax::qmark || syntax_ == MarkerSyntax::qmark_or_dollar;
    }
    [[nodiscard]] bool is_dollar() const noexcept {
        return syntax_ == MarkerSyntax::dollar || syntax_ == MarkerSyntax::qmark_or_dollar;
    }
    [[nodiscard]] bool is_colon() const noexcept {
        return syntax_ == MarkerSyntax::colon_number || syntax_ == MarkerSyntax::colon_name;
    }

    void step() {
        const char c = text_[at_];
        if (is_blank(c)) {
            ++at_;
            after_operand_ = false;
            return;
        }
        if (c != '$' && is_identifier_byte(c)) return word();
        switch (c) {
            case '\'':
            case '"':
            case '`': return quoted(at_, false);
            case '$': return dollar();
            case '-': return peek() == '-' ? line_comment() : symbol();
            case '/': return peek() == '*' ? block_comment() : symbol();
            case '?': return !is_qmark() ? symbol() : peek() == '?' ? escape() : sequence_marker(1);
            case ':': return is_colon() ? colon() : symbol();
            case '\\': return is_colon() && peek() == ':' ? escape() : symbol();
            case '%': return syntax_ == MarkerSyntax::percent ? percent() : symbol();
            default: return symbol();
        }
    }

    // Plain text.

    void symbol() {
        const char c = text_[at_];
        counter_.symbol(c);
        ++at_;
        after_operand_ = c == ')' || c == ']';
    }

    void word() {
        std::size_t end = at_ + 1;
        while (end < text_.size() && is_identifier_byte(text_[end])) ++end;
        const std::string_view found = text_.substr(at_, end - at_);
        counter_.word(found);
        at_ = end;
        after_operand_ = true;
        // b'...' is a byte string in CockroachDB; PostgreSQL has nothing but 0 and 1 in it, so that it does
        // no harm.
        if (found == "E" || found == "e" || found == "b") {
            if (at_ < text_.size() && text_[at_] == '\'') quoted(at_, true);
        }
    }

    void quoted(std::size_t begin, bool backslashes) {
        const char quote = text_[begin];
        std::size_t end = begin + 1;
        for (;;) {
            while (end < text_.size() && text_[end] != quote)
                end += backslashes && text_[end] == '\\' ? 2U : 1U;
            if (end >= text_.size()) break;
            ++end;
            if (end < text_.size() && text_[end] == quote) {
                ++end;  // a doubled quote
                continue;
            }
            if (!backslashes) break;
            // SQL continues a literal after a line break; there the backslashes stay special.
            std::size_t next = end;
            bool has_newline = false;
            for (; next < text_.size() && is_blank(text_[next]); ++next) {
                if (text_[next] == '\n' || text_[next] == '\r') has_newline = true;
            }
            if (!has_newline || next >= text_.size() || text_[next] != quote) break;
            end = next + 1;
        }
        literal(std::min(end, text_.size()), quote);
    }

    void literal(std::size_t end, char symbol) {
        skip(end);
        counter_.symbol(symbol);
        after_operand_ = true;
    }

    void line_comment() {
        const std::size_t end = text_.find_first_of("\r\n", at_);
        skip(std::min(end, text_.size()));
    }

    void block_comment() {
        std::size_t depth = 1;
        std::size_t end = at_ + 2;
        while (depth != 0 && (end = text_.find_first_of("*/", end)) < text_.size()) {
            const std::string_view pair = text_.substr(end, 2);
            if (pair == "*/") --depth;
            if (pair == "/*") ++depth;
            end += pair == "*/" || pair == "/*" ? 2U : 1U;
        }
        skip(std::min(end, text_.size()));
    }

    // Passes over what cannot hold markers, though it can hold psycopg's doubled percent signs.
    void skip(std::size_t end) {
        if (syntax_ == MarkerSyntax::percent) {
            const std::string_view before = text_.substr(0, end);
            while ((at_ = before.find("%%", at_)) != before.npos) {
                out_.marks.push_back({Mark::Kind::escape, at_, 2});
                at_ += 2;
            }
        }
        at_ = end;
        after_operand_ = false;
    }

    // Markers, and what looks like one.

    void mark(Mark found) {
        out_.marks.push_back(found);
        counter_.symbol('?');
        at_ += found.length;
        after_operand_ = true;
    }

    void escape() {
        out_.marks.push_back({Mark::Kind::escape, at_, 2});
        ++at_;
        symbol();
    }

    void sequence_marker(std::size_t length) {
        if (sequence_ == most_parameters) throw ProgrammingError("the statement has more than 65535 markers");
        has_sequence_ = true;
        mark({Mark::Kind::sequence, at_, length, sequence_++});
    }

    void number_marker(std::size_t length) {
        std::uint32_t number = 0;
        for (const char digit : text_.substr(at_ + 1, length - 1)) {
            number = std::min(number * 10 + static_cast<std::uint32_t>(digit - '0'), most_parameters + 1);
        }
        if (number == 0 || number > most_parameters) {
            throw ProgrammingError("a marker's number is not from 1 to 65535");
        }
        has_number_ = true;
        mark({Mark::Kind::number, at_, length, number - 1});
    }

    [[nodiscard]] std::size_t digits_after() const noexcept {
        std::size_t end = at_ + 1;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        return end - at_ - 1;
    }

    void dollar() {
        if (const std::size_t digits = digits_after(); digits != 0) {
            if (is_dollar()) return number_marker(digits + 1);
            out_.has_native_dollar = true;
            return literal(at_ + digits + 1, '$');
        }
        std::size_t end = at_ + 1;
        while (end < text_.size() && is_identifier_byte(text_[end]) && text_[end] != '$') ++end;
        if (end == text_.size() || text_[end] != '$') return symbol();
        const std::string_view tag = text_.substr(at_, end + 1 - at_);
        const std::size_t close = text_.find(tag, end + 1);
        literal(close == text_.npos ? text_.size() : close + tag.size(), '$');
    }

    void colon() {
        if (peek() == ':') {
            while (at_ < text_.size() && text_[at_] == ':') symbol();
            return;
        }
        if (after_operand_) return symbol();
        if (syntax_ == MarkerSyntax::colon_number) {
            const std::size_t digits = digits_after();
            return digits != 0 ? number_marker(digits + 1) : symbol();
        }
        if (!is_word_start(peek())) return symbol();
        std::size_t end = at_ + 2;
        while (end < text_.size() && is_identifier_byte(text_[end])) ++end;
        has_name_ = true;
        mark({Mark::Kind::name, at_, end - at_, 0, text_.substr(at_ + 1, end - at_ - 1)});
    }

    void percent() {
        if (peek() == '%') return escape();
        if (peek() == 's') return sequence_marker(2);
        const std::size_t close = peek() == '(' ? text_.find(')', at_) : text_.npos;
        if (close >= text_.size() - 1 || close == at_ + 2 || text_[close + 1] != 's') {
            throw ProgrammingError(
                "a % in the statement begins neither %s nor %(name)s: write %% for a percent sign");
        }
        has_name_ = true;
        mark({Mark::Kind::name, at_, close + 2 - at_, 0, text_.substr(at_ + 2, close - at_ - 2)});
    }

    std::string_view text_;
    MarkerSyntax syntax_;
    std::size_t at_ = 0;
    std::uint32_t sequence_ = 0;
    bool after_operand_ = false;  // whether the byte before ends something that a colon can directly follow
    bool has_sequence_ = false;
    bool has_number_ = false;
    bool has_name_ = false;
    ScannedSql out_;
    StatementCounter counter_{out_};
};

}  // namespace

ScannedSql scan_sql(std::string_view text, MarkerSyntax syntax) { return Lexer(text, syntax).run(); }

}  // namespace dbapi::driver
