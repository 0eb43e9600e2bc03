// SPDX-License-Identifier: BSL-1.0
//
// boost::uuids::uuid as parameter and result. It is a range of bytes and an aggregate too; the adapter wins.
#include <doctest/doctest.h>

#include <boost/uuid/uuid.hpp>
#include <dbapi/adapters/boost_uuid.hpp>
#include <dbapi/dbapi.hpp>
#include <optional>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using boost::uuids::uuid;

namespace {

struct Account {
    uuid id;
    std::optional<uuid> parent;
};

const Uuid held = Uuid::parse("00010203-0405-0607-0809-0a0b0c0d0eff");
const uuid id{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255}};

}  // namespace

static_assert(!detail::ParameterList<uuid> && !detail::AggregateRow<uuid> && detail::AggregateRow<Account>);

TEST_CASE("boost::uuids::uuid is bound as a UUID, alone and inside of other types") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    conn->execute("X ?", id);
    conn->execute("X ?, ?", std::tuple(id, std::optional<uuid>()));
    conn->execute("X ?, ?", Account{id, id});
    conn->execute("X ?", std::vector{id});
    const auto seen = driver.executions();
    CHECK(seen[0].parameters == std::vector<Value>{held});
    CHECK(seen[1].parameters == std::vector<Value>{held, null});
    CHECK(seen[2].parameters == std::vector<Value>{held, held});
    CHECK(seen[3].parameters == std::vector<Value>{Array(std::vector<Value>{held})});
}

TEST_CASE("boost::uuids::uuid is read from a UUID, its text and its bytes") {
    for (const Value& value : {Value(held), Value(held.to_string()), Value(Binary(held.bytes()))}) {
        CAPTURE(to_string(value.kind()));
        CHECK(value.get<uuid>() == id);
    }
    CHECK(Value().get<std::optional<uuid>>() == std::nullopt);
    CHECK_THROWS_AS((void)Value("no uuid").get<uuid>(), DataError);
    CHECK_THROWS_AS((void)Value(1).get<uuid>(), DataError);
    testing::FakeDriver driver;
    driver.answer("SELECT", {.columns = testing::columns({"id", "parent"}), .rows = {{held, null}}});
    const auto account = driver.connect("fake:")->execute("SELECT").one<Account>();
    CHECK(account.id == id);
    CHECK(account.parent == std::nullopt);
}
