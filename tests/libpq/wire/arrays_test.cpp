// SPDX-License-Identifier: BSL-1.0
//
// Arrays of every type in the server's two formats, against each other and against what is written.
#include "codec/encode.hpp"
#include "libpq/wire/compare.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using testing::Format;

namespace {

// The elements, which all shapes have.
constexpr testing::Sample samples[] = {
    {oid::boolean_array, "t,f,NULL"},
    {oid::int2_array, "1,-32768,NULL"},
    {oid::int4_array, "1,-2147483648,NULL"},
    {oid::int8_array, "1,-9223372036854775808,NULL"},
    {oid::oid_array, "1,4294967295,NULL"},
    {oid::float4_array, "1.5,-Infinity,NULL"},
    {oid::float8_array, "0.1,-Infinity,NULL"},
    {oid::numeric_array, "-0.00010,NaN,12345678901234567890.5"},
    {oid::text_array, R"("","a,b\\c\"{} ","NULL")"},
    {oid::varchar_array, "a,NULL,é"},
    {oid::bpchar_array, "a,NULL,é"},
    {oid::name_array, "a,NULL,é"},
    {oid::character_array, R"(a,"",\\351)"},
    {oid::refcursor_array, "a,NULL,b c"},
    {oid::xml_array, "<a/>,NULL,<b>é</b>"},
    {oid::bytea_array, R"("\\x00ff5c","\\x",NULL)"},
    {oid::uuid_array, "2e964b45-2034-49a7-8ab8-c5d0082b71f1,NULL,00000000-0000-0000-0000-000000000000"},
    {oid::json_array, R"("{\"a\": [1, null]}",NULL,"\"x\"")"},
    {oid::jsonb_array, R"("{\"a\": [1, null]}",NULL,"\"x\"")"},
    {oid::date_array, "2024-02-29,infinity,0044-03-15 BC"},
    {oid::time_array, "24:00,01:02:03.000004,NULL"},
    {oid::timetz_array, "24:00-05:30,01:02:03.000004+01,NULL"},
    {oid::timestamp_array, "2024-02-29 13:14:15.5,-infinity,0044-03-15 00:00:00 BC"},
    {oid::timestamptz_array, "2024-02-29 13:14:15.5+01,-infinity,1800-01-01 00:00:00+00"},
    {oid::interval_array, "P1Y2M-3DT4H5M6.789S,PT0S,NULL"},
    {oid::bit_array, "1,NULL,0"},
    {oid::varbit_array, R"(1,"",0110101011)"},
    {oid::inet_array, "10.0.0.1/8,::1,NULL"},
    {oid::cidr_array, "10.0.0.0/8,2001:db8::/32,NULL"},
    {oid::macaddr_array, "08:00:2b:01:02:03,NULL,ff:00:ff:a0:0a:ff"},
    {oid::macaddr8_array, "08:00:2b:01:02:03:04:05,NULL,ff:00:ff:a0:0a:ff:01:02"},
};

/// The literals of an array of three elements, in several shapes.
std::vector<std::string> shapes_of(const std::string& elements) {
    return {"{}", "{" + elements + "}", "{{" + elements + "},{" + elements + "}}",
            "[-1:1]={" + elements + "}", "[0:0][5:7]={{" + elements + "}}"};
}

/// Whether arrays of the type are sent in binary.
bool is_written(std::uint32_t type) {
    static const std::set<std::uint32_t> written = {
        oid::boolean_array,     oid::int4_array,     oid::int8_array,   oid::float8_array,
        oid::numeric_array,     oid::text_array,     oid::bytea_array,  oid::uuid_array,
        oid::date_array,        oid::time_array,     oid::timetz_array, oid::timestamp_array,
        oid::timestamptz_array, oid::interval_array,
    };
    return written.count(type) == 1;
}

}  // namespace

TEST_CASE("both formats give the same array, and it is written as the server writes it") {
    auto session = testing::session_in_amsterdam();
    for (const auto& [type, elements] : samples) {
        const std::string name(find_type(type)->name);
        CAPTURE(name);
        for (const auto& shape : shapes_of(elements)) {
            CAPTURE(shape);
            const std::string sql = "SELECT $$" + shape + "$$::" + name;
            const auto binary = session.fetch(sql, Format::binary)[0];
            const Value value = testing::check_formats(type, session.fetch(sql, Format::text)[0], binary);

            std::string written;
            REQUIRE(append_binary(written, ValueView(value), type, dialect_for("")) ==
                    (is_written(type) || value.get_if<Array>()->empty()));
            if (!written.empty()) CHECK((written == binary));
        }
    }
}

TEST_CASE("every array type that is read is read in both formats, and tried here") {
    testing::check_samples(samples,
                           [](const TypeInfo& type) { return type.kind == Kind::array && type.view_text; });
}
