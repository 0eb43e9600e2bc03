// SPDX-License-Identifier: BSL-1.0
//
// Whether a value has come back as it was sent: stricter than ==, and NaN is NaN.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <dbapi/value.hpp>

namespace testing {

/// Whether both are of the same kind and equal, numbers with the sign of a zero and the scale of a decimal.
/// Timestamps with an offset are the same when they are the same instant.
[[nodiscard]] inline bool same_value(const dbapi::Value& a, const dbapi::Value& b) {
    if (a.kind() != b.kind()) return false;
    if (const auto* number = a.get_if<double>()) {
        const double other = *b.get_if<double>();
        if (std::isnan(*number)) return std::isnan(other);
        return std::bit_cast<std::uint64_t>(*number) == std::bit_cast<std::uint64_t>(other);
    }
    if (const auto* decimal = a.get_if<dbapi::Decimal>()) {
        return decimal->str() == b.get_if<dbapi::Decimal>()->str();
    }
    if (const auto* array = a.get_if<dbapi::Array>()) {
        const auto& other = *b.get_if<dbapi::Array>();
        return std::ranges::equal(array->dimensions(), other.dimensions()) &&
               std::ranges::equal(array->elements(), other.elements(), same_value);
    }
    return a == b;
}

}  // namespace testing
