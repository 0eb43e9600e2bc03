// SPDX-License-Identifier: BSL-1.0
//
// Uuid: the spellings that PostgreSQL takes, random ones.
#include <doctest/doctest.h>

#include <dbapi/errors.hpp>
#include <dbapi/uuid.hpp>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <type_traits>
#include <unordered_set>
#include <vector>

using dbapi::Uuid;

static_assert(sizeof(Uuid) == 16 && std::is_trivially_copyable_v<Uuid>);
static_assert(Uuid().is_nil());

TEST_CASE("a UUID is read in every spelling that PostgreSQL takes, and written in one") {
    const std::string canonical = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
    for (const std::string text :
         {canonical.c_str(), "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
          "a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11",
          "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}"}) {
        CAPTURE(text);
        const Uuid uuid = Uuid::parse(text);
        CHECK(uuid.to_string() == canonical);
        CHECK(uuid.bytes()[0] == std::byte{0xA0});
        CHECK(uuid.bytes()[15] == std::byte{0x11});
        CHECK(Uuid(uuid.bytes()) == uuid);
        std::ostringstream out;
        out << uuid;
        CHECK(out.str() == canonical);
    }
    CHECK(Uuid().to_string() == "00000000-0000-0000-0000-000000000000");
}

TEST_CASE("text that is no UUID throws DataError") {
    for (const std::string text :
         {"", "{}", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111",
          "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
          "a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11", "a0-eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
          "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-", "-a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
          "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
          "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 ", "urn:uuid:a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}) {
        CAPTURE(text);
        try {
            (void)Uuid::parse(text);
            FAIL("accepted");
        } catch (const dbapi::DataError& error) {
            CHECK(error.sqlstate() == "22P02");
        }
    }
}

TEST_CASE("random UUIDs are of version 4, all different, and survive their text") {
    std::unordered_set<Uuid> seen;
    for (int i = 0; i < 3000; ++i) {
        const Uuid uuid = Uuid::random();
        const std::string text = uuid.to_string();
        REQUIRE(text[14] == '4');
        REQUIRE(std::string("89ab").find(text[19]) != std::string::npos);
        REQUIRE(Uuid::parse(text) == uuid);
        REQUIRE(seen.insert(uuid).second);
    }
}

TEST_CASE("threads get different random UUIDs") {
    std::vector<std::vector<Uuid>> made(4, std::vector<Uuid>(500));
    std::vector<std::thread> threads;
    for (auto& uuids : made) {
        threads.emplace_back([&uuids] {
            for (auto& uuid : uuids) uuid = Uuid::random();
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<Uuid> all;
    for (const auto& uuids : made) all.insert(uuids.begin(), uuids.end());
    CHECK(all.size() == 2000);
}

TEST_CASE("UUIDs are ordered as their texts are") {
    std::mt19937 random(8);  // NOLINT: the same numbers each time
    std::uniform_int_distribution<int> byte(0, 255);
    std::array<std::uint8_t, 16> bytes{};
    Uuid previous;
    for (int i = 0; i < 2000; ++i) {
        for (auto& one : bytes) one = static_cast<std::uint8_t>(byte(random));
        const Uuid uuid(bytes);
        REQUIRE((uuid <=> previous) == (uuid.to_string() <=> previous.to_string()));
        previous = uuid;
    }
}
