// SPDX-License-Identifier: BSL-1.0
//
// Where executemany() takes its rows from: every kind of row, every kind of range, read once and one row at a
// time.
#include <doctest/doctest.h>

#include <dbapi/bind.hpp>
#include <dbapi/dbapi.hpp>
#include <forward_list>
#include <iterator>
#include <map>
#include <memory>
#include <ranges>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using Values = std::vector<Value>;
using Rows = std::vector<Values>;

namespace {

template <class R>
Rows bound_rows(std::string_view sql, R&& range) {
    testing::FakeDriver driver;
    driver.connect("fake:")->cursor()->executemany(sql, std::forward<R>(range));
    CHECK(driver.violations().empty());
    Rows rows;
    for (const auto& execution : driver.executions()) rows.push_back(execution.parameters);
    return rows;
}

/// An input range that is walked over once and makes each row in a place that it uses again.
class Countdown {
 public:
    explicit Countdown(int from) : left_(from) {}

    class iterator {
     public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = std::tuple<int, std::string>;
        using difference_type = std::ptrdiff_t;

        explicit iterator(Countdown& range) : range_(&range) { range_->make(); }
        iterator(iterator&&) = default;
        iterator& operator=(iterator&&) = default;
        const value_type& operator*() const { return *range_->row_; }
        iterator& operator++() {
            --range_->left_;
            range_->make();
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& at, std::default_sentinel_t) {
            return at.range_->is_used_up();
        }

     private:
        Countdown* range_;
    };
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() { return {}; }
    [[nodiscard]] bool is_used_up() const { return left_ == 0; }
    int made = 0;

 private:
    void make() {
        row_.reset();  // the row before is gone, as in a reader of a file
        if (left_ == 0) return;
        ++made;
        row_ = std::make_unique<std::tuple<int, std::string>>(
            left_, std::string(50, static_cast<char>('a' + left_)));
    }
    int left_;
    std::unique_ptr<std::tuple<int, std::string>> row_;
};

const std::string long_text(50, 'x');

}  // namespace

// One value is no range of rows, or of the values of an IN list, though it can be walked over.
static_assert(!detail::ValuesRange<std::string> && !detail::ValuesRange<const char[4]> &&
              !detail::ValuesRange<std::string_view>);
static_assert(!detail::ValuesRange<std::vector<std::byte>> &&
              !detail::ValuesRange<std::vector<unsigned char>>);
static_assert(!detail::ValuesRange<std::u16string> && !detail::ValuesRange<const std::u8string>);
static_assert(detail::ValuesRange<std::vector<std::string>> && detail::ValuesRange<const std::vector<int>> &&
              detail::ValuesRange<std::vector<std::tuple<int>>> &&
              detail::ValuesRange<std::map<std::string, int>>);

static_assert(std::ranges::input_range<Countdown> && !std::ranges::forward_range<Countdown>);

TEST_CASE("rows may be tuples, sequences of values, mappings or Parameters") {
    CHECK(bound_rows("X ?, ?", std::vector<std::tuple<int, std::string>>{{1, "a"}, {2, "b"}}) ==
          Rows{{1, "a"}, {2, "b"}});
    CHECK(bound_rows("X ?, ?", std::vector<std::pair<int, int>>{{1, 2}}) == Rows{{1, 2}});
    CHECK(bound_rows("X ?, ?", Rows{{1, "a"}, {2, null}}) == Rows{{1, "a"}, {2, null}});
    CHECK(bound_rows("X ?", std::vector<std::array<Value, 1>>{{Value(1)}, {Value("x")}}) == Rows{{1}, {"x"}});
    CHECK(bound_rows("X :b, :a", std::vector<std::map<std::string, int>>{
                                     {{"a", 1}, {"b", 2}}, {{"b", 4}, {"a", 3}}}) == Rows{{2, 1}, {4, 3}});
    CHECK(bound_rows("X :a", std::vector<Parameters>{Parameters().set("a", 1)}) == Rows{{1}});
    CHECK(bound_rows("X ?", std::vector<Parameters>{Parameters(Values{1}), Parameters(Values{2})}) ==
          Rows{{1}, {2}});
    CHECK(bound_rows("X", std::vector<std::tuple<>>(3)) == Rows{{}, {}, {}});
}

TEST_CASE("a row that is no parameter list is one parameter") {
    CHECK(bound_rows("X ?", std::vector<int>{1, 2}) == Rows{{1}, {2}});
    CHECK(bound_rows("X ?", std::vector<std::string>{long_text, "b"}) == Rows{{long_text}, {"b"}});
    CHECK(bound_rows("X ?", std::vector<const char*>{"a"}) == Rows{{"a"}});
    CHECK(bound_rows("X ?", Values{1, "a", null}) == Rows{{1}, {"a"}, {null}});
    CHECK(bound_rows("X ?", std::vector<std::optional<int>>{1, std::nullopt}) == Rows{{1}, {null}});
    CHECK(bound_rows("X ?", std::vector<std::vector<int>>{{1, 2}, {}}) ==
          Rows{{Array(Values{1, 2})}, {Array()}});
    CHECK(bound_rows("X IN (?)", std::vector<ExpandedList>{expand({1}), expand({2})}) == Rows{{1}, {2}});
    CHECK(bound_rows("X ?", testing::Made(1, 3, [](int n) {
                         return std::string(50, static_cast<char>('a' + n));
                     })) == Rows{{std::string(50, 'b')}, {std::string(50, 'c')}});
    const int numbers[2][2] = {{1, 2}, {3, 4}};
    CHECK(bound_rows("X ?", numbers) == Rows{{Array(Values{1, 2})}, {Array(Values{3, 4})}});
}

