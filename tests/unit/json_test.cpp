// SPDX-License-Identifier: BSL-1.0
//
// Json: text that keeps its type.
#include <doctest/doctest.h>

#include <dbapi/json.hpp>
#include <sstream>
#include <string>
#include <type_traits>

using dbapi::Json;

static_assert(!std::is_convertible_v<std::string, Json>, "not every string is JSON");

TEST_CASE("JSON is kept as the text it came as") {
    const std::string text = R"({"a": [1, 2], "b": null})";
    const Json json(text);
    CHECK(json.str() == text);
    CHECK(Json(text).str() == text);
    std::ostringstream out;
    out << json;
    CHECK(out.str() == text);
}

TEST_CASE("JSON compares as text") {
    CHECK(Json("[1]") == Json("[1]"));
    CHECK(Json("[1]") != Json("[ 1 ]"));
}
