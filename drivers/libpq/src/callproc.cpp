// SPDX-License-Identifier: BSL-1.0
//
// callproc(): the routine is looked up by its name, then called as the function or procedure that it is.
#include <array>
#include <dbapi/driver/procedure_call.hpp>
#include <dbapi/errors.hpp>

#include "begin_statement.hpp"
#include "connection.hpp"
#include "copied_rows.hpp"
#include "cursor.hpp"
#include "pq/row.hpp"
#include "routine.hpp"
#include "statement_rules.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::string_view invalid_parameter_value = "22023";

/// Asks the server for the routines of a name. @param begin  a BEGIN statement to go before; may be empty.
std::vector<Routine> look_up(std::string_view name, std::string_view begin, Session& session,
                             Deadline deadline) {
    check_text(name);
    const std::string text(name);
    const WireParameters wire{
        .types = {0}, .values = {text.c_str()}, .lengths = {static_cast<int>(text.size())}, .formats = {0}};
    std::vector<Routine> routines;
    try {
        session.start({.text = routine_query(), .parameters = wire, .begin = begin}, deadline);
        while (const ResultHandle result = session.receive(deadline)) {
            for (std::size_t row = 0; row < row_count(result.get()); ++row) {
                std::array<std::string_view, routine_fields> fields;
                for (std::size_t i = 0; i < fields.size(); ++i) {
                    fields[i] = field(result.get(), row, i).value_or(std::string_view());
                }
                routines.push_back(routine_of(fields));
            }
        }
    } catch (const DataError& error) {
        if (error.sqlstate() != invalid_parameter_value) throw;
        ErrorDetails details = error.details();
        details.sqlstate = "42602";
        throw ProgrammingError("the name of a procedure is one name, or several with dots between them",
                               std::move(details));
    }
    return routines;
}

}  // namespace

driver::ResultHead LibpqCursor::do_callproc(const driver::ProcedureCall& procedure) {
    static_cast<void>(do_reset());
    home_.heed_end();
    static_cast<void>(home_.take_begun());
    RoutineCall call;
    const TransactionOptions* begin = procedure.begin;
    if (home_.dialect().has_routine_catalog) {
        const std::string statement = begin ? begin_statement(*begin) : std::string();
        const auto routines = look_up(procedure.name, statement, home_.session(), procedure.deadline);
        call = plan_call(routines, procedure.parameters);
        begin = nullptr;
    } else {
        call = plan_plain_call(procedure.name, procedure.parameters.size());
    }
    std::vector<ValueView> views;
    for (const auto index : call.sent) views.push_back(procedure.parameters[index]);
    const bool as_text = call.has_own_types || home_.settings().format == Format::text;
    auto wire =
        encoder_.encode(views, home_.dialect(), as_text ? ParameterFormat::text : ParameterFormat::automatic);
    if (call.has_own_types) wire.types.assign(wire.types.size(), 0);
    outputs_ = std::move(call.outputs);
    const auto statement =
        driver::Statement::parse(call.sql, ParamStyle::dollar, false, driver::Placeholder::dollar);
    const auto rules = home_.heed(*statement);
    const driver::Execution execution{.statement = *statement,
                                      .parameters = views,
                                      .begin = begin,
                                      .stream = false,
                                      .deadline = procedure.deadline};
    run(execution, wire, rules);
    return take_head(procedure.deadline);
}

/// Keeps the row that the output parameters are in, while the result is there. All of it came at once.
void LibpqCursor::keep_outputs() {
    if (!output_values_.empty() || row_count_ == 0 || !shape_ || outputs_.size() != shape_->columns->size()) {
        return;
    }
    std::vector<ValueView> row(outputs_.size());
    row_ = 0;
    view_row(result_.get(), row_, views_, row);
    if (!made_.empty()) make_others(row);
    row_ = row_count_;
    for (const ValueView& view : row) output_values_.push_back(view.to_value());
}

void LibpqCursor::do_output_parameters(std::span<Value> parameters, Deadline) {
    for (std::size_t i = 0; i < output_values_.size(); ++i) {
        if (outputs_[i] != RoutineCall::nowhere) parameters[outputs_[i]] = output_values_[i];
    }
}

}  // namespace dbapi::libpq
