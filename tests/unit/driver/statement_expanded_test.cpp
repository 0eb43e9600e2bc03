// SPDX-License-Identifier: BSL-1.0
//
// Which statements with lists are kept, so that drivers find again what they have prepared for them.
#include <doctest/doctest.h>

#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <dbapi/driver/statement.hpp>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

using dbapi::driver::Statement;
using Widths = std::vector<std::size_t>;

namespace {

std::shared_ptr<const Statement> in_list() {
    return Statement::parse("id IN (?) OR id = ?", dbapi::ParamStyle::qmark, false,
                            dbapi::driver::Placeholder::dollar);
}

}  // namespace

TEST_CASE("the same widths give the same statement") {
    const auto base = in_list();
    const auto three = base->expanded(Widths{3, 1});
    const auto none = base->expanded(Widths{0, 1});
    CHECK(three->id() != none->id());
    CHECK(three->id() != base->id());
    CHECK(base->expanded(Widths{3, 1}) == three);
    CHECK(base->expanded(Widths{0, 1}) == none);
    CHECK(base->expanded(Widths{1, 3})->id() != three->id());
    CHECK_FALSE(base->is_single_use());
    CHECK_FALSE(three->is_single_use());
    CHECK(in_list()->expanded(Widths{3, 1})->id() != three->id());  // another statement of the same text
}

TEST_CASE("widths that always change are not kept but for a few, which stay") {
    const auto base = in_list();
    std::set<std::uint64_t> kept;
    for (std::size_t width = 1; width <= 200; ++width) {
        const auto made = base->expanded(Widths{width, 1});
        CHECK(made->parameter_count() == width + 1);
        if (!made->is_single_use()) kept.insert(made->id());
    }
    CHECK(kept.size() == 8);
    CHECK(kept.contains(base->expanded(Widths{3, 1})->id()));
    CHECK(base->expanded(Widths{200, 1})->is_single_use());
    CHECK(base->expanded(Widths{200, 1}) != base->expanded(Widths{200, 1}));
}

TEST_CASE("an expansion that is used stays, and one that is not gives way after a while") {
    const auto base = in_list();
    const auto used = base->expanded(Widths{1, 1});
    for (std::size_t width = 2; width <= 8; ++width) static_cast<void>(base->expanded(Widths{width, 1}));
    for (int i = 0; i < 300; ++i) CHECK(base->expanded(Widths{1, 1}) == used);
    const auto newcomer = base->expanded(Widths{100, 1});
    CHECK_FALSE(newcomer->is_single_use());
    CHECK(base->expanded(Widths{100, 1}) == newcomer);
    CHECK(base->expanded(Widths{1, 1}) == used);
}

TEST_CASE("a long expansion is not kept") {
    const auto base = in_list();
    CHECK_FALSE(base->expanded(Widths{1023, 1})->is_single_use());
    const auto longer = base->expanded(Widths{1024, 1});
    CHECK(longer->is_single_use());
    CHECK(base->expanded(Widths{1024, 1})->id() != longer->id());
}

TEST_CASE("a driver is given the same statement for lists of the same length") {
    testing::FakeDriver driver;
    auto conn = driver.connect("fake:");
    conn->execute("X IN (?)", dbapi::expand({1, 2}));
    conn->execute("X IN (?)", dbapi::expand({3, 4, 5}));
    conn->execute("X IN (?)", dbapi::expand({6, 7}));
    const auto run = driver.executions();
    CHECK(run.at(0).statement_id == run.at(2).statement_id);
    CHECK(run.at(0).statement_id != run.at(1).statement_id);
    CHECK(run.at(2).parameters == std::vector<dbapi::Value>{6, 7});
}
