// SPDX-License-Identifier: BSL-1.0
//
// Clauses 104 to 117: type objects, constructors, and NULL.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {104, mandatory, "There are the type objects STRING, BINARY, NUMBER, DATETIME and ROWID.",
     "Five constants of class TypeObject.", ""},
    {105, mandatory, "A type object may equal several type codes, which may differ from each other.",
     "So DATE and TIME columns both equal DATETIME, yet differ.", ""},
    {106, open,
     "The example of a type object compares in an outdated way; == and != have to work in both orders.",
     "They do, at compile time as well.", ""},
    {107, mandatory, "Date, Time and Timestamp make values of date and time from numbers.",
     "Three classes with these constructors, to the microsecond; Time and Timestamp may have an offset.", ""},
    {108, mandatory,
     "DateFromTicks, TimeFromTicks and TimestampFromTicks make them from seconds since the epoch.",
     "Three functions with these names, which take a double.", ""},
    {109, open, "The example for them uses local time, and modules differ.",
     "UTC, so that nothing depends on the machine; a timestamp has offset 0.", ""},
    {110, open, "It is not said what happens to fractions of a tick.",
     "They are kept, rounded to microseconds.", ""},
    {111, open, "It is not said what happens to ticks that are out of range.",
     "DataError; also for infinities and what is no number.", ""},
    {112, open, "It is not said what happens to a date that there is not.", "DataError from the constructor.",
     ""},
    {113, mandatory, "Binary holds a long value of bytes.",
     "A class that owns its bytes, zero bytes included; views of bytes can be bound without a copy.", ""},
    {114, mandatory, "NULL of SQL is None, in both directions.",
     "A Value of kind null, or an empty std::optional; reading NULL as a type that has no place for it is "
     "DataError.",
     ""},
    {115, mandatory, "A module finds by the type of a parameter how to bind it.",
     "Value has a kind for each type of SQL; adapters join types of a program's own.", ""},
    {116, open, "Decimal numbers are not standardised.", "Decimal holds exact numbers of any length.", ""},
    {117, open, "There are no type objects for uuid, JSON, arrays, intervals and booleans.",
     "Value has kinds for them; as type objects booleans are NUMBER, intervals DATETIME, and the others "
     "STRING.",
     ""},
};

}  // namespace

Section types_section() noexcept { return {"Types", table}; }

}  // namespace dbapi::conformance
