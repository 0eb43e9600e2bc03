// SPDX-License-Identifier: BSL-1.0
//
// The examples' own JSON objects: they are copied, so they must be right.
#include "document.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("an object is taken apart into members, whose JSON stays as it is") {
    const struct {
        std::string text;
        Document document;
    } cases[] = {
        {"{}", {}},
        {" { } ", {}},
        {"{\"x\": 10}", {{"x", dbapi::Json("10")}}},
        {"{\"b\":true,\"a\":null}", {{"a", dbapi::Json("null")}, {"b", dbapi::Json("true")}}},
        {" {\n\"x\" : -1.5e3 ,\t\"y\" : \"\" } \n",
         {{"x", dbapi::Json("-1.5e3")}, {"y", dbapi::Json("\"\"")}}},
        {R"({"x": {"y": [1, {"z": "}"}]}, "w": [[], {}]})",
         {{"x", dbapi::Json(R"({"y": [1, {"z": "}"}]})")}, {"w", dbapi::Json("[[], {}]")}}},
        {R"({"x": "a,\"b\": {", "y": "\\"})",
         {{"x", dbapi::Json(R"("a,\"b\": {")")}, {"y", dbapi::Json(R"("\\")")}}},
        {R"({"a\"b": 1, "c:d": 2, "": 3})",
         {{"a\\\"b", dbapi::Json("1")}, {"c:d", dbapi::Json("2")}, {"", dbapi::Json("3")}}},
    };
    for (const auto& test : cases) {
        CAPTURE(test.text);
        CHECK(parse_document(test.text) == test.document);
        CHECK(parse_document(json(test.document).str()) == test.document);
    }
}

TEST_CASE("numbers, strings and documents become JSON") {
    CHECK(json(-5).str() == "-5");
    CHECK(json("grün \"so\" \\").str() == R"("grün \"so\" \\")");
    CHECK(json(Document()).str() == "{}");
    CHECK(json(Document{{"y", json("b")}, {"x", json(1)}}).str() == R"({"x": 1, "y": "b"})");
    CHECK_THROWS_AS(json("a\nb"), std::invalid_argument);
}

TEST_CASE("a document is a value and comes back from one") {
    const Document document{{"x", json(10)}, {"name", json("ann")}};
    const dbapi::Value value = dbapi::Adapter<Document>::to_value(document);
    CHECK(value.kind() == dbapi::Kind::json);
    CHECK(value.get<Document>() == document);
}
