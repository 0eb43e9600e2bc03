// SPDX-License-Identifier: BSL-1.0
//
// Which ways of writing parameters compile, and that none of them is ambiguous: the same for cursors and for
// the shortcuts of connections.
#include <doctest/doctest.h>

#include <array>
#include <concepts>
#include <dbapi/dbapi.hpp>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using Values = std::vector<Value>;

namespace {

struct Account {
    int id;
    std::string owner;
};
enum class Level : std::uint8_t { high = 200 };

Value array_of(Values values) { return Array(std::move(values)); }

/// Runs a statement in each of the ways that there are, and checks that the driver is given the same by all.
struct Ways {
    testing::FakeDriver driver;
    std::shared_ptr<Connection> connection = driver.connect("fake:");
    std::unique_ptr<Cursor> cursor = connection->cursor();

    Ways() {
        driver.answer("X", testing::integers("n", {}));
        connection->set_autocommit(true);
    }

    /// What the last three executions were given.
    [[nodiscard]] testing::FakeExecution last() const {
        const auto all = driver.executions();
        REQUIRE(all.size() >= 3);
        const auto& one = all.back();
        for (std::size_t i = all.size() - 3; i < all.size(); ++i) {
            CHECK(all[i].sql == one.sql);
            CHECK(all[i].parameters == one.parameters);
            CHECK(all[i].hints == one.hints);
        }
        return one;
    }
};

}  // namespace

// Not a function: a list in braces is no argument that could be passed on.
#define BOUND(ways, ...)                                         \
    (static_cast<void>((ways).cursor->execute(__VA_ARGS__)),     \
     static_cast<void>((ways).connection->execute(__VA_ARGS__)), \
     static_cast<void>((ways).connection->stream(__VA_ARGS__).close()), (ways).last().parameters)

TEST_CASE("arguments are parameters one by one") {
    Ways ways;
    const int id = 7;
    CHECK(BOUND(ways, "X").empty());
    CHECK(BOUND(ways, "X ?", id) == Values{7});
    CHECK(BOUND(ways, "X ?", std::string("a")) == Values{"a"});
    CHECK(BOUND(ways, "X ?", std::vector<int>{1, 2}) == Values{array_of({1, 2})});
    CHECK(BOUND(ways, "X ?", std::optional<int>()) == Values{null});
    CHECK(BOUND(ways, "X ?, ?, ?", 1, "x", 2.0) == Values{1, "x", 2.0});
    CHECK(BOUND(ways, "X IN (?)", expand({1, 2})) == Values{1, 2});
}

TEST_CASE("one argument that is a list is all parameters") {
    Ways ways;
    Parameters parameters;
    parameters.add(1).add("x");
    const Values values{1, "x"};
    const std::initializer_list<Value> listed{1, "x"};
    const std::initializer_list<PositionalParameter> placed{1, "x"};
    CHECK(BOUND(ways, "X ?, ?", parameters) == values);
    CHECK(BOUND(ways, "X ?, ?", std::tuple(1, "x")) == values);
    CHECK(BOUND(ways, "X ?, ?", std::pair(1, "x")) == values);
    CHECK(BOUND(ways, "X ?, ?", Account{1, "x"}) == values);
    CHECK(BOUND(ways, "X ?, ?", values) == values);
    CHECK(BOUND(ways, "X ?, ?", std::span<const Value>(values)) == values);
    CHECK(BOUND(ways, "X ?, ?", std::array<Value, 2>{1, "x"}) == values);
    CHECK(BOUND(ways, "X ?, ?", listed) == values);
    CHECK(BOUND(ways, "X ?, ?", placed) == values);
    CHECK(BOUND(ways, "X ?, ?", std::vector<PositionalParameter>(placed)) == values);
}

TEST_CASE("a mapping is all parameters by name") {
    Ways ways;
    const std::initializer_list<NamedParameter> listed{{"a", 1}, {"b", "x"}};
    const std::map<std::string, Value> map{{"a", 1}, {"b", "x"}};
    CHECK(BOUND(ways, "X :a, :b", map) == Values{1, "x"});
    CHECK(BOUND(ways, "X :a, :b", listed) == Values{1, "x"});
    CHECK(BOUND(ways, "X :a, :b", std::vector<NamedParameter>(listed)) == Values{1, "x"});
    CHECK(BOUND(ways, "X :a", {{"a", 1}}) == Values{1});
    CHECK(BOUND(ways, "X :a, :b", {{"a", 1}, {"b", "x"}}) == Values{1, "x"});
    CHECK(BOUND(ways, "X :a", {{"a", "b"}}) == Values{"b"});
    CHECK(BOUND(ways, "X :a, :b", {{"a", "b"}, {"b", "c"}}) == Values{"b", "c"});
    CHECK(BOUND(ways, "X :a", {{"a", std::vector<int>{1}}}) == Values{array_of({1})});
    CHECK(BOUND(ways, "X IN (:a)", {{"a", expand({1, 2})}}) == Values{1, 2});
    CHECK(BOUND(ways, "X :a", {{"a", {}}}) == Values{null});
}

