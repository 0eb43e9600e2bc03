// SPDX-License-Identifier: BSL-1.0
//
// Aggregates, tuples and pairs as rows: parameters of execute() and executemany(), and what rows(), one() and
// first() give.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using testing::FakeDriver;
using Values = std::vector<Value>;

namespace {

enum class Level : std::uint8_t { low = 1, high = 200 };
struct Money {
    std::int64_t cents;
    friend bool operator==(const Money&, const Money&) = default;
};
struct Account {
    std::int64_t id;
    std::string owner;
    std::optional<Money> balance;
    friend bool operator==(const Account&, const Account&) = default;
};
struct Everything {
    Level level;
    Value any;
    Uuid uuid;
    std::vector<int> numbers;
    std::optional<std::vector<std::byte>> bytes;
    Money money;
};
struct Named {
    std::int64_t id;
    std::string_view owner;
};
struct Maybe {
    std::optional<std::string_view> name;
};
struct Big {
    std::uint64_t number;
};

const std::string long_text(100, 'x');

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};

    Session() {
        driver.answer("SELECT accounts", {.columns = testing::columns({"id", "owner", "balance"}),
                                          .rows = {{1, "ann", 250}, {2, long_text, null}}});
        driver.answer("SELECT account",
                      {.columns = testing::columns({"id", "owner", "balance"}), .rows = {{1, "ann", 250}}});
        driver.answer("SELECT misfit", {.columns = testing::columns({"id", "owner", "balance"}),
                                        .rows = {{1, null, 250}, {1, "ann", "broke"}}});
        driver.answer("SELECT number", testing::integers("n", {7}));
        conn = driver.connect("fake:");
    }
    ~Session() {
        CHECK(driver.violations() == std::vector<std::string>{});
        conn.reset();
    }
    [[nodiscard]] Values bound(std::size_t execution = 0) const {
        return driver.executions().at(execution).parameters;
    }
};

/// What rows() takes, and what may outlive the row.
template <class... Ts>
concept Owned = requires(Cursor& cursor, Result& result, TypedRows<Ts...>& rows) {
    cursor.one<Ts...>();
    cursor.first<Ts...>();
    result.one<Ts...>();
    result.first<Ts...>();
    rows.take();
};
template <class... Ts>
concept Borrowed = requires(Cursor& cursor) {
    cursor.rows<Ts...>();
}
&&!requires(Cursor & cursor) { cursor.one<Ts...>(); }
&&!requires(Cursor & cursor) { cursor.first<Ts...>(); }
&&!requires(Result & result) { result.one<Ts...>(); }
&&!requires(Result & result) { result.first<Ts...>(); }
&&!requires(TypedRows<Ts...> & rows) { rows.take(); };

}  // namespace

template <>
struct dbapi::Adapter<Money> {
    static Value to_value(const Money& money) { return Decimal(money.cents); }
    static Money from_value(const Value& value) { return {value.get<std::int64_t>()}; }
};

static_assert(std::same_as<TypedRows<Account>::value_type, Account> && TypedRows<Account>::column_count == 3);
static_assert(TypedRows<Money>::column_count == 1);  // the adapter wins
static_assert(TypedRows<std::tuple<int, Money>>::column_count == 2 &&
              TypedRows<std::pair<int, int>>::column_count == 2 &&
              TypedRows<std::tuple<>>::column_count == 0);
static_assert(std::same_as<TypedRows<std::pair<int, int>>::value_type, std::pair<int, int>>);

// A std::string_view is as good as the row that it looks into, wherever it stands.
static_assert(Owned<Account> && Owned<int> && Owned<std::string, int> && Owned<std::tuple<std::string>>);
static_assert(Borrowed<std::string_view> && Borrowed<int, std::string_view>);
static_assert(Borrowed<std::optional<std::string_view>> && Borrowed<std::tuple<int, std::string_view>>);
static_assert(Borrowed<std::pair<std::string_view, int>> && Borrowed<Named> && Borrowed<Maybe>);
template <class T>
concept Scalar = requires(Cursor& cursor, Result& result) {
    cursor.scalar<T>();
    result.scalar<T>();
};
static_assert(Scalar<int> && Scalar<Money> && Scalar<std::vector<std::string>>);
static_assert(!Scalar<std::string_view> && !Scalar<std::optional<std::string_view>> && !Scalar<Named>);

