// SPDX-License-Identifier: BSL-1.0
//
// expand(): one marker for the values of an IN list.
#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::expand;
using testing::connect;
using testing::Table;

struct Ten {
    Table table{"id INT PRIMARY KEY, name TEXT"};
    std::shared_ptr<dbapi::Connection> conn = connect();
    Ten() {
        for (int i = 0; i < 10; ++i) {
            conn->execute(table.sql("INSERT INTO {} VALUES (?, ?)"), i,
                          std::string(1, static_cast<char>('a' + i)));
        }
    }
    template <class... Args>
    int count(const std::string& condition, const Args&... arguments) {
        return conn->execute(table.sql("SELECT count(*) FROM {} WHERE " + condition), arguments...)
            .template scalar<int>();
    }
};

}  // namespace

TEST_CASE("expand spreads a list of none, one and several values") {
    Ten ten;
    CHECK(ten.count("id IN (?)", expand(std::vector<int>())) == 0);
    CHECK(ten.count("id IN (?)", expand(std::vector{3})) == 1);
    CHECK(ten.count("id IN (?)", expand(std::vector{3, 5, 7, 700})) == 3);
    CHECK(ten.count("id NOT IN (?)", expand(std::vector{3, 5})) == 8);
    CHECK(ten.count("name IN (?)", expand(std::set<std::string>{"a", "b", "'"})) == 2);
    CHECK(ten.count("id IN (?)", expand(std::vector{3})) == 1);  // another width of the same text
}

TEST_CASE("expand stands beside other parameters, in every style") {
    Ten ten;
    CHECK(ten.count("id > ? AND id IN (?) AND name <> ?", 2, expand(std::vector{1, 3, 5, 7}), "d") == 2);
    CHECK(ten.count("id IN (?) OR id IN (?)", expand(std::vector{1, 2}), expand(std::vector{9})) == 3);
    CHECK(ten.count("id IN ($2) AND id > $1", 2, expand(std::vector{1, 3, 5})) == 2);
    CHECK(ten.count("id IN ($1) AND id IN ($1)", expand(std::vector{1, 3})) == 2);
    const std::map<std::string, dbapi::ExpandedList> names = {{"ids", expand(std::vector{1, 3, 5})}};
    CHECK(ten.count("id IN (:ids)", names) == 3);
}

TEST_CASE("expand takes many values") {
    Ten ten;
    std::vector<int> many;
    for (int i = 0; i < 2000; ++i) many.push_back(i);
    CHECK(ten.count("id IN (?)", expand(many)) == 10);
}

TEST_CASE("a list may be spread by name, beside other values") {
    const auto conn = testing::connect();
    const std::string sql = "SELECT CASE WHEN 2 IN (:ids) AND 5 > :least THEN 1 ELSE 0 END";
    CHECK(
        conn->execute(sql, {{"ids", dbapi::expand(std::vector<int>{1, 2, 3})}, {"least", 4}}).scalar<int>() ==
        1);
    CHECK(conn->execute(sql, {{"ids", dbapi::expand(std::vector<int>{1, 3})}, {"least", 4}}).scalar<int>() ==
          0);
    CHECK(conn->execute(sql, {{"ids", dbapi::expand(std::vector<int>{})}, {"least", 4}}).scalar<int>() == 0);
}

TEST_CASE("lists of a length that comes again hold other values each time, NULL among them") {
    Ten ten;
    for (int i = 0; i < 10; ++i) {
        CAPTURE(i);
        CHECK(ten.count("id IN (?)", expand({i, i + 1})) == (i == 9 ? 1 : 2));
        CHECK(ten.count("id IN (?)", expand({i, i + 1, i + 2})) == (i == 9 ? 1 : i == 8 ? 2 : 3));
        CHECK(ten.count("id IN (?)", expand(std::vector<std::optional<int>>{std::nullopt, i})) == 1);
        CHECK(ten.count("name IN (?)", expand({"a", "b"})) == 2);
    }
}

TEST_CASE("expand stands in braces and in Parameters") {
    Ten ten;
    const std::string sql = ten.table.sql("SELECT count(*) FROM {} WHERE id > ? AND id IN (?)");
    CHECK(ten.conn->execute(sql, {3, expand({1, 3, 5, 7})}).scalar<int>() == 2);
    CHECK(ten.conn->execute(sql, dbapi::Parameters().add(3).add(expand({1, 3, 5, 7}))).scalar<int>() == 2);
}
