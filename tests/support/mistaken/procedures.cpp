// SPDX-License-Identifier: BSL-1.0
//
// The procedures that stand in for a database's, which SQLite has not; and mistakes in calling them.
#include <algorithm>
#include <array>
#include <dbapi/driver/procedure_call.hpp>
#include <dbapi/errors.hpp>

#include "session.hpp"
#include "table.hpp"

namespace testing::mistaken {
namespace {

using dbapi::Value;

/// A procedure that is one statement. One with an output parameter, its last, gives no rows.
struct Procedure {
    std::string_view name;
    std::size_t parameters;
    const char* sql;
    bool has_output;
};

constexpr auto procedures = std::to_array<Procedure>({
    {"lower_text", 1, "SELECT lower($1) AS lower_text", false},
    {"add_up", 3, "SELECT $1 + $2 WHERE $3 IS NULL OR 1", true},
});

}  // namespace

dbapi::driver::ResultHead MistakenCursor::do_callproc(const dbapi::driver::ProcedureCall& call) {
    ran_ = {.keyword = "CALL"};
    for (const auto& view : call.parameters) ran_.bound.push_back(view.to_value());
    is_several_ = false;
    inner_.reset();
    rows_.reset();
    output_.reset();
    return session_.judged(ran_, [&]() -> dbapi::driver::ResultHead {
        const auto found = std::ranges::find(procedures, call.name, &Procedure::name);
        if (found == procedures.end() || found->parameters != call.parameters.size()) {
            throw dbapi::ProgrammingError("there is no such procedure", {.sqlstate = "42883"});
        }
        const std::shared_ptr<dbapi::Cursor> cursor =
            session_.inner()->cursor({.timeout = session_.limit(call.deadline)});
        cursor->execute(found->sql, dbapi::Parameters(ran_.bound));
        if (found->has_output) {
            output_ = cursor->scalar<Value>();
            return {};
        }
        if (session_.faults().drops_called_rows) return {};
        inner_ = cursor;
        return head();
    });
}

void MistakenCursor::do_output_parameters(std::span<Value> parameters, dbapi::Deadline) {
    if (output_) parameters.back() = *output_;
    if (session_.faults().returned) session_.faults().returned(parameters);
}

std::vector<Mistake> mistakes_of_procedures() {
    return {
        {"callproc_gives_no_result",
         {"C77"},
         "the rows of a procedure are not there to be fetched",
         {.drops_called_rows = true}},
        {"callproc_ignores_output",
         {"C76"},
         "callproc() returns NULL for an output parameter",
         {.returned =
              [](std::span<Value> parameters) {
                  if (parameters.size() > 1) parameters.back() = dbapi::null;
              }}},
        {"callproc_changes_input",
         {"C76"},
         "callproc() returns other input parameters than it was given",
         {.returned =
              [](std::span<Value> parameters) {
                  if (!parameters.empty()) parameters.front() = dbapi::null;
              }}},
        {"callproc_denied",
         {"C74"},
         "Features deny callproc(), and it is there",
         {.features = [](dbapi::Features& features) { features.callproc = false; }}},
    };
}

}  // namespace testing::mistaken
