// SPDX-License-Identifier: BSL-1.0
//
// What an error costs and what it tells: nothing beside its own statement is lost, and no secret is in it.
#include <dbapi/conformance/context.hpp>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

constexpr std::string_view secret = "kit-secret-word";

void nothing_but_errors_comes_out(Context& context) {
    auto& conn = context.connection();
    const std::string_view texts[] = {
        "'",
        "\"",
        "/*",
        "(",
        ")",
        "SELECT",
        "SELECT 1 FROM",
        "SELECT (1",
        "SELECT 1 +",
        "INSERT INTO",
        "UPDATE SET",
        "DELETE",
        "CREATE TABLE",
        "DROP TABLE",
        "\xff\xfe",
        "SELECT '\xc3",
        "WHERE",
        ";;,",
        "\\",
        "SELECT 1 SELECT 1",
    };
    for (const auto text : texts)
        context.throws<Error>([&] { conn.execute(text); }, "the text " + std::string(text));
    check_usable(context, conn, "behind all of them");
}

void what_was_done_before_stays_in_autocommit_mode(Context& context) {
    const auto table = context.table("id {integer} PRIMARY KEY");
    auto& conn = context.connection();
    conn.set_autocommit(true);
    conn.execute(context.sql("INSERT INTO {} VALUES (1)", table));
    context.throws<IntegrityError>([&] { conn.execute(context.sql("INSERT INTO {} VALUES (1)", table)); },
                                   "the key again");
    context.equal(conn.transaction_status(), TransactionStatus::idle, "the status behind an error");
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 2, "rows");
}

void a_failed_statement_does_nothing(Context& context) {
    const auto table = context.table("id {integer} PRIMARY KEY");
    auto& conn = context.connection();
    conn.execute(context.sql("INSERT INTO {} VALUES (2)", table));
    conn.commit();
    conn.set_autocommit(true);
    context.throws<IntegrityError>(
        [&] { conn.execute(context.sql("INSERT INTO {} VALUES (1), (2), (3)", table)); },
        "three rows, one of them there");
    context.equal(conn.execute("SELECT count(*) FROM " + table).scalar<int>(), 1, "rows behind it");
}

void results_of_other_cursors_stay(Context& context) {
    auto& conn = context.connection();
    const auto reading = conn.cursor();
    reading->execute(context.numbers(10));
    static_cast<void>(reading->fetchone());
    const auto failing = conn.cursor();
    context.throws<ProgrammingError>([&] { failing->execute(context.dialect().syntax_error); }, "bad SQL");
    context.equal(reading->fetchall().size(), std::size_t{9}, "rows that another cursor has still");
    conn.rollback();
}

void the_cursor_goes_on(Context& context) {
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); }, "bad SQL");
    conn.rollback();
    cursor->execute("SELECT 3");
    context.equal(cursor->scalar<int>(), 3, "the same cursor, behind a rollback");
}

void a_stream_can_fail_and_be_followed(Context& context) {
    auto& conn = context.connection();
    const auto cursor = conn.cursor({.stream = true});
    context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); },
                                     "bad SQL on a streaming cursor");
    check_usable(context, conn, "behind it");
}

void texts_hold_no_values(Context& context) {
    const auto table = context.table("v {text} PRIMARY KEY");
    auto& conn = context.connection();
    const auto sql = context.sql("INSERT INTO {} VALUES (?)", table);
    conn.execute(sql, secret);
    const auto caught = context.throws<IntegrityError>([&] { conn.execute(sql, secret); }, "the key again");
    if (caught) {
        context.check(!caught->text.empty(), "what() says nothing");
        context.check(caught->text.find(secret) == std::string::npos, "what() repeats a value");
        context.check(caught->text.find('\n') == std::string::npos, "what() is one line");
    }
}

void texts_hold_no_password(Context& context) {
    if (context.dialect().unreachable.empty()) context.unmet("a dsn that cannot be reached");
    for (const auto& dsn : context.dialect().unreachable) {
        auto options = context.options();
        options.dsn = dsn;
        options.host.clear();
        options.database.clear();
        options.password = secret;
        const auto caught = context.throws<Error>([&] { return context.connect(options); },
                                                  "an unreachable database, with a password");
        if (!caught) continue;
        context.check(caught->text.find(secret) == std::string::npos, "what() repeats the password");
        context.check(caught->details.diagnostics.detail.find(secret) == std::string::npos,
                      "the diagnostics repeat the password");
    }
}

void conversions_that_fail_lose_no_rows(Context& context) {
    auto& conn = context.connection();
    auto result = conn.execute("SELECT 1 UNION ALL SELECT 2 ORDER BY 1");
    auto row = result.cursor().fetchone();
    context.require(row.has_value(), "there is a row");
    context.throws<DataError>([&] { return row->get<Uuid>(0); }, "a number read as uuid");
    context.equal(row->get<int>(0), 1, "the same row, read again");
    context.equal(result.cursor().fetchall().size(), std::size_t{1}, "rows behind it");
}

constexpr Case group[] = {
    {"errors.nothing_but_errors_comes_out",
     {16, 25},
     "Whatever is wrong with a text, an Error is thrown, and the connection goes on.",
     nothing_but_errors_comes_out},
    {"errors.what_was_done_before_stays_in_autocommit_mode",
     {16, 132},
     "In autocommit mode an error undoes its own statement only.",
     what_was_done_before_stays_in_autocommit_mode},
    {"errors.a_failed_statement_does_nothing",
     {23},
     "A statement that fails has changed nothing.",
     a_failed_statement_does_nothing},
    {"errors.results_of_other_cursors_stay",
     {16, 45},
     "An error of one cursor takes no rows from another one.",
     results_of_other_cursors_stay},
    {"errors.the_cursor_goes_on", {16}, "A cursor can be used again behind an error.", the_cursor_goes_on},
    {"errors.a_stream_can_fail_and_be_followed",
     {16},
     "A streaming cursor whose statement fails leaves nothing open.",
     a_stream_can_fail_and_be_followed,
     Connections::one,
     &Features::streaming},
    {"errors.texts_hold_no_values",
     {28},
     "The text of an error is one line that says something, without values of parameters.",
     texts_hold_no_values},
    {"errors.texts_hold_no_password",
     {28},
     "The text of an error that connect() throws is without the password.",
     texts_hold_no_password},
    {"errors.conversions_that_fail_lose_no_rows",
     {16, 21},
     "A value that cannot be read as asked for can be read otherwise, and the rows stay.",
     conversions_that_fail_lose_no_rows},
};

}  // namespace

Group errors_cases() { return group; }

}  // namespace dbapi::conformance
