// SPDX-License-Identifier: BSL-1.0
//
// Numbering, expansion and the checks of parameters; statement_markers_test.cpp has the rules for markers.
#include <doctest/doctest.h>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <string>
#include <vector>

using dbapi::InterfaceError;
using dbapi::ParamStyle;
using dbapi::ProgrammingError;
using dbapi::driver::Placeholder;
using dbapi::driver::Statement;
using enum dbapi::ParamStyle;

namespace {

constexpr bool by_name = true;
constexpr bool by_position = false;

auto parse(std::string_view text, ParamStyle style, bool mapping = false,
           Placeholder native = Placeholder::dollar) {
    return Statement::parse(text, style, mapping, native);
}

std::vector<std::uint32_t> positions(const Statement& statement) {
    return {statement.positions().begin(), statement.positions().end()};
}
std::vector<std::string> names(const Statement& statement) {
    return {statement.names().begin(), statement.names().end()};
}

std::string message_of(const auto& action) {
    try {
        action();
    } catch (const ProgrammingError& thrown) {
        return thrown.what();
    }
    return "nothing was thrown";
}

}  // namespace

TEST_CASE("other placeholders") {
    const auto question = parse("a = :x and b = :y or c = :x", named, by_name, Placeholder::question);
    CHECK(question->sql() == "a = ? and b = ? or c = ?1");
    CHECK(parse("limit ?and", qmark, by_position, Placeholder::question)->sql() == "limit ? and");
    CHECK(parse("select ?", qmark, by_position, Placeholder::anonymous)->sql() == "select ?");
    // A bare ? would be the number behind the highest so far.
    CHECK(parse(":3 :1 :2 :4 :3 :5", ParamStyle::numeric, by_position, Placeholder::question)->sql() ==
          "?3 ?1 ?2 ? ?3 ?");
    const auto spread = parse(":2 IN (:1)", ParamStyle::numeric, by_position, Placeholder::question);
    CHECK(spread->expanded(std::vector<std::size_t>{2, 1})->sql() == "?3 IN (?1, ?2)");

    const auto anonymous = parse("a = :x and b = :y or c = :x", named, by_name, Placeholder::anonymous);
    CHECK(anonymous->sql() == "a = ? and b = ? or c = ?");
    CHECK(names(*anonymous) == std::vector<std::string>{"x", "y", "x"});

    const auto numbered = parse("$3 $1 $3", dollar, by_position, Placeholder::anonymous);
    CHECK(numbered->sql() == "? ? ?");
    CHECK(positions(*numbered) == std::vector<std::uint32_t>{2, 0, 2});
    CHECK(numbered->arity() == 3);
}

TEST_CASE("native parameters know their values") {
    const auto sequence = parse("? ?", qmark);
    CHECK(positions(*sequence) == std::vector<std::uint32_t>{0, 1});
    CHECK(sequence->arity() == 2);
    CHECK_FALSE(sequence->is_named());

    const auto gap = parse(":5, :2, :5", numeric);
    CHECK(gap->sql() == "$2, $1, $2");
    CHECK(positions(*gap) == std::vector<std::uint32_t>{1, 4});
    CHECK(gap->arity() == 5);
    CHECK(gap->names().empty());

    const auto by_names = parse(":b :a :b", named, by_name);
    CHECK(names(*by_names) == std::vector<std::string>{"b", "a"});
    CHECK(by_names->is_named());
    CHECK(by_names->arity() == 0);
    CHECK(by_names->positions().empty());

    CHECK_FALSE(parse("select 1", named, by_name)->is_named());
}

TEST_CASE("there are at most 65535 parameters") {
    std::string text;
    std::string text_by_name;
    for (int i = 0; i < 65535; ++i) {
        text += "?,";
        text_by_name += ":n" + std::to_string(i) + ",";
    }
    CHECK(parse(text, qmark)->parameter_count() == 65535);
    CHECK_THROWS_AS(static_cast<void>(parse(text + "?", qmark)), ProgrammingError);
    CHECK(parse(text_by_name, named)->parameter_count() == 65535);
    CHECK(parse(text_by_name + ":n1", named)->parameter_count() == 65535);
    CHECK_THROWS_AS(static_cast<void>(parse(text_by_name + ":m", named)), ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(parse(text_by_name + ":n1", named, by_name, Placeholder::anonymous)),
                    ProgrammingError);
}

TEST_CASE("facts about the text are passed on, and ids differ") {
    const auto one = parse(" begin; select $1 ", qmark);
    const auto two = parse(" begin; select $1 ", qmark);
    CHECK(one->keyword() == "BEGIN");
    CHECK(one->is_transaction_control());
    CHECK(one->statement_count() == 2);
    CHECK(one->has_native_dollar());
    CHECK(one->id() != two->id());
    for (const char* text : {"begin", "start transaction", "commit", "end", "rollback to x", "abort",
                             "savepoint x", "release x"}) {
        CHECK(parse(text, automatic)->is_transaction_control());
    }
    for (const char* text : {"", "select 1", "begins", "set transaction read only", "'commit'"}) {
        CHECK_FALSE(parse(text, automatic)->is_transaction_control());
    }
}

