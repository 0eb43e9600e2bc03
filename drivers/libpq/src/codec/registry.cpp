// SPDX-License-Identifier: BSL-1.0
#include "codec/registry.hpp"

#include <algorithm>
#include <array>

#include "codec/array_types.hpp"
#include "codec/bits.hpp"
#include "codec/network.hpp"
#include "codec/numbers.hpp"
#include "codec/numeric.hpp"
#include "codec/other_types.hpp"
#include "codec/strings.hpp"
#include "codec/temporal.hpp"
#include "oids.hpp"

namespace dbapi::libpq {
namespace {

constexpr auto types = std::to_array<TypeInfo>({
    {oid::boolean, "boolean", Kind::boolean, view_boolean_text, view_boolean_binary},
    {oid::bytea, "bytea", Kind::binary, view_bytea_text, view_bytea_binary},
    {oid::character, "\"char\"", Kind::string, view_char_text, view_char_binary},
    {oid::name, "name", Kind::string, view_string, view_string},
    {oid::int8, "bigint", Kind::integer, view_integer_text, view_int8_binary},
    {oid::int2, "smallint", Kind::integer, view_integer_text, view_int2_binary},
    {oid::int4, "integer", Kind::integer, view_integer_text, view_int4_binary},
    {oid::text, "text", Kind::string, view_string, view_string},
    {oid::oid, "oid", Kind::integer, view_integer_text, view_oid_binary},
    {oid::json, "json", Kind::json, view_json, view_json},
    {oid::xml, "xml", Kind::string, view_string, view_string},
    {oid::cidr, "cidr", Kind::string, view_string, view_cidr_binary},
    {oid::float4, "real", Kind::real, view_float4_text, view_float4_binary},
    {oid::float8, "double precision", Kind::real, view_float8_text, view_float8_binary},
    {oid::unknown, "unknown", Kind::string, view_string, view_string},
    {oid::macaddr8, "macaddr8", Kind::string, view_string, view_macaddr8_binary},
    {oid::macaddr, "macaddr", Kind::string, view_string, view_macaddr_binary},
    {oid::inet, "inet", Kind::string, view_string, view_inet_binary},
    {oid::bpchar, "character", Kind::string, view_string, view_string},
    {oid::varchar, "character varying", Kind::string, view_string, view_string},
    {oid::date, "date", Kind::date, view_date_text, view_date_binary},
    {oid::time, "time", Kind::time, view_time_text, view_time_binary},
    {oid::timestamp, "timestamp", Kind::timestamp, view_timestamp_text, view_timestamp_binary},
    {oid::timestamptz, "timestamp with time zone", Kind::timestamp, view_timestamptz_text,
     view_timestamptz_binary},
    {oid::interval, "interval", Kind::interval, view_interval_text, view_interval_binary},
    {oid::timetz, "time with time zone", Kind::time, view_time_text, view_timetz_binary},
    {oid::bit, "bit", Kind::string, view_string, view_bits_binary},
    {oid::varbit, "bit varying", Kind::string, view_string, view_bits_binary},
    {oid::numeric, "numeric", Kind::decimal, view_numeric_text, view_numeric_binary},
    {oid::refcursor, "refcursor", Kind::string, view_string, view_string},
    {oid::uuid, "uuid", Kind::uuid, view_uuid_text, view_uuid_binary},
    {oid::jsonb, "jsonb", Kind::json, view_json, view_jsonb_binary},
});

/// Returns the rows of all tables, by OID.
constexpr auto merge() {
    std::array<TypeInfo, types.size() + array_types.size() + other_types.size() + arrays_of_others.size()>
        all{};
    auto end = std::copy(types.begin(), types.end(), all.begin());
    end = std::copy(array_types.begin(), array_types.end(), end);
    end = std::copy(other_types.begin(), other_types.end(), end);
    std::copy(arrays_of_others.begin(), arrays_of_others.end(), end);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.oid < b.oid; });
    return all;
}

constexpr auto all_types = merge();
static_assert(std::adjacent_find(all_types.begin(), all_types.end(), [](const auto& a, const auto& b) {
                  return a.oid == b.oid;
              }) == all_types.end());

}  // namespace

const TypeInfo* find_type(std::uint32_t oid) noexcept {
    const auto found =
        std::lower_bound(all_types.begin(), all_types.end(), oid,
                         [](const TypeInfo& type, std::uint32_t wanted) { return type.oid < wanted; });
    return found != all_types.end() && found->oid == oid ? &*found : nullptr;
}

const TypeInfo* find_array_of(std::uint32_t element) noexcept {
    const auto found = std::find_if(all_types.begin(), all_types.end(), [element](const TypeInfo& type) {
        return type.kind == Kind::array && type.element == element;
    });
    return found != all_types.end() ? &*found : nullptr;
}

const TypeInfo& with_finite_intervals(const TypeInfo& type) noexcept {
    static constexpr auto replaced = [](std::uint32_t oid, TypeInfo::View view) {
        TypeInfo info = *std::find_if(all_types.begin(), all_types.end(),
                                      [oid](const TypeInfo& entry) { return entry.oid == oid; });
        info.view_binary = view;
        return info;
    };
    static constexpr TypeInfo interval = replaced(oid::interval, view_finite_interval_binary);
    static constexpr TypeInfo array = replaced(oid::interval_array, view_finite_interval_array_binary);
    if (type.oid == interval.oid) return interval;
    return type.oid == array.oid ? array : type;
}

char delimiter_of(std::string_view element_name) noexcept {
    for (const TypeInfo& type : all_types) {
        if (type.delimiter != ',' && find_type(type.element)->name == element_name) return type.delimiter;
    }
    return ',';
}

std::span<const TypeInfo> built_in_types() noexcept { return all_types; }

}  // namespace dbapi::libpq
