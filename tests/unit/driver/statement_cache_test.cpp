// SPDX-License-Identifier: BSL-1.0
//
// What the cache keeps, what it lets go, and that threads get the same statements.
#include <doctest/doctest.h>
#include <dbapi/driver/statement_cache.hpp>
#include <dbapi/errors.hpp>
#include <string>
#include <thread>
#include <vector>

using dbapi::ParamStyle;
using dbapi::driver::Placeholder;
using dbapi::driver::Statement;
using dbapi::driver::StatementCache;

TEST_CASE("the same text in the same style is the same statement") {
    StatementCache cache(Placeholder::question);
    const auto first = cache.get("select ?", ParamStyle::qmark, false);
    CHECK(first->sql() == "select ?");
    CHECK(cache.get(std::string("select ?"), ParamStyle::qmark, false) == first);
    CHECK(cache.get("select ? ", ParamStyle::qmark, false) != first);
    CHECK(cache.get("select ?", ParamStyle::named, false) != first);
    CHECK(cache.get("select ?", ParamStyle::qmark, false) == first);
    CHECK(cache.size() == 3);
    CHECK(cache.capacity() == StatementCache::default_capacity);
}

TEST_CASE("a mapping makes another statement in automatic style alone") {
    StatementCache cache(Placeholder::dollar);
    const auto sequence = cache.get("select :n, ?", ParamStyle::automatic, false);
    const auto mapping = cache.get("select :n, ?", ParamStyle::automatic, true);
    CHECK(sequence->sql() == "select :n, $1");
    CHECK(mapping->sql() == "select $1, ?");
    CHECK(cache.get("select :n, ?", ParamStyle::automatic, false) == sequence);
    CHECK(cache.get("select :n", ParamStyle::named, false) ==
          cache.get("select :n", ParamStyle::named, true));
}

TEST_CASE("the statement that was not used for longest is forgotten first") {
    StatementCache cache(Placeholder::dollar, 3);
    const auto get = [&](const char* text) { return cache.get(text, ParamStyle::qmark, false); };
    const auto a = get("a");
    const auto b = get("b");
    const auto c = get("c");
    CHECK(get("a") == a);
    const auto d = get("d");  // b goes
    CHECK(cache.size() == 3);
    CHECK(get("a") == a);
    CHECK(get("c") == c);
    CHECK(get("d") == d);
    CHECK(get("b")->id() != b->id());  // a goes
    CHECK(get("a")->id() != a->id());
    CHECK(b->text() == "b");
    CHECK(cache.size() == 3);
}

TEST_CASE("a cache of one keeps one") {
    StatementCache cache(Placeholder::dollar, 1);
    const auto a = cache.get("a", ParamStyle::qmark, false);
    CHECK(cache.get("a", ParamStyle::qmark, false) == a);
    static_cast<void>(cache.get("b", ParamStyle::qmark, false));
    CHECK(cache.get("a", ParamStyle::qmark, false) != a);
    CHECK(cache.size() == 1);
}

TEST_CASE("a capacity of 0 turns the cache off") {
    StatementCache cache(Placeholder::dollar, 0);
    const auto a = cache.get("a", ParamStyle::qmark, false);
    CHECK(cache.get("a", ParamStyle::qmark, false) != a);
    CHECK(cache.size() == 0);
}

TEST_CASE("very long texts are not kept") {
    StatementCache cache(Placeholder::dollar);
    const std::string kept(StatementCache::longest_text_bytes, ' ');
    CHECK(cache.get(kept, ParamStyle::qmark, false) == cache.get(kept, ParamStyle::qmark, false));
    CHECK(cache.get(kept + "?", ParamStyle::qmark, false)->parameter_count() == 1);
    CHECK(cache.size() == 1);
}

TEST_CASE("a text that cannot be parsed leaves the cache as it was") {
    StatementCache cache(Placeholder::dollar);
    const auto a = cache.get("a", ParamStyle::format, false);
    CHECK_THROWS_AS(static_cast<void>(cache.get("%", ParamStyle::format, false)), dbapi::ProgrammingError);
    CHECK(cache.size() == 1);
    CHECK(cache.get("a", ParamStyle::format, false) == a);
}

TEST_CASE("clear forgets, but statements in use stay valid") {
    StatementCache cache(Placeholder::dollar);
    const auto a = cache.get("a ?", ParamStyle::qmark, false);
    cache.clear();
    CHECK(cache.size() == 0);
    CHECK(a->sql() == "a $1");
    CHECK(cache.get("a ?", ParamStyle::qmark, false) != a);
}

TEST_CASE("threads may share a cache") {
    StatementCache cache(Placeholder::dollar, 8);
    std::vector<std::string> texts;
    for (int i = 0; i < 12; ++i) texts.push_back("select ? + " + std::to_string(i));
    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < wrong.size(); ++t) {
        threads.emplace_back([&, t] {
            for (std::size_t i = 0; i < 2000; ++i) {
                const std::string& text = texts[(i * (t + 1)) % texts.size()];
                const auto got = cache.get(text, ParamStyle::qmark, false);
                if (got->text() != text || got->parameter_count() != 1) ++wrong[t];
                if (i % 500 == 499) cache.clear();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == std::vector<int>(4, 0));
    CHECK(cache.size() <= 8);
}
