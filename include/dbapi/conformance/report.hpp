// SPDX-License-Identifier: BSL-1.0
//
// A run's report as text, JSON, JUnit's XML and a Markdown table; and the page of clauses.
#pragma once

#include <dbapi/conformance/runner.hpp>
#include <dbapi/export.hpp>
#include <ostream>
#include <span>

namespace dbapi::conformance {

/// Writes what failed, what was declared, and a summary; what passed only in numbers.
DBAPI_EXPORT void write_text(std::ostream& out, const Report& report);

/// Writes everything as one JSON object.
DBAPI_EXPORT void write_json(std::ostream& out, const Report& report);

/// Writes JUnit's XML: a test case each, those declared as skipped.
DBAPI_EXPORT void write_junit(std::ostream& out, const Report& report);

/// Writes a Markdown table with a row for each group of cases and a column for each report, and the
/// deviations below it.
DBAPI_EXPORT void write_markdown(std::ostream& out, std::span<const Report> reports);

/// Writes the Markdown page of all clauses: the statement, what is done about it, and the cases that prove
/// it.
DBAPI_EXPORT void write_clauses(std::ostream& out);

}  // namespace dbapi::conformance
