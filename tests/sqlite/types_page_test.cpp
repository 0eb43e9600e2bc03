// SPDX-License-Identifier: BSL-1.0
//
// docs/types.md: what SQLite stores, what it changes, and what comes back; each line of the tables is
// executed.
#include <doctest/doctest.h>

#include <cmath>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "fixtures.hpp"
#include "support/page.hpp"
#include "support/parameter_samples.hpp"

using namespace dbapi;
using fixtures::memory;
using testing::Line;

namespace {

const char* const storage_classes[] = {"integer", "real", "text", "blob"};

/// Values of all storage classes: what each declared type takes for one of its own, and what it does not.
const std::vector<Value>& samples() {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    static const std::vector<Value> all{0,
                                        1,
                                        2,
                                        -3,
                                        0.5,
                                        infinity,
                                        "a",
                                        "2024-02-29",
                                        "13:14:15",
                                        "{}",
                                        "P1D",
                                        "on",
                                        "1.5 apples",
                                        Json("[]"),
                                        Decimal("NaN"),
                                        "",
                                        Binary("16 bytes, no more"),
                                        Uuid(),
                                        Timestamp(2024, 2, 29),
                                        Binary("sixteen bytes...")};
    return all;
}

std::string affinity_of(Connection& connection, const std::string& declared) {
    if (declared.empty()) return "none";  // there is no cast to it
    const std::string cast = "AS " + declared + "))";
    const auto [half, one] =
        connection.execute("SELECT typeof(CAST('1.5' " + cast + ", typeof(CAST('1' " + cast)
            .one<std::string, std::string>();
    const std::map<std::pair<std::string, std::string>, std::string> affinities = {
        {{"text", "text"}, "TEXT"},
        {{"real", "integer"}, "NUMERIC"},
        {{"integer", "integer"}, "INTEGER"},
        {{"real", "real"}, "REAL"},
        {{"blob", "blob"}, "none"}};
    return affinities.at({half, one});
}

/// The cells of a declared type behind its name: affinity, type code, and the kinds of each storage class.
Line cells_of(const std::string& declared) {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a " + declared + ")");
    for (const Value& value : samples()) connection->execute("INSERT INTO t VALUES (?)", value);
    auto result = connection->execute("SELECT a, typeof(a) FROM t");
    const Kind code = result.description()->front().type_code.kind();
    std::map<std::string, std::set<Kind>> kinds;
    for (const auto& [value, storage] : result.rows<Value, std::string>())
        kinds[storage].insert(value.kind());

    Line cells{affinity_of(*connection, declared), std::string(to_string(code))};
    for (const auto* storage : storage_classes) {
        std::vector<std::string> names;
        if (kinds[storage].erase(code) == 1) names.emplace_back(to_string(code));
        for (const Kind kind : kinds[storage]) names.emplace_back(to_string(kind));
        cells.push_back(names.empty() ? "–" : testing::join(names, " or "));
    }
    return cells;
}

/// A value as it is written in C++, and as a parameter.
struct Example {
    const char* code;
    Value value;
};
#define EXAMPLE(...) \
    Example { #__VA_ARGS__, Value(__VA_ARGS__) }

/// What comes back from a column of the type.
Value back_from(const std::string& declared, const Value& given) {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a " + declared + ")");
    connection->execute("INSERT INTO t VALUES (?)", given);
    return connection->execute("SELECT a FROM t").scalar<Value>();
}

std::string in_code(const std::string& text) { return "`" + text + "`"; }

/// What SQLite stores of a value in a column of the type, as a literal of its SQL.
std::string stored_as(const std::string& declared, const Value& given) {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a " + declared + ")");
    connection->execute("INSERT INTO t VALUES (?)", given);
    // What it says of reals has other digits in each version.
    const auto [literal, type, real] =
        connection->execute("SELECT quote(a), typeof(a), CAST(a AS REAL) FROM t")
            .one<std::string, std::string, double>();
    if (type != "real") return literal;
    const auto text = Value(std::signbit(real) ? -real : real).to_string();
    const bool is_whole = text.find_first_of(".e") == std::string::npos;
    return (std::signbit(real) ? "-" : "") + text + (is_whole ? ".0" : "");
}

}  // namespace

TEST_CASE("the page says as what SQLite stores each C++ type") {
    const auto connection = memory();
    const auto lines = testing::ask_parameters([&](const auto& parameter) {
        try {
            return Line{connection->execute("SELECT typeof(?)", parameter).template scalar<std::string>()};
        } catch (const NotSupportedError&) {
            return Line{"refused"};
        }
    });
    testing::check_table("Parameters", lines, {0, 4});
}

TEST_CASE("the page says of declared types what comes back from their columns") {
    std::vector<Line> lines;
    const auto table = testing::table_under("SQLite");
    for (std::size_t i = 1; i < table.size(); ++i) {
        auto types = testing::code_in(table[i].front());
        if (types.empty()) types.emplace_back();  // "no type"
        std::set<Line> answers;
        for (const auto& type : types) answers.insert(cells_of(type));
        Line line{table[i].front()};
        for (const Line& cells : answers) line.insert(line.end(), cells.begin(), cells.end());
        lines.push_back(std::move(line));
    }
    testing::check_table("SQLite", lines);
}

