// SPDX-License-Identifier: BSL-1.0
//
// Which routine callproc() calls, and how.
#include "routine.hpp"

#include <doctest/doctest.h>

#include <dbapi/array.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/value.hpp>
#include <string>
#include <vector>

using dbapi::ProgrammingError;
using dbapi::Value;
using dbapi::ValueView;
using dbapi::libpq::plan_call;
using dbapi::libpq::plan_plain_call;
using dbapi::libpq::Routine;
using dbapi::libpq::RoutineCall;
using Indexes = std::vector<std::size_t>;

namespace {

constexpr auto nowhere = RoutineCall::nowhere;

Routine function(const std::string& modes) { return {.name = "f", .modes = modes}; }
Routine procedure(const std::string& modes) { return {.name = "p", .modes = modes, .is_procedure = true}; }

RoutineCall plan(const std::vector<Routine>& routines, std::size_t parameters) {
    const std::vector<ValueView> views(parameters);
    return plan_call(routines, views);
}

std::string sqlstate_of(const std::vector<Routine>& routines, std::size_t parameters) {
    try {
        static_cast<void>(plan(routines, parameters));
    } catch (const ProgrammingError& error) {
        return std::string(error.sqlstate());
    }
    return {};
}

}  // namespace

TEST_CASE("a function is selected from, a procedure called, with a placeholder for each parameter") {
    CHECK(plan({function("")}, 0).sql == "SELECT * FROM f()");
    CHECK(plan({function("ii")}, 2).sql == "SELECT * FROM f($1, $2)");
    CHECK(plan({procedure("ii")}, 2).sql == "CALL p($1, $2)");
    CHECK(plan({function("ii")}, 2).sent == Indexes{0, 1});
    CHECK(plan({function("ii")}, 2).outputs.empty());
}

TEST_CASE("a function takes its inputs, or an entry for each argument") {
    const Routine mixed = function("iobi");
    const auto inputs = plan({mixed}, 3);
    CHECK(inputs.sql == "SELECT * FROM f($1, $2, $3)");
    CHECK(inputs.sent == Indexes{0, 1, 2});
    CHECK(inputs.outputs == Indexes{nowhere, 1});
    const auto all = plan({mixed}, 4);
    CHECK(all.sql == "SELECT * FROM f($1, $2, $3)");
    CHECK(all.sent == Indexes{0, 2, 3});
    CHECK(all.outputs == Indexes{1, 2});
    CHECK(plan({function("o")}, 0).sql == "SELECT * FROM f()");
    CHECK(plan({function("o")}, 1).sql == "SELECT * FROM f()");
    CHECK(plan({function("o")}, 1).outputs == Indexes{0});
}

TEST_CASE("a procedure takes an entry for each argument; what stands for an output is not sent") {
    const auto call = plan({procedure("iob")}, 3);
    CHECK(call.sql == "CALL p($1, NULL, $2)");
    CHECK(call.sent == Indexes{0, 2});
    CHECK(call.outputs == Indexes{1, 2});
    CHECK(sqlstate_of({procedure("iob")}, 2) == "42883");
}

TEST_CASE("the rows of a set are not output parameters") {
    Routine set = function("io");
    set.returns_set = true;
    CHECK(plan({set}, 2).outputs.empty());
    CHECK(plan({set}, 2).sent == Indexes{0});
}

TEST_CASE("the last inputs may be left out when they have defaults") {
    Routine routine = function("iii");
    routine.defaults = 2;
    CHECK(plan({routine}, 1).sql == "SELECT * FROM f($1)");
    CHECK(plan({routine}, 2).sql == "SELECT * FROM f($1, $2)");
    CHECK(sqlstate_of({routine}, 0) == "42883");
}

TEST_CASE("a variadic argument takes an array as such, or any number of elements") {
    const Routine routine = function("iv");
    const Value array(dbapi::Array{});
    const std::vector<ValueView> views{ValueView(), ValueView(array)};
    CHECK(plan_call(std::vector{routine}, views).sql == "SELECT * FROM f($1, VARIADIC $2)");
    CHECK(plan({routine}, 1).sql == "SELECT * FROM f($1)");
    CHECK(plan({routine}, 2).sql == "SELECT * FROM f($1, $2)");
    CHECK(plan({routine}, 4).sql == "SELECT * FROM f($1, $2, $3, $4)");
    CHECK(sqlstate_of({routine}, 0) == "42883");
}

TEST_CASE("the number of parameters chooses, and the server among what is called alike") {
    CHECK(plan({function("i"), function("ii"), procedure("iii")}, 3).sql == "CALL p($1, $2, $3)");
    CHECK(plan({function("i"), function("ii")}, 1).has_own_types);
    CHECK_FALSE(plan({function("i"), function("i")}, 1).has_own_types);
    Routine with_default = function("ii");
    with_default.defaults = 1;
    CHECK(plan({with_default, function("io")}, 1).outputs == Indexes{nowhere});  // exact beats defaults
    CHECK(sqlstate_of({function("i"), procedure("i")}, 1) == "42725");
    CHECK(sqlstate_of({function("i"), function("io"), function("b")}, 1) == "42725");
    CHECK(sqlstate_of({}, 1) == "42883");
    CHECK(sqlstate_of({function("i")}, 2) == "42883");
    Routine polymorphic = function("i");
    polymorphic.is_polymorphic = true;
    CHECK_FALSE(plan({polymorphic}, 1).has_own_types);
}

TEST_CASE("where routines cannot be looked up, plain names are called") {
    CHECK(plan_plain_call("lower", 1).sql == "SELECT * FROM lower($1)");
    CHECK(plan_plain_call("pg_catalog.f_2", 2).sql == "SELECT * FROM pg_catalog.f_2($1, $2)");
    CHECK(plan_plain_call("now", 0).sql == "SELECT * FROM now()");
    for (const char* name :
         {"", ".", "a.", ".a", "a..b", "1a", "a.1", "a b", "a;b", "a(", "\"a\"", "a--", "ä"}) {
        CHECK_THROWS_AS((void)plan_plain_call(name, 1), ProgrammingError);
    }
}
