// SPDX-License-Identifier: BSL-1.0
//
// Text as JSON, XML and Markdown want it.
#pragma once

#include <ostream>
#include <string_view>

namespace dbapi::conformance {

/// Writes the text as a JSON string, with its quotes.
inline void write_json_string(std::ostream& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out << '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out << '\\' << c;
        } else if (byte < 0x20) {
            out << "\\u00" << digits[byte >> 4U] << digits[byte & 15U];
        } else {
            out << c;
        }
    }
    out << '"';
}

/// Writes the text as XML's character data or attribute, what XML 1.0 cannot hold as `?`.
inline void write_xml_text(std::ostream& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '<': out << "&lt;"; break;
            case '>': out << "&gt;"; break;
            case '&': out << "&amp;"; break;
            case '"': out << "&quot;"; break;
            case '\n': out << "&#10;"; break;
            case '\t': out << "&#9;"; break;
            default: out << (static_cast<unsigned char>(c) < 0x20 ? '?' : c);
        }
    }
}

/// Writes the text for a cell of a Markdown table.
inline void write_markdown_cell(std::ostream& out, std::string_view text) {
    for (const char c : text) {
        if (c == '|' || c == '\\') out << '\\';
        out << (c == '\n' ? ' ' : c);
    }
}

/// Writes the text for a paragraph of Markdown, in which nothing but backquotes means anything.
inline void write_markdown_text(std::ostream& out, std::string_view text) {
    bool is_code = false;
    for (const char c : text) {
        if (c == '`') is_code = !is_code;
        if (is_code) {
            out << c;
            continue;
        }
        if (c == '*' || c == '<' || c == '[' || c == '_') out << '\\';
        out << c;
    }
}

}  // namespace dbapi::conformance
