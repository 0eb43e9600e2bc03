// SPDX-License-Identifier: BSL-1.0
//
// Two small things with text that the kit needs in several places: patterns and replacement.
#pragma once

#include <string>
#include <string_view>

namespace dbapi::conformance {

/// Whether `text` is what `pattern` says, in which `*` stands for any characters, or none.
[[nodiscard]] constexpr bool matches(std::string_view pattern, std::string_view text) noexcept {
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    text.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (;; text.remove_prefix(1)) {
        if (matches(pattern, text)) return true;
        if (text.empty()) return false;
    }
}

/// Returns the text with every `from` replaced by `to`.
[[nodiscard]] inline std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    for (auto at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
        result += text.substr(0, at);
        result += to;
        text.remove_prefix(at + from.size());
    }
    return result += text;
}

}  // namespace dbapi::conformance
