// SPDX-License-Identifier: BSL-1.0
//
// Many made-up values of every type go to the server and come back. What the server makes of them is compared
// with what it makes of the same values as literals.
#include <doctest/doctest.h>

#include <cstddef>
#include <dbapi/dbapi.hpp>
#include <string>
#include <vector>

#include "codec/registry.hpp"
#include "libpq/round_trip_formats.hpp"
#include "support/generate.hpp"
#include "support/same_value.hpp"

using namespace dbapi;

namespace {

constexpr std::uint64_t seed = 20240229;
constexpr std::size_t scalars = 2000;
constexpr std::size_t arrays = 400;
constexpr std::size_t values_of_statement = 100;

using Rows = std::vector<std::vector<Value>>;

/// A type and the values of it that are sent.
struct Batch {
    std::string type;
    Kind kind;
    std::string marker;
    std::vector<Value> values;
};

std::string repeated(std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += ", ";
        text += part;
    }
    return text;
}

std::vector<Batch> make_batches() {
    std::vector<Batch> batches;
    for (const auto& type : testing::round_trip_types()) {
        // Each type has its own numbers, so that a change of one leaves the others as they are.
        testing::Random random(seed + batches.size());
        Batch batch{type.name, type.kind, type.marker, {}};
        const std::size_t count = type.kind == Kind::array ? arrays : scalars;
        while (batch.values.size() < count) batch.values.push_back(type.make(random));
        batches.push_back(std::move(batch));
    }
    return batches;
}

/// Reports the first few values that are not as they were sent.
class Comparison {
 public:
    explicit Comparison(const Batch& batch) : batch_(batch) {}

    void expect(std::size_t index, const Value& got, const std::string& how) {
        const Value& sent = batch_.values[index];
        if (testing::same_value(sent, got) && (got.kind() == batch_.kind || sent.is_null())) return;
        if (++failures_ > 3) return;
        FAIL_CHECK(batch_.type, ", value ", index, " ", how, ": sent ", to_string(sent.kind()), " ", sent,
                   ", got ", to_string(got.kind()), " ", got);
    }

 private:
    const Batch& batch_;
    std::size_t failures_ = 0;
};

void check_parameters(Connection& conn, const Batch& batch) {
    Comparison comparison(batch);
    const auto sql = "SELECT " + repeated("?::" + batch.type, values_of_statement);
    for (std::size_t begin = 0; begin < batch.values.size(); begin += values_of_statement) {
        const auto first = batch.values.begin() + static_cast<std::ptrdiff_t>(begin);
        const std::vector<Value> some(first, first + static_cast<std::ptrdiff_t>(values_of_statement));
        const auto row = conn.execute(sql, some).fetchone();
        REQUIRE(row);
        for (std::size_t i = 0; i < some.size(); ++i) comparison.expect(begin + i, (*row)[i], "as parameter");
    }
}

/// Inserts no row, one row, a few rows of one statement each, and all others by statements of many rows.
void fill_table(Connection& conn, const Batch& batch) {
    conn.execute("CREATE TEMP TABLE round_trip (id int, v " + batch.type + ", literal text)");
    Rows some;
    const auto insert = [&](std::size_t rows_of_statement) {
        conn.executemany(
            "INSERT INTO round_trip VALUES " + repeated("(?, " + batch.marker + ", ?)", rows_of_statement),
            some);
        some.clear();
    };
    insert(1);
    for (std::size_t i = 0; i < batch.values.size(); ++i) {
        const bool is_alone = i < values_of_statement;
        if (is_alone || i % values_of_statement == 0) some.emplace_back();
        const auto literal = batch.values[i].to_string();
        for (const Value& value : {Value(i), batch.values[i], Value(literal)}) some.back().push_back(value);
        if (i == 0 || i + 1 == values_of_statement) insert(1);
    }
    insert(values_of_statement);
    CHECK(conn.execute("SELECT count(*) FROM round_trip").scalar<std::size_t>() == batch.values.size());
}

void check_against_literals(Connection& conn, const Batch& batch) {
    auto result = conn.execute("SELECT id, v::text, (literal::" + batch.type + ")::text FROM round_trip " +
                               "WHERE v::text IS DISTINCT FROM (literal::" + batch.type + ")::text LIMIT 3");
    for (const auto& row : result) {
        FAIL_CHECK(batch.type, ", value ", row[0], ": the server has ", row[1], ", and for the literal ",
                   row[2]);
    }
}

void check_table(Connection& conn, const Batch& batch) {
    Comparison comparison(batch);
    const auto cur = conn.cursor();
    // format() prints as the protocol does; ::text is a cast, which differs for booleans and addresses.
    cur->execute("SELECT v, format('%s', v) FROM round_trip ORDER BY id");
    const auto code = cur->description()->front().type_code;
    CHECK(code.kind() == batch.kind);
    const auto* type = libpq::find_type(code.native());
    REQUIRE(type != nullptr);
    std::size_t index = 0;
    for (const Row& row : *cur) {
        comparison.expect(index, row[0], "from the table");
        if (type->view_text) {
            comparison.expect(index, type->view_text(row.get<std::string>(1)).to_value(), "from its text");
        }
        ++index;
    }
    CHECK(index == batch.values.size());
}

}  // namespace

TEST_CASE(
    "values of every type come back as they were sent, and are what the server makes of their literals") {
    for (const auto& batch : make_batches()) {
        for (const std::string format : testing::wire_formats) {
            INFO("seed ", seed, ", format '", format, "', type ", batch.type);
            const auto conn = testing::connect_with_format(format);
            try {
                check_parameters(*conn, batch);
                fill_table(*conn, batch);
                check_against_literals(*conn, batch);
                check_table(*conn, batch);
            } catch (const dbapi::Error& error) {
                FAIL_CHECK(std::string(error.what()));  // the other types go on
            }
        }
    }
}
