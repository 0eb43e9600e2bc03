// SPDX-License-Identifier: BSL-1.0
//
// Clauses 16 to 31: the classes of errors, and which failure is which class.
#include "sections.hpp"

namespace dbapi::conformance {
namespace {

using enum Level;

constexpr Clause table[] = {
    {16, mandatory,
     "All errors are reported by the classes that are listed here, or classes derived from them.",
     "Every failure is a dbapi::Error. Exceptions that are not about the database come out as they are: "
     "std::bad_alloc, what a program's own range throws, std::out_of_range of next() and scroll().",
     ""},
    {17, mandatory, "Warning derives from the base of all exceptions, and not from Error.",
     "Warning derives from std::runtime_error. Nothing here throws it: warnings are messages.", ""},
    {18, mandatory, "Error is the base of all other error classes, so that one handler catches them all.",
     "Error derives from std::runtime_error, and carries what a program can act on.", ""},
    {19, mandatory, "InterfaceError is for trouble with the interface instead of the database.",
     "Thrown for objects that are closed, for a stream in the way, and for use in a forked process.", ""},
    {20, mandatory, "DatabaseError is the base of all errors about the database.",
     "As said, with the SQLSTATE and what else the database told.", ""},
    {21, mandatory,
     "DataError is for values that cannot be processed, such as a division by zero or a number out of range.",
     "SQLSTATE class 22, and conversions that would lose something.", ""},
    {22, mandatory,
     "OperationalError is for trouble in the database's operation that the program need not have caused.",
     "SQLSTATE classes 08, 28, 40, 53, 54, 55, 57, 58; with leaves for lost connections, deadlines, "
     "cancelling and retries.",
     ""},
    {23, mandatory, "IntegrityError is for violated constraints.",
     "SQLSTATE class 23, with leaves for unique, foreign key, NOT NULL and CHECK constraints.", ""},
    {24, mandatory,
     "InternalError is for a database whose own state is wrong, such as a transaction out of step.",
     "SQLSTATE classes 24, 25, 2D and XX; so also a statement in a transaction that has failed (25P02).", ""},
    {25, mandatory,
     "ProgrammingError is for mistakes in the program: tables that are missing or there already, syntax, a "
     "wrong number of parameters.",
     "SQLSTATE classes 42, 26, 34, 3D and 3F, and wrong calls that the core notices before the database is "
     "asked.",
     ""},
    {26, mandatory, "NotSupportedError is for what the database or the module cannot do.",
     "SQLSTATE class 0A, and every ability that Features deny.", ""},
    {27, mandatory, "The classes form exactly one tree, in which six classes derive from DatabaseError.",
     "The same tree, to which leaves are added below OperationalError and IntegrityError.", ""},
    {28, recommended, "What an exception holds is not defined; it should tell the user what went wrong.",
     "what() is one line, and holds neither passwords nor values of parameters; the rest are members: "
     "sqlstate(), diagnostics(), native_code().",
     ""},
    {29, optional, "Implementations may derive classes of their own.",
     "Eleven leaves that programs catch, chosen by the SQLSTATE and the same for all drivers.", ""},
    {30, open, "Warning may once derive from the language's own class of warnings.", "C++ has no such class.",
     "it is a plan for another language"},
    {31, open, "Which failure has which class is told by examples only.",
     "One table from SQLSTATE to class serves all drivers; SQLite's result codes are turned into SQLSTATEs "
     "first.",
     ""},
};

}  // namespace

Section exceptions_section() noexcept { return {"Exceptions", table}; }

}  // namespace dbapi::conformance
