// SPDX-License-Identifier: BSL-1.0
//
// The built-in array types whose elements the driver reads: rows of the registry.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "codec/arrays.hpp"
#include "codec/type_info.hpp"
#include "oids.hpp"

namespace dbapi::libpq {

/// Returns the row of an array type. Its elements have both views, as a test checks.
template <std::uint32_t element>
[[nodiscard]] constexpr TypeInfo array_of(std::uint32_t oid, std::string_view name) noexcept {
    return {.oid = oid,
            .name = name,
            .kind = Kind::array,
            .view_text = view_array_text<element>,
            .view_binary = view_array_binary,
            .element = element};
}

inline constexpr auto array_types = std::to_array<TypeInfo>({
    array_of<oid::xml>(oid::xml_array, "xml[]"),
    array_of<oid::json>(oid::json_array, "json[]"),
    array_of<oid::cidr>(oid::cidr_array, "cidr[]"),
    array_of<oid::macaddr8>(oid::macaddr8_array, "macaddr8[]"),
    array_of<oid::boolean>(oid::boolean_array, "boolean[]"),
    array_of<oid::bytea>(oid::bytea_array, "bytea[]"),
    array_of<oid::character>(oid::character_array, "\"char\"[]"),
    array_of<oid::name>(oid::name_array, "name[]"),
    array_of<oid::int2>(oid::int2_array, "smallint[]"),
    array_of<oid::int4>(oid::int4_array, "integer[]"),
    array_of<oid::text>(oid::text_array, "text[]"),
    array_of<oid::bpchar>(oid::bpchar_array, "character[]"),
    array_of<oid::varchar>(oid::varchar_array, "character varying[]"),
    array_of<oid::int8>(oid::int8_array, "bigint[]"),
    array_of<oid::float4>(oid::float4_array, "real[]"),
    array_of<oid::float8>(oid::float8_array, "double precision[]"),
    array_of<oid::oid>(oid::oid_array, "oid[]"),
    array_of<oid::macaddr>(oid::macaddr_array, "macaddr[]"),
    array_of<oid::inet>(oid::inet_array, "inet[]"),
    array_of<oid::timestamp>(oid::timestamp_array, "timestamp[]"),
    array_of<oid::date>(oid::date_array, "date[]"),
    array_of<oid::time>(oid::time_array, "time[]"),
    array_of<oid::timestamptz>(oid::timestamptz_array, "timestamp with time zone[]"),
    array_of<oid::interval>(oid::interval_array, "interval[]"),
    array_of<oid::numeric>(oid::numeric_array, "numeric[]"),
    array_of<oid::timetz>(oid::timetz_array, "time with time zone[]"),
    array_of<oid::bit>(oid::bit_array, "bit[]"),
    array_of<oid::varbit>(oid::varbit_array, "bit varying[]"),
    array_of<oid::refcursor>(oid::refcursor_array, "refcursor[]"),
    array_of<oid::uuid>(oid::uuid_array, "uuid[]"),
    array_of<oid::jsonb>(oid::jsonb_array, "jsonb[]"),
});

}  // namespace dbapi::libpq
