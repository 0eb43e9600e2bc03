// SPDX-License-Identifier: BSL-1.0
//
// boost::uuids::uuid as a UUID. Included by programs that use it; nothing else of dbapi needs Boost.Uuid.
#pragma once

#include <algorithm>
#include <boost/uuid/uuid.hpp>
#include <cstddef>
#include <cstdint>
#include <dbapi/adapter.hpp>
#include <dbapi/convert.hpp>
#include <dbapi/uuid.hpp>
#include <dbapi/value.hpp>
#include <span>

template <>
struct dbapi::Adapter<boost::uuids::uuid> {
    [[nodiscard]] static Value to_value(const boost::uuids::uuid& uuid) {
        return Uuid(std::as_bytes(std::span<const std::uint8_t, 16>(uuid.begin(), uuid.end())));
    }

    /// @throws DataError  the value is neither a UUID nor the text or the bytes of one.
    [[nodiscard]] static boost::uuids::uuid from_value(const Value& value) {
        const auto held = value.get<Uuid>();
        boost::uuids::uuid uuid{};
        std::transform(held.bytes().begin(), held.bytes().end(), uuid.begin(),
                       [](std::byte byte) { return std::to_integer<std::uint8_t>(byte); });
        return uuid;
    }
};
