// SPDX-License-Identifier: BSL-1.0
//
// From ODBC's diagnostics to PEP 249's exceptions.
#pragma once

#include <dbapi/deadline.hpp>
#include <dbapi/diagnostics.hpp>
#include <dbapi/sqlstate.hpp>
#include <string>
#include <vector>

#include "text.hpp"

namespace odbc {

/// One diagnostic record.
struct Record {
    dbapi::Sqlstate sqlstate{};  ///< As the core's table knows it, not as ODBC calls it.
    int native_code = 0;
    std::string message{};  ///< One line.
    dbapi::Diagnostics diagnostics{};
};

/// Returns what the last call on the handle said.
/// @param in_utf8  see Source::takes_utf8.
[[nodiscard]] std::vector<Record> diagnose(SQLSMALLINT type, SQLHANDLE handle, bool in_utf8);

/// What a failure is about, besides its records.
struct Failure {
    bool is_lost = false;             ///< The session is gone.
    bool is_outcome_unknown = false;  ///< It was a COMMIT.
    dbapi::Deadline deadline{};       ///< Of the operation.
};

/// Throws the class that fits the first record.
[[noreturn]] void throw_failure(const std::vector<Record>& records, const Failure& failure);

}  // namespace odbc
