// SPDX-License-Identifier: BSL-1.0
//
// Clauses 141 to 155: transactions that several databases take part in.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {141, optional,
     "Who offers two-phase commit offers all of it; NotSupportedError where that is found out late.",
     "Features::two_phase; without it all functions throw NotSupportedError.", ""},
    {142, if_offered,
     "A transaction is named by a format id, a global transaction id and a branch qualifier.", "Class Xid.",
     ""},
    {143, recommended,
     "The first two are the same for all databases that take part, and the branch qualifier another one for "
     "each.",
     "Left to the program, which alone knows of the other databases.", "it is about what programs do"},
    {144, if_offered,
     "The format id is not negative and has 32 bits; the other two have at most 64 characters.",
     "0 to 2147483647, and 0 to 64 bytes each; DataError beyond.", ""},
    {145, if_offered, "xid() of a connection makes such a name, a sequence of three items.",
     "Connection::xid(); structured bindings give the three items.", ""},
    {146, if_offered, "tpc_begin() begins, and only outside of a transaction.",
     "ProgrammingError while a transaction is open.", ""},
    {147, if_offered, "commit() and rollback() are errors inside of it.",
     "ProgrammingError, also as SQL text; and so are begin() and set_autocommit().", ""},
    {148, recommended, "tpc_prepare() is the first phase; outside of a two-phase transaction it is an error.",
     "ProgrammingError there, and for a second time.", ""},
    {149, if_offered, "Between the phases no statement may run.",
     "ProgrammingError, and the transaction stays prepared.", ""},
    {150, if_offered,
     "tpc_commit() without tpc_prepare() commits in one phase, and behind it is the second phase.",
     "As said.", ""},
    {151, if_offered,
     "tpc_commit(xid) commits a transaction of tpc_recover(); an xid that is not known is an error.",
     "Outside of a transaction only; ProgrammingError for an unknown xid.", ""},
    {152, if_offered, "tpc_rollback() undoes it, before or behind tpc_prepare(), or that of an xid.",
     "As tpc_commit().", ""},
    {153, if_offered, "Both end the two-phase transaction; when they fail its state is not defined.",
     "After a failure of the second phase it may be tried again, but for an xid that is not known and a lost "
     "answer.",
     ""},
    {154, if_offered, "tpc_recover() lists the transactions that are prepared.",
     "A vector of Xid, for which it begins no transaction; names that others gave are native ones.", ""},
    {155, open, "It is not said how two-phase commit and autocommit go together.",
     "tpc_begin() works in autocommit mode, which goes on behind the end of the transaction.", ""},
};

}  // namespace

Section two_phase_section() noexcept { return {"Two-phase commit", table}; }

}  // namespace dbapi::conformance
