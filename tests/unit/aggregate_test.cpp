// SPDX-License-Identifier: BSL-1.0
//
// Plain aggregates: which types are rows, how many fields they have, and which are refused. How rows are
// bound and read is in aggregate_rows_test.cpp.
#include <doctest/doctest.h>

#include <array>
#include <dbapi/aggregate.hpp>
#include <dbapi/uuid.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace dbapi;
using detail::Fields;
using detail::TypeList;

namespace {

struct Account {
    Uuid id;
    std::int64_t balance;
    std::optional<std::string> owner;
};
struct One {
    Value only;
};
enum class Level : std::uint8_t { low };
/// Made from anything that converts, as Value is, or not made without an argument.
struct Greedy {
    template <class T>
    requires std::convertible_to<T, int> Greedy(T&&) {}
};
struct Explicit {
    explicit Explicit(int n) : number(n) {}
    Explicit(int n, int) : number(n) {}
    int number;
};
struct Varied {
    bool a;
    char b;
    const int c;
    const char* d;
    Level e;
    std::array<int, 3> f;
    std::vector<std::byte> g;
    std::chrono::sys_days h;
    std::map<std::string, int> i;
    Explicit j;
    std::optional<Explicit> k;
    Greedy l;
    std::unique_ptr<int> m;
    Account n;
    std::tuple<int, int> o;
    Decimal p;
};
struct Thirty2 {
    int a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0, c1, c2, c3, c4,
        c5, c6, c7, c8, c9;
    std::string d0;
    std::optional<int> d1;
};
struct Thirty3 {
    Thirty2 a;
    int a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0, c1, c2, c3, c4,
        c5, c6, c7, c8, c9;
    Explicit e;
    int f;
};

// Not rows, or not any that can be taken apart.
struct Empty {};
class WithConstructor {
 public:
    explicit WithConstructor(int);
};
struct Adapted {
    int number;
};
struct ReadOnly {
    int number;
};
struct Range {
    const int* first;
    const int* last;
    [[nodiscard]] const int* begin() const { return first; }
    [[nodiscard]] const int* end() const { return last; }
};
struct Name {
    std::string text;
    operator std::string_view() const { return text; }
};
struct Derived : Account {
    int more;
};
struct DerivedOnly : Account {};
struct CArray {
    int a;
    int b[3];
    int c;
};
struct CArrayFirst {
    std::string a[2];
    Explicit b;
};
struct CArray2 {
    int a[2][2];
};
struct LongCArray {
    char text[100];
};
struct Reference {
    int& number;
};

}  // namespace

template <>
struct dbapi::Adapter<Adapted> {
    static Value to_value(const Adapted& object) { return object.number; }
};
template <>
struct dbapi::Adapter<ReadOnly> {
    static ReadOnly from_value(const Value& value);
};

// What is a row.
static_assert(detail::AggregateRow<Account> && detail::AggregateRow<One> && detail::AggregateRow<Thirty2>);
static_assert(!detail::AggregateRow<Empty> && !detail::AggregateRow<WithConstructor>);
static_assert(!detail::AggregateRow<Adapted> && !detail::AggregateRow<ReadOnly>);
static_assert(!detail::AggregateRow<Range> && !detail::AggregateRow<std::array<int, 2>>);
static_assert(!detail::AggregateRow<std::array<std::byte, 2>> && !detail::AggregateRow<Account[2]>);
static_assert(!detail::AggregateRow<Name> && !detail::AggregateRow<Value> && !detail::AggregateRow<Uuid>);
static_assert(!detail::AggregateRow<std::tuple<int>> && !detail::AggregateRow<std::pair<int, int>> &&
              !detail::AggregateRow<std::optional<Account>>);
static_assert(!detail::AggregateRow<int> && !detail::AggregateRow<Level> && !detail::AggregateRow<Account*>);

// The fields.
static_assert(std::same_as<Fields<Account>, TypeList<Uuid, std::int64_t, std::optional<std::string>>>);
static_assert(std::same_as<Fields<One>, TypeList<Value>>);
static_assert(std::same_as<
              Fields<Varied>,
              TypeList<bool, char, int, const char*, Level, std::array<int, 3>, std::vector<std::byte>,
                       std::chrono::sys_days, std::map<std::string, int>, Explicit, std::optional<Explicit>,
                       Greedy, std::unique_ptr<int>, Account, std::tuple<int, int>, Decimal>>);
static_assert(Fields<Thirty2>::size == 32);

// What static_assert refuses when it is used as a row.
static_assert(detail::initialiser_count<Thirty3>() > detail::max_fields);
static_assert(detail::initialiser_count<LongCArray>() > detail::max_fields);
static_assert(detail::initialiser_count<Reference>() == 0);
static_assert(detail::has_c_array<CArray> && detail::has_c_array<CArrayFirst> &&
              detail::has_c_array<CArray2>);
static_assert(!detail::has_c_array<Account> && !detail::has_c_array<Varied> && !detail::has_c_array<Thirty2>);
static_assert(detail::has_base<Derived> && detail::has_base<DerivedOnly>);
static_assert(!detail::has_base<Account> && !detail::has_base<One> && !detail::has_base<Varied>);

TEST_CASE("the tuple of an aggregate refers to its fields, in order") {
    Account account{.id = Uuid(), .balance = 7, .owner = "ann"};
    const auto fields = detail::as_tuple(account);
    static_assert(
        std::same_as<decltype(fields), const std::tuple<Uuid&, std::int64_t&, std::optional<std::string>&>>);
    CHECK(&std::get<0>(fields) == &account.id);
    CHECK(&std::get<1>(fields) == &account.balance);
    CHECK(&std::get<2>(fields) == &account.owner);
    const auto constant = detail::as_tuple(std::as_const(account));
    static_assert(
        std::same_as<std::tuple_element_t<1, decltype(constant)>, const std::int64_t&> ||
        std::same_as<std::tuple_element_t<1, std::remove_const_t<decltype(constant)>>, const std::int64_t&>);
    CHECK(&std::get<1>(constant) == &account.balance);
}

TEST_CASE("the last of very many fields is the last of the tuple") {
    Thirty2 many{};
    many.d1 = 32;
    CHECK(&std::get<31>(detail::as_tuple(many)) == &many.d1);
    CHECK(&std::get<0>(detail::as_tuple(many)) == &many.a0);
}
