// SPDX-License-Identifier: BSL-1.0
//
// Uuid: 128 bits as SQL's UUID has them.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <dbapi/export.hpp>
#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace dbapi {

/// A universally unique identifier of any version. A value type.
class DBAPI_EXPORT Uuid {
 public:
    /// Makes the nil UUID, which is all zeros.
    constexpr Uuid() noexcept = default;

    constexpr explicit Uuid(const std::array<std::uint8_t, 16>& bytes) noexcept : bytes_(bytes) {}
    explicit Uuid(std::span<const std::byte, 16> bytes) noexcept {
        std::memcpy(bytes_.data(), bytes.data(), 16);
    }

    /// Returns the UUID that `text` names with 32 hexadecimal digits of either case, perhaps with a hyphen
    /// after any fourth one, perhaps in braces, as PostgreSQL takes it.
    ///
    /// @throws DataError  22P02: another form.
    [[nodiscard]] static Uuid parse(std::string_view text);

    /// Returns a new UUID of version 4: 122 bits from the system's source of randomness.
    ///
    /// @throws OperationalError  the system has no randomness to give.
    /// @par Threads
    /// Any number of threads may call it at once.
    [[nodiscard]] static Uuid random();

    [[nodiscard]] constexpr bool is_nil() const noexcept { return *this == Uuid(); }

    /// Returns the bytes in the order of the text. Lifetime: as long as the object.
    [[nodiscard]] std::span<const std::byte, 16> bytes() const noexcept {
        return std::as_bytes(std::span<const std::uint8_t, 16>(bytes_));
    }

    /// Returns "01234567-89ab-cdef-0123-456789abcdef".
    [[nodiscard]] std::string to_string() const;

    friend constexpr bool operator==(const Uuid&, const Uuid&) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(const Uuid&, const Uuid&) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, const Uuid& uuid) { return out << uuid.to_string(); }

 private:
    std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace dbapi

template <>
struct std::hash<dbapi::Uuid> {
    [[nodiscard]] std::size_t operator()(const dbapi::Uuid& uuid) const noexcept {
        const auto bytes = uuid.bytes();
        return std::hash<std::string_view>()({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
};