TEST_CASE("the page says what SQLite makes of a value, by the affinity of its column") {
    const std::vector<std::vector<std::string>> affinities = {{"TEXT", "VARCHAR(20)"},
                                                              {"INET", "STRING", "BIGINT", "POINT"},
                                                              {"REAL", "DOUBLE PRECISION"},
                                                              {"", "BLOB"}};
    const Example examples[] = {
        EXAMPLE(true),
        EXAMPLE(5),
        EXAMPLE(5.0),
        EXAMPLE(0.5),
        EXAMPLE(-0.0),
        EXAMPLE(9007199254740993),
        EXAMPLE("5"),
        EXAMPLE("007"),
        EXAMPLE("1e3"),
        EXAMPLE("5 apples"),
        EXAMPLE(Decimal("1.10")),
        EXAMPLE(Decimal("12345678901234567890.12")),
        EXAMPLE(Json("5.0")),
        EXAMPLE(Binary("5")),
    };
    std::vector<Line> lines;
    for (const auto& each : examples) {
        lines.push_back({in_code(each.code)});
        for (const auto& types : affinities) {
            std::set<std::string> stored;
            for (const auto& type : types) stored.insert(in_code(stored_as(type, each.value)));
            lines.back().push_back(testing::join({stored.begin(), stored.end()}, " and "));
        }
    }
    testing::check_table("What SQLite changes", lines);
}

TEST_CASE("decimals are exact where the column's affinity is TEXT, and numbers in a DECIMAL column") {
    CHECK(back_from("TEXT", Decimal("12345678901234567890.12")).get<Decimal>().str() ==
          "12345678901234567890.12");
    CHECK(back_from("DECIMAL", Decimal("1.10")).to_string() == "1.1");
    CHECK(back_from("NUMERIC", Decimal("12345678901234567890.12")).to_string() == "12345678901234567168");
    CHECK(back_from("DECIMAL", Decimal("NaN")).get<Decimal>().is_nan());
}

TEST_CASE("strings are strings in a TEXT column, and may be numbers in a STRING column") {
    CHECK(back_from("STRING", "007") == Value(7));
    CHECK(back_from("TEXT", "007") == Value("007"));
    CHECK(back_from("VARCHAR(20)", "007") == Value("007"));
    CHECK(back_from("BOOLEAN", "true") == Value("true"));
    CHECK_THROWS_AS(static_cast<void>(back_from("BOOLEAN", "true").get<bool>()), DataError);
    CHECK(memory()->execute("SELECT TRUE").scalar<bool>());
    CHECK(memory()->execute("SELECT date('2024-02-29')").scalar<Date>() == Date(2024, 2, 29));
}

TEST_CASE("JSON that is a number is stored as one, and comes back as Json") {
    CHECK(back_from("JSON", Json("5.0")) == Value(Json("5")));
    CHECK(back_from("JSON", Json("{\"a\": 5.0}")) == Value(Json("{\"a\": 5.0}")));
    CHECK(back_from("JSON", "no JSON") == Value(Json("no JSON")));
}

TEST_CASE("-0.0 keeps its sign without affinity, and integers keep their digits but in a REAL column") {
    const auto is_negative = [](const std::string& declared) {
        return std::signbit(back_from(declared, -0.0).get<double>());
    };
    CHECK(is_negative(""));
    CHECK(is_negative("BLOB"));
    CHECK_FALSE(is_negative("REAL"));
    CHECK_FALSE(is_negative("INT"));
    CHECK(back_from("REAL", 9007199254740993) == Value(9007199254740992.0));
    CHECK(back_from("INT", 9007199254740993) == Value(9007199254740993));
}

TEST_CASE("texts of instants, and of infinity, sort as they should, but of years BC or above 9999") {
    const auto is_before = [](const Timestamp& a, const Timestamp& b) {
        return memory()->execute("SELECT ? < ?", a, b).scalar<bool>();
    };
    const Timestamp noon(2024, 2, 29, 12, 0, 0, 0, std::chrono::hours(0));
    const Timestamp earlier(2024, 2, 29, 13, 0, 0, 0, std::chrono::hours(2));
    CHECK(is_before(earlier, noon));
    CHECK(is_before(noon, Timestamp(2024, 2, 29, 12, 0, 0, 1, std::chrono::hours(0))));
    CHECK(is_before(noon, Timestamp::infinity()));
    CHECK(is_before(Timestamp::minus_infinity(), noon));
    CHECK_FALSE(is_before(Timestamp(-2000, 1, 1), Timestamp(2000, 1, 1)));
    CHECK_FALSE(is_before(Timestamp(2000, 1, 1), Timestamp(10000, 1, 1)));
}
