// SPDX-License-Identifier: BSL-1.0
//
// Clauses 50 to 73: what a cursor tells.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {50, mandatory,
     "Cursors of one connection are not isolated: each sees at once what another one has changed.",
     "They share one session and its transaction.", ""},
    {51, mandatory,
     "Cursors of different connections may or may not be isolated, as the database's transactions have it.",
     "They are, as far as the isolation level says: nothing that is not committed is seen.", ""},
    {52, mandatory, "description is read-only, and has an item for each column of the result.",
     "A shared, immutable vector of Column, which stays valid whatever the cursor does next.", ""},
    {53, mandatory,
     "An item has seven parts: name, type code, display size, internal size, precision, scale, and whether "
     "NULL may occur.",
     "Seven members of Column with these names; an eighth, type_name, is an extension.", ""},
    {54, mandatory, "Name and type code are always there.",
     "As said; a driver that knows no type gives a type code that equals STRING.", ""},
    {55, mandatory, "The other five are None where they mean nothing.",
     "They are std::optional, and empty then.", ""},
    {56, mandatory, "description is None after an operation without rows.", "It is a null pointer.", ""},
    {57, mandatory, "description is None before the first execute.", "It is a null pointer.", ""},
    {58, mandatory, "A type code equals one of the type objects.",
     "Every type code equals exactly one of the five; types without one of their own count as STRING, since "
     "text is what they can be read as.",
     ""},
    {59, open, "It is not said what description is after an operation that has failed.",
     "A null pointer: execute() forgets the earlier result first.", ""},
    {60, mandatory, "A query that gives no rows has a description all the same.",
     "It has the columns, and fetching gives nothing.", ""},
    {61, open, "It is not said what description is for a result without columns.",
     "An empty vector, since there is a result.", ""},
    {62, mandatory,
     "rowcount is read-only, and tells how many rows the last execute has produced or affected.",
     "std::int64_t Cursor::rowcount().", ""},
    {63, mandatory, "rowcount is -1 before any execute, and when the number cannot be told.", "As said.", ""},
    {64, open, "A later version may tell None instead of -1.",
     "-1 stays, which is what programs compare with today.", "it is a plan"},
    {65, optional, "rowcount may be found out late, such as when rows are fetched.",
     "A streaming cursor's is -1 until its last row was read.", ""},
    {66, recommended,
     "Rows that WHERE has found should count as affected; where only changed ones do, that should be "
     "documented.",
     "Rows that WHERE has found, on every driver here.", ""},
    {67, open, "It is not said what rowcount is after a change of the schema.", "-1.", ""},
    {68, open, "It is not said what rowcount is after executemany().", "The total of all parameter lists.",
     ""},
    {69, open, "It is not said what rowcount is before rows of a query were fetched.",
     "Known when execute() returns, as the result is complete then; -1 for a stream.", ""},
    {70, mandatory, "arraysize can be read and written, and is 1 at first.",
     "arraysize() and set_arraysize(); CursorOptions::arraysize to begin with another one.", ""},
    {71, mandatory, "fetchmany() must observe arraysize, however rows travel.",
     "fetchmany() without an argument gives that many rows.", ""},
    {72, open, "An arraysize of zero, or a negative one, is not explained.",
     "It has no sign; zero is allowed, and fetchmany() gives no rows then.", ""},
    {73, optional, "arraysize may change how quick fetchall() is.",
     "A named cursor asks its server for that many rows at a time; elsewhere it changes nothing.", ""},
};

}  // namespace

Section cursor_attributes_section() noexcept { return {"Cursors: attributes", table}; }

}  // namespace dbapi::conformance
