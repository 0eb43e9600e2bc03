// SPDX-License-Identifier: BSL-1.0
//
// What PostgreSQL gives as text: strings of every script, JSON, bits, addresses.
#include <algorithm>
#include <array>
#include <dbapi/decimal.hpp>
#include <map>
#include <string>
#include <vector>

#include "support/generate.hpp"

namespace testing {
namespace {

void append_utf8(std::string& text, std::uint32_t code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
        return;
    }
    const unsigned following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    const std::uint32_t leads[] = {0, 0xc0, 0xe0, 0xf0};
    text += static_cast<char>(leads[following] | code >> (6 * following));
    for (unsigned i = following; i-- > 0;) text += static_cast<char>(0x80U | (code >> (6 * i) & 0x3fU));
}

std::uint32_t make_code(Random& random) {
    switch (random.below(6)) {
        case 0: return static_cast<std::uint32_t>(random.between(1, 0x1f));
        case 1: return static_cast<std::uint32_t>(random.between(0x7f, 0x7ff));
        case 2: return static_cast<std::uint32_t>(random.between(0x800, 0xd7ff));
        case 3: return static_cast<std::uint32_t>(random.between(0xe000, 0x10ffff));
        default: return static_cast<std::uint32_t>(random.between(' ', '~'));
    }
}

/// As PostgreSQL escapes a string of JSONB.
std::string quoted_json(const std::string& text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        switch (c) {
            case '"': quoted += "\\\""; break;
            case '\\': quoted += "\\\\"; break;
            case '\b': quoted += "\\b"; break;
            case '\f': quoted += "\\f"; break;
            case '\n': quoted += "\\n"; break;
            case '\r': quoted += "\\r"; break;
            case '\t': quoted += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < ' ') {
                    quoted += "\\u00";
                    quoted += digits[static_cast<unsigned char>(c) >> 4U];
                    quoted += digits[static_cast<unsigned char>(c) & 15U];
                } else {
                    quoted += c;
                }
        }
    }
    return quoted += '"';
}

struct ByLengthThenBytes {
    bool operator()(const std::string& a, const std::string& b) const {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    }
};

std::string make_json_value(Random& random, int depth) {
    const std::size_t count = random.below(4);
    std::string text;
    switch (random.below(depth > 0 ? 7 : 5)) {
        case 0: return "null";
        case 1: return random.one_in(2) ? "true" : "false";
        case 2: return std::to_string(random.near_limits(INT64_MIN, INT64_MAX));
        case 3: {
            const auto whole = random.between(-1000, 1000);
            const auto fraction = random.between(1, 999);
            return std::to_string(whole) + "." + std::to_string(fraction) + "0";
        }
        case 4: return quoted_json(make_text(random));
        case 5: {
            text = "[";
            for (std::size_t i = 0; i < count; ++i) {
                text += i == 0 ? "" : ", ";
                text += make_json_value(random, depth - 1);
            }
            return text += "]";
        }
        default: {
            std::map<std::string, std::string, ByLengthThenBytes> members;
            for (std::size_t i = 0; i < count; ++i) {
                std::string key;
                const auto size = random.below(6);
                while (key.size() < size) append_utf8(key, make_code(random));
                members[key] = make_json_value(random, depth - 1);
            }
            text = "{";
            for (const auto& [key, value] : members) {
                text += (text.size() == 1 ? "" : ", ") + quoted_json(key) + ": ";
                text += value;
            }
            return text += "}";
        }
    }
}

using Groups = std::array<std::uint16_t, 8>;

std::string hexadecimal(std::uint32_t number, std::size_t width) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (; number != 0 || text.size() < width; number >>= 4U) text.insert(0, 1, digits[number & 15U]);
    return text;
}

std::string dotted(std::uint32_t address) {
    return std::to_string(address >> 24U) + "." + std::to_string(address >> 16U & 255U) + "." +
           std::to_string(address >> 8U & 255U) + "." + std::to_string(address & 255U);
}

/// As PostgreSQL prints it: the first of the longest runs of zeros is left out, and ::ffff:1.2.3.4.
std::string colons(const Groups& groups) {
    std::size_t begin = 0;
    std::size_t length = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0) ++end;
        if (end - i > length) {
            begin = i;
            length = end - i;
        }
    }
    if (length < 2) length = 0;
    std::string text;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (length > 0 && i == begin) {
            text += "::";
            i += length - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        const bool is_mapped = begin == 0 && (length == 6 || (length == 5 && groups[5] == 0xffff));
        if (i == 6 && is_mapped) {
            return text + dotted(static_cast<std::uint32_t>(groups[6]) << 16U | groups[7]);
        }
        text += hexadecimal(groups[i], 1);
    }
    return text;
}

/// An address with the bits beyond the mask, or without them as in CIDR.
std::string make_address(Random& random, bool is_network) {
    const bool is_v6 = random.one_in(2);
    const std::size_t width = is_v6 ? 128 : 32;
    const std::size_t mask = random.one_in(3) ? width : random.below(width + 1);
    Groups groups{};
    const bool is_mapped = is_v6 && random.one_in(8);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (!is_mapped || i > 5) groups[i] = static_cast<std::uint16_t>(random.one_in(2) ? 0 : random.bits());
    }
    if (is_mapped) groups[5] = 0xffff;
    for (std::size_t bit = is_network ? mask : width; bit < width; ++bit) {
        auto& group = groups[bit / 16];
        group = static_cast<std::uint16_t>(group & ~(0x8000U >> bit % 16));
    }
    std::string text =
        is_v6 ? colons(groups) : dotted(static_cast<std::uint32_t>(groups[0]) << 16U | groups[1]);
    if (is_network || mask != width) text += "/" + std::to_string(mask);
    return text;
}

}  // namespace

std::string make_text(Random& random) {
    const char* const special[] = {"",   "NULL",      "null",  "''",         "\\",     "\\\\", "\"",
                                   "{}", "{a,\"b\"}", "\\x00", "\t\n\r\v\f", " ",      " a ",  "$1",
                                   "?",  "%s",        ":a",    "--",         "/*",     "é",    "日本",
                                   "😀",  "e\u0301",   "NaN",   "infinity",   "\ufeff", "a'b"};
    if (random.one_in(6)) return random.pick(special);
    std::string text;
    const std::size_t count = 1 + random.below(random.one_in(20) ? 1000 : 12);
    for (std::size_t i = 0; i < count; ++i) {
        if (random.one_in(4)) {
            text += random.pick("\\'\",{} ");
            if (text.back() == '\0') text.pop_back();  // the array's end
        } else {
            append_utf8(text, make_code(random));
        }
    }
    return text;
}

std::string make_jsonb(Random& random) { return make_json_value(random, 3); }

std::string make_json(Random& random) {
    const char* const special[] = {"{\"a\":1,\"a\":2}", " 1 ",    "[\n1 ,2\t]", "1e5", "-0",
                                   "\"\\u00e9\"",       "1.50E+2"};
    return random.one_in(6) ? random.pick(special) : make_jsonb(random);
}

std::string make_bits(Random& random, std::size_t count) {
    std::string bits;
    while (bits.size() < count) bits += random.one_in(2) ? '1' : '0';
    return bits;
}

std::string make_inet(Random& random) { return make_address(random, false); }
std::string make_cidr(Random& random) { return make_address(random, true); }

std::string make_macaddr(Random& random, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) {
        if (i > 0) text += ':';
        text += hexadecimal(random.one_in(6) ? 255 : static_cast<std::uint32_t>(random.below(256)), 2);
    }
    return text;
}

}  // namespace testing
