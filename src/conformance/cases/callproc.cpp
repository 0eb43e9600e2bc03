// SPDX-License-Identifier: BSL-1.0
//
// callproc(): parameters, output parameters, and result sets.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "../text.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

/// Makes the routine where it must be made, and returns its name. Without the ability any name will do, since
/// callproc() refuses before it looks.
std::string make(Context& context, const Routine& routine, std::string_view what) {
    auto& conn = context.connection();
    if (!conn.features().callproc) return "nothing";
    if (routine.create.empty()) return context.need(routine.name, what);
    const auto name = "kit_" + context.name();
    conn.execute(replaced(context.sql(routine.create), "{name}", name));
    conn.commit();
    context.at_end(replaced(routine.drop, "{name}", name));
    return name;
}

void equal_values(Context& context, const std::vector<Value>& got, const std::vector<Value>& wanted,
                  std::string_view what) {
    context.require(got.size() == wanted.size(), what);
    for (std::size_t i = 0; i < got.size(); ++i) context.equal(got[i], wanted[i], what);
}

void a_function_gives_its_result(Context& context) {
    const auto& function = context.dialect().function;
    const auto name = make(context, function, "a function");
    const auto cursor = context.connection().cursor();
    const auto parameters = function.parameters;
    equal_values(context, cursor->callproc(name, parameters), function.returned, "what callproc() returns");
    equal_values(context, parameters, function.parameters, "the parameters are as they were");
    context.require(cursor->description() != nullptr, "there is a result");
    const auto rows = cursor->fetchall();
    context.require(rows.size() == function.rows.size(), "its rows");
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t c = 0; c < function.rows[r].size(); ++c)
            context.equal(rows[r][c], function.rows[r][c], "a value of the result");
    }
}

void output_parameters_are_replaced(Context& context) {
    const auto& procedure = context.dialect().output_parameters;
    const auto name = make(context, procedure, "a procedure with output parameters");
    const auto cursor = context.connection().cursor();
    const auto parameters = procedure.parameters;
    equal_values(context, cursor->callproc(name, parameters), procedure.returned, "what callproc() returns");
    equal_values(context, parameters, procedure.parameters, "the parameters are as they were");
    // A second call goes by what was learnt at the first.
    equal_values(context, cursor->callproc(name, parameters), procedure.returned, "a second call's");
}

void a_wrong_number_is_programming_error(Context& context) {
    const auto& function = context.dialect().function;
    const auto name = make(context, function, "a function");
    auto& conn = context.connection();
    auto parameters = function.parameters;
    for (int i = 0; i < 7; ++i) parameters.emplace_back(1);
    const auto cursor = conn.cursor();
    if (!conn.features().callproc) static_cast<void>(cursor->callproc(name, parameters));  // says so
    context.throws<ProgrammingError>([&] { return cursor->callproc(name, parameters); },
                                     "seven parameters too many");
    conn.rollback();
    context.throws<ProgrammingError>([&] { return cursor->callproc("no_such_routine_" + context.name()); },
                                     "a procedure that is not there");
    check_usable(context, conn, "behind it");
}

void a_call_belongs_to_the_transaction(Context& context) {
    const auto& function = context.dialect().function;
    const auto name = make(context, function, "a function");
    auto& conn = context.connection();
    context.equal(conn.transaction_status(), TransactionStatus::idle, "the status before");
    static_cast<void>(conn.cursor()->callproc(name, function.parameters));
    context.equal(conn.transaction_status(), TransactionStatus::active, "the status behind a call");
    conn.rollback();
}

constexpr auto one = Connections::one;
constexpr auto callproc = &Features::callproc;

constexpr Case group[] = {
    {"callproc.a_function_gives_its_result",
     {43, 74, 75, 77},
     "A function's result is read by the fetch functions.",
     a_function_gives_its_result,
     one,
     callproc},
    {"callproc.output_parameters_are_replaced",
     {74, 76},
     "callproc() returns a copy of its parameters with the output parameters replaced.",
     output_parameters_are_replaced,
     one,
     callproc},
    {"callproc.a_wrong_number_is_programming_error",
     {25, 75},
     "A wrong number of parameters, or an unknown name, is ProgrammingError.",
     a_wrong_number_is_programming_error,
     one,
     callproc},
    {"callproc.a_call_belongs_to_the_transaction",
     {47, 74},
     "A call begins a transaction as a statement does.",
     a_call_belongs_to_the_transaction,
     one,
     callproc},
};

}  // namespace

Group callproc_cases() { return group; }

}  // namespace dbapi::conformance
