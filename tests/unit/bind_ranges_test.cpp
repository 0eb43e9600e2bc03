// SPDX-License-Identifier: BSL-1.0
//
// Ranges as parameters: arrays of one and several dimensions, ranges that are read once, IN lists.
#include <doctest/doctest.h>

#include <array>
#include <dbapi/dbapi.hpp>
#include <deque>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using Values = std::vector<Value>;

namespace {

struct Money {
    int cents;
};

Value array_of(Values values) { return Array(std::move(values)); }

/// Runs the statement and returns what the driver got.
template <class... Args>
Values bound(std::string_view sql, Args&&... arguments) {
    testing::FakeDriver driver;
    driver.connect("fake:")->execute(sql, std::forward<Args>(arguments)...);
    CHECK(driver.violations().empty());
    return driver.executions().at(0).parameters;
}

/// The words of a stream: a range that changes when it is read, by an iterator that cannot be copied, and
/// that keeps one element only.
template <class T>
class WordsAs {
 public:
    explicit WordsAs(const char* text) : stream_(text) {}

    class iterator {
     public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        explicit iterator(WordsAs& words) : words_(&words) { ++*this; }
        iterator(iterator&&) = default;
        iterator& operator=(iterator&&) = default;
        const T& operator*() const { return words_->word_; }
        iterator& operator++() {
            std::string word;
            if (words_->stream_ >> word) {
                words_->word_ = word;
            } else {
                words_ = nullptr;
            }
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& at, std::default_sentinel_t) { return !at.words_; }

     private:
        WordsAs* words_;
    };
    [[nodiscard]] iterator begin() { return iterator(*this); }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
    std::istringstream stream_;
    T word_;
};
using Words = WordsAs<std::string>;

}  // namespace

template <>
struct dbapi::Adapter<Money> {
    static Value to_value(const Money& money) { return Decimal(money.cents); }
};

static_assert(std::ranges::input_range<Words> && !std::ranges::input_range<const Words>);
static_assert(!std::copyable<Words::iterator>);

TEST_CASE("a range of any kind is one array") {
    const Value numbers = array_of({1, 2, 3});
    const int c_array[] = {1, 2, 3};
    std::vector<int> vector{1, 2, 3};
    CHECK(bound("X ?", c_array) == Values{numbers});
    CHECK(bound("X ?", std::array{1, 2, 3}) == Values{numbers});
    CHECK(bound("X ?", std::span<const int>(c_array)) == Values{numbers});
    CHECK(bound("X ?", std::set<int>{3, 2, 1}) == Values{numbers});
    CHECK(bound("X ?", std::list<short>{1, 2, 3}) == Values{numbers});
    CHECK(bound("X ?", std::deque<std::uint64_t>{1, 2, 3}) == Values{numbers});
    CHECK(bound("X ?", testing::Made(1, 4, [](int n) { return n; })) == Values{numbers});
    CHECK(bound("X ?", testing::Between{vector.begin(), vector.end()}) == Values{numbers});
    CHECK(bound("X ?, ?", 0, c_array) == Values{0, numbers});
    CHECK(bound("X ?, ?", std::tuple(0, std::list<int>{1, 2, 3})) == Values{0, numbers});
    CHECK(bound("X :n", std::map<std::string, std::vector<int>>{{"n", {1, 2, 3}}}) == Values{numbers});
}

TEST_CASE("the elements of an array may be of any type that is a parameter") {
    const char* const words[] = {"a", "b"};
    CHECK(bound("X ?", words) == Values{array_of({"a", "b"})});
    CHECK(bound("X ?", std::vector<std::string_view>{"a"}) == Values{array_of({"a"})});
    CHECK(bound("X ?", std::vector<std::optional<Money>>{Money{1}, std::nullopt}) ==
          Values{array_of({Decimal(1), null})});
    CHECK(bound("X ?", std::vector<TypedNull<int>>(1)) == Values{array_of({null})});
    CHECK(bound("X ?", std::vector<std::chrono::sys_days>(1)) == Values{array_of({Date()})});
    std::vector<bool> flags{true, false};
    CHECK(bound("X ?", flags) == Values{array_of({true, false})});
    CHECK_THROWS_AS(bound("X ?", std::vector<const char*>{"a", nullptr}), InterfaceError);
    CHECK_THROWS_AS(bound("X ?", std::vector<std::uint64_t>{1, std::numeric_limits<std::uint64_t>::max()}),
                    DataError);
}

