// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's optional extensions that are small: messages, the cursor's connection, exceptions as members,
// iteration, lastrowid.
#include <algorithm>
#include <dbapi/conformance/context.hpp>
#include <type_traits>

#include "../suite.hpp"
#include "../text.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

// ── messages ──

void errors_are_messages_of_their_cursor(Context& context) {
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    context.check(cursor->messages().empty(), "no messages at first");
    const auto caught =
        context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); }, "bad SQL");
    const auto messages = cursor->messages();
    context.require(caught && messages.size() == 1, "one message");
    context.equal(messages[0].error_class, caught->error_class, "its class");
    context.equal(messages[0].text, caught->text, "its text");
    context.check(messages[0].sqlstate.view() == caught->details.sqlstate.view(), "its SQLSTATE");
    context.check(conn.cursor()->messages().empty(), "another cursor has none");
}

void a_fetch_that_fails_is_a_message(Context& context) {
    const auto cursor = context.connection().cursor();
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() before any execute");
    context.equal(cursor->messages().size(), std::size_t{1}, "messages");
}

void execute_clears_messages(Context& context) {
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    const auto fail = [&] {
        context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); }, "bad SQL");
        conn.rollback();
        context.equal(cursor->messages().size(), std::size_t{1}, "messages behind an error");
    };
    fail();
    cursor->execute("SELECT 1");
    context.check(cursor->messages().empty(), "none behind the next execute()");
    fail();
    const auto table = context.table("v {integer}");
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?)", table), {{1}});
    context.check(cursor->messages().empty(), "none behind the next executemany()");
    fail();
    cursor->clear_messages();
    context.check(cursor->messages().empty(), "none behind clear_messages()");
}

void a_fetch_keeps_messages(Context& context) {
    const auto& notice = context.need(context.dialect().notice, "a statement that makes the database speak");
    const auto cursor = context.connection().cursor();
    cursor->execute(replaced(notice, "{text}", "some words"));
    const auto count = cursor->messages().size();
    context.require(count > 0, "there is a message");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "fetchone() without a result");
    context.equal(cursor->messages().size(), count + 1, "messages behind the fetch");
}

void notices_are_messages(Context& context) {
    const auto& notice = context.need(context.dialect().notice, "a statement that makes the database speak");
    const auto cursor = context.connection().cursor();
    cursor->execute(replaced(notice, "{text}", "some words"));
    const auto messages = cursor->messages();
    const bool is_there = std::ranges::any_of(messages, [](const Message& message) {
        return message.text.find("some words") != std::string::npos &&
               message.error_class == ErrorClass::warning;
    });
    context.check(is_there, "the database's words are among the messages, as a warning");
}

void connections_have_messages_of_their_own(Context& context) {
    auto& conn = context.connection();
    context.check(conn.messages().empty(), "no messages at first");
    conn.begin();
    const auto caught = context.throws<ProgrammingError>([&] { conn.begin(); }, "begin() in a transaction");
    const auto messages = conn.messages();
    context.require(caught && messages.size() == 1, "one message");
    context.equal(messages[0].error_class, ErrorClass::programming_error, "its class");
    context.equal(messages[0].text, caught->text, "its text");
    conn.rollback();
    context.check(conn.messages().empty(), "none behind rollback()");
    conn.begin();
    context.throws<ProgrammingError>([&] { conn.begin(); }, "begin() again");
    conn.clear_messages();
    context.check(conn.messages().empty(), "none behind clear_messages()");
    context.throws<ProgrammingError>([&] { conn.begin(); }, "begin() again");
    conn.commit();
    context.check(conn.messages().empty(), "none behind commit()");
}

// ── small things ──

void exceptions_are_members_of_connections(Context& context) {
    context.check(std::is_same_v<Connection::Warning, Warning> && std::is_same_v<Connection::Error, Error> &&
                      std::is_same_v<Connection::InterfaceError, InterfaceError> &&
                      std::is_same_v<Connection::DatabaseError, DatabaseError> &&
                      std::is_same_v<Connection::DataError, DataError> &&
                      std::is_same_v<Connection::OperationalError, OperationalError> &&
                      std::is_same_v<Connection::IntegrityError, IntegrityError> &&
                      std::is_same_v<Connection::InternalError, InternalError> &&
                      std::is_same_v<Connection::ProgrammingError, ProgrammingError> &&
                      std::is_same_v<Connection::NotSupportedError, NotSupportedError>,
                  "the classes are the same");
    context.throws<Connection::ProgrammingError>(
        [&] { context.connection().execute(context.dialect().syntax_error); }, "bad SQL");
}

void a_cursor_tells_its_connection(Context& context) {
    const auto one = context.connect();
    const auto other = context.connect();
    const auto cursor = one->cursor();
    const auto others = other->cursor();
    context.check(&cursor->connection() == one.get(), "the cursor's connection");
    context.check(&others->connection() == other.get(), "another cursor's connection");
}

void a_cursor_can_be_walked_over_once(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(5));
    static_cast<void>(cursor->fetchone());
    std::int64_t next = 2;
    for (const auto& row : *cursor) context.equal(row.get<std::int64_t>(0), next++, "a row in its turn");
    context.equal(next, 6, "one more than the last row");
    for ([[maybe_unused]] const auto& row : *cursor) context.check(false, "a row behind the last one");
}

void iteration_refuses_without_a_result(Context& context) {
    const auto cursor = context.connection().cursor();
    context.throws<ProgrammingError>([&] { return cursor->begin(); }, "begin() before any execute");
}

