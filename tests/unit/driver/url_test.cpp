// SPDX-License-Identifier: BSL-1.0
//
// URLs taken apart, and that an error repeats nothing of them: they hold passwords.
#include <doctest/doctest.h>

#include <dbapi/driver/url.hpp>
#include <dbapi/errors.hpp>
#include <string>
#include <utility>
#include <vector>

using dbapi::driver::parse_url;
using dbapi::driver::percent_decode;
using Query = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("a URL is taken apart into scheme, authority, path and query") {
    struct {
        const char* text;
        const char* scheme;
        bool has_authority;
        const char* authority;
        const char* path;
        Query query;
    } const table[] = {
        {"sqlite::memory:", "sqlite", false, "", ":memory:", {}},
        {"sqlite:", "sqlite", false, "", "", {}},
        {"sqlite:bank.db", "sqlite", false, "", "bank.db", {}},
        {"sqlite:/tmp/a%20b.db?mode=ro", "sqlite", false, "", "/tmp/a b.db", {{"mode", "ro"}}},
        {"sqlite:///tmp/bank.db", "sqlite", true, "", "/tmp/bank.db", {}},
        {"postgresql://ann:s%40cret@db:26257/bank?sslmode=disable&a=b%26c",
         "postgresql",
         true,
         "ann:s%40cret@db:26257",
         "/bank",
         {{"sslmode", "disable"}, {"a", "b&c"}}},
        {"fake://host", "fake", true, "host", "", {}},
        {"fake://host?x=1", "fake", true, "host", "", {{"x", "1"}}},
        {"fake:p?", "fake", false, "", "p", {}},
        {"fake:p?a", "fake", false, "", "p", {{"a", ""}}},
        {"fake:p?a=&&b=1=2", "fake", false, "", "p", {{"a", ""}, {"b", "1=2"}}},
        {"fake:p?a=1&a=2", "fake", false, "", "p", {{"a", "1"}, {"a", "2"}}},
        {"fake:p%3Fq?a%3Db=c", "fake", false, "", "p?q", {{"a=b", "c"}}},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        const auto url = parse_url(row.text);
        CHECK(url.scheme == row.scheme);
        CHECK(url.has_authority == row.has_authority);
        CHECK(url.authority == row.authority);
        CHECK(url.path == row.path);
        CHECK(url.query == row.query);
    }
}

TEST_CASE("escapes are undone, in either case of letters, and a plus stays a plus") {
    CHECK(percent_decode("") == "");
    CHECK(percent_decode("a%41%2f%2F%c3%A4") == "aA//\xc3\xa4");
    CHECK(percent_decode("%41") == "A");
    CHECK(percent_decode("%2541") == "%41");
    CHECK(percent_decode("a+b") == "a+b");
}

TEST_CASE("a bad escape throws ProgrammingError that repeats nothing of the text") {
    for (const std::string bad :
         {"%", "%4", "%4G", "%G4", "%%41", "% 41", "a%", "%00", "secret%zz", "100%"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS((void)percent_decode(bad), dbapi::ProgrammingError);
        for (const std::string& url :
             {"fake:secret" + bad, "fake:p?secret=" + bad, "fake:p?secret" + bad + "=1"}) {
            CAPTURE(url);
            try {
                (void)parse_url(url);
                FAIL("accepted");
            } catch (const dbapi::ProgrammingError& error) {
                CHECK(std::string(error.what()).find("secret") == std::string::npos);
            }
        }
    }
}

TEST_CASE("a text without a scheme throws ProgrammingError that repeats nothing of it") {
    for (const std::string text : {"", ":", ":secret", "secret", "//ann/secret", "secret password"}) {
        CAPTURE(text);
        try {
            (void)parse_url(text);
            FAIL("accepted");
        } catch (const dbapi::ProgrammingError& error) {
            CHECK(std::string(error.what()) == "the URL has no scheme");
        }
    }
}