TEST_CASE("a range of ranges is an array of several dimensions") {
    const Value matrix = Array({1, 2, 3, 4, 5, 6}, {{2, 1}, {3, 1}});
    const int c_array[2][3] = {{1, 2, 3}, {4, 5, 6}};
    CHECK(bound("X ?", std::vector<std::vector<int>>{{1, 2, 3}, {4, 5, 6}}) == Values{matrix});
    CHECK(bound("X ?", c_array) == Values{matrix});
    CHECK(bound("X ?", std::list<std::array<int, 3>>{{1, 2, 3}, {4, 5, 6}}) == Values{matrix});
    CHECK(bound("X ?", testing::Made(0, 2, [](int n) {
                    return std::vector{3 * n + 1, 3 * n + 2, 3 * n + 3};
                })) == Values{matrix});
    const std::vector<std::vector<std::vector<std::string>>> cube{{{"a"}, {"b"}}, {{"c"}, {"d"}}};
    CHECK(bound("X ?", cube) == Values{Array({"a", "b", "c", "d"}, {{2, 1}, {2, 1}, {1, 1}})});
    const int six[1][1][1][1][1][2] = {{{{{{7, 8}}}}}};
    CHECK(bound("X ?", six) == Values{Array({7, 8}, {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {2, 1}})});
    CHECK(bound("X ?", std::vector<std::vector<std::optional<int>>>{{1}, {std::nullopt}}) ==
          Values{Array({1, null}, {{2, 1}, {1, 1}})});
    CHECK(bound("X ?", std::vector<std::vector<std::byte>>(2)) == Values{array_of({Binary(), Binary()})});
    CHECK(bound("X ?", std::vector<std::vector<int>>{}) == Values{Array()});
    CHECK(bound("X ?", std::vector<std::vector<int>>(2)) == Values{Array()});
    CHECK(bound("X ?", std::vector<std::vector<std::vector<int>>>(2)) == Values{Array()});
}

TEST_CASE("rows of different lengths throw DataError 2202E before any hook") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    const auto sqlstate = [&](const auto& range) {
        try {
            conn->execute("X ?", range);
        } catch (const DataError& error) {
            return std::string(error.sqlstate());
        }
        return std::string("accepted");
    };
    using Rows = std::vector<std::vector<int>>;
    CHECK(sqlstate(Rows{{1, 2}, {3}}) == "2202E");
    CHECK(sqlstate(Rows{{1}, {2, 3}}) == "2202E");
    CHECK(sqlstate(Rows{{}, {1}}) == "2202E");
    CHECK(sqlstate(Rows{{1}, {}}) == "2202E");
    CHECK(sqlstate(std::vector<Rows>{{{1}}, {{2}, {3}}}) == "2202E");
    CHECK(sqlstate(std::vector<Rows>{{{1, 2}}, {{3}}}) == "2202E");
    CHECK(driver.take_calls() == std::vector<std::string>{"connect"});
}

TEST_CASE("a range that changes when it is read is read once, on connection and cursor alike") {
    CHECK(bound("X ?", Words("a b")) == Values{array_of({"a", "b"})});
    Words words("a b c");
    CHECK(bound("X ?, ?, ?", 1, words, std::string("x")) == Values{1, array_of({"a", "b", "c"}), "x"});
    CHECK(bound("X ?", words) == Values{Array()});

    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    int flag = 1;
    conn->cursor()->execute("X ?, ?", flag, Words("a"));
    CHECK(conn->stream("X ?", Words("a")).description() == nullptr);
    CHECK(driver.executions()[0].parameters == Values{1, array_of({"a"})});
    CHECK(driver.executions()[1].parameters == Values{array_of({"a"})});
}

TEST_CASE("a parameter list that is read once keeps its values for the driver") {
    const std::string a(50, 'a');
    const std::string b(50, 'b');
    CHECK(bound("X ?, ?", WordsAs<Value>((a + " " + b).c_str())) == Values{a, b});
    testing::FakeDriver driver;
    const auto row = [&](int) { return WordsAs<Value>("x y"); };
    driver.connect("fake:")->executemany("X ?, ?", testing::Made(0, 2, row));
    CHECK(driver.executions()[1].parameters == Values{"x", "y"});
}

TEST_CASE("an expanded list takes a placeholder for each value, and NULL when it is empty") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    conn->execute("X ? IN (?) ?", 1, expand(std::vector<int>{7, 8}), 2);
    conn->execute("X IN (?)", expand(std::vector<int>{}));
    conn->execute("X IN (:ids)", std::map<std::string, ExpandedList>{{"ids", expand(std::vector<int>{3})}});
    const auto seen = driver.executions();
    CHECK(seen[0].sql == "X ? IN (?, ?) ?");
    CHECK(seen[0].parameters == Values{1, 7, 8, 2});
    CHECK(seen[1].sql == "X IN (NULL)");
    CHECK(seen[1].parameters.empty());
    CHECK(seen[2].parameters == Values{3});
}

TEST_CASE("expand takes ranges of any kind, and elements of any type that is a parameter") {
    CHECK(bound("X IN (?)", expand({1, 2})) == Values{1, 2});
    CHECK(bound("X IN (?)", expand(Words("a b"))) == Values{"a", "b"});
    CHECK(bound("X IN (?)", expand(std::vector<bool>{true, false})) == Values{true, false});
    CHECK(bound("X IN (?)", expand(testing::Made(1, 3, [](int n) { return std::to_string(n); }))) ==
          Values{"1", "2"});
    CHECK(bound("X IN (?)", expand(std::vector<std::optional<Money>>{Money{1}, std::nullopt})) ==
          Values{Decimal(1), null});
    CHECK(bound("X IN (?)", expand(std::set<std::u8string>{u8"a"})) == Values{"a"});
    CHECK(bound("X IN (?)", expand(std::vector<std::vector<int>>{{1}, {2, 3}})) ==
          Values{array_of({1}), array_of({2, 3})});
    CHECK(bound("X IN (?)", expand(std::vector<Value>{1, "a"})) == Values{1, "a"});
    CHECK_THROWS_AS((void)expand(std::vector<std::uint64_t>{std::numeric_limits<std::uint64_t>::max()}),
                    DataError);
    CHECK_THROWS_AS((void)expand(std::vector<const char*>{nullptr}), InterfaceError);
}
