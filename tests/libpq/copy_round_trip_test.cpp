// SPDX-License-Identifier: BSL-1.0
//
// Values of every type through COPY, in and out, in every format, against the server's own text of them.
#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

#include "libpq/round_trip_formats.hpp"
#include "support/same_value.hpp"

using namespace dbapi;

namespace {

constexpr std::uint64_t seed = 20240301;
constexpr std::size_t count = 200;

const char* name_of(CopyFormat format) {
    switch (format) {
        case CopyFormat::automatic: return "automatic";
        case CopyFormat::text: return "text";
        case CopyFormat::csv: return "csv";
        case CopyFormat::binary: break;
    }
    return "binary";
}

using Rows = std::vector<std::tuple<std::size_t, Value, std::string>>;

Rows make_rows(const testing::RoundTripType& type, std::uint64_t own_seed) {
    testing::Random random(own_seed);
    Rows rows;
    for (std::size_t i = 0; i < count; ++i) {
        Value value = i == 0 ? Value() : type.make(random);
        std::string literal = value.to_string();
        rows.emplace_back(i, std::move(value), std::move(literal));
    }
    return rows;
}

void check_rows(Connection& conn, const Rows& rows, CopyFormat format, const std::string& name) {
    int failures = 0;
    std::size_t index = 0;
    for (const auto& row : conn.copy_out("SELECT v FROM copied ORDER BY id", format)) {
        const Value& sent = std::get<1>(rows[index++]);
        if (testing::same_value(sent, row[0]) || ++failures > 3) continue;
        FAIL_CHECK(name, " out as ", name_of(format), ": sent ", sent, ", got ", row[0]);
    }
    CHECK(index == rows.size());
}

}  // namespace

TEST_CASE("values of every type come back from COPY as they went, and are what their literals are") {
    const auto conn = testing::connect();
    std::uint64_t own_seed = seed;
    for (const auto& type : testing::round_trip_types()) {
        const Rows rows = make_rows(type, ++own_seed);
        conn->execute("CREATE TEMP TABLE copied (id int, v " + type.name + ", literal text)");
        for (const auto format :
             {CopyFormat::automatic, CopyFormat::text, CopyFormat::csv, CopyFormat::binary}) {
            INFO("seed ", own_seed, ", type ", type.name, ", format ", std::string(name_of(format)));
            conn->execute("SAVEPOINT before; TRUNCATE copied");
            try {
                const auto copied = conn->copy_in({"copied"}, rows, {.format = format});  // may throw
                CHECK(copied.rowcount() == count);
                auto different = conn->execute(
                    "SELECT v::text, literal FROM copied WHERE id > 0 AND v::text IS "
                    "DISTINCT FROM (literal::" +
                    type.name + ")::text LIMIT 3");
                for (const auto& row : different) FAIL_CHECK("the server has ", row[0], " for ", row[1]);
                for (const auto out : {CopyFormat::automatic, CopyFormat::text, CopyFormat::binary}) {
                    check_rows(*conn, rows, out, type.name);
                }
            } catch (const NotSupportedError& error) {
                CHECK(format == CopyFormat::binary);
                CHECK(std::string(error.what()).find("binary") != std::string::npos);
            } catch (const Error& error) {
                FAIL_CHECK(std::string(error.what()));
            }
            conn->execute("ROLLBACK TO before");
        }
        conn->execute("DROP TABLE copied");
    }
}
