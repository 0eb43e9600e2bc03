// SPDX-License-Identifier: BSL-1.0
//
// Single hexadecimal digits, for Binary and Uuid.
#pragma once

#include <string>

namespace dbapi::hex {

/// Returns 0 to 15, or -1 for what is no digit.
[[nodiscard]] constexpr int digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Returns the byte that two digits name, or -1.
[[nodiscard]] constexpr int byte_value(char high, char low) noexcept {
    const int high_value = digit_value(high);
    const int low_value = digit_value(low);
    return high_value < 0 || low_value < 0 ? -1 : high_value * 16 + low_value;
}

/// Appends two digits, in lower case.
inline void append_byte(std::string& out, unsigned byte) {
    constexpr char digits[] = "0123456789abcdef";
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
}

}  // namespace dbapi::hex