TEST_CASE("an aggregate is the parameters of execute, its fields by position") {
    Session s;
    s.conn->execute("X ?, ?, ?", Account{1, "ann", Money{250}});
    s.conn->cursor()->execute("X $1, $2, $3", Account{2, "bob", std::nullopt});
    CHECK(s.bound(0) == Values{1, "ann", Decimal(250)});
    CHECK(s.bound(1) == Values{2, "bob", null});

    const Everything everything{Level::high, "any", Uuid(), {1, 2}, std::vector<std::byte>(2), {5}};
    s.conn->execute("X ?, ?, ?, ?, ?, ?", everything);
    CHECK(s.bound(2) ==
          Values{200, "any", Uuid(), Array(Values{1, 2}), Binary(std::string_view("\0\0", 2)), Decimal(5)});
    CHECK_THROWS_AS(s.conn->execute("X ?", Account{}), ProgrammingError);
    CHECK_THROWS_AS(s.conn->execute("X :id, :owner, :balance", Account{}), ProgrammingError);
    CHECK_THROWS_AS(s.conn->execute("X ?", Big{std::uint64_t{1} << 63U}), DataError);
}

TEST_CASE("an aggregate with an adapter is one parameter among others") {
    Session s;
    s.conn->execute("X ?", Money{1});
    s.conn->execute("X ?, ?", Money{1}, 2);
    s.conn->execute("X ?, ?", std::tuple(Money{1}, 2));
    CHECK(s.bound(0) == Values{Decimal(1)});
    CHECK(s.bound(1) == Values{Decimal(1), 2});
    CHECK(s.bound(2) == Values{Decimal(1), 2});
}

TEST_CASE("a range of aggregates is the rows of executemany, also one that makes them as it is read") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->executemany("X ?, ?, ?", std::vector<Account>{{1, "ann", Money{5}}, {2, long_text, std::nullopt}});
    cur->executemany("X ?, ?, ?", testing::Made(3, 5, [](int n) { return Account{n, long_text, {}}; }));
    std::list<Account> accounts{{5, long_text, {}}};
    cur->executemany("X ?, ?, ?", testing::Between{std::move_iterator(accounts.begin()),
                                                   std::move_iterator(accounts.end())});
    const Account fixed[] = {{6, "bob", {}}};
    cur->executemany("X ?, ?, ?", fixed);
    CHECK(s.bound(0) == Values{1, "ann", Decimal(5)});
    CHECK(s.bound(1) == Values{2, long_text, null});
    CHECK(s.bound(2) == Values{3, long_text, null});
    CHECK(s.bound(3) == Values{4, long_text, null});
    CHECK(s.bound(4) == Values{5, long_text, null});
    CHECK(s.bound(5) == Values{6, "bob", null});
}

TEST_CASE("rows become aggregates by position, buffered or streaming") {
    Session s;
    for (const bool stream : {false, true}) {
        CAPTURE(stream);
        const auto cur = s.conn->cursor({.stream = stream});
        cur->execute("SELECT accounts");
        std::vector<Account> accounts;
        for (Account account : cur->rows<Account>()) accounts.push_back(std::move(account));
        CHECK(accounts == std::vector<Account>{{1, "ann", Money{250}}, {2, long_text, std::nullopt}});
    }
    CHECK(s.conn->execute("SELECT account").one<Account>() == Account{1, "ann", Money{250}});
    CHECK(s.conn->execute("SELECT accounts").first<Account>() == Account{1, "ann", Money{250}});
    CHECK(s.conn->execute("SELECT number").one<Money>() == Money{7});
    CHECK(s.conn->execute("SELECT number").scalar<Money>() == Money{7});
    for (const auto& [id, owner, balance] : s.conn->execute("SELECT account").rows<Account>()) {
        CHECK(owner == "ann");
    }
}

