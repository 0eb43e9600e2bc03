// SPDX-License-Identifier: BSL-1.0
//
// COPY and pipelines, which are extensions.
#include <dbapi/conformance/context.hpp>
#include <dbapi/copy.hpp>
#include <dbapi/pipeline.hpp>

#include "../suite.hpp"

namespace dbapi::conformance {
namespace {

void copy_in(Context& context, CopyFormat format) {
    const auto table = context.table("id {integer}, name {text}");
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    cursor->copy_in(CopyTable{.table = table}, {{1, "one"}, {2, Value()}, {3, "tab\tline\nback\\slash"}},
                    {.format = format});
    context.equal(cursor->rowcount(), 3, "rowcount of copy_in()");
    const auto read = conn.execute("SELECT name FROM " + table + " ORDER BY id").fetchall();
    context.require(read.size() == 3, "three rows");
    context.equal(read[0].get<std::string>(0), "one", "a text");
    context.check(read[1].is_null(0), "a NULL");
    context.equal(read[2].get<std::string>(0), "tab\tline\nback\\slash", "a text that wants escapes");
    cursor->copy_out(CopyTable{.table = table}, format);
    context.equal(cursor->fetchall().size(), std::size_t{3}, "rows of copy_out()");
    conn.rollback();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 0, "rows behind rollback()");
}

void copy_loads_and_unloads(Context& context) { copy_in(context, CopyFormat::text); }
void copy_can_be_binary(Context& context) { copy_in(context, CopyFormat::binary); }

void a_pipeline_runs_its_statements(Context& context) {
    const auto table = context.table("v {integer} PRIMARY KEY");
    auto& conn = context.connection();
    Pipeline pipe(conn);
    pipe.execute(context.sql("INSERT INTO {} VALUES (?)", table), 1);
    auto& count = pipe.execute("SELECT count(*) FROM " + table);
    pipe.commit();
    pipe.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    pipe.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    const auto caught =
        context.throws<IntegrityError>([&] { pipe.sync(); }, "sync() with a key that is there");
    if (caught) context.check(caught->details.row_range == RowRange{4, 4}, "the step that failed");
    context.equal(count.scalar<int>(), 1, "the result of a step before it");
    conn.rollback();
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 1, "rows");
}

constexpr auto one = Connections::one;

constexpr Case group[] = {
    {"copy.loads_and_unloads",
     {},
     "COPY loads and unloads rows.",
     copy_loads_and_unloads,
     one,
     &Features::copy},
    {"copy.can_be_binary", {}, "COPY can be binary.", copy_can_be_binary, one, &Features::copy_binary},
    {"pipeline.runs_its_statements",
     {},
     "A pipeline runs its statements in order, up to the first that fails.",
     a_pipeline_runs_its_statements},
};

}  // namespace

Group bulk_cases() { return group; }

}  // namespace dbapi::conformance
