// SPDX-License-Identifier: BSL-1.0
//
// Numbers as they lie in the protocol's binary format: big-endian, and never beyond the end of the bytes.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dbapi/errors.hpp>
#include <string>
#include <string_view>
#include <type_traits>

namespace dbapi::libpq {

/// @throws DataError  always, 22P03: "the server sent no valid <type>".
[[noreturn]] inline void throw_malformed(std::string_view type) {
    throw DataError("the server sent no valid " + std::string(type),
                    ErrorDetails{.sqlstate = sqlstate::bad_binary});
}

/// Returns the integer at an offset. @pre  its bytes are there.
template <std::integral Int>
[[nodiscard]] constexpr Int load(std::string_view bytes, std::size_t offset = 0) noexcept {
    const auto byte = [&](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(bytes[offset + i])};
    };
    // Written out, so that compilers see that it is one load.
    if constexpr (sizeof(Int) == 8) {
        return static_cast<Int>(byte(0) << 56U | byte(1) << 48U | byte(2) << 40U | byte(3) << 32U |
                                byte(4) << 24U | byte(5) << 16U | byte(6) << 8U | byte(7));
    } else if constexpr (sizeof(Int) == 4) {
        return static_cast<Int>(byte(0) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3));
    } else if constexpr (sizeof(Int) == 2) {
        return static_cast<Int>(byte(0) << 8U | byte(1));
    } else {
        return static_cast<Int>(byte(0));
    }
}

/// Appends an integer.
template <std::integral Int>
void append(std::string& bytes, Int number) {
    const auto plain = static_cast<std::make_unsigned_t<Int>>(number);
    char wire[sizeof(Int)];
    for (std::size_t i = 0; i < sizeof(Int); ++i) {
        wire[i] = static_cast<char>((plain >> (8 * (sizeof(Int) - 1 - i))) & 0xffU);
    }
    bytes.append(wire, sizeof wire);
}

/// Appends the length of a field, which is that of NULL until end_field() says otherwise. Returns where the
/// field begins.
inline std::size_t begin_field(std::string& bytes) {
    append(bytes, std::int32_t{-1});
    return bytes.size();
}

/// Puts in the length of the field that ends here. @throws OperationalError  54000: more than 2^31 - 1 bytes.
inline void end_field(std::string& bytes, std::size_t begin) {
    const std::size_t size = bytes.size() - begin;
    if (size > 0x7fff'ffff) {
        throw OperationalError("a value of more than 2147483647 bytes",
                               ErrorDetails{.sqlstate = sqlstate::program_limit});
    }
    for (std::size_t i = 0; i < sizeof(std::int32_t); ++i) {
        bytes[begin - 1 - i] = static_cast<char>((size >> (8 * i)) & 0xffU);
    }
}

/// Checks that a value has the size of its type.
inline void check_size(std::string_view bytes, std::size_t wanted, std::string_view type) {
    if (bytes.size() != wanted) throw_malformed(type);
}

/// Reads a value of several parts from front to back.
class WireReader {
 public:
    /// @param type  names the value in messages. Lifetime: as this object.
    WireReader(std::string_view bytes, std::string_view type) noexcept : bytes_(bytes), type_(type) {}

    /// @throws DataError  it would go beyond the end; the same for take_bytes().
    template <std::integral Int>
    [[nodiscard]] Int take() {
        return load<Int>(take_bytes(sizeof(Int)));
    }
    [[nodiscard]] std::string_view take_bytes(std::size_t count) {
        if (count > bytes_.size()) fail();
        const auto taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }
    [[nodiscard]] std::size_t left() const noexcept { return bytes_.size(); }

    /// @throws DataError  there is more.
    void finish() const {
        if (!bytes_.empty()) fail();
    }
    [[noreturn]] void fail() const { throw_malformed(type_); }

 private:
    std::string_view bytes_;
    std::string_view type_;
};

}  // namespace dbapi::libpq