TEST_CASE("lists expand to several placeholders") {
    const auto base = parse("select ? where a in (?) and b = ?", qmark);
    const auto wide = base->expanded(std::vector<std::size_t>{1, 3, 1});
    CHECK(wide->sql() == "select $1 where a in ($2, $3, $4) and b = $5");
    CHECK(wide->text() == base->text());
    CHECK(wide->parameter_count() == 5);
    CHECK(wide->arity() == 5);
    CHECK(positions(*wide) == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
    CHECK(wide->keyword() == "SELECT");
    CHECK(wide->statement_count() == 1);
    CHECK(wide->id() != base->id());
    CHECK_NOTHROW(wide->check_positional(5));

    CHECK(base->expanded(std::vector<std::size_t>{1, 0, 1})->sql() ==
          "select $1 where a in (NULL) and b = $2");
    CHECK(base->expanded(std::vector<std::size_t>{1, 1, 1})->sql() == base->sql());
    CHECK(parse("in?x", qmark)->expanded(std::vector<std::size_t>{0})->sql() == "in NULL x");
    CHECK(wide->expanded(std::vector<std::size_t>{0, 0, 2, 0, 1})->sql() ==
          "select NULL where a in (NULL, $1, $2, NULL) and b = $3");

    const auto shared = parse("a in (:l) or b in (:l) or c = :x", named, by_name);
    const auto shared_wide = shared->expanded(std::vector<std::size_t>{2, 1});
    CHECK(shared_wide->sql() == "a in ($1, $2) or b in ($1, $2) or c = $3");
    CHECK_FALSE(shared_wide->is_named());

    const auto question = parse("a in (?) or b = ?", qmark, by_position, Placeholder::question);
    CHECK(question->expanded(std::vector<std::size_t>{2, 1})->sql() == "a in (?, ?) or b = ?");
    const auto anonymous = parse("a in (:l) or b in (:l)", named, by_name, Placeholder::anonymous);
    CHECK(anonymous->expanded(std::vector<std::size_t>{2, 2})->sql() == "a in (?, ?) or b in (?, ?)");

    const auto verbatim = parse("select $1, $2", dollar);
    CHECK(verbatim->expanded(std::vector<std::size_t>{2, 1})->sql() == "select $1, $2, $3");
}

TEST_CASE("expansion refuses what cannot be") {
    const auto two = parse("? ?", qmark);
    CHECK_THROWS_AS(static_cast<void>(two->expanded(std::vector<std::size_t>{1})), InterfaceError);
    CHECK_THROWS_AS(static_cast<void>(two->expanded(std::vector<std::size_t>{65535, 1})), ProgrammingError);
    CHECK_THROWS_AS(
        static_cast<void>(two->expanded(std::vector<std::size_t>{static_cast<std::size_t>(-1), 2})),
        ProgrammingError);
    CHECK(two->expanded(std::vector<std::size_t>{65534, 1})->parameter_count() == 65535);
}

TEST_CASE("a sequence must have the right length") {
    CHECK_NOTHROW(parse("? ?", qmark)->check_positional(2));
    CHECK_NOTHROW(parse("select 1", named)->check_positional(0));
    CHECK_NOTHROW(parse(":3", numeric)->check_positional(3));
    const auto complaint = [](std::string_view text, ParamStyle style, std::size_t given) {
        return message_of([&] { parse(text, style)->check_positional(given); });
    };
    CHECK(complaint("? ?", qmark, 1) == "the statement takes 2 parameters, but 1 was given");
    CHECK(complaint("?", automatic, 3) == "the statement takes 1 parameter, but 3 were given");
    CHECK(complaint("?", automatic, 0) == "the statement takes 1 parameter, but none were given");
    CHECK(complaint("select 1", qmark, 1) == "the statement takes no parameters, but 1 was given");
    CHECK(complaint(":3", numeric, 1) == "the statement takes 3 parameters, but 1 was given");
    CHECK(complaint(":a :b :a", named, 0) == "the statement takes 2 parameters, but none were given");
    CHECK(complaint(":a :b", named, 2) ==
          "the statement takes its parameters by name, but they were given as a sequence");
}

TEST_CASE("names find their values") {
    const auto two = parse(":b :a :b", named, by_name);
    CHECK(two->map_names(std::vector<std::string_view>{"a", "x", "b"}) == std::vector<std::uint32_t>{2, 0});
    CHECK(message_of([&] {
              static_cast<void>(two->map_names(std::vector<std::string_view>{"b", "A"}));
          }) == "no value for parameter :a");
    CHECK_THROWS_AS(static_cast<void>(two->map_names({})), ProgrammingError);

    std::vector<std::string> many;
    for (int i = 0; i < 100; ++i) many.push_back("n" + std::to_string(i));
    std::vector<std::string_view> keys(many.begin(), many.end());
    CHECK(parse(":n99 :n0", named, by_name)->map_names(keys) == std::vector<std::uint32_t>{99, 0});
    CHECK(message_of([&] { static_cast<void>(two->map_names(keys)); }) == "no value for parameter :b");

    CHECK(parse("select 1", named, by_name)->map_names(keys).empty());
    CHECK_NOTHROW(two->check_named());
    CHECK(message_of([&] { static_cast<void>(parse("?", qmark, by_name)->map_names(keys)); }) ==
          "the statement takes its parameters as a sequence, but they were given by name");
}
