// SPDX-License-Identifier: BSL-1.0
//
// Clauses 32 to 49: what a connection does.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {32, mandatory, "close() closes the connection at once, and not when the object is destroyed.",
     "As said; the destructor ends the session as well, without waiting for the server.", ""},
    {33, mandatory, "On a closed connection any operation throws Error or what is derived from it.",
     "InterfaceError, for everything but close(), is_closed(), is_usable() and transaction_status().", ""},
    {34, mandatory, "The same holds for all cursors that use the connection.",
     "InterfaceError, for everything but close() and is_closed(); rows that were fetched stay valid.", ""},
    {35, mandatory, "Closing without a commit is a rollback.",
     "close() rolls back and waits for that, within the time limit; so does the end of the session when the "
     "last owner lets go.",
     ""},
    {36, open, "It is not said whether a second close() is an error.",
     "It does nothing, on connections and on cursors.", ""},
    {37, mandatory, "commit() commits the pending transaction.",
     "As said. The answer ROLLBACK is TransactionRolledBack, and an answer that is lost is AmbiguousCommit.",
     ""},
    {38, mandatory, "commit() without a pending transaction is no error.", "It does nothing.", ""},
    {39, mandatory, "Autocommit, where the database has it, is off at first.",
     "It is off, unless ConnectOptions::autocommit says otherwise.", ""},
    {40, optional, "A method may turn autocommit on.", "Connection::set_autocommit().", ""},
    {41, mandatory, "Where a database has no transactions commit() still exists, and does nothing.",
     "Connection::commit() is there for every driver, and does nothing without a transaction.", ""},
    {42, if_offered, "rollback() undoes the pending transaction from its start.",
     "As said, without a word to the server when nothing is pending; it ends an open stream as well.", ""},
    {43, recommended,
     "A method that is optional and not supported is best left out, else it throws NotSupportedError.",
     "A class cannot leave out a function: Features tell what there is, and the rest throws "
     "NotSupportedError.",
     ""},
    {44, mandatory, "cursor() gives a new cursor on the connection.",
     "Connection::cursor() gives a unique_ptr<Cursor> that keeps the connection alive.", ""},
    {45, mandatory, "Where a database has no cursors the module emulates them as far as it needs to.",
     "A cursor buffers its result unless it was made for streaming.", ""},
    {46, optional, "cursor() may take a string to name the cursor.",
     "CursorOptions::name, a cursor in the server where Features::named_cursors is set.", ""},
    {47, open, "It is not said when a transaction begins.",
     "Before the first statement of any kind, except transaction control, and on SQLite PRAGMA, VACUUM, "
     "ATTACH and DETACH.",
     ""},
    {48, open, "It is not said whether changes of the schema belong to the transaction.",
     "As the database has it; Features::transactional_ddl tells.", ""},
    {49, open, "Nothing is said of isolation levels, savepoints, cancelling and time limits.",
     "Extensions: TransactionOptions, begin(), Transaction, savepoints as SQL text too, run_transaction(), "
     "cancel(), set_timeout(), transaction_status().",
     ""},
};

}  // namespace

Section connection_section() noexcept { return {"Connections", table}; }

}  // namespace dbapi::conformance
