// SPDX-License-Identifier: BSL-1.0
#include "driver/values_clause.hpp"

#include <algorithm>
#include <array>
#include <dbapi/driver/sql_scanner.hpp>

namespace dbapi::driver {
namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Reads the few forms that are taken, from front to back. Each take_ function moves on only when it returns
/// true.
class Reader {
 public:
    Reader(std::string_view sql, std::span<const TextRange> placeholders)
        : sql_(sql), placeholders_(placeholders) {
        skip_blanks();
    }

    [[nodiscard]] std::size_t at() const noexcept { return at_; }
    [[nodiscard]] std::size_t end_of_last() const noexcept { return end_of_last_; }
    [[nodiscard]] bool is_at_end() const noexcept { return at_ == sql_.size(); }

    bool take_symbol(char symbol) { return peek() == symbol && move_to(at_ + 1); }

    bool take_word(std::string_view upper_case) {
        const auto word = word_here();
        return word.size() == upper_case.size() &&
               std::equal(word.begin(), word.end(), upper_case.begin(),
                          [](char a, char b) { return upper(a) == b; }) &&
               move_to(at_ + word.size());
    }

    /// An identifier, quoted or not, of any meaning.
    bool take_identifier() {
        if (peek() == '"') return take_quoted('"');
        const auto word = word_here();
        return !word.empty() && !is_digit(word.front()) && move_to(at_ + word.size());
    }

    bool take_placeholder() {
        const auto found = std::find_if(placeholders_.begin(), placeholders_.end(),
                                        [&](const TextRange& p) { return p.begin == at_; });
        return found != placeholders_.end() && move_to(found->end);
    }

    bool take_literal() {
        if (peek() == '\'') return take_quoted('\'');
        static constexpr auto words = std::to_array<std::string_view>({"NULL", "TRUE", "FALSE", "DEFAULT"});
        if (std::any_of(words.begin(), words.end(), [&](auto word) { return take_word(word); })) return true;
        return take_number();
    }

 private:
    [[nodiscard]] char peek() const noexcept { return at_ < sql_.size() ? sql_[at_] : '\0'; }

    [[nodiscard]] std::string_view word_here() const noexcept {
        std::size_t end = at_;
        while (end < sql_.size() && is_identifier_byte(sql_[end])) ++end;
        return sql_.substr(at_, end - at_);
    }

    bool take_quoted(char quote) {
        std::size_t end = sql_.find(quote, at_ + 1);
        while (end != sql_.npos && end + 1 < sql_.size() && sql_[end + 1] == quote) {
            end = sql_.find(quote, end + 2);
        }
        if (end == sql_.npos) return false;
        return sql_.substr(at_, end - at_).find('\\') == sql_.npos && move_to(end + 1);
    }

    bool take_number() {
        std::size_t end = at_;
        if (end < sql_.size() && (sql_[end] == '-' || sql_[end] == '+')) ++end;
        const std::size_t digits = end;
        while (end < sql_.size() && (is_digit(sql_[end]) || sql_[end] == '.')) ++end;
        return end > digits && (end == sql_.size() || !is_identifier_byte(sql_[end])) && move_to(end);
    }

    bool move_to(std::size_t end) {
        end_of_last_ = at_ = end;
        skip_blanks();
        return true;
    }

    void skip_blanks() {
        while (at_ < sql_.size() && is_blank(sql_[at_])) ++at_;
    }

    std::string_view sql_;
    std::span<const TextRange> placeholders_;
    std::size_t at_ = 0;
    std::size_t end_of_last_ = 0;
};

bool take_name(Reader& reader) {
    do {
        if (!reader.take_identifier()) return false;
    } while (reader.take_symbol('.'));
    return true;
}

/// Takes "(item, item)", or nothing when there is no parenthesis.
template <class TakeItem>
bool take_list(Reader& reader, TakeItem&& take_item) {
    if (!reader.take_symbol('(')) return true;
    do {
        if (!take_item()) return false;
    } while (reader.take_symbol(','));
    return reader.take_symbol(')');
}

bool take_columns(Reader& reader) {
    return take_list(reader, [&] { return reader.take_identifier(); });
}

bool take_conflict_clause(Reader& reader) {
    if (!reader.take_word("ON")) return true;
    return reader.take_word("CONFLICT") && take_columns(reader) && reader.take_word("DO") &&
           reader.take_word("NOTHING");
}

}  // namespace

std::optional<TextRange> find_values_row(std::string_view sql, std::span<const TextRange> placeholders) {
    Reader reader(sql, placeholders);
    if (!reader.take_word("INSERT")) return std::nullopt;
    if (reader.take_word("OR") && !reader.take_word("IGNORE") && !reader.take_word("REPLACE"))
        return std::nullopt;
    if (!reader.take_word("INTO") || !take_name(reader) || !take_columns(reader)) return std::nullopt;
    if (!reader.take_word("VALUES")) return std::nullopt;
    TextRange row{reader.at(), 0};
    std::size_t items = 0;
    const bool is_row = take_list(reader, [&] {
        ++items;
        return reader.take_placeholder() || reader.take_literal();
    });
    if (!is_row || items == 0) return std::nullopt;
    row.end = reader.end_of_last();
    if (!take_conflict_clause(reader)) return std::nullopt;
    while (reader.take_symbol(';')) continue;
    return reader.is_at_end() ? std::optional(row) : std::nullopt;
}

}  // namespace dbapi::driver
