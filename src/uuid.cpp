// SPDX-License-Identifier: BSL-1.0
//
// Uuid's text and its random numbers.
#include <cerrno>
#include <dbapi/errors.hpp>
#include <dbapi/uuid.hpp>
#include <exception>
#include <random>

#if defined(__linux__)
#include <sys/random.h>
#endif

#include "hex.hpp"

namespace dbapi {

namespace {

[[noreturn]] void refuse() {
    throw DataError("not a valid UUID", ErrorDetails{.sqlstate = sqlstate::bad_text});
}

// Whether the kernel filled the bytes by itself, which std::random_device leaves to the processor where it
// can.
bool fill_from_kernel([[maybe_unused]] std::array<std::uint8_t, 16>& bytes) noexcept {
#if defined(__linux__)
    ssize_t count = 0;
    do {
        count = getrandom(bytes.data(), bytes.size(), 0);  // so few bytes come whole or not at all
    } while (count < 0 && errno == EINTR);
    return count == static_cast<ssize_t>(bytes.size());
#else
    return false;
#endif
}

void fill_from_device(std::array<std::uint8_t, 16>& bytes) {
    try {
        std::random_device device;
        std::uniform_int_distribution<unsigned> distribution(0, 255);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(distribution(device));
    } catch (const std::exception&) {
        throw OperationalError("no randomness to be had for a UUID");
    }
}

}  // namespace

Uuid Uuid::parse(std::string_view text) {
    const bool has_braces = text.starts_with('{');
    if (has_braces) text.remove_prefix(1);
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int value = text.size() < 2 ? -1 : hex::byte_value(text[0], text[1]);
        if (value < 0) refuse();
        bytes[i] = static_cast<std::uint8_t>(value);
        text.remove_prefix(2);
        const bool may_have_hyphen = i % 2 == 1 && i + 1 < bytes.size();
        if (may_have_hyphen && text.starts_with('-')) text.remove_prefix(1);
    }
    if (text != (has_braces ? "}" : "")) refuse();
    return Uuid(bytes);
}

Uuid Uuid::random() {
    std::array<std::uint8_t, 16> bytes{};
    if (!fill_from_kernel(bytes)) fill_from_device(bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);  // version 4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);  // RFC 9562's variant
    return Uuid(bytes);
}

std::string Uuid::to_string() const {
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        hex::append_byte(out, bytes_[i]);
    }
    return out;
}

}  // namespace dbapi
