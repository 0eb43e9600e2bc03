// SPDX-License-Identifier: BSL-1.0
//
// Clauses 74 to 103: what a cursor does.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {74, optional, "callproc() calls a procedure of the database; it may be missing.",
     "Cursor::callproc(), where Features::callproc is set; else NotSupportedError.", ""},
    {75, if_offered, "Its parameters have an entry for each argument of the procedure.",
     "As said; a wrong number is ProgrammingError.", ""},
    {76, if_offered, "It returns a copy of its parameters in which those for output are replaced.",
     "A vector of Value; what the program gave stays as it was.", ""},
    {77, if_offered, "A result set that the procedure gives is read by the fetch functions.",
     "As said; complete when callproc() returns.", ""},
    {78, mandatory,
     "close() closes the cursor at once, after which any operation throws Error or what is derived from it.",
     "InterfaceError, for everything but close() and is_closed().", ""},
    {79, mandatory, "execute() prepares and runs an operation.",
     "Cursor::execute(); the libpq driver prepares a text when it is used a second time.", ""},
    {80, mandatory, "Parameters are a sequence or a mapping, by the parameter style.",
     "As variadic arguments, lists in braces, spans, vectors, tuples, aggregates, maps with string keys, or "
     "Parameters.",
     ""},
    {81, mandatory, "Values are bound, so that a program need not escape anything.",
     "Every driver binds; a value read back equals the one that was bound.", ""},
    {82, optional, "The cursor keeps the operation, so that running the same one again can be made quicker.",
     "The connection keeps parsed and prepared statements, by their text.", ""},
    {83, mandatory, "Sizes that were announced are hints: parameters may differ from them.",
     "setinputsizes() does nothing, so that nothing can differ from it.", ""},
    {84, recommended, "Giving several parameter lists to execute() is outdated; executemany() is for that.",
     "execute() takes one list; a range of other elements is one array value.",
     "there is nothing to call: a list of lists is another type"},
    {85, mandatory, "What execute() returns is not defined.",
     "The cursor, so that fetching can follow in one expression.", ""},
    {86, mandatory, "A wrong number of parameters is ProgrammingError.",
     "Too few, too many, unknown names, and markers without parameters: found by the core before the "
     "database is asked.",
     ""},
    {87, open, "It is not said whether a mapping may have more keys than there are markers.",
     "It may; a sequence may not have more values.", ""},
    {88, open, "It is not said whether one operation may hold several statements.",
     "Without parameters, where Features::multiple_statements is set; nextset() goes from result to result.",
     ""},
    {89, open, "It is not said what an empty operation does.",
     "ProgrammingError; also for one that is nothing but comments.", ""},
    {90, mandatory, "executemany() runs an operation for every parameter list of a sequence.",
     "Cursor::executemany() takes any range, of sequences or of mappings.", ""},
    {91, optional, "It may do so by repeated execute, or as the database does it for arrays.",
     "A plain INSERT goes with many rows at once, other statements together in a pipeline, where that does "
     "the same.",
     ""},
    {92, open, "executemany() of an operation that gives rows is undefined, and may be an error.",
     "ProgrammingError, unless ExecuteManyOptions::returning asks for the rows.", ""},
    {93, open, "It is not said what an empty sequence does.",
     "Nothing is sent; rowcount is 0, and description is null.", ""},
    {94, open, "It is not said what is left of executemany() when one of the lists fails.",
     "The transaction decides; in autocommit mode all lists are one transaction, so that nothing is left.",
     ""},
    {95, mandatory, "fetchone() gives the next row, or None when there are no more.", "std::optional<Row>.",
     ""},
    {96, mandatory,
     "The fetch functions and nextset() throw when the last operation gave no result set, and before the "
     "first.",
     "ProgrammingError.", ""},
    {97, mandatory,
     "fetchmany() gives up to that many of the next rows; none at the end, and fewer shortly before.",
     "std::vector<Row>; a size of 0 gives none.", ""},
    {98, mandatory, "Without a size fetchmany() takes the arraysize of that moment.",
     "An overload that reads arraysize() when it is called.", ""},
    {99, mandatory, "fetchall() gives all rows that remain; none when there are none.", "std::vector<Row>.",
     ""},
    {100, mandatory, "Fetching behind the last row again gives nothing, and is no error.",
     "As said, however often.", ""},
    {101, optional, "A fetch may move the database's own cursor further than by one row.",
     "A buffered cursor has read all rows when execute() returns; nothing of that shows.", ""},
    {102, optional,
     "nextset() drops what is left and goes to the next result set, or tells that there is none.",
     "bool Cursor::nextset(), with the same rule of errors as the fetch functions.", ""},
    {103, mandatory, "setinputsizes() and setoutputsize() exist, and may do nothing.",
     "They accept PEP 249's arguments and do nothing.", ""},
};

}  // namespace

Section cursor_methods_section() noexcept { return {"Cursors: methods", table}; }

}  // namespace dbapi::conformance
