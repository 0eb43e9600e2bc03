// SPDX-License-Identifier: BSL-1.0
#include "text.hpp"

#include <algorithm>
#include <dbapi/errors.hpp>

namespace odbc {
namespace {

constexpr char32_t replacement = 0xfffd;

[[noreturn]] void throw_bad_text() {
    throw dbapi::DataError("the text is not UTF-8", {.sqlstate = dbapi::sqlstate::bad_encoding});
}

/// Takes one character off the front.
char32_t take(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (size == 0 || lead > 0xf4 || text.size() < size) throw_bad_text();
    char32_t code = size == 1 ? lead : lead & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0U) != 0x80) throw_bad_text();
        code = code << 6U | (byte & 0x3fU);
    }
    const bool is_overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    if (is_overlong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw_bad_text();
    text.remove_prefix(size);
    return code;
}

void append(std::string& text, char32_t code) {
    const auto trail = [&](unsigned shift) { text += static_cast<char>(0x80U | (code >> shift & 0x3fU)); };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xc0U | code >> 6U);
        trail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xe0U | code >> 12U);
        trail(6);
        trail(0);
    } else {
        text += static_cast<char>(0xf0U | code >> 18U);
        trail(12);
        trail(6);
        trail(0);
    }
}

}  // namespace

Wide to_wide(std::string_view text) {
    Wide wide;
    wide.reserve(text.size() + 1);
    while (!text.empty()) {
        const char32_t code = take(text);
        if (code < 0x10000) {
            wide.push_back(static_cast<SQLWCHAR>(code));
        } else {
            wide.push_back(static_cast<SQLWCHAR>(0xd7c0U + (code >> 10U)));
            wide.push_back(static_cast<SQLWCHAR>(0xdc00U + (code & 0x3ffU)));
        }
    }
    wide.push_back(0);
    return wide;
}

void append_utf8(std::span<const SQLWCHAR> wide, std::string& text) {
    for (std::size_t i = 0; i < wide.size(); ++i) {
        char32_t code = wide[i];
        const bool is_high = code >= 0xd800 && code < 0xdc00;
        if (is_high && i + 1 < wide.size() && wide[i + 1] >= 0xdc00 && wide[i + 1] < 0xe000) {
            code = 0x10000U + ((code - 0xd800U) << 10U) + (wide[++i] - 0xdc00U);
        } else if (code >= 0xd800 && code < 0xe000) {
            code = replacement;
        }
        append(text, code);
    }
}

namespace {

template <class Char>
std::span<const Char> given(std::span<const Char> buffer, SQLSMALLINT length) {
    return buffer.first(
        std::min(static_cast<std::size_t>(std::max<SQLSMALLINT>(length, 0)), buffer.size() - 1));
}

}  // namespace

std::string utf8(std::span<const SQLWCHAR> buffer, SQLSMALLINT length) {
    std::string text;
    append_utf8(given(buffer, length), text);
    return text;
}

std::string utf8(std::span<const SQLCHAR> buffer, SQLSMALLINT length) {
    const auto text = given(buffer, length);
    return {text.begin(), text.end()};
}

}  // namespace odbc
