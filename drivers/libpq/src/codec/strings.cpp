// SPDX-License-Identifier: BSL-1.0
#include "codec/strings.hpp"

#include <dbapi/binary.hpp>
#include <dbapi/uuid.hpp>

#include "codec/string_codec.hpp"
#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

/// Bytes of bytea_output = 'escape': `\\` is a backslash, `\ooo` an octal byte, all else itself.
std::string unescape(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        if (i + 1 < text.size() && text[i + 1] == '\\') {
            bytes += '\\';
            ++i;
            continue;
        }
        if (i + 3 >= text.size()) throw_malformed("bytea");
        int byte = 0;
        for (std::size_t digit = 1; digit <= 3; ++digit) {
            const char c = text[i + digit];
            if (c < '0' || c > '7') throw_malformed("bytea");
            byte = byte * 8 + (c - '0');
        }
        if (byte > 0xff) throw_malformed("bytea");
        bytes += static_cast<char>(byte);
        i += 3;
    }
    return bytes;
}

Binary decode_bytea(std::string_view text) {
    if (text.starts_with("\\x")) return Binary::from_hex(text.substr(2));
    return Binary(unescape(text));
}

constexpr Codec bytea_codec{
    .to_value = [](std::string_view bytes) { return Value(decode_bytea(bytes)); },
    .append_text =
        [](std::string_view bytes, std::string& text) {
            text += "\\x";
            text += decode_bytea(bytes).to_hex();
        },
};

constexpr Codec uuid_codec{
    .to_value = [](std::string_view bytes) { return Value(Uuid::parse(bytes)); },
    .append_text = [](std::string_view bytes, std::string& text) { text += Uuid::parse(bytes).to_string(); },
};

bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

void append_octal(std::string_view byte, std::string& text) {
    const auto value = static_cast<unsigned char>(byte[0]);
    text += '\\';
    for (const unsigned shift : {6U, 3U, 0U}) text += static_cast<char>('0' + (value >> shift & 7U));
}

}  // namespace

ValueView view_string(std::string_view text) { return ValueView::string(text); }
ValueView view_json(std::string_view text) { return ValueView::json(text); }

ValueView view_char_text(std::string_view text) {
    // PostgreSQL before 15 prints the byte as it is.
    if (text.size() != 1 || is_ascii(text[0])) return ValueView::string(text);
    return ValueView::encoded(Kind::string, text, string_codec<append_octal>);
}

ValueView view_char_binary(std::string_view bytes) {
    return bytes == std::string_view("\0", 1) ? ValueView::string(bytes.substr(1)) : view_char_text(bytes);
}

ValueView view_bytea_text(std::string_view text) {
    return ValueView::encoded(Kind::binary, text, bytea_codec);
}
ValueView view_uuid_text(std::string_view text) { return ValueView::encoded(Kind::uuid, text, uuid_codec); }

ValueView view_jsonb_binary(std::string_view bytes) {
    if (bytes.empty() || bytes[0] != jsonb_version) throw_malformed("jsonb");
    return ValueView::json(bytes.substr(1));
}

ValueView view_bytea_binary(std::string_view bytes) { return ValueView::binary(bytes); }

ValueView view_uuid_binary(std::string_view bytes) {
    check_size(bytes, 16, "uuid");
    return ValueView::uuid(bytes);
}

}  // namespace dbapi::libpq
