// SPDX-License-Identifier: BSL-1.0
//
// nlohmann::json as parameter and result. It is a range, and converts to and from nearly everything; the
// adapter wins wherever it stands.
#include <doctest/doctest.h>

#include <dbapi/adapters/nlohmann_json.hpp>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using nlohmann::json;
using Values = std::vector<Value>;

namespace {

struct Event {
    int id;
    json body;
    std::optional<json> more;
};
struct Only {
    json body;
};

std::string complaint(auto&& conversion, const char* sqlstate) {
    try {
        conversion();
    } catch (const DataError& error) {
        CHECK(error.sqlstate() == sqlstate);
        return error.what();
    }
    return "nothing";
}

const json object = {{"a", 1}, {"b", {true, nullptr, 0.5, "x"}}};
const Value object_text(Json(R"({"a":1,"b":[true,null,0.5,"x"]})"));

}  // namespace

static_assert(!detail::ParameterList<json> && !detail::AggregateRow<json> && !detail::ValuesRange<json>);
static_assert(detail::AggregateRow<Event> &&
              std::same_as<detail::Fields<Event>, detail::TypeList<int, json, std::optional<json>>> &&
              std::same_as<detail::Fields<Only>, detail::TypeList<json>>);
static_assert(std::same_as<TypedRows<json>::value_type, json> && TypedRows<json>::column_count == 1);

TEST_CASE("a document of any shape is one parameter, wherever it stands") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    const auto cur = conn->cursor();
    conn->execute("X ?", object);
    cur->execute("X ?", json::array({1, 2}));
    conn->execute("X ?, ?", json("text"), json(nullptr));
    conn->execute("X ?, ?", std::tuple(1, object));
    conn->execute("X ?, ?, ?", Event{1, object, std::nullopt});
    conn->execute("X ?", Only{object});
    conn->execute("X ?, ?", std::optional<json>(object), std::optional<json>());
    conn->execute("X :a", std::map<std::string, json>{{"a", object}});
    conn->execute("X :a", {{"a", object}});
    conn->execute("X ?", std::vector<json>{1, "a"});
    conn->execute("X IN (?)", expand(std::vector<json>{1, 2}));
    cur->executemany("X ?", std::vector<json>{object, 1});
    const std::vector<Values> expected{
        {object_text},
        {Json("[1,2]")},
        {Json("\"text\""), Json("null")},
        {1, object_text},
        {1, object_text, null},
        {object_text},
        {object_text, null},
        {object_text},
        {object_text},
        {Array(Values{Json("1"), Json("\"a\"")})},
        {Json("1"), Json("2")},
        {object_text},
        {Json("1")},
    };
    const auto seen = driver.executions();
    REQUIRE(seen.size() == expected.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        CAPTURE(i);
        CHECK(seen[i].parameters == expected[i]);
    }
}

TEST_CASE("a document is read as it was written, alone and inside of other types") {
    CHECK(object_text.get<json>() == object);
    CHECK(Value("[1, 2]").get<json>() == json::array({1, 2}));
    CHECK(Value(Json("null")).get<json>().is_null());
    CHECK(Value().get<std::optional<json>>() == std::nullopt);
    CHECK(object_text.get<std::optional<json>>() == object);
    CHECK(Value(Array(Values{Json("1")})).get<std::vector<json>>() == std::vector<json>{1});
    CHECK(Value(Json("18446744073709551615")).get<json>() == std::numeric_limits<std::uint64_t>::max());

    testing::FakeDriver driver;
    driver.answer("SELECT one", {.columns = testing::columns({"body"}), .rows = {{object_text}}});
    driver.answer("SELECT three", {.columns = testing::columns({"id", "body", "more"}),
                                   .rows = {{1, object_text, object_text}}});
    const auto conn = driver.connect("fake:");
    CHECK(conn->execute("SELECT one").one<json>() == object);
    CHECK(conn->execute("SELECT one").scalar<json>() == object);
    CHECK(conn->execute("SELECT one").first<json>() == object);
    CHECK(conn->execute("SELECT one").one<Only>().body == object);
    CHECK(conn->execute("SELECT one").one<std::tuple<json>>() == std::tuple(object));
    CHECK(conn->execute("SELECT one").one<std::optional<json>>() == object);
    for (const json& body : conn->execute("SELECT one").rows<json>()) CHECK(body == object);
    const auto event = conn->execute("SELECT three").one<Event>();
    CHECK(event.body == object);
    CHECK(event.more == object);
    const auto tuple = conn->execute("SELECT three").one<int, json, std::optional<json>>();
    CHECK(std::get<1>(tuple) == object);
    CHECK(std::get<2>(tuple) == object);
    const auto row = conn->execute("SELECT one").fetchone();
    CHECK(row->get<json>(0) == object);
}

TEST_CASE("text that is no JSON throws DataError that names the column and no part of the text") {
    Column column;
    column.name = "body";
    for (const char* text : {"", "secret", "{\"secret\": ", "[1,]", "\"secret\xff\"", "1e999"}) {
        CAPTURE(text);
        const Value value(text);
        const auto message = complaint([&] { (void)convert<json>(ValueView(value), &column); }, "22032");
        CHECK(message.find("column \"body\" (string) as ") == 0);
        CHECK(message.find("secret") == std::string::npos);
    }
    CHECK_THROWS_AS((void)Value(1).get<json>(), DataError);
}

TEST_CASE("a document that has no text in JSON throws DataError") {
    const auto bind = [](const json& document) { return [&] { (void)Adapter<json>::to_value(document); }; };
    CHECK(complaint(bind(json("\xff secret")), "22021").find("secret") == std::string::npos);
    CHECK(complaint(bind(json{{"a", {1, std::numeric_limits<double>::quiet_NaN()}}}), "22023") != "nothing");
    CHECK(complaint(bind(json(-std::numeric_limits<double>::infinity())), "22023") != "nothing");
    CHECK(complaint(bind(json::binary({1, 2})), "22023") != "nothing");
    CHECK(complaint(bind(json(json::value_t::discarded)), "22023") != "nothing");
}

TEST_CASE("a document that keeps the order of its keys does so") {
    using nlohmann::ordered_json;
    const auto document = Value(Json(R"({"b":1,"a":2})")).get<ordered_json>();
    CHECK(Adapter<ordered_json>::to_value(document) == Value(Json(R"({"b":1,"a":2})")));
    CHECK(Value(Json(R"({"b":1,"a":2})")).get<json>().dump() == R"({"a":2,"b":1})");
}
