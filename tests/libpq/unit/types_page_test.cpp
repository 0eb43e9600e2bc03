// SPDX-License-Identifier: BSL-1.0
//
// docs/types.md: the types that PostgreSQL and CockroachDB have, and the ones that parameters are declared
// as.
#include <doctest/doctest.h>

#include <algorithm>
#include <dbapi/dbapi.hpp>
#include <set>
#include <string>
#include <vector>

#include "codec/parameter_type.hpp"
#include "codec/registry.hpp"
#include "libpq/unit/recorded_messages.hpp"
#include "oids.hpp"
#include "support/page.hpp"
#include "support/parameter_samples.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using testing::Line;

namespace {

std::string in_code(std::string_view text) { return "`" + std::string(text) + "`"; }

/// Whether a type has no kind of its own, nor have the elements of an array.
bool is_other(const TypeInfo& type) {
    return type.kind == Kind::other ||
           (type.kind == Kind::array && find_type(type.element)->kind == Kind::other);
}

std::string declared(const ValueView& view, const char* dialect) {
    const auto type = parameter_type(view, dialect_for(dialect));
    return type == 0 ? "–" : std::string(find_type(type)->name);
}

}  // namespace

TEST_CASE("the page has the types that are read, with their array types") {
    std::vector<Line> lines;
    for (const TypeInfo& type : built_in_types()) {
        if (type.kind == Kind::array || type.kind == Kind::other) continue;
        const TypeInfo* array = find_array_of(type.oid);
        lines.push_back({in_code(type.name), std::to_string(type.oid),
                         array ? std::to_string(array->oid) : "–", std::string(to_string(type.kind))});
    }
    testing::check_table("PostgreSQL and CockroachDB", lines, {0, 1, 2, 3});
}

TEST_CASE("the page has the types that come as Other, and says of which there are no arrays") {
    std::set<std::string> others;
    std::set<std::string> without_array;
    for (const TypeInfo& type : built_in_types()) {
        if (type.kind != Kind::other) continue;
        others.emplace(type.name);
        if (!find_array_of(type.oid)) without_array.emplace(type.name);
    }
    const auto text = testing::section("Types that come as other");
    const auto end_of_list = text.find("\n\n", 1);
    const auto listed = testing::code_in(text.substr(0, end_of_list));
    CHECK(listed.size() == others.size());
    for (const auto& name : listed) {
        CAPTURE(name);
        CHECK(others.erase(name) == 1);
    }
    for (const auto& name : others) FAIL_CHECK("missing: ", name);
    CHECK(without_array == std::set<std::string>{"pg_node_tree", "void"});
    CHECK(text.find("There are arrays of all but `pg_node_tree` and `void`") != std::string::npos);
}

TEST_CASE("what the page has a kind for comes as text and in binary, all else as text alone") {
    for (const TypeInfo& type : built_in_types()) {
        CAPTURE(std::string(type.name));
        CHECK((type.view_binary != nullptr) == !is_other(type));
        CHECK((type.view_text != nullptr) == !is_other(type));
    }
}

TEST_CASE("the page says which type each C++ type is declared as, on both servers") {
    const auto lines = testing::ask_parameters([](const auto& parameter) {
        Value owned;
        const ValueView view = detail::view_parameter(parameter, owned);
        return Line{declared(view, ""), declared(view, "CockroachDB v22.2")};
    });
    testing::check_table("Parameters", lines, {0, 2, 3});
}

TEST_CASE("a CockroachDB has sent its INT, STRING and BYTES under the types that the page says") {
    const std::pair<const char*, std::uint32_t> recorded[] = {
        {"int", oid::int8}, {"string", oid::text}, {"bytes", oid::bytea}};
    const auto fields = testing::read_recording("types_extended_text");
    for (const auto& each : recorded) {
        const std::string label = each.first;
        CAPTURE(label);
        const auto field =
            std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.label == label; });
        REQUIRE(field != fields.end());
        CHECK(field->type == each.second);
    }
}
