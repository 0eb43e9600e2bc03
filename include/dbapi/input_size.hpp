// SPDX-License-Identifier: BSL-1.0
//
// One item of Cursor::setinputsizes().
#pragma once

#include <concepts>
#include <cstdint>
#include <dbapi/type_object.hpp>
#include <optional>

namespace dbapi {

/// What is to come for one parameter: a type, a string of at most so many characters, or anything. A hint,
/// and never an error. PEP 249: C83, C103.
class InputSize {
 public:
    constexpr InputSize(std::nullopt_t) noexcept {}
    constexpr InputSize(TypeObject type) noexcept : type_(type) {}
    constexpr InputSize(std::optional<TypeObject> type) noexcept : type_(type) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) constexpr InputSize(T characters) noexcept
        : type_(STRING), characters_(static_cast<std::int64_t>(characters)) {}

    [[nodiscard]] constexpr std::optional<TypeObject> type() const noexcept { return type_; }
    [[nodiscard]] constexpr std::optional<std::int64_t> characters() const noexcept { return characters_; }

 private:
    std::optional<TypeObject> type_;
    std::optional<std::int64_t> characters_;
};

}  // namespace dbapi
