// SPDX-License-Identifier: BSL-1.0
//
// The settings of a cursor, which outlive its statements, and its end.
#include <dbapi/conformance/context.hpp>
#include <functional>

#include "../suite.hpp"
#include "reading.hpp"

namespace dbapi::conformance {
namespace {

struct Use {
    std::string_view name;
    std::function<void(Cursor&)> call;
};

void ignore(const auto&) {}

/// All of a cursor's public functions but close(), is_closed() and those that COPY has.
const std::vector<Use>& uses() {
    static const std::vector<Use> all = {
        {"execute()", [](Cursor& c) { c.execute("SELECT 1"); }},
        {"execute() with parameters", [](Cursor& c) { c.execute("SELECT ?", 1); }},
        {"executemany()", [](Cursor& c) { c.executemany("SELECT ?", {{1}}); }},
        {"executemany() of nothing", [](Cursor& c) { c.executemany("SELECT ?", Integers()); }},
        {"callproc()", [](Cursor& c) { c.callproc("lower"); }},
        {"next()", [](Cursor& c) { ignore(c.next()); }},
        {"scroll()", [](Cursor& c) { c.scroll(1); }},
        {"fetchone()", [](Cursor& c) { ignore(c.fetchone()); }},
        {"fetchmany()", [](Cursor& c) { ignore(c.fetchmany()); }},
        {"fetchmany(0)", [](Cursor& c) { ignore(c.fetchmany(0)); }},
        {"fetchall()", [](Cursor& c) { ignore(c.fetchall()); }},
        {"fetchview()", [](Cursor& c) { ignore(c.fetchview()); }},
        {"begin()", [](Cursor& c) { ignore(c.begin()); }},
        {"rows()", [](Cursor& c) { ignore(c.rows<int>()); }},
        {"one()", [](Cursor& c) { ignore(c.one<int>()); }},
        {"first()", [](Cursor& c) { ignore(c.first<int>()); }},
        {"scalar()", [](Cursor& c) { ignore(c.scalar<int>()); }},
        {"nextset()", [](Cursor& c) { c.nextset(); }},
        {"description()", [](Cursor& c) { ignore(c.description()); }},
        {"rowcount()", [](Cursor& c) { ignore(c.rowcount()); }},
        {"rownumber()", [](Cursor& c) { ignore(c.rownumber()); }},
        {"lastrowid()", [](Cursor& c) { ignore(c.lastrowid()); }},
        {"statusmessage()", [](Cursor& c) { ignore(c.statusmessage()); }},
        {"messages()", [](Cursor& c) { ignore(c.messages()); }},
        {"clear_messages()", [](Cursor& c) { c.clear_messages(); }},
        {"arraysize()", [](Cursor& c) { ignore(c.arraysize()); }},
        {"set_arraysize()", [](Cursor& c) { c.set_arraysize(2); }},
        {"paramstyle()", [](Cursor& c) { ignore(c.paramstyle()); }},
        {"set_paramstyle()", [](Cursor& c) { c.set_paramstyle(ParamStyle::qmark); }},
        {"timeout()", [](Cursor& c) { ignore(c.timeout()); }},
        {"set_timeout()", [](Cursor& c) { c.set_timeout(std::chrono::seconds(1)); }},
        {"errorhandler()", [](Cursor& c) { ignore(c.errorhandler()); }},
        {"set_errorhandler()", [](Cursor& c) { c.set_errorhandler({}); }},
        {"setinputsizes()", [](Cursor& c) { c.setinputsizes(); }},
        {"setoutputsize()", [](Cursor& c) { c.setoutputsize(10); }},
        {"connection()", [](Cursor& c) { ignore(&c.connection()); }},
    };
    return all;
}

void refuses_all_use_after_close(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    cursor->close();
    for (const auto& use : uses()) {
        context.throws<InterfaceError>([&] { use.call(*cursor); }, std::string(use.name) + " after close()");
    }
}

void closes_once_and_for_all(Context& context) {
    const auto cursor = context.connection().cursor();
    context.check(!cursor->is_closed(), "a new cursor is open");
    cursor->close();
    context.check(cursor->is_closed(), "a closed cursor says so");
    cursor->close();
    context.check(cursor->is_closed(), "and stays closed");
}

void close_leaves_the_transaction(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    cursor->close();
    const auto sql = context.sql("SELECT v FROM {}", table);
    context.equal(integers(context.connection().cursor()->execute(sql)), Integers{1}, "the row is there");
    context.connection().rollback();
    context.equal(integers(context.connection().cursor()->execute(sql)), Integers(),
                  "it was not committed by close()");
}

void close_leaves_other_cursors(Context& context) {
    const auto closed = context.connection().cursor();
    const auto open = context.connection().cursor();
    closed->execute(context.numbers(3));
    open->execute(context.numbers(3));
    context.equal(integers(open->fetchmany(1)), Integers{1}, "before the other is closed");
    closed->close();
    context.equal(integers(*open), range(2, 3), "after the other was closed");
}

void arraysize_is_one_at_first(Context& context) {
    context.equal(context.connection().cursor()->arraysize(), 1U, "arraysize of a new cursor");
}

void arraysize_is_what_was_set(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->set_arraysize(17);
    context.equal(cursor->arraysize(), 17U, "arraysize as it was set");
    cursor->execute(context.numbers(3));
    context.equal(cursor->arraysize(), 17U, "arraysize after execute()");
    static_cast<void>(cursor->fetchall());
    context.equal(cursor->arraysize(), 17U, "arraysize after fetchall()");
    context.equal(context.connection().cursor()->arraysize(), 1U, "arraysize of another cursor");
    context.equal(context.connection().cursor({.arraysize = 5})->arraysize(), 5U,
                  "arraysize as the options say");
}

void arraysize_of_zero_fetches_nothing(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(3));
    cursor->set_arraysize(0);
    context.equal(cursor->fetchmany().size(), 0U, "rows of fetchmany() with an arraysize of 0");
    context.equal(integers(*cursor), range(1, 3), "the rows are still there");
}

void arraysize_leaves_fetchall_and_fetchone_alone(Context& context) {
    for (const std::size_t size : {1U, 2U, 3U, 1000U}) {
        const auto cursor = context.connection().cursor();
        cursor->set_arraysize(size);
        cursor->execute(context.numbers(10));
        const auto row = cursor->fetchone();
        context.require(row.has_value(), "a first row");
        context.equal(row->get<std::int64_t>(0), 1, "fetchone() gives one row");
        context.equal(integers(*cursor), range(2, 10), "fetchall() gives all others");
    }
}

void setinputsizes_is_a_hint(Context& context) {
    const auto table = context.table("id {integer}, name {text}");
    const auto insert = context.sql("INSERT INTO {} VALUES (?, ?)", table);
    const auto cursor = context.connection().cursor();
    using Sizes = std::vector<InputSize>;
    const std::vector<Sizes> hints = {{},
                                      {NUMBER, 25},  // fewer characters than come
                                      {NUMBER, 1000},
                                      {STRING, BINARY},  // both wrong
                                      {std::nullopt, std::nullopt},
                                      {0, -1},                             // no sizes at all
                                      {NUMBER},                            // too few
                                      {NUMBER, STRING, ROWID, DATETIME}};  // too many
    std::int64_t id = 0;
    for (const auto& sizes : hints) {
        cursor->setinputsizes(sizes);
        cursor->execute(insert, ++id, std::string(300, 'x'));
        context.equal(cursor->rowcount(), 1, "a row goes in, whatever was predefined");
    }
    cursor->execute(context.sql("SELECT id FROM {} WHERE name = ? ORDER BY id", table),
                    std::string(300, 'x'));
    context.equal(integers(*cursor), range(1, static_cast<std::int64_t>(hints.size())), "all rows, whole");
}

void setoutputsize_is_a_hint(Context& context) {
    const auto table = context.table("a {text}, b {text}");
    const std::string large(100'000, 'x');
    const auto cursor = context.connection().cursor();
    cursor->execute(context.sql("INSERT INTO {} VALUES (?, ?)", table), large, large);
    cursor->setoutputsize(10);
    cursor->setoutputsize(0, 1);
    cursor->setoutputsize(1'000'000, 99);  // no such column
    cursor->execute(context.sql("SELECT a, b FROM {}", table));
    const auto row = cursor->fetchone();
    context.require(row.has_value(), "the row");
    context.check(row->get<std::string>(0) == large, "the first column is whole");
    context.check(row->get<std::string>(1) == large, "the second column is whole");
}

constexpr Case group[] = {
    {"cursor.refuses_all_use_after_close",
     {78},
     "After close() every operation throws InterfaceError.",
     refuses_all_use_after_close},
    {"cursor.closes_once_and_for_all",
     {78},
     "close() closes at once, and again does nothing.",
     closes_once_and_for_all},
    {"cursor.close_leaves_the_transaction",
     {78},
     "close() of a cursor neither commits nor rolls back.",
     close_leaves_the_transaction},
    {"cursor.close_leaves_other_cursors",
     {78, 44},
     "close() leaves the results of other cursors alone.",
     close_leaves_other_cursors},
    {"cursor.arraysize_is_one_at_first", {70}, "arraysize is 1 at first.", arraysize_is_one_at_first},
    {"cursor.arraysize_is_what_was_set",
     {70},
     "arraysize can be read and written, and belongs to the cursor.",
     arraysize_is_what_was_set},
    {"cursor.arraysize_of_zero_fetches_nothing",
     {72},
     "With an arraysize of 0 fetchmany() gives nothing and skips nothing.",
     arraysize_of_zero_fetches_nothing},
    {"cursor.arraysize_leaves_fetchall_and_fetchone_alone",
     {71, 73},
     "What fetchone() and fetchall() give does not depend on arraysize.",
     arraysize_leaves_fetchall_and_fetchone_alone},
    {"cursor.setinputsizes_is_a_hint",
     {83, 103},
     "Parameters that do not match setinputsizes() are legal.",
     setinputsizes_is_a_hint},
    {"cursor.setoutputsize_is_a_hint",
     {103},
     "setoutputsize() may be told anything, and cuts nothing.",
     setoutputsize_is_a_hint},
};

}  // namespace

Group cursor_settings_cases() { return group; }

}  // namespace dbapi::conformance
