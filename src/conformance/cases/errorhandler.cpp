// SPDX-License-Identifier: BSL-1.0
//
// Error handlers: who is called, with what, and that nothing is swallowed.
#include <dbapi/conformance/context.hpp>
#include <vector>

#include "../suite.hpp"
#include "attempts.hpp"

namespace dbapi::conformance {
namespace {

/// One call of a handler.
struct Call {
    const Connection* connection;
    const Cursor* cursor;
    ErrorClass error_class;
};

ErrorHandler recorder(std::vector<Call>& calls) {
    return [&calls](Connection& connection, Cursor* cursor, const Error& error) {
        calls.push_back({&connection, cursor, error.error_class()});
    };
}

void there_is_none_at_first(Context& context) {
    auto& conn = context.connection();
    context.check(!conn.errorhandler(), "of a connection");
    context.check(!conn.cursor()->errorhandler(), "of a cursor");
}

void a_cursors_handler_gets_its_errors(Context& context) {
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    std::vector<Call> calls;
    cursor->set_errorhandler(recorder(calls));
    context.check(static_cast<bool>(cursor->errorhandler()), "errorhandler() gives it");
    context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); }, "bad SQL");
    context.require(calls.size() == 1, "one call");
    context.check(calls[0].connection == &conn && calls[0].cursor == cursor.get(), "with both objects");
    context.equal(calls[0].error_class, ErrorClass::programming_error, "and the class");
    conn.rollback();
    cursor->execute("SELECT 1");
    context.equal(calls.size(), std::size_t{1}, "calls behind a statement that succeeds");
}

void a_connections_handler_gets_its_errors(Context& context) {
    auto& conn = context.connection();
    std::vector<Call> calls;
    conn.set_errorhandler(recorder(calls));
    conn.begin();
    context.throws<ProgrammingError>([&] { conn.begin(); }, "begin() in a transaction");
    context.require(calls.size() == 1, "one call");
    context.check(calls[0].connection == &conn && !calls[0].cursor, "without a cursor");
    conn.set_errorhandler({});
    context.throws<ProgrammingError>([&] { conn.begin(); }, "begin() again");
    context.equal(calls.size(), std::size_t{1}, "calls when the handler is gone");
}

void cursors_copy_the_handler_when_they_are_made(Context& context) {
    auto& conn = context.connection();
    std::vector<Call> first;
    std::vector<Call> second;
    const auto before = conn.cursor();
    conn.set_errorhandler(recorder(first));
    const auto cursor = conn.cursor();
    conn.set_errorhandler(recorder(second));
    context.throws<ProgrammingError>([&] { return before->fetchone(); }, "a cursor from before");
    context.check(first.empty() && second.empty(), "it calls no handler");
    context.throws<ProgrammingError>([&] { return cursor->fetchone(); }, "a cursor from between");
    context.check(first.size() == 1 && second.empty(), "it calls the handler of that time");
}

void a_handler_can_throw_another_error(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->set_errorhandler([](Connection&, Cursor*, const Error& error) {
        throw OperationalError("from the handler: " + std::string(error.what()));
    });
    context.throws<OperationalError>([&] { cursor->execute(context.dialect().syntax_error); }, "bad SQL");
    check_usable(context, context.connection(), "behind it");
}

void a_handler_cannot_swallow_an_error(Context& context) {
    const auto cursor = context.connection().cursor();
    cursor->set_errorhandler([](Connection&, Cursor*, const Error&) {});
    context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); }, "bad SQL");
}

void a_handler_finds_the_message_and_may_use_the_connection(Context& context) {
    auto& conn = context.connection();
    const auto cursor = conn.cursor();
    std::size_t messages = 0;
    int answer = 0;
    cursor->set_errorhandler([&](Connection& connection, Cursor* own, const Error&) {
        messages = own->messages().size();
        connection.rollback();
        answer = connection.execute("SELECT 4").scalar<int>();
    });
    context.throws<ProgrammingError>([&] { cursor->execute(context.dialect().syntax_error); }, "bad SQL");
    context.equal(messages, std::size_t{1}, "messages when the handler is called");
    context.equal(answer, 4, "a query of the handler's");
}

constexpr Case group[] = {
    {"errorhandler.there_is_none_at_first",
     {138},
     "Connections and cursors have no handler at first.",
     there_is_none_at_first},
    {"errorhandler.a_cursors_handler_gets_its_errors",
     {136},
     "A cursor's handler is called with connection, cursor and error.",
     a_cursors_handler_gets_its_errors},
    {"errorhandler.a_connections_handler_gets_its_errors",
     {136, 138},
     "A connection's handler is called without a cursor, until it is taken away.",
     a_connections_handler_gets_its_errors},
    {"errorhandler.cursors_copy_the_handler_when_they_are_made",
     {139},
     "A cursor has the handler that its connection had when it was made.",
     cursors_copy_the_handler_when_they_are_made},
    {"errorhandler.a_handler_can_throw_another_error",
     {136},
     "What a handler throws is what comes out.",
     a_handler_can_throw_another_error},
    {"errorhandler.a_handler_cannot_swallow_an_error",
     {140},
     "The error is thrown when the handler returns.",
     a_handler_cannot_swallow_an_error},
    {"errorhandler.a_handler_finds_the_message_and_may_use_the_connection",
     {137},
     "A handler is called when the error is in the messages, and may use the connection.",
     a_handler_finds_the_message_and_may_use_the_connection},
};

}  // namespace

Group errorhandler_cases() { return group; }

}  // namespace dbapi::conformance
