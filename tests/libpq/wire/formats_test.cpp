// SPDX-License-Identifier: BSL-1.0
//
// The two formats of the server against each other: a value read in binary is the one that was read in text,
// and is written as the bytes that the server itself writes.
#include "codec/numbers.hpp"
#include "codec/numeric.hpp"
#include "codec/temporal.hpp"
#include "libpq/wire/compare.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using testing::Format;

namespace {

constexpr testing::Sample samples[] = {
    {oid::boolean, "VALUES (true), (false)"},
    {oid::int2, "VALUES (0::int2), (-1::int2), ((-32768)::int2), (32767::int2)"},
    {oid::int4, "VALUES (0), (-1), (-2147483648), (2147483647)"},
    {oid::int8, "VALUES (0::int8), (-1), (-9223372036854775808), (9223372036854775807)"},
    {oid::oid, "VALUES (0::oid), ('4294967295'::oid)"},
    {oid::float4,
     "SELECT x::float4 FROM unnest('{0,-0,1.5,0.1,3.4028235e38,1e-45,NaN,Infinity,-Infinity}'"
     "::text[]) x"},
    {oid::float8,
     "SELECT x::float8 FROM unnest('{0,-0,1.5,0.1,1.7976931348623157e308,5e-324,NaN,Infinity,"
     "-Infinity}'::text[]) x"},
    {oid::numeric,
     "SELECT (c || 'e' || e)::numeric FROM generate_series(-30, 30) e, "
     "unnest('{0,1,-1,9,10,9999,10000,10001,-123456789,1.50,0.0001,99990000,12345678.87654321}'"
     "::text[]) c"},
    {oid::numeric,
     "SELECT round(c::numeric / 7, s) FROM generate_series(0, 40) s, "
     "unnest('{0,1,-1,700,-7000000,0.0000123,99999999999999999999999}'::text[]) c"},
    {oid::numeric,
     "SELECT x::numeric FROM unnest(ARRAY['NaN', '-0.00', '1e131071', '1e-16383', "
     "repeat('9', 131068), '0.' || repeat('3', 16383), '1' || repeat('0', 131071)]) x"},
    {oid::text, "VALUES (''), ('a''b'), ('é')"},
    {oid::varchar, "VALUES ('x'::varchar)"},
    {oid::bpchar, "VALUES ('x'::char(3))"},
    {oid::name, "VALUES ('n'::name)"},
    {oid::refcursor, "VALUES ('c'::refcursor)"},
    {oid::xml,
     "SELECT x::xml FROM unnest(ARRAY['<a>é</a>', '<?xml version=\"1.0\"?><a/>', "
     "'<?xml version=\"1.1\" encoding=\"UTF-8\" standalone=\"yes\"?><a/>']) x"},
    {oid::character, "SELECT i::\"char\" FROM generate_series(-128, 127) i"},
    {oid::bytea, "VALUES (''::bytea), ('\\x00ff5c27'::bytea)"},
    {oid::uuid, "VALUES ('2e964b45-2034-49a7-8ab8-c5d0082b71f1'::uuid)"},
    {oid::json, "VALUES ('{\"a\": 1}'::json)"},
    {oid::jsonb, "VALUES ('{\"a\": 1}'::jsonb)"},
    {oid::date,
     "SELECT x::date FROM unnest('{2000-01-01,1970-01-01,2024-02-29,0001-01-01,0001-12-31 BC,"
     "4714-11-24 BC,5874897-12-31,infinity,-infinity}'::text[]) x"},
    {oid::time, "SELECT x::time FROM unnest('{00:00,24:00,01:02:03.000004,23:59:59.999999}'::text[]) x"},
    {oid::timetz,
     "SELECT x::timetz FROM unnest('{00:00+00,24:00-15:59:59,01:02:03.000004+05:30,"
     "23:59:59.999999+15:59:59,12:00-03}'::text[]) x"},
    {oid::timestamp,
     "SELECT x::timestamp FROM unnest('{2000-01-01,1970-01-01,2024-02-29 13:14:15.5,"
     "1999-12-31 23:59:59.999999,4714-11-24 00:00:00 BC,294276-12-31 23:59:59.999999,"
     "infinity,-infinity}'::text[]) x"},
    {oid::timestamptz,
     "SELECT x::timestamptz FROM unnest('{2000-01-01+00,2024-02-29 13:14:15.5+05:30,"
     "1800-01-01 12:00+00,4714-11-24 00:00:00+00 BC,294276-12-31 23:59:59.999999+00,"
     "infinity,-infinity}'::text[]) x"},
    {oid::interval,
     "SELECT x::interval FROM unnest('{PT0S,P1Y2M-3DT4H5M6.789S,PT-0.000001S,P-1Y-2M,"
     "P178956970Y7M,P-178956970Y-8M,P2147483647D,P-2147483648D,PT2562047788H54.775807S,"
     "PT-2562047788H-54.775807S,P-1M1DT-1S}'::text[]) x"},
    {oid::bit, "VALUES (B'1'::bit(1))"},
    {oid::bit, "VALUES (B'101010101'::bit(9))"},
    {oid::varbit, "SELECT repeat('110', n)::varbit FROM generate_series(0, 20) n"},
    {oid::macaddr, "VALUES ('08:00:2b:01:02:03'::macaddr), ('ff:00:ff:a0:0a:ff')"},
    {oid::macaddr8, "VALUES ('08:00:2b:01:02:03:04:05'::macaddr8)"},
    {oid::inet, "SELECT ('255.10.0.1/' || n)::inet FROM generate_series(0, 32) n"},
    {oid::cidr, "SELECT set_masklen('255.10.0.1'::inet, n)::cidr FROM generate_series(0, 32) n"},
    // All places that zeros can have in an IPv6 address, between several other words.
    {oid::inet,
     "SELECT (SELECT string_agg(CASE WHEN i >> b & 1 = 1 THEN word ELSE '0' END, ':') "
     "FROM generate_series(0, 7) b)::inet FROM generate_series(0, 255) i, "
     "unnest('{1,ffff,fffe,a0b}'::text[]) word"},
    {oid::inet,
     "SELECT (prefix || '1.20.255.0')::inet FROM "
     "unnest('{::,::ffff:,::fffe:,::ffff:0:,::1:,64:ff9b::,1::ffff:}'::text[]) prefix"},
    {oid::inet, "SELECT ('::ffff:1.2.3.4/' || n)::inet FROM generate_series(0, 128) n"},
    {oid::cidr, "SELECT set_masklen('2001:db8:1:2:3:4:5:6'::inet, n)::cidr FROM generate_series(0, 128) n"},
    {oid::cidr, "SELECT set_masklen('::ffff:1.2.3.4'::inet, n)::cidr FROM generate_series(0, 128) n"},
};

/// Writes a value as a type, if the driver writes that in binary; empty otherwise.
std::string write(std::uint32_t type, const Value& value) {
    std::string out;
    const auto integer = [&] { return *value.get_if<std::int64_t>(); };
    switch (type) {
        case oid::boolean: append_boolean_binary(out, *value.get_if<bool>()); break;
        case oid::int2: append_int2_binary(out, static_cast<std::int16_t>(integer())); break;
        case oid::int4: append_int4_binary(out, static_cast<std::int32_t>(integer())); break;
        case oid::int8: append_int8_binary(out, integer()); break;
        case oid::float4: append_float4_binary(out, static_cast<float>(*value.get_if<double>())); break;
        case oid::float8: append_float8_binary(out, *value.get_if<double>()); break;
        case oid::numeric: REQUIRE(append_numeric_binary(out, value.get_if<Decimal>()->str())); break;
        case oid::date: REQUIRE(append_date_binary(out, *value.get_if<Date>())); break;
        case oid::time: append_time_binary(out, *value.get_if<Time>()); break;
        case oid::timetz: append_timetz_binary(out, *value.get_if<Time>()); break;
        case oid::timestamp:
        case oid::timestamptz: append_timestamp_binary(out, *value.get_if<Timestamp>()); break;
        case oid::interval: REQUIRE(append_interval_binary(out, *value.get_if<Interval>())); break;
        default: break;
    }
    return out;
}

}  // namespace

