// SPDX-License-Identifier: BSL-1.0
//
// OIDs of built-in types, which PostgreSQL and CockroachDB share: fixed numbers of the protocol.
#pragma once

#include <cstdint>

namespace dbapi::libpq::oid {

using Oid = std::uint32_t;

inline constexpr Oid unspecified = 0;  // the server infers the type
inline constexpr Oid boolean = 16;
inline constexpr Oid bytea = 17;
inline constexpr Oid character = 18;
inline constexpr Oid name = 19;
inline constexpr Oid int8 = 20;
inline constexpr Oid int2 = 21;
inline constexpr Oid int4 = 23;
inline constexpr Oid text = 25;
inline constexpr Oid oid = 26;
inline constexpr Oid json = 114;
inline constexpr Oid xml = 142;
inline constexpr Oid cidr = 650;
inline constexpr Oid float4 = 700;
inline constexpr Oid float8 = 701;
inline constexpr Oid unknown = 705;
inline constexpr Oid macaddr8 = 774;
inline constexpr Oid macaddr = 829;
inline constexpr Oid inet = 869;
inline constexpr Oid bpchar = 1042;
inline constexpr Oid varchar = 1043;
inline constexpr Oid date = 1082;
inline constexpr Oid time = 1083;
inline constexpr Oid timestamp = 1114;
inline constexpr Oid timestamptz = 1184;
inline constexpr Oid interval = 1186;
inline constexpr Oid timetz = 1266;
inline constexpr Oid bit = 1560;
inline constexpr Oid varbit = 1562;
inline constexpr Oid numeric = 1700;
inline constexpr Oid refcursor = 1790;
inline constexpr Oid uuid = 2950;
inline constexpr Oid jsonb = 3802;

}  // namespace dbapi::libpq::oid
