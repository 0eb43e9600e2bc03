// SPDX-License-Identifier: BSL-1.0
//
// PendingLists: lists of parameters outlive what they were made from, and NULLs get the types of other lists.
#include <doctest/doctest.h>

#include <dbapi/array.hpp>
#include <dbapi/other.hpp>
#include <memory>
#include <string>
#include <vector>

#include "pending_lists.hpp"

using namespace dbapi;
using Values = std::vector<Value>;

namespace {

/// Appends values through views that are dead right afterwards.
void append(PendingLists& lists, const Values& values) {
    const auto owned = std::make_unique<Values>(values);
    std::vector<ValueView> views;
    for (const Value& value : *owned) views.emplace_back(value);
    lists.append(views);
}

Values list(const PendingLists& lists, std::size_t index) {
    Values values;
    for (const ValueView& view : lists.list(index)) values.push_back(view.to_value());
    return values;
}

}  // namespace

TEST_CASE("lists of every kind are kept when their values are gone") {
    const std::vector<Values> rows = {{1, "text", Binary(std::string_view("\0\1", 2)), Uuid(), 0.5},
                                      {2, "", Array(Values{1, "two", null}), Other("box", "(1,1)"), null},
                                      {3, std::string(200'000, 'x'), Interval(1, 2, 3), Json("{}"), true}};
    PendingLists lists(5);
    for (int round = 0; round < 3; ++round) {
        for (const auto& row : rows) append(lists, row);
        REQUIRE(lists.count() == rows.size());
        CHECK(lists.bytes() > 200'000);
        for (std::size_t i = 0; i < rows.size(); ++i) CHECK(list(lists, i) == rows[i]);
        CHECK(lists.views().size() == 5 * rows.size());
        lists.forget();
        CHECK(lists.count() == 0);
        CHECK(lists.bytes() == 0);
    }
}

TEST_CASE("an earlier list stays where it is when memory grows") {
    PendingLists lists(1);
    for (int i = 0; i < 5000; ++i) append(lists, {std::to_string(i) + std::string(40, '.')});
    for (std::size_t i = 0; i < 5000; ++i) {
        REQUIRE(list(lists, i)[0] == Value(std::to_string(i) + std::string(40, '.')));
    }
}

TEST_CASE(
    "a bare NULL gets the type of the parameter's first value, earlier, later, or in lists forgotten since") {
    PendingLists lists(2);
    append(lists, {null, 1});
    append(lists, {Timestamp(2024, 1, 1, 0, 0, 0, 0, std::chrono::seconds(0)), null});
    append(lists, {"another kind", null});
    lists.give_types_to_nulls();
    const auto hint = lists.list(0)[0].hint();
    CHECK(hint.kind == Kind::timestamp);
    CHECK(hint.offset == TypeHint::Offset::some);
    CHECK(lists.list(1)[1].hint() == TypeHint{.kind = Kind::integer, .width = 8});
    CHECK(lists.list(1)[1].is_null());
    lists.forget();
    append(lists, {null, null});
    lists.give_types_to_nulls();
    CHECK(lists.list(0)[0].hint().kind == Kind::timestamp);
    CHECK(lists.list(0)[1].hint().kind == Kind::integer);
}

TEST_CASE("a NULL of a known type keeps it, and tells it to others") {
    PendingLists lists(1);
    const std::vector<ValueView> known{ValueView::null_of({.kind = Kind::uuid})};
    lists.append(known);
    append(lists, {null});
    append(lists, {5});
    lists.give_types_to_nulls();
    CHECK(lists.list(0)[0].hint().kind == Kind::uuid);
    CHECK(lists.list(1)[0].hint().kind == Kind::uuid);
    CHECK(lists.list(2)[0].to_value() == Value(5));
}

TEST_CASE("an array tells what its elements are, and nothing of NULLs") {
    PendingLists lists(1);
    const Array empty;
    const std::vector<ValueView> view{ValueView::array(empty, {.kind = Kind::integer, .width = 4})};
    lists.append(view);
    append(lists, {null});
    lists.give_types_to_nulls();
    CHECK(lists.list(0)[0].hint() == TypeHint{.kind = Kind::integer, .width = 4});
    CHECK(lists.list(1)[0].hint().kind == Kind::null);
}
