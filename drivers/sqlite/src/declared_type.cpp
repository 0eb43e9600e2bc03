// SPDX-License-Identifier: BSL-1.0
#include "declared_type.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace dbapi::sqlite {
namespace {

struct Name {
    std::string_view text;
    Kind kind;
};

constexpr auto names = std::to_array<Name>({
    {"BOOL", Kind::boolean},
    {"BOOLEAN", Kind::boolean},
    {"UUID", Kind::uuid},
    {"DATE", Kind::date},
    {"TIME", Kind::time},
    {"TIMETZ", Kind::time},
    {"TIME WITH TIME ZONE", Kind::time},
    {"TIME WITHOUT TIME ZONE", Kind::time},
    {"DATETIME", Kind::timestamp},
    {"TIMESTAMP", Kind::timestamp},
    {"TIMESTAMPTZ", Kind::timestamp},
    {"TIMESTAMP WITH TIME ZONE", Kind::timestamp},
    {"TIMESTAMP WITHOUT TIME ZONE", Kind::timestamp},
    {"DECIMAL", Kind::decimal},
    {"DEC", Kind::decimal},
    {"NUMERIC", Kind::decimal},
    {"JSON", Kind::json},
    {"JSONB", Kind::json},
    {"INTERVAL", Kind::interval},
    {"STRING", Kind::string},
    {"BYTEA", Kind::binary},
    {"BYTES", Kind::binary},
    {"BINARY", Kind::binary},
    {"BINARY VARYING", Kind::binary},
    {"BINARY LARGE OBJECT", Kind::binary},
    {"VARBINARY", Kind::binary},
});

// SQLite's rules of affinity, in their order. What is left, NUMERIC, says nothing: an INET has it too.
constexpr auto parts = std::to_array<Name>({
    {"INT", Kind::integer},
    {"CHAR", Kind::string},
    {"CLOB", Kind::string},
    {"TEXT", Kind::string},
    {"BLOB", Kind::binary},
    {"REAL", Kind::real},
    {"FLOA", Kind::real},
    {"DOUB", Kind::real},
});

constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Returns the words in upper case, with one space between them; what is in parentheses counts as a space.
std::string normalize(std::string_view text) {
    std::string words;
    std::size_t depth = 0;
    for (const char c : text) {
        if (c == '(') ++depth;
        if (depth == 0 && !is_blank(c)) {
            words += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        } else if (!words.empty() && words.back() != ' ') {
            words += ' ';
        }
        if (c == ')' && depth > 0) --depth;
    }
    if (words.ends_with(' ')) words.pop_back();
    return words;
}

/// Takes a number from the front, with the blanks around it.
std::optional<int> take_number(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    int number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return number;
}

Kind kind_of(std::string_view normalized) {
    const auto name =
        std::find_if(names.begin(), names.end(), [&](const Name& n) { return n.text == normalized; });
    if (name != names.end()) return name->kind;
    if (normalized.starts_with("INTERVAL ")) return Kind::interval;  // YEAR TO MONTH and the like
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const Name& p) {
        return normalized.find(p.text) != std::string_view::npos;
    });
    return part != parts.end() ? part->kind : Kind::null;
}

}  // namespace

DeclaredType parse_declared_type(std::string_view text) {
    DeclaredType type{.kind = kind_of(normalize(text))};
    const auto open = text.find('(');
    if (type.kind != Kind::decimal || open == std::string_view::npos) return type;
    text.remove_prefix(open + 1);
    type.precision = take_number(text);
    if (!type.precision) return type;
    type.scale = 0;
    if (!text.starts_with(',')) return type;
    text.remove_prefix(1);
    type.scale = take_number(text);
    return type;
}

}  // namespace dbapi::sqlite
