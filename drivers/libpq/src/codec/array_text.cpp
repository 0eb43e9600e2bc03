// SPDX-License-Identifier: BSL-1.0
#include "codec/array_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::string_view spaces = " \t\n\r\v\f";

bool is_null(std::string_view text) {
    return text.size() == 4 && std::equal(text.begin(), text.end(), "null",
                                          [](char a, char b) { return a == b || a == b - 'a' + 'A'; });
}

class Parser {
 public:
    Parser(std::string_view text, char delimiter, const ElementReader& read)
        : text_(text), delimiter_(delimiter), read_(read) {}

    Array parse() {
        skip_spaces();
        read_bounds();
        read_level(0);
        skip_spaces();
        if (at_ != text_.size()) fail();
        return finish();
    }

 private:
    void read_bounds() {
        while (take('[')) {
            if (bounds_.size() == max_dimensions) fail();
            std::int64_t lower = 1;
            std::int64_t upper = read_number();
            if (take(':')) {
                lower = upper;
                upper = read_number();
            }
            expect(']');
            if (upper < lower) fail();
            bounds_.push_back(
                {static_cast<std::size_t>(upper - lower + 1), static_cast<std::int32_t>(lower)});
            skip_spaces();
        }
        if (bounds_.empty()) return;
        expect('=');
        skip_spaces();
    }

    std::int32_t read_number() {
        if (take('+') && is_at('-')) fail();
        std::int32_t number = 0;
        const char* const begin = text_.data() + at_;
        const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number);
        if (error != std::errc()) fail();
        at_ += static_cast<std::size_t>(end - begin);
        return number;
    }

    /// Reads from one brace to its match. Elements must all be equally deep, and sub-arrays equally long.
    void read_level(std::size_t depth) {
        if (depth == max_dimensions) fail();
        expect('{');
        skip_spaces();
        if (depth == 0 && take('}')) return;
        std::size_t count = 0;
        do {
            skip_spaces();
            if (is_at('{')) {
                if (element_depth_.value_or(max_dimensions) <= depth) fail();
                read_level(depth + 1);
            } else {
                if (element_depth_.value_or(depth) != depth) fail();
                element_depth_ = depth;
                elements_.push_back(read_element());
            }
            ++count;
            skip_spaces();
        } while (take(delimiter_));
        expect('}');
        if (lengths_[depth].value_or(count) != count) fail();
        lengths_[depth] = count;
    }

    Value read_element() {
        scratch_.clear();
        if (take('"')) return read_(quoted());
        const bool was_escaped = read_unquoted();
        if (scratch_.empty()) fail();
        if (!was_escaped && is_null(scratch_)) return {};
        return read_(scratch_);
    }

    /// Returns the element behind the opening quote: where it stands, or unescaped in the scratch buffer.
    std::string_view quoted() {
        const std::size_t end = text_.find_first_of("\"\\", at_);
        if (end != std::string_view::npos && text_[end] == '"') {
            const auto element = text_.substr(at_, end - at_);
            at_ = end + 1;
            return element;
        }
        while (!take('"')) {
            take('\\');
            scratch_ += next();
        }
        return scratch_;
    }

    /// Reads into the scratch buffer up to a delimiter; spaces at the end count only when escaped. Returns
    /// whether anything was escaped.
    bool read_unquoted() {
        bool was_escaped = false;
        std::size_t length = 0;
        while (!is_at(delimiter_) && !is_at('}')) {
            if (is_at('{') || is_at('"')) fail();
            const bool is_escaped = take('\\');
            was_escaped = was_escaped || is_escaped;
            scratch_ += next();
            if (is_escaped || spaces.find(scratch_.back()) == std::string_view::npos)
                length = scratch_.size();
        }
        scratch_.resize(length);
        return was_escaped;
    }

    Array finish() {
        std::vector<Array::Dimension> dimensions;
        for (const auto& length : lengths_) {
            if (length) dimensions.push_back({.length = *length});
        }
        if (!bounds_.empty()) {
            if (!std::equal(bounds_.begin(), bounds_.end(), dimensions.begin(), dimensions.end(),
                            [](const auto& a, const auto& b) { return a.length == b.length; })) {
                fail();
            }
            dimensions = std::move(bounds_);
        }
        return {std::move(elements_), std::move(dimensions)};
    }

    [[nodiscard]] bool is_at(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool take(char c) {
        if (!is_at(c)) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!take(c)) fail();
    }
    char next() {
        if (at_ == text_.size()) fail();
        return text_[at_++];
    }
    void skip_spaces() { at_ = std::min(text_.find_first_not_of(spaces, at_), text_.size()); }
    [[noreturn]] static void fail() { throw_malformed("array"); }

    std::string_view text_;
    char delimiter_;
    const ElementReader& read_;
    std::size_t at_ = 0;
    std::vector<Array::Dimension> bounds_;                            // as said in front
    std::array<std::optional<std::size_t>, max_dimensions> lengths_;  // as found, by depth
    std::optional<std::size_t> element_depth_;
    std::vector<Value> elements_;
    std::string scratch_;
};

}  // namespace

Array parse_array(std::string_view text, char delimiter, const ElementReader& read) {
    return Parser(text, delimiter, read).parse();
}

void replace_delimiter(std::string& text, std::size_t begin, char delimiter) {
    bool in_quotes = false;
    for (std::size_t i = begin; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') in_quotes = !in_quotes;
        if (in_quotes) {
            if (c == '\\') ++i;
        } else if (c == delimiter) {
            throw DataError(std::string("an element of the array holds the delimiter ") + delimiter,
                            ErrorDetails{.sqlstate = sqlstate::bad_text});
        } else if (c == ',') {
            text[i] = delimiter;
        }
    }
}

}  // namespace dbapi::libpq
