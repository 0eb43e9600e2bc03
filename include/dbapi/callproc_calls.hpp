// SPDX-License-Identifier: BSL-1.0
//
// callproc() as a cursor has it.
#pragma once

#include <dbapi/bind.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/value.hpp>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace dbapi::detail {

/// Calls one procedure on a cursor, by its hooks. Throws what CallprocCalls tells.
class DBAPI_EXPORT CallprocRun {
 public:
    [[nodiscard]] static std::vector<Value> run(Cursor& cursor, std::string_view name,
                                                const BoundParameters& parameters);
};

/// Procedure calls on a cursor. `Self` is Cursor.
template <class Self>
class CallprocCalls {
 public:
    /// Calls a procedure or function of the database, and returns a copy of the parameters in which output
    /// and input/output ones have their new values.
    ///
    /// A transaction begins before it, as for execute(). What the procedure gives of rows is the result, to
    /// be fetched, and nextset() goes to the next; it is complete when this returns, on streaming cursors
    /// too.
    ///
    /// @param name        as SQL would have it: with a schema or without, quoted or not.
    /// @param parameters  one list, as execute() takes it, by position: `callproc("f", {1, "a"})`, a sequence
    /// of
    ///                    Value, a tuple, an aggregate, Parameters. One entry for each argument of the
    ///                    procedure; what stands for an output one is not looked at.
    /// @throws NotSupportedError  Features::callproc is false.
    /// @throws ProgrammingError   there is no such procedure, or none with so many arguments; a list by name.
    /// @throws Error              as execute().
    /// @par PEP 249
    /// C74 to C77.
    std::vector<Value> callproc(std::string_view name,
                                std::initializer_list<PositionalParameter> parameters = {}) {
        ListBinder binder;
        return CallprocRun::run(self(), name, binder.bind(parameters));
    }
    template <class List>
    requires ParameterList<const List> std::vector<Value> callproc(std::string_view name,
                                                                   const List& parameters) {
        ListBinder binder;
        return CallprocRun::run(self(), name, binder.bind(parameters));
    }

 private:
    [[nodiscard]] Self& self() noexcept { return static_cast<Self&>(*this); }
};

}  // namespace dbapi::detail
