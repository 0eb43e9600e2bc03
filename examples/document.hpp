// SPDX-License-Identifier: BSL-1.0
//
// Document: a JSON object for the examples, just large enough for them. A program with a JSON library gives
// that library's class an Adapter like the one below.
#pragma once

#include <cstddef>
#include <cstdint>
#include <dbapi/adapter.hpp>
#include <dbapi/convert.hpp>
#include <dbapi/json.hpp>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

/// Members by name, each with its JSON; names stand there as in JSON, without their quotes. They are sorted,
/// as a database need not keep their order.
struct Document : std::map<std::string, dbapi::Json> {
    using map::map;
};

inline dbapi::Json json(std::int64_t number) { return dbapi::Json(std::to_string(number)); }

inline dbapi::Json json(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c >= '\0' && c < ' ') throw std::invalid_argument("a control character in a string");
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return dbapi::Json(quoted + '"');
}

inline dbapi::Json json(const Document& document) {
    std::string text;
    for (const auto& [name, value] : document) {
        text += (text.empty() ? "\"" : ", \"") + name + "\": " + value.str();
    }
    return dbapi::Json('{' + text + '}');
}

/// Returns where the name or value ends that begins at `at`.
inline std::size_t end_of_part(const std::string& text, std::size_t at) {
    int depth = 0;
    for (bool in_string = false; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') in_string = !in_string;
        if (in_string && c == '\\') ++at;
        if (in_string) continue;
        if (depth == 0 && (c == ':' || c == ',' || c == '}')) break;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
    }
    return at;
}

/// Takes an object apart; the JSON of its members stays as it is.
inline Document parse_document(const std::string& text) {
    constexpr const char* blanks = " \t\r\n";
    Document document;
    std::string name;
    std::size_t begin = text.find('{') + 1;
    while ((begin = text.find_first_not_of(blanks, begin)) < text.size()) {
        const std::size_t end = end_of_part(text, begin);
        const auto part = text.substr(begin, end - begin);
        if (text[end] == ':') {
            name = part.substr(1, part.rfind('"') - 1);
        } else if (!part.empty()) {
            document.emplace(name, part.substr(0, part.find_last_not_of(blanks) + 1));
        }
        begin = end + 1;
    }
    return document;
}

/// Makes a document a parameter like any other, and something that a column can be read as.
template <>
struct dbapi::Adapter<Document> {
    static Value to_value(const Document& document) { return json(document); }
    static Document from_value(const Value& value) { return parse_document(value.get<Json>().str()); }
};
