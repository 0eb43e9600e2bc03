// SPDX-License-Identifier: BSL-1.0
//
// Binary: bytes that are no text, told apart from strings by their type. SQL's BYTEA, BLOB.
#pragma once

#include <compare>
#include <cstddef>
#include <dbapi/export.hpp>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dbapi {

/// Bytes, zero bytes included. A value type that owns them.
class DBAPI_EXPORT Binary {
 public:
    Binary() noexcept = default;

    /// Holds these bytes; a literal without "…"sv ends at its first zero byte. PEP 249: C113.
    explicit Binary(std::string_view bytes);
    Binary(std::span<const std::byte> bytes) : bytes_(bytes.begin(), bytes.end()) {}
    Binary(std::vector<std::byte>&& bytes) noexcept : bytes_(std::move(bytes)) {}

    /// Returns the bytes that `digits` name, two hexadecimal ones each, of either case with nothing in
    /// between or in front.
    /// @throws DataError  22P02: another form.
    [[nodiscard]] static Binary from_hex(std::string_view digits);

    /// Returns two digits for each byte, in lower case.
    [[nodiscard]] std::string to_hex() const;

    /// Lifetime: until the object is changed; the same for view().
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::string_view view() const noexcept {
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }

    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }

    friend bool operator==(const Binary& a, const Binary& b) noexcept { return a.view() == b.view(); }

    /// Orders by the first byte that differs, as an unsigned number; a beginning comes before the whole.
    friend std::strong_ordering operator<=>(const Binary& a, const Binary& b) noexcept {
        return a.view() <=> b.view();
    }

    /// Prints `\x` and to_hex().
    friend std::ostream& operator<<(std::ostream& out, const Binary& binary) {
        return out << "\\x" << binary.to_hex();
    }

 private:
    std::vector<std::byte> bytes_;
};

}  // namespace dbapi
