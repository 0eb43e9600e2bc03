// SPDX-License-Identifier: BSL-1.0
//
// Network and MAC addresses in binary.
#include <doctest/doctest.h>

#include "libpq/unit/bytes.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using namespace testing;

TEST_CASE("addresses in binary are strings as PostgreSQL prints them") {
    struct Case {
        std::uint32_t type;
        const char* text;
        const char* hex;
    };
    const Case cases[] = {
        {oid::inet, "10.0.0.1", "022000040a000001"},
        {oid::inet, "10.0.0.1/8", "020800040a000001"},
        {oid::inet, "0.0.0.0/0", "0200000400000000"},
        {oid::inet, "255.255.255.255", "02200004ffffffff"},
        {oid::inet, "192.168.0.1/24", "02180004c0a80001"},  // CockroachDB
        {oid::inet, "::", "0380001000000000000000000000000000000000"},
        {oid::inet, "::/0", "0300001000000000000000000000000000000000"},
        {oid::inet, "::1", "0380001000000000000000000000000000000001"},
        {oid::inet, "::5", "0380001000000000000000000000000000000005"},
        {oid::inet, "::0.1.0.2", "0380001000000000000000000000000000010002"},
        {oid::inet, "::1.2.3.4", "0380001000000000000000000000000001020304"},
        {oid::inet, "::ffff:1.2.3.4", "0380001000000000000000000000ffff01020304"},
        {oid::inet, "::ffff:1.2.3.4/96", "0360001000000000000000000000ffff01020304"},
        {oid::inet, "::ffff:0.0.0.0", "0380001000000000000000000000ffff00000000"},
        {oid::inet, "::fffe:102:304", "0380001000000000000000000000fffe01020304"},
        {oid::inet, "::ffff:0:102:304", "038000100000000000000000ffff000001020304"},
        {oid::inet, "::1:102:304", "0380001000000000000000000000000101020304"},
        {oid::inet, "2001:db8::1", "0380001020010db8000000000000000000000001"},
        {oid::inet, "2001:4f8:3:ba::1", "03800010200104f8000300ba0000000000000001"},  // CockroachDB
        {oid::inet, "2001:db8::1/64", "0340001020010db8000000000000000000000001"},
        {oid::inet, "2001:0:0:1::1", "0380001020010000000000010000000000000001"},
        {oid::inet, "1::2:0:0:3:4", "0380001000010000000000020000000000030004"},
        {oid::inet, "1:0:2:0:3:0:4:0", "0380001000010000000200000003000000040000"},
        {oid::inet, "1:2:3:4:5:6:7:8", "0380001000010002000300040005000600070008"},
        {oid::inet, "0:2:3:4:5:6:7:8", "0380001000000002000300040005000600070008"},
        {oid::inet, "1:2:3:4:5:6:7:0", "0380001000010002000300040005000600070000"},
        {oid::inet, "1:2:3:4:5:6::", "0380001000010002000300040005000600000000"},
        {oid::inet, "fe80::", "03800010fe800000000000000000000000000000"},
        {oid::inet, "0:0:1::", "0380001000000000000100000000000000000000"},
        {oid::inet, "abcd:ef01:2345:6789:abcd:ef01:2345:6789/127",
         "037f0010abcdef0123456789abcdef0123456789"},
        {oid::cidr, "10.0.0.0/8", "020801040a000000"},
        {oid::cidr, "10.0.0.1/32", "022001040a000001"},
        {oid::cidr, "0.0.0.0/0", "0200010400000000"},
        {oid::cidr, "::/0", "0300011000000000000000000000000000000000"},
        {oid::cidr, "::1/128", "0380011000000000000000000000000000000001"},
        {oid::cidr, "2001:db8::/32", "0320011020010db8000000000000000000000000"},
        {oid::cidr, "::ffff:1.2.3.0/120", "0378011000000000000000000000ffff01020300"},
        {oid::macaddr, "08:00:2b:01:02:03", "08002b010203"},
        {oid::macaddr8, "08:00:2b:ff:fe:01:02:03", "08002bfffe010203"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.hex));
        CHECK(shown_binary(c.type, from_hex(c.hex)) == c.text);
        CHECK(decode_binary(c.type, from_hex(c.hex)) == Value(c.text));
    }
}

TEST_CASE("malformed addresses are a DataError") {
    const char* const cases[] = {
        "012000040a000001",                          // no family
        "042000040a000001",                          // no family
        "022100040a000001",                          // 33 bits
        "03810010fe800000000000000000000000000000",  // 129 bits
        "022000050a00000100",                        // five bytes
        "022000030a000001",                          // three bytes, but four
        "032000040a000001",                          // IPv6 of four bytes
        "02200010fe800000000000000000000000000000",  // IPv4 of 16 bytes
    };
    for (const char* const hex : cases) {
        CAPTURE(std::string(hex));
        CHECK_THROWS_AS(static_cast<void>(decode_binary(oid::inet, from_hex(hex))), DataError);
        CHECK_THROWS_AS(static_cast<void>(decode_binary(oid::cidr, from_hex(hex))), DataError);
    }
    check_lengths(oid::inet, "022000040a000001");
    check_lengths(oid::inet, "0380001020010db8000000000000000000000001");
    check_lengths(oid::cidr, "020801040a000000");
    check_lengths(oid::macaddr, "08002b010203");
    check_lengths(oid::macaddr8, "08002bfffe010203");
}
