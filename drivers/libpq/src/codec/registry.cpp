// SPDX-License-Identifier: BSL-1.0
#include "codec/registry.hpp"

#include <algorithm>
#include <array>

#include "codec/numbers.hpp"
#include "codec/strings.hpp"
#include "codec/temporal.hpp"
#include "oids.hpp"

namespace dbapi::libpq {
namespace {

// Sorted by OID.
constexpr auto types = std::to_array<TypeInfo>({
    {oid::boolean, "boolean", Kind::boolean, view_boolean},
    {oid::bytea, "bytea", Kind::binary, view_bytea},
    {oid::character, "\"char\"", Kind::string, view_string},
    {oid::name, "name", Kind::string, view_string},
    {oid::int8, "bigint", Kind::integer, view_integer},
    {oid::int2, "smallint", Kind::integer, view_integer},
    {oid::int4, "integer", Kind::integer, view_integer},
    {oid::text, "text", Kind::string, view_string},
    {oid::oid, "oid", Kind::integer, view_integer},
    {oid::json, "json", Kind::json, view_json},
    {oid::cidr, "cidr", Kind::string, view_string},
    {oid::float4, "real", Kind::real, view_float4},
    {oid::float8, "double precision", Kind::real, view_float8},
    {oid::unknown, "unknown", Kind::string, view_string},
    {oid::macaddr8, "macaddr8", Kind::string, view_string},
    {oid::macaddr, "macaddr", Kind::string, view_string},
    {oid::inet, "inet", Kind::string, view_string},
    {oid::bpchar, "character", Kind::string, view_string},
    {oid::varchar, "character varying", Kind::string, view_string},
    {oid::date, "date", Kind::date, view_date},
    {oid::time, "time", Kind::time, view_time},
    {oid::timestamp, "timestamp", Kind::timestamp, view_timestamp},
    {oid::timestamptz, "timestamp with time zone", Kind::timestamp, view_timestamptz},
    {oid::interval, "interval", Kind::interval, view_interval},
    {oid::timetz, "time with time zone", Kind::time, view_time},
    {oid::bit, "bit", Kind::string, view_string},
    {oid::varbit, "bit varying", Kind::string, view_string},
    {oid::numeric, "numeric", Kind::decimal, view_numeric},
    {oid::uuid, "uuid", Kind::uuid, view_uuid},
    {oid::jsonb, "jsonb", Kind::json, view_json},
});
static_assert(std::is_sorted(types.begin(), types.end(),
                             [](const auto& a, const auto& b) { return a.oid < b.oid; }));

}  // namespace

const TypeInfo* find_type(std::uint32_t oid) noexcept {
    const auto found =
        std::lower_bound(types.begin(), types.end(), oid,
                         [](const TypeInfo& type, std::uint32_t wanted) { return type.oid < wanted; });
    return found != types.end() && found->oid == oid ? &*found : nullptr;
}

}  // namespace dbapi::libpq
