// SPDX-License-Identifier: BSL-1.0
//
// The names of two-phase transactions. PEP 249: C142 to C145.
#include <doctest/doctest.h>

#include <dbapi/errors.hpp>
#include <dbapi/xid.hpp>
#include <string>
#include <type_traits>
#include <vector>

using dbapi::DataError;
using dbapi::Xid;

TEST_CASE("an xid is three items") {
    const Xid xid(7, "global", "branch");
    CHECK(xid.format_id() == 7);
    CHECK(xid.global_transaction_id() == "global");
    CHECK(xid.branch_qualifier() == "branch");
    const auto& [format_id, global, branch] = xid;
    CHECK(format_id == 7);
    CHECK(global == "global");
    CHECK(branch == "branch");
    static_assert(std::tuple_size_v<Xid> == 3);
    static_assert(std::is_same_v<std::tuple_element_t<0, Xid>, std::uint32_t>);
    static_assert(std::is_same_v<std::tuple_element_t<1, Xid>, const std::string>);
}

TEST_CASE("the items are what their ranges allow, bytes of any kind among them") {
    const std::string longest(64, '\xff');
    CHECK(Xid(0, "", "").branch_qualifier().empty());
    const Xid most(0x7fff'ffff, longest, longest);
    CHECK(most.format_id() == 0x7fff'ffff);
    CHECK(most.global_transaction_id() == longest);
    CHECK(most.branch_qualifier() == longest);
    CHECK(Xid(1, std::string("a\0b", 3), "").global_transaction_id().size() == 3);

    const std::string too_long(65, 'x');
    CHECK_THROWS_AS(Xid(-1, "", ""), DataError);
    CHECK_THROWS_AS(Xid(0x8000'0000, "", ""), DataError);
    CHECK_THROWS_AS(Xid(0x1'0000'0001, "", ""), DataError);
    CHECK_THROWS_AS(Xid(0, too_long, ""), DataError);
    CHECK_THROWS_AS(Xid(0, "", too_long), DataError);
}

TEST_CASE("xids are equal when all items are") {
    const Xid xid(7, "global", "branch");
    CHECK(xid == Xid(7, "global", "branch"));
    for (const Xid& other : {Xid(8, "global", "branch"), Xid(7, "globa", "branch"), Xid(7, "global", "")}) {
        CHECK(xid != other);
    }
    // The border between the two strings counts.
    CHECK(Xid(1, "ab", "c") != Xid(1, "a", "bc"));
}

TEST_CASE("a native name is an xid of its own, whatever its length") {
    const std::string name(150, 'n');
    const Xid native = Xid::from_native(name);
    CHECK(native.is_native());
    CHECK(native.format_id() == Xid::no_format);
    CHECK(native.global_transaction_id() == name);
    CHECK(native.branch_qualifier().empty());
    CHECK_FALSE(Xid(0, "a", "").is_native());
    CHECK(Xid::from_native("a") != Xid(0, "a", ""));
}
