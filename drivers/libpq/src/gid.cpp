// SPDX-License-Identifier: BSL-1.0
#include "gid.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace dbapi::libpq {
namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto group = bytes.substr(i, 3);
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            bits = bits << 8 | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= group.size() ? digits[bits >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return text;
}

/// Returns the bytes, or something else for a text that base64() does not give.
std::string bytes_of(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) break;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(bits >> count & 255U);
    }
    return bytes;
}

/// Reads a name of our form; what it gives for another one does not matter.
std::optional<Xid> read(std::string_view gid) {
    const auto first = gid.find('_');
    const auto second = first == std::string_view::npos ? first : gid.find('_', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    std::uint32_t format_id = 0;
    const auto [end, error] = std::from_chars(gid.data(), gid.data() + first, format_id);
    if (error != std::errc() || end != gid.data() + first || format_id > Xid::max_format_id) {
        return std::nullopt;
    }
    const auto global = bytes_of(gid.substr(first + 1, second - first - 1));
    const auto branch = bytes_of(gid.substr(second + 1));
    if (global.size() > Xid::max_part_bytes || branch.size() > Xid::max_part_bytes) return std::nullopt;
    return Xid(format_id, global, branch);
}

}  // namespace

std::string gid_of(const Xid& xid) {
    if (xid.is_native()) return xid.global_transaction_id();
    return std::to_string(xid.format_id()) + '_' + base64(xid.global_transaction_id()) + '_' +
           base64(xid.branch_qualifier());
}

Xid xid_of(std::string_view gid) {
    const auto xid = read(gid);
    return xid && gid_of(*xid) == gid ? *xid : Xid::from_native(std::string(gid));
}

}  // namespace dbapi::libpq
