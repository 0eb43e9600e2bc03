// SPDX-License-Identifier: BSL-1.0
//
// Clauses 1 to 15: the constructor and the module's globals.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {1, mandatory,
     "Databases are reached through connection objects, which a constructor named connect gives for "
     "parameters that each database chooses.",
     "Driver::connect() and connect(url) give a shared_ptr<Connection>: cursors and results keep it alive.",
     ""},
    {2, recommended,
     "The constructor should take dsn, user, password, host and database by name, in this order.",
     "ConnectOptions begins with these five, for designated initialisers; what is driver-specific goes into "
     "its map `parameters`.",
     ""},
    {3, recommended,
     "A parameter named autocommit is planned for the constructor, and may be offered already.",
     "ConnectOptions::autocommit, off by default.", ""},
    {4, mandatory, "A global named apilevel tells as a string which level of the API is kept.",
     "The constant dbapi::apilevel is \"2.0\": one interface for all drivers, so that no driver can have "
     "another level.",
     ""},
    {5, mandatory, "A global named threadsafety tells, as an integer from 0 to 3, what threads may share.",
     "Driver::threadsafety(), an enumeration with these four values; dbapi::threadsafety is 2.", ""},
    {6, mandatory, "At level 0 threads may not share the module.",
     "ThreadSafety::none, for drivers whose C library allows no more; the kit then starts no threads.",
     "a case would have to do what the level forbids"},
    {7, mandatory, "From level 1 on threads may share the module, each with connections of its own.",
     "Drivers are constants, which any number of threads may use.", ""},
    {8, mandatory, "From level 2 on threads may share connections.",
     "A connection queues the operations of its cursors; each thread uses cursors of its own.", ""},
    {9, mandatory, "At level 3 threads may share cursors as well.",
     "Not offered here: a cursor is a position in a result, and belongs to one thread at a time.",
     "no driver here claims it, and the interface promises no more than level 2"},
    {10, mandatory, "To share means without a lock of the program's own.",
     "The connection locks by itself, for each operation; cancel() takes no lock.", ""},
    {11, mandatory, "A global named paramstyle tells which of the five styles of markers is understood.",
     "The five styles, and PostgreSQL's `$1`, are understood by every driver; connections and cursors choose "
     "one, and `automatic` takes qmark for a sequence and named for a mapping.",
     ""},
    {12, recommended, "Implementations should prefer numeric, named or pyformat to the other styles.",
     "All are accepted everywhere; one scanner translates them to the driver's own placeholders.", ""},
    {13, open, "The style format is said to be that of C's printf, while only %s is meant in practice.",
     "Anything behind % but s, (name)s and another % is ProgrammingError.", ""},
    {14, open,
     "It is not said how a marker's own character is written in SQL, nor whether markers inside of literals "
     "and comments count.",
     "Markers in literals, quoted names and comments never count. `??`, `%%` and `\\:` write the characters "
     "themselves.",
     ""},
    {15, open, "It is not said whether %% is one character when no parameters are given.",
     "The same rule with and without parameters: `%%` is always one percent sign in the styles format and "
     "pyformat.",
     ""},
};

}  // namespace

Section module_section() noexcept { return {"The module", table}; }

}  // namespace dbapi::conformance