TEST_CASE("both formats give the same value, and it is written as the server writes it") {
    auto session = testing::session_in_amsterdam();
    for (const auto& sample : samples) {
        const auto type = sample.type;
        const std::string sql = sample.sql;
        CAPTURE(sql);
        const auto texts = session.fetch(sql, Format::text);
        const auto binaries = session.fetch(sql, Format::binary);
        REQUIRE(!texts.empty());
        REQUIRE(texts.size() == binaries.size());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            INFO(texts[i].substr(0, 100));
            const Value value = testing::check_formats(type, texts[i], binaries[i]);
            const auto written = write(type, value);
            if (type == oid::cidr || type == oid::inet || type == oid::numeric) {
                CHECK(value.to_string() == texts[i]);
            }
            if (!written.empty()) CHECK((written == binaries[i]));
        }
    }
}

TEST_CASE("every scalar type that is read is read in both formats, and tried here") {
    testing::check_samples(
        samples, [](const TypeInfo& type) { return type.kind != Kind::array && type.kind != Kind::other; });
}

TEST_CASE("the server takes the longest numeric that is written in binary") {
    testing::Session session;
    for (const auto& digits :
         {std::string(131'068, '7'), "0." + std::string(16'383, '7'),
          std::string(115'532, '7') + "." + std::string(15'536, '7'), "-9" + std::string(131'071, '0')}) {
        std::string bytes;
        REQUIRE(append_numeric_binary(bytes, digits));
        CHECK((session.echo(oid::numeric, bytes) == digits));
    }
}