TEST_CASE("a tuple or a pair may name the row as well") {
    Session s;
    using Row = std::tuple<int, std::string, std::optional<Money>>;
    CHECK(s.conn->execute("SELECT account").one<Row>() == Row(1, "ann", Money{250}));
    CHECK(s.conn->execute("SELECT number").one<std::tuple<int>>() == std::tuple(7));
    CHECK(s.conn->execute("SELECT number").one<std::tuple<Value>>() == std::tuple(Value(7)));
    CHECK_THROWS_AS((void)(s.conn->execute("SELECT number").first<std::pair<int, int>>()), ProgrammingError);
    std::map<int, std::string> owners;
    s.driver.answer("SELECT pairs",
                    {.columns = testing::columns({"id", "owner"}), .rows = {{1, "ann"}, {2, "bob"}}});
    for (auto row : s.conn->execute("SELECT pairs").rows<std::pair<int, std::string>>()) owners.insert(row);
    CHECK(owners == std::map<int, std::string>{{1, "ann"}, {2, "bob"}});
}

TEST_CASE("text in an aggregate may be borrowed for the turn of a loop") {
    Session s;
    std::string owners;
    s.driver.answer("SELECT named",
                    {.columns = testing::columns({"id", "owner"}), .rows = {{1, "ann"}, {2, long_text}}});
    for (const Named& row : s.conn->execute("SELECT named").rows<Named>()) owners += row.owner;
    for (const Named& row : s.conn->stream("SELECT named").rows<Named>()) owners += row.owner;
    CHECK(owners == "ann" + long_text + "ann" + long_text);
}

TEST_CASE("an aggregate wants as many columns as it has fields") {
    Session s;
    CHECK_THROWS_WITH_AS((void)s.conn->execute("SELECT number").one<Account>(),
                         "the result has 1 columns, but 3 types were named", ProgrammingError);
    CHECK_THROWS_AS((void)s.conn->execute("SELECT accounts").rows<Named>(), ProgrammingError);
    CHECK_THROWS_AS((void)s.conn->execute("SELECT accounts").first<Big>(), ProgrammingError);
    CHECK_THROWS_WITH_AS((void)s.conn->execute("SELECT accounts").one<Account>(),
                         "Multiple results were found", ProgrammingError);
}

TEST_CASE("a field that does not fit is told by its column, and the next row can be read") {
    Session s;
    const auto cur = s.conn->cursor();
    cur->execute("SELECT misfit");
    auto rows = cur->rows<Account>();
    const auto complaint = [&] {
        try {
            (void)rows.take();
        } catch (const DataError& error) {
            return std::string(error.what());
        }
        return std::string("nothing");
    };
    CHECK(complaint().find("column \"owner\" (null) as ") == 0);
    CHECK(complaint().find("column \"balance\" (string) as ") == 0);
    CHECK(rows.take() == std::nullopt);
}

TEST_CASE("rows of one connection are written to another as they come") {
    Session from;
    Session to;
    to.conn->cursor()->executemany("X ?, ?, ?", from.conn->execute("SELECT accounts").rows<Account>());
    to.conn->cursor()->executemany("X ?, ?, ?", from.conn->execute("SELECT accounts").fetchall());
    const auto cur = from.conn->cursor({.stream = true});
    to.conn->cursor()->executemany("X ?, ?, ?", cur->execute("SELECT accounts"));
    for (const std::size_t execution : {0U, 2U, 4U}) {
        CAPTURE(execution);
        CHECK(to.bound(execution) == Values{1, "ann", execution == 0 ? Value(Decimal(250)) : Value(250)});
        CHECK(to.bound(execution + 1) == Values{2, long_text, null});
    }
}
