// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/clause.hpp>
#include <dbapi/conformance/report.hpp>

#include "quoted.hpp"

namespace dbapi::conformance {
namespace {

void write_proof(std::ostream& out, const Clause& clause) {
    const char* separator = "";
    for (const auto& test : cases()) {
        if (!test.clauses.contains(clause.number)) continue;
        out << separator << '`' << test.id << '`';
        separator = ", ";
    }
    if (*separator == '\0') {
        out << "none: ";
        write_markdown_cell(out, clause.no_case);
    }
}

}  // namespace

void write_clauses(std::ostream& out) {
    out << "# PEP 249, clause by clause\n\n"
           "Made from the conformance kit's own tables by `dbapi conformance --clauses`; a test compares "
           "this page with them.\n\n"
           "| clause | level | PEP 249 | here | cases |\n| --- | --- | --- | --- | --- |\n";
    for (const auto& clause : clauses()) {
        out << "| C" << clause.number << " | " << to_string(clause.level) << " | ";
        write_markdown_cell(out, clause.statement);
        out << " | ";
        write_markdown_cell(out, clause.reading);
        out << " | ";
        write_proof(out, clause);
        out << " |\n";
    }
}

}  // namespace dbapi::conformance
