// SPDX-License-Identifier: BSL-1.0
//
// From the OID of a built-in type to how its values are read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "codec/type_info.hpp"

namespace dbapi::libpq {

/// Returns the entry for an OID, or null for a type that is not built in. Lifetime: static.
[[nodiscard]] const TypeInfo* find_type(std::uint32_t oid) noexcept;

/// Returns the entry of the array type with these elements, or null when that is not built in.
[[nodiscard]] const TypeInfo* find_array_of(std::uint32_t element) noexcept;

/// Returns the entry that a server without infinite intervals needs in place of another. Lifetime: static, or
/// as the other.
[[nodiscard]] const TypeInfo& with_finite_intervals(const TypeInfo& type) noexcept;

/// Returns what stands between the elements of an array in text, by the name of the elements' type; a comma
/// for a type that is not built in.
[[nodiscard]] char delimiter_of(std::string_view element_name) noexcept;

/// Returns all entries, by OID.
[[nodiscard]] std::span<const TypeInfo> built_in_types() noexcept;

}  // namespace dbapi::libpq