TEST_CASE("a row may be a proxy: a bit of vector<bool>, a tuple of references, a pair of a map") {
    std::vector<bool> flags{true, false};
    CHECK(bound_rows("X ?", flags) == Rows{{true}, {false}});
    CHECK(bound_rows("X ?, ?", std::map<std::string, int>{{"a", 1}, {"b", 2}}) == Rows{{"a", 1}, {"b", 2}});
    std::string texts[] = {long_text, "b"};
    const auto zipped = [&](int n) { return std::tuple<int, std::string&>(n, texts[n]); };
    CHECK(bound_rows("X ?, ?", testing::Made(0, 2, zipped)) == Rows{{0, long_text}, {1, "b"}});
}

TEST_CASE("rows that are themselves read once are read when their turn comes") {
    const auto values = [](int n) {
        return testing::Made(n, n + 2,
                             [](int m) { return Value(std::string(50, static_cast<char>('a' + m))); });
    };
    CHECK(bound_rows("X ?, ?", testing::Made(0, 2, values)) ==
          Rows{{std::string(50, 'a'), std::string(50, 'b')}, {std::string(50, 'b'), std::string(50, 'c')}});
    std::istringstream numbers("3 1 2");
    using Numbers = std::istream_iterator<int>;
    CHECK(bound_rows("X ?", testing::Between{Numbers(numbers), Numbers()}) == Rows{{3}, {1}, {2}});
}

TEST_CASE("a braced list of rows is a range") {
    testing::FakeDriver driver;
    const auto cur = driver.connect("fake:")->cursor();
    cur->executemany("X ?, ?", {{1, "a"}, {2, "b"}});
    cur->executemany("X ?, ?", {Values{1, "a"}, Values{2, null}});
    REQUIRE(driver.executions().size() == 4);
    CHECK(driver.executions()[1].parameters == Values{2, "b"});
    CHECK(driver.executions()[3].parameters == Values{2, null});
}

TEST_CASE("any range will do: const, reversed, an array, made as it is read") {
    const std::forward_list<std::tuple<int>> numbers{{1}, {2}, {3}};
    CHECK(bound_rows("X ?", numbers) == Rows{{1}, {2}, {3}});
    std::vector<std::tuple<int>> vector{{1}, {2}, {3}};
    CHECK(bound_rows("X ?", testing::Between{vector.rbegin(), vector.rend()}) == Rows{{3}, {2}, {1}});
    CHECK(bound_rows("X ?", testing::Made(1, 3, [](int n) { return std::tuple(n); })) == Rows{{1}, {2}});
    std::tuple<int> array[] = {{4}, {5}};
    CHECK(bound_rows("X ?", array) == Rows{{4}, {5}});
}

TEST_CASE("rows that the range makes as temporaries live until the driver has them") {
    const auto text = [](int n) { return std::tuple(n, std::string(50, static_cast<char>('a' + n))); };
    CHECK(bound_rows("X ?, ?", testing::Made(0, 2, text)) ==
          Rows{{0, std::string(50, 'a')}, {1, std::string(50, 'b')}});
    const auto list = [](int n) { return Values{n, long_text}; };
    CHECK(bound_rows("X ?, ?", testing::Made(0, 2, list)) == Rows{{0, long_text}, {1, long_text}});
    const auto mapping = [](int n) {
        return std::map<std::string, std::string>{{"a" + std::to_string(n), long_text}};
    };
    CHECK(bound_rows("X :a1", testing::Made(1, 2, mapping)) == Rows{{long_text}});
}

TEST_CASE("rows that the range gives away are taken") {
    std::vector<std::tuple<std::string>> rows{{long_text}, {long_text + "y"}};
    const testing::Between moving{std::move_iterator(rows.begin()), std::move_iterator(rows.end())};
    CHECK(bound_rows("X ?", moving) == Rows{{long_text}, {long_text + "y"}});
}

TEST_CASE("a range is walked over once, and a row is used before the next is asked for") {
    Countdown countdown(3);
    CHECK(bound_rows("X ?, ?", countdown) ==
          Rows{{3, std::string(50, 'd')}, {2, std::string(50, 'c')}, {1, std::string(50, 'b')}});
    CHECK(countdown.made == 3);
}

TEST_CASE("a failure stops the reading of the range") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    driver.fail("execute", UniqueViolation("there already"), 1);
    Countdown countdown(5);
    CHECK_THROWS_AS(conn->executemany("X ?, ?", countdown), UniqueViolation);
    CHECK(countdown.made == 2);
    CHECK(driver.count("execute") == 2);
}

TEST_CASE("each row is checked as the parameters of execute are, and styles may differ from row to row") {
    testing::FakeDriver driver;
    const auto conn = driver.connect("fake:");
    CHECK_THROWS_AS(conn->executemany("X ?", Rows{{1}, {1, 2}}), ProgrammingError);
    CHECK(driver.executions().size() == 1);
    conn->rollback();
    conn->executemany("X IN (?)",
                      std::vector<std::tuple<ExpandedList>>{{expand(Values{1})}, {expand(Values{2, 3})}});
    CHECK(driver.executions()[1].sql == "X IN (?)");
    CHECK(driver.executions()[2].sql == "X IN (?, ?)");
}
