// SPDX-License-Identifier: BSL-1.0
//
// From a SQLSTATE to PEP 249's exception class, by one table for all drivers.
#pragma once

#include <dbapi/errors.hpp>
#include <dbapi/export.hpp>
#include <string>

namespace dbapi::driver {

/// Returns the class for a SQLSTATE: by the whole code, else by its class, else by its first character;
/// DatabaseError for one that says nothing. ODBC's own codes are not in the table, but for HY as a whole,
/// which is OperationalError, and those whose class SQL has too: 42S02 is ProgrammingError.
[[nodiscard]] DBAPI_EXPORT ErrorClass error_class_of(Sqlstate state) noexcept;

/// Throws an error of this class. `Warning` cannot be thrown so, and becomes Error.
[[noreturn]] DBAPI_EXPORT void throw_error(ErrorClass error_class, const std::string& message,
                                           ErrorDetails details);

/// Throws the error again, as one about these rows.
[[noreturn]] DBAPI_EXPORT void throw_about(const Error& error, RowRange rows);

/// Throws the class that fits `details.sqlstate`; sets `retryable` and `outcome_unknown` where the code says
/// so. `connection_usable` is the caller's to set, for ConnectionLost too: only he knows what became of the
/// session.
[[noreturn]] DBAPI_EXPORT void throw_sqlstate_error(const std::string& message, ErrorDetails details);

}  // namespace dbapi::driver
