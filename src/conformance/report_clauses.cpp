// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/clause.hpp>
#include <dbapi/conformance/report.hpp>

#include "clauses/sections.hpp"
#include "quoted.hpp"

namespace dbapi::conformance {
namespace {

constexpr std::string_view introduction =
    "# PEP 249, clause by clause\n\n"
    "PEP 249 as numbered statements, in this project's own words: what it says, what `dbapi` does about it, "
    "and which cases of\n"
    "the conformance kit show that a driver does it. Comments in the headers name the numbers, as C96.\n\n"
    "A clause is *mandatory*; binding *if offered*; *recommended*, where PEP 249 says should; *optional*, "
    "which are its extensions;\n"
    "or *open*, where it says nothing or contradicts itself: then the second paragraph is our reading.\n\n"
    "`dbapi conformance URL --only C96` runs the cases of one clause, and `--only fetch.*` those of a group. "
    "This page is made by\n"
    "`dbapi conformance --clauses` from the kit's own tables, and a test compares it with them.\n";

void write_proof(std::ostream& out, const Clause& clause) {
    const char* separator = "\n*Shown by* ";
    for (const auto& test : cases()) {
        if (!test.clauses.contains(clause.number)) continue;
        out << separator << '`' << test.id << '`';
        separator = ",\n";
    }
    if (!clause.no_case.empty()) out << "\n*No case:* " << clause.no_case;
    out << "\n";
}

}  // namespace

void write_clauses(std::ostream& out) {
    out << introduction;
    for (const auto& section : sections()) {
        out << "\n## " << section.title << '\n';
        for (const auto& clause : section.clauses) {
            out << "\n### C" << clause.number << "\n\n*" << to_string(clause.level) << ":* ";
            write_markdown_text(out, clause.statement);
            out << "\n\n*Here:* ";
            write_markdown_text(out, clause.reading);
            out << "\n";
            write_proof(out, clause);
        }
    }
}

}  // namespace dbapi::conformance
