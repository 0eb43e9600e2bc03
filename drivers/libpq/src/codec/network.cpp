// SPDX-License-Identifier: BSL-1.0
#include "codec/network.hpp"

#include <array>
#include <charconv>
#include <cstdint>

#include "codec/string_codec.hpp"
#include "codec/wire.hpp"

namespace dbapi::libpq {
namespace {

// Family, number of bits, whether it is a cidr, number of bytes; then the address.
constexpr std::size_t header_bytes = 4;
constexpr std::size_t ipv4_bytes = 4;
constexpr std::size_t ipv6_bytes = 16;
constexpr unsigned ipv4_family = 2;
constexpr unsigned ipv6_family = 3;

unsigned byte_at(std::string_view bytes, std::size_t offset) {
    return static_cast<unsigned char>(bytes[offset]);
}

void append_number(std::string& text, unsigned number, int base = 10) {
    std::array<char, 8> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    text.append(digits.data(), end);
}

void append_ipv4(std::string_view address, std::string& text) {
    for (std::size_t i = 0; i < ipv4_bytes; ++i) {
        if (i > 0) text += '.';
        append_number(text, byte_at(address, i));
    }
}

struct Run {
    std::size_t begin;
    std::size_t length;

    [[nodiscard]] std::size_t end() const noexcept { return begin + length; }
};

/// The first of the longest runs of zero words; a single one is not shortened to "::".
Run longest_zeros(std::string_view address) {
    constexpr std::size_t words = ipv6_bytes / 2;
    Run best{words, 1};
    for (std::size_t begin = 0; begin < words;) {
        Run run{begin, 0};
        while (run.end() < words && load<std::uint16_t>(address, 2 * run.end()) == 0) ++run.length;
        if (run.length > best.length) best = run;
        begin = run.end() + 1;
    }
    return best;
}

/// PostgreSQL writes the last four bytes in the manner of IPv4 behind 96 zero bits, and behind ::ffff.
bool embeds_ipv4(std::string_view address, Run zeros) {
    if (zeros.begin != 0) return false;
    return zeros.length == 6 || (zeros.length == 5 && load<std::uint16_t>(address, 10) == 0xffff);
}

void append_ipv6(std::string_view address, std::string& text) {
    const Run zeros = longest_zeros(address);
    const std::size_t words = embeds_ipv4(address, zeros) ? 6 : 8;
    for (std::size_t word = 0; word < words; ++word) {
        if (word == zeros.begin) text += "::";
        if (word >= zeros.begin && word < zeros.end()) continue;
        if (word != 0 && word != zeros.end()) text += ':';
        append_number(text, load<std::uint16_t>(address, 2 * word), 16);
    }
    if (words == 8) return;
    if (zeros.end() != words) text += ':';
    append_ipv4(address.substr(2 * words), text);
}

template <bool IsCidr>
void append_address(std::string_view bytes, std::string& text) {
    const unsigned bits = byte_at(bytes, 1);
    const auto address = bytes.substr(header_bytes);
    if (address.size() == ipv4_bytes) {
        append_ipv4(address, text);
    } else {
        append_ipv6(address, text);
    }
    if (!IsCidr && bits == 8 * address.size()) return;
    text += '/';
    append_number(text, bits);
}

/// The flag for cidr is not looked at, as the server does not either: the type says it.
template <bool IsCidr>
ValueView view_address(std::string_view bytes, const char* type) {
    if (bytes.size() < header_bytes) throw_malformed(type);
    const unsigned family = byte_at(bytes, 0);
    if (family != ipv4_family && family != ipv6_family) throw_malformed(type);
    const std::size_t size = family == ipv4_family ? ipv4_bytes : ipv6_bytes;
    check_size(bytes, header_bytes + size, type);
    if (byte_at(bytes, 1) > 8 * size || byte_at(bytes, 3) != size) throw_malformed(type);
    return ValueView::encoded(Kind::string, bytes, string_codec<append_address<IsCidr>>);
}

void append_mac(std::string_view bytes, std::string& text) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0) text += ':';
        text += digits[byte_at(bytes, i) >> 4U];
        text += digits[byte_at(bytes, i) & 15U];
    }
}

ValueView view_mac(std::string_view bytes, std::size_t size, const char* type) {
    check_size(bytes, size, type);
    return ValueView::encoded(Kind::string, bytes, string_codec<append_mac>);
}

}  // namespace

ValueView view_inet_binary(std::string_view bytes) { return view_address<false>(bytes, "inet"); }
ValueView view_cidr_binary(std::string_view bytes) { return view_address<true>(bytes, "cidr"); }
ValueView view_macaddr_binary(std::string_view bytes) { return view_mac(bytes, 6, "macaddr"); }
ValueView view_macaddr8_binary(std::string_view bytes) { return view_mac(bytes, 8, "macaddr8"); }

}  // namespace dbapi::libpq