void next_gives_rows_then_throws(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->execute(context.numbers(2));
    context.equal(cursor->next().get<int>(0), 1, "the first row");
    context.equal(cursor->next().get<int>(0), 2, "the second row");
    for (int i = 0; i < 2; ++i) {
        try {
            static_cast<void>(cursor->next());
            context.check(false, "next() at the end gives a row");
        } catch (const std::out_of_range&) {
            // As it should.
        }
    }
    const auto fresh = context.connection().cursor();
    context.throws<ProgrammingError>([&] { return fresh->next(); }, "next() before any execute");
}

void transaction_status_follows(Context& context) {
    auto& conn = context.connection();
    const auto is = [&](TransactionStatus wanted, std::string_view when) {
        context.equal(conn.transaction_status(), wanted, "the status " + std::string(when));
    };
    is(TransactionStatus::idle, "at first");
    conn.execute("SELECT 1");
    is(TransactionStatus::active, "behind a query");
    conn.commit();
    is(TransactionStatus::idle, "behind commit()");
    conn.begin();
    is(TransactionStatus::active, "behind begin()");
    conn.rollback();
    is(TransactionStatus::idle, "behind rollback()");
    conn.set_autocommit(true);
    conn.execute("SELECT 1");
    is(TransactionStatus::idle, "behind a query in autocommit mode");
}

void is_usable_tells_whether_the_session_is_there(Context& context) {
    auto& conn = context.connection();
    context.check(conn.is_usable(), "it is at first");
    conn.execute("SELECT 1");
    context.check(conn.is_usable(), "and in a transaction");
    context.throws<ProgrammingError>([&] { conn.execute(context.dialect().syntax_error); }, "bad SQL");
    context.check(conn.is_usable(), "and behind an error");
    conn.close();
    context.check(!conn.is_usable(), "and not behind close()");
}

void statusmessage_is_about_the_last_statement(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    context.equal(cursor->statusmessage(), "", "before any statement");
    const auto is = [&](const std::string& sql, std::string_view verb) {
        cursor->execute(sql);
        const auto tag = cursor->statusmessage();
        if (tag.empty()) context.note("there is none behind " + std::string(verb));
        context.check(tag.empty() || tag.starts_with(verb), tag + " behind " + std::string(verb));
    };
    is(context.sql("INSERT INTO {} VALUES (1)", table), "INSERT");
    is(context.sql("UPDATE {} SET v = 2", table), "UPDATE");
    is("SELECT 1", "SELECT");
    is(context.sql("DELETE FROM {}", table), "DELETE");
}

void lastrowid_is_empty_where_there_is_none(Context& context) {
    const auto table = context.table("v {integer}");
    const auto cursor = context.connection().cursor();
    context.check(!cursor->lastrowid(), "none before any statement");
    cursor->execute(context.sql("INSERT INTO {} VALUES (1)", table));
    if (!context.connection().features().lastrowid)
        context.check(!cursor->lastrowid(), "none where Features say that there are none");
    cursor->executemany(context.sql("INSERT INTO {} VALUES (?)", table), {{2}, {3}});
    context.check(!cursor->lastrowid(), "none behind executemany()");
    cursor->execute("SELECT 1");
    context.check(!cursor->lastrowid(), "none behind a query");
}

constexpr Case group[] = {
    {"extension.errors_are_messages_of_their_cursor",
     {125, 127, 137},
     "An error is put into its cursor's messages before it is thrown.",
     errors_are_messages_of_their_cursor},
    {"extension.a_fetch_that_fails_is_a_message",
     {125, 127},
     "The error of a fetch is a message as well.",
     a_fetch_that_fails_is_a_message},
    {"extension.execute_clears_messages",
     {126},
     "Messages are cleared before the next execution, and by the program.",
     execute_clears_messages},
    {"extension.a_fetch_keeps_messages",
     {126},
     "The fetch functions do not clear messages.",
     a_fetch_keeps_messages},
    {"extension.notices_are_messages",
     {17, 125, 127},
     "What the database says beside its results is a message of class Warning.",
     notices_are_messages},
    {"extension.connections_have_messages_of_their_own",
     {127, 128},
     "Errors of the connection are its own messages, cleared by its standard methods.",
     connections_have_messages_of_their_own},
    {"extension.exceptions_are_members_of_connections",
     {119},
     "The exception classes are members of Connection.",
     exceptions_are_members_of_connections},
    {"extension.a_cursor_tells_its_connection",
     {120},
     "connection() of a cursor is the connection that made it.",
     a_cursor_tells_its_connection},
    {"extension.a_cursor_can_be_walked_over_once",
     {130},
     "A loop over a cursor gives the rows that remain, once.",
     a_cursor_can_be_walked_over_once},
    {"extension.iteration_refuses_without_a_result",
     {96, 130},
     "A loop over a cursor without a result is ProgrammingError.",
     iteration_refuses_without_a_result},
    {"extension.next_gives_rows_then_throws",
     {129},
     "next() gives rows, throws std::out_of_range at the end, and ProgrammingError without a result.",
     next_gives_rows_then_throws},
    {"extension.lastrowid_is_empty_where_there_is_none",
     {131},
     "lastrowid is empty before an INSERT, behind executemany() and behind a query.",
     lastrowid_is_empty_where_there_is_none},
    {"extension.transaction_status_follows",
     {49},
     "transaction_status() tells whether a transaction is open.",
     transaction_status_follows,
     Connections::one,
     &Features::transactions},
    {"extension.is_usable_tells_whether_the_session_is_there",
     {49},
     "is_usable() is true until the session is gone.",
     is_usable_tells_whether_the_session_is_there},
    {"extension.statusmessage_is_about_the_last_statement",
     {49},
     "statusmessage(), where there is one, begins with the last statement's verb.",
     statusmessage_is_about_the_last_statement},
};

}  // namespace

Group extensions_cases() { return group; }

}  // namespace dbapi::conformance
