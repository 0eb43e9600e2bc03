// SPDX-License-Identifier: BSL-1.0
#include "codec/copy_text.hpp"

#include <array>
#include <utility>

#include "codec/encode.hpp"
#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

struct Escape {
    char plain;
    char letter;
};
constexpr auto escapes = std::to_array<Escape>(
    {{'\b', 'b'}, {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}, {'\v', 'v'}, {'\\', '\\'}});

// All that must be escaped is among these; \b, \f and \v need not be.
constexpr std::string_view special("\n\r\t\\");

/// Whether text of the kind can hold what needs an escape.
bool may_need_escapes(const ValueView& value) noexcept {
    return !value.is_inline() && value.kind() != Kind::decimal && value.kind() != Kind::uuid;
}

char escaped(char plain) noexcept {
    for (const Escape& escape : escapes) {
        if (escape.plain == plain) return escape.letter;
    }
    return plain;
}

char unescaped(char letter) {
    for (const Escape& escape : escapes) {
        if (escape.letter == letter) return escape.plain;
    }
    throw_malformed("line of COPY");
}

/// Escapes what stands behind `begin`, in place.
void escape_text(std::string& out, std::size_t begin) {
    std::size_t at = out.find_first_of(special, begin);
    if (at == std::string::npos) return;
    const std::string plain = out.substr(at);
    out.resize(at);
    std::string_view left = plain;
    while (!left.empty()) {
        const std::size_t run = std::min(left.find_first_of(special), left.size());
        out += left.substr(0, run);
        if (run == left.size()) return;
        out += '\\';
        out += escaped(left[run]);
        left.remove_prefix(run + 1);
    }
}

}  // namespace

void append_copy_text(std::string& out, const ValueView& value) {
    if (value.is_null()) {
        out += "\\N";
        return;
    }
    const std::size_t begin = out.size();
    value.append_text(out);
    if (!may_need_escapes(value)) return;
    check_text(std::string_view(out).substr(begin));
    escape_text(out, begin);
}

void append_copy_csv(std::string& out, const ValueView& value) {
    if (value.is_null()) return;
    std::string text;
    value.append_text(text);
    check_text(text);
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void split_copy_text(std::string_view line, std::vector<CopyField>& fields, std::string& scratch) {
    fields.clear();
    scratch.clear();
    scratch.reserve(line.size());  // text without its escapes is shorter, so that views into it stay valid
    for (;;) {
        const std::string_view field = line.substr(0, line.find('\t'));
        if (field == "\\N") {
            fields.push_back({.is_null = true});
        } else if (field.find('\\') == std::string_view::npos) {
            fields.push_back({.bytes = field});
        } else {
            const std::size_t begin = scratch.size();
            for (std::size_t i = 0; i < field.size(); ++i) {
                if (field[i] != '\\') {
                    scratch += field[i];
                    continue;
                }
                if (++i == field.size()) throw_malformed("line of COPY");
                scratch += unescaped(field[i]);
            }
            fields.push_back({.bytes = std::string_view(scratch).substr(begin)});
        }
        if (field.size() == line.size()) return;
        line.remove_prefix(field.size() + 1);
    }
}

}  // namespace dbapi::libpq
