// SPDX-License-Identifier: BSL-1.0
//
// Parameters: lists built at run time.
#include <doctest/doctest.h>

#include <dbapi/bind.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/parameters.hpp>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "support/made_range.hpp"

using dbapi::Parameters;
using dbapi::Value;
using Values = std::vector<Value>;
using Names = std::vector<std::string>;

namespace {

Values values_of(const Parameters& p) { return {p.values().begin(), p.values().end()}; }
Names names_of(const Parameters& p) { return {p.names().begin(), p.names().end()}; }

}  // namespace

TEST_CASE("no parameters are positional ones") {
    const Parameters none;
    CHECK_FALSE(none.is_named());
    CHECK(none.size() == 0);
    CHECK(none.names().empty());
}

TEST_CASE("positional parameters keep their order") {
    Parameters p;
    p.add(1).add("two").add(dbapi::null);
    CHECK(values_of(p) == Values{1, "two", dbapi::null});
    CHECK_FALSE(p.is_named());
    CHECK(values_of(Parameters(Values{3, 4})) == Values{3, 4});
}

TEST_CASE("named parameters keep the last value given for a name") {
    Parameters p;
    p.set("least", 100).set("owner", "ann").set("least", 200);
    CHECK(p.is_named());
    CHECK(p.size() == 2);
    CHECK(values_of(p) == Values{200, "ann"});
    CHECK(names_of(p) == Names{"least", "owner"});
}

TEST_CASE("positional and named parameters do not mix, and a refusal changes nothing") {
    Parameters positional;
    positional.add(1);
    CHECK_THROWS_AS(positional.set("a", 2), dbapi::ProgrammingError);
    CHECK(values_of(positional) == Values{1});
    Parameters named;
    named.set("a", 2);
    CHECK_THROWS_AS(named.add(1), dbapi::ProgrammingError);
    CHECK(values_of(named) == Values{2});
    CHECK(names_of(named) == Names{"a"});
}

TEST_CASE("expand takes any range of what can be a parameter") {
    const auto elements = [](const dbapi::ExpandedList& list) {
        return Values(list.values().elements().begin(), list.values().elements().end());
    };
    CHECK(elements(dbapi::expand(std::vector<int>{3, 1, 2})) == Values{3, 1, 2});
    CHECK(elements(dbapi::expand(std::set<std::string>{"b", "a"})) == Values{"a", "b"});
    CHECK(elements(dbapi::expand(std::deque<std::optional<int>>{1, std::nullopt})) == Values{1, dbapi::null});
    CHECK(elements(dbapi::expand(Values{1, "x"})) == Values{1, "x"});
    CHECK(elements(dbapi::expand(std::vector<bool>{true, false})) == Values{true, false});
    CHECK(elements(dbapi::expand(testing::Made(1, 4, [](int n) { return n; }))) == Values{1, 2, 3});
    int array[] = {7, 8};
    CHECK(elements(dbapi::expand(array)) == Values{7, 8});
    CHECK(elements(dbapi::expand(std::vector<int>{})).empty());
}
