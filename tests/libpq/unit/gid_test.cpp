// SPDX-License-Identifier: BSL-1.0
//
// PostgreSQL's names of prepared transactions.
#include "gid.hpp"

#include <doctest/doctest.h>

#include <string>

using dbapi::Xid;
using dbapi::libpq::gid_of;
using dbapi::libpq::max_gid_bytes;
using dbapi::libpq::xid_of;

TEST_CASE("an xid is named as psycopg names it") {
    CHECK(gid_of(Xid(42, "gtrid", "bqual")) == "42_Z3RyaWQ=_YnF1YWw=");
    CHECK(gid_of(Xid(0, "", "")) == "0__");
    CHECK(gid_of(Xid(1, "a", "abc")) == "1_YQ==_YWJj");
    CHECK(gid_of(Xid(1, "\xff\xfe", std::string("\0", 1))) == "1_//4=_AA==");
}

TEST_CASE("every xid comes back, and fits") {
    for (std::size_t size = 0; size <= Xid::max_part_bytes; ++size) {
        std::string global;
        for (std::size_t i = 0; i < size; ++i) global += static_cast<char>(i * 37 + size);
        const Xid xid(Xid::max_format_id, global, std::string(Xid::max_part_bytes - size, '\xff'));
        CHECK(xid_of(gid_of(xid)) == xid);
        CHECK(gid_of(xid).size() <= max_gid_bytes);
    }
}

TEST_CASE("a name of another form is a native xid, which has that very name") {
    for (const std::string gid :
         {"", "x", "_", "__", "a_YQ==_YQ==", "01_YQ==_YQ==", "+1_YQ==_YQ==", "-1_YQ==_YQ==", "1_YQ_YQ",
          "1_YR==_YQ==", "1_YQ==_YQ== ", "1_Y Q=_YQ==", "1_YQ==", "1_YQ==_YQ==_YQ==", "2147483648__",
          "99999999999__", "1_====_", "it's \\ native"}) {
        CAPTURE(gid);
        const Xid xid = xid_of(gid);
        CHECK(xid.is_native());
        CHECK(gid_of(xid) == gid);
    }
    const std::string longest = gid_of(Xid(1, std::string(64, 'a'), ""));
    CHECK_FALSE(xid_of(longest).is_native());
    const std::string hundred = "1_" + std::string(100, 'A') + "_";  // 75 bytes
    CHECK(xid_of(hundred).is_native());
    CHECK(gid_of(xid_of(hundred)) == hundred);
}
