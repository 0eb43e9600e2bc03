// SPDX-License-Identifier: BSL-1.0
//
// Clauses 118 to 140: what a module may offer beyond the rest.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {118, optional, "rownumber is the index of the next row to be fetched, counted from 0, or None.",
     "std::optional<std::size_t> Cursor::rownumber(), empty without a result.", ""},
    {119, optional, "The exception classes are attributes of connections as well.",
     "Member types of Connection, the same classes: `catch (const Connection::Error&)`.", ""},
    {120, optional, "connection of a cursor is the connection that made it.",
     "Connection& Cursor::connection().", ""},
    {121, optional, "scroll() moves in the result set, from the current position or to an absolute one.",
     "Cursor::scroll(value, mode) with ScrollMode::relative and absolute.", ""},
    {122, optional,
     "A position outside of the result set is the language's index error, no error of this API; the position "
     "should stay.",
     "std::out_of_range, which is no dbapi::Error; the position stays where it was.", ""},
    {123, optional,
     "scroll() may use the database's cursors or emulate them, and throw NotSupportedError where it cannot.",
     "Both ways in a buffered result; forward only where rows are not kept, and NotSupportedError for "
     "backward.",
     ""},
    {124, open, "It is not said whether the position behind the last row can be scrolled to.",
     "It cannot: positions are 0 to one less than the number of rows. A stream that finds none stands at its "
     "end.",
     ""},
    {125, optional,
     "messages of a cursor lists what the database said, as pairs of exception class and value.",
     "std::vector<Message>, with the class, the text, the SQLSTATE and diagnostics.", ""},
    {126, optional, "All standard methods but the fetch functions clear it first, and a program may.",
     "As said; clear_messages() is the program's way.", ""},
    {127, optional, "All errors and warnings are put there, so that Warning need not be thrown.",
     "Errors before they are thrown, and notices as they come, of class Warning.", ""},
    {128, optional, "connection.messages is the same for a connection.",
     "Connection::messages(): errors and notices outside of a cursor's operations, cleared by the methods of "
     "transactions.",
     ""},
    {129, optional, "next() is fetchone() that throws the language's end of iteration behind the last row.",
     "Cursor::next() throws std::out_of_range there; without a result it is ProgrammingError, as for "
     "fetchone().",
     ""},
    {130, optional, "A cursor is its own iterator, which goes over the rows once.",
     "begin() and end() of Cursor and Result: a single pass over owned rows.", ""},
    {131, optional, "lastrowid is the row id of the last row that was changed, or None.",
     "std::optional<std::int64_t> Cursor::lastrowid(), after INSERT where Features::lastrowid is set; empty "
     "after executemany().",
     ""},
    {132, optional,
     "autocommit of a connection tells and changes whether each statement is committed by itself.",
     "autocommit() and set_autocommit().", ""},
    {133, optional,
     "Turning autocommit off begins a transaction; turning it on while one is pending is up to the database.",
     "Off: the next statement begins one. On or off with one pending: ProgrammingError, and nothing changes.",
     ""},
    {134, recommended, "Setting autocommit as an attribute is outdated; a method is better.",
     "There is only the method set_autocommit().", "there is no attribute that could be written"},
    {135, recommended, "Programs should commit or roll back before they change autocommit.", "They have to.",
     ""},
    {136, optional,
     "errorhandler of connections and cursors is called for each error, with connection, cursor, class and "
     "value.",
     "A std::function of (Connection&, Cursor*, const Error&); the error's class is error_class().", ""},
    {137, optional, "The standard handler adds the error to the messages and throws it.",
     "The core does so, with or without a handler of the program's.", ""},
    {138, optional, "None as errorhandler is the standard scheme.", "An empty function.", ""},
    {139, optional, "A new cursor takes the handler that the connection has at that time.",
     "A copy: later changes of the connection's do not reach it.", ""},
    {140, open, "It is not said what a method returns when the handler does not throw.",
     "It throws the error: a handler may throw another one, and cannot swallow it.", ""},
};

}  // namespace

Section extensions_section() noexcept { return {"Optional extensions", table}; }

}  // namespace dbapi::conformance
