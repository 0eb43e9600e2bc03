// SPDX-License-Identifier: BSL-1.0
//
// The fetch functions: what they return, in which order, and when they refuse.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"

namespace dbapi::conformance {
namespace {

void fetchone_gives_rows_in_order(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    for (std::int64_t wanted = 1; wanted <= 3; ++wanted) {
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "there is a row");
        context.equal(row->get<std::int64_t>(0), wanted, "the row in its turn");
    }
    context.check(!cursor->fetchone(), "nothing behind the last row");
}

void fetchone_refuses_before_execute(Context& context) {
    const auto cursor = context.connection().cursor();
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() before any execute");
}

void fetchone_refuses_after_insert(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() after an INSERT");
}

constexpr Case group[] = {
    {"fetch.fetchone_gives_rows_in_order",
     {95},
     "fetchone() gives one row after the other, then nothing.",
     fetchone_gives_rows_in_order},
    {"fetch.fetchone_refuses_before_execute",
     {96},
     "fetchone() before any execute throws ProgrammingError.",
     fetchone_refuses_before_execute},
    {"fetch.fetchone_refuses_after_insert",
     {96},
     "fetchone() after a statement without rows throws ProgrammingError.",
     fetchone_refuses_after_insert},
};

}  // namespace

Group fetch_cases() { return group; }

}  // namespace dbapi::conformance
