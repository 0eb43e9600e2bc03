// SPDX-License-Identifier: BSL-1.0
//
// Exceptions of the program's own code, run inside of an operation: ranges of rows, functions that are called
// back. They are no errors of the connection, and come out as they were thrown.
#pragma once

#include <cstddef>
#include <dbapi/bind_rows.hpp>
#include <dbapi/driver/sqlstate_error.hpp>
#include <dbapi/errors.hpp>
#include <exception>
#include <utility>

namespace dbapi::detail {

/// Carries what the program's code threw past everything that judges the errors of this connection.
struct ForeignException {
    std::exception_ptr cause;
};

/// Runs the program's code. @throws ForeignException  what it threw.
template <class F>
auto run_foreign(F&& code) -> decltype(code()) {
    try {
        return code();
    } catch (...) {
        throw ForeignException{std::current_exception()};
    }
}

/// Returns whether there is a next list. @param index  its number.
/// @throws ForeignException  what the range threw; a value that cannot be a parameter is an error about the
/// list.
inline bool next_list(ParameterSource& source, BoundParameters& parameters, std::size_t index) {
    return run_foreign([&] {
        try {
            return source.next(parameters);
        } catch (const DataError& error) {
            driver::throw_about(error, {index, index});
        }
    });
}

}  // namespace dbapi::detail
