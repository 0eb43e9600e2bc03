// SPDX-License-Identifier: BSL-1.0
//
// The profile below all others: standard SQL, the kit's types at their limits, nothing declared.
#include <dbapi/conformance/profile.hpp>

namespace dbapi::conformance {
namespace {

std::vector<TypeSamples> standard_types() {
    const auto value = [](auto made) { return Value(std::move(made)); };
    return {
        {"integer",
         "BIGINT",
         NUMBER,
         {{"0", 0},
          {"-1", -1},
          {"2147483648", 2147483648},
          {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
          {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()}}},
        {"real",
         "DOUBLE PRECISION",
         NUMBER,
         {{"0.1", 0.1},
          {"-2.25", -2.25},
          {"1.7976931348623157e308", 1.7976931348623157e308},
          {"5e-324", 5e-324}}},
        {"decimal",
         "DECIMAL(30,10)",
         NUMBER,
         {{"0.1000000000", value(Decimal("0.1000000000"))},
          {"-12345678901234567890.0123456789", value(Decimal("-12345678901234567890.0123456789"))}}},
        {"boolean", "BOOLEAN", NUMBER, {{"TRUE", true}, {"FALSE", false}}},
        {"text",
         "TEXT",
         STRING,
         {{"''", ""},
          {"'it''s'", "it's"},
          {"'  blanks  '", "  blanks  "},
          {"'gr\u00fc\u00df dich, \u65e5\u672c \U0001F600'",
           "gr\u00fc\u00df dich, \u65e5\u672c \U0001F600"}}},
        {"varchar", "VARCHAR(20)", STRING, {{"'twenty characters ok'", "twenty characters ok"}}},
        {"bytes", "BYTEA", BINARY, {}},
        {"date",
         "DATE",
         DATETIME,
         {{"'2026-02-28'", value(Date(2026, 2, 28))},
          {"'2024-02-29'", value(Date(2024, 2, 29))},
          {"'0001-01-01'", value(Date(1, 1, 1))},
          {"'9999-12-31'", value(Date(9999, 12, 31))}}},
        {"time",
         "TIME",
         DATETIME,
         {{"'00:00:00'", value(Time(0, 0, 0))}, {"'23:59:59.999999'", value(Time(23, 59, 59, 999999))}}},
        {"timestamp",
         "TIMESTAMP",
         DATETIME,
         {{"'2026-02-28 13:14:15.000016'", value(Timestamp(2026, 2, 28, 13, 14, 15, 16))},
          {"'1969-12-31 23:59:59.999999'", value(Timestamp(1969, 12, 31, 23, 59, 59, 999999))}}},
        {"timestamptz",
         "TIMESTAMP WITH TIME ZONE",
         DATETIME,
         {{"'2026-02-28 13:14:15+00:00'",
           value(Timestamp(2026, 2, 28, 13, 14, 15, 0, std::chrono::seconds(0)))}}},
        {"interval",
         "INTERVAL",
         DATETIME,
         {{"'1 year 2 months 3 days 04:05:06'", value(Interval(14, 3, 14'706'000'000))}}},
        {"uuid",
         "UUID",
         STRING,
         {{"'6f1d2c3b-4a59-4687-9abc-def012345678'",
           value(Uuid::parse("6f1d2c3b-4a59-4687-9abc-def012345678"))}}},
        {"json", "JSON", STRING, {}},
    };
}

}  // namespace

Profile generic() {
    Profile profile;
    profile.dialect.types = standard_types();
    return profile;
}

}  // namespace dbapi::conformance