TEST_CASE("empty braces are no parameters") {
    Ways ways;
    CHECK(BOUND(ways, "X", {}).empty());
    CHECK_THROWS_AS(ways.cursor->execute("X ?", {}), ProgrammingError);
    CHECK_NOTHROW(ways.cursor->executemany("X ?", {}));
}

TEST_CASE("braces hold parameters of any type by position") {
    Ways ways;
    const std::vector<int> numbers{1, 2};
    const std::optional<int> nothing;
    CHECK(BOUND(ways, "X ?", {1}) == Values{1});
    CHECK(BOUND(ways, "X ?, ?", {1, 2}) == Values{1, 2});
    CHECK(BOUND(ways, "X ?, ?", {"a", "b"}) == Values{"a", "b"});
    CHECK(BOUND(ways, "X ?, ?, ?", {1, "x", 2.0}) == Values{1, "x", 2.0});
    CHECK(BOUND(ways, "X ?, ?", {Value(1), Value("x")}) == Values{1, "x"});
    CHECK(BOUND(ways, "X ?, ?", {null, nullptr}) == Values{null, null});
    CHECK(BOUND(ways, "X ?", {numbers}) == Values{array_of({1, 2})});
    CHECK(BOUND(ways, "X ?", {std::vector<std::vector<int>>{{1, 2}}}) == Values{Array({1, 2}, {{1}, {2}})});
    CHECK(BOUND(ways, "X ?", {Level::high}) == Values{200});
    CHECK(BOUND(ways, "X ?", {std::vector<std::byte>{std::byte{'a'}}}) == Values{Binary("a")});
    CHECK(BOUND(ways, "X ? IN (?)", {1, expand(numbers)}) == Values{1, 1, 2});
    CHECK(BOUND(ways, "X ?", {{}}) == Values{null});
    CHECK(BOUND(ways, "X ?", {nothing}) == Values{null});
    CHECK(ways.last().hints.at(0).kind == Kind::integer);  // an empty optional tells of which type
    CHECK(BOUND(ways, "X ?", {null_of<Uuid>}) == Values{null});
    CHECK(ways.last().hints.at(0).kind == Kind::uuid);
}

TEST_CASE("Parameters take any type, and keep what it tells") {
    Ways ways;
    Parameters placed;
    placed.add(1).add(std::vector<int>{1, 2}).add(Level::high).add(std::optional<Uuid>()).add(Value());
    CHECK(BOUND(ways, "X ?, ?, ?, ?, ?", placed) == Values{1, array_of({1, 2}), 200, null, null});
    CHECK(ways.last().hints.at(1).kind == Kind::integer);
    CHECK(ways.last().hints.at(3).kind == Kind::uuid);
    CHECK(ways.last().hints.at(4) == TypeHint{});
    CHECK(BOUND(ways, "X IN (?)", Parameters().add(expand({1, 2}))) == Values{1, 2});

    Parameters named;
    named.set("a", std::optional<int>()).set("ids", expand({1, 2})).set("a", std::optional<Uuid>());
    CHECK(BOUND(ways, "X :a IN (:ids)", named) == Values{null, 1, 2});
    CHECK(ways.last().hints.at(0).kind == Kind::uuid);
    CHECK(BOUND(ways, "X IN (:ids)", named.set("ids", 3)) == Values{3});
    CHECK(BOUND(ways, "X ?, ?", Parameters({1, "x"})) == Values{1, "x"});
}

TEST_CASE("of several parameters of one name the last one counts") {
    Ways ways;
    CHECK(BOUND(ways, "X :a", {{"a", 1}, {"a", 2}}) == Values{2});
    CHECK(BOUND(ways, "X :a", Parameters().set("a", 1).set("a", 2)) == Values{2});
    CHECK(BOUND(ways, "X :a", std::multimap<std::string, int>{{"a", 1}, {"a", 2}}) == Values{2});
    std::multimap<std::string, int> map;  // of more names than are looked through one by one
    for (int i = 0; i < 20; ++i) map.emplace("n" + std::to_string(i), i);
    map.emplace("n3", 33);
    CHECK(BOUND(ways, "X :n3, :n4", map) == Values{33, 4});
}

// ── what must not compile ──

template <class T>
concept GivesCursor = requires(T&& result) {
    std::forward<T>(result).cursor();
};
static_assert(GivesCursor<Result&> && GivesCursor<const Result&>);
static_assert(!GivesCursor<Result> && !GivesCursor<const Result>, "the cursor would be gone with the result");
