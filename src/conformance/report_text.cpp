// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/clause.hpp>
#include <dbapi/conformance/report.hpp>

namespace dbapi::conformance {
namespace {

void write_clause_numbers(std::ostream& out, const Case& test) {
    for (const int number : test.clauses) out << " C" << number;
}

void write_failures(std::ostream& out, const Report& report) {
    for (const auto& result : report.results) {
        if (result.outcome != Outcome::failed) continue;
        out << "FAILED " << result.test->id << ':';
        write_clause_numbers(out, *result.test);
        out << ' ' << result.test->sentence << '\n';
        for (const auto& message : result.messages) out << "    " << message << '\n';
    }
    for (const auto& problem : report.problems) out << "PROBLEM " << problem << '\n';
}

void write_deviations(std::ostream& out, const Report& report) {
    for (const auto& result : report.results) {
        if (result.outcome != Outcome::lacking && result.outcome != Outcome::known_bug) continue;
        out << to_string(result.deviation->kind) << ": " << result.test->id << ": "
            << result.deviation->reason;
        if (!result.deviation->link.empty()) out << " <" << result.deviation->link << '>';
        out << '\n';
    }
}

}  // namespace

void write_text(std::ostream& out, const Report& report) {
    write_deviations(out, report);
    write_failures(out, report);
    out << report.driver << ", profile " << report.profile << ": " << report.results.size()
        << " cases: " << report.count(Outcome::passed) << " passed, " << report.count(Outcome::lacking)
        << " lacking as declared, " << report.count(Outcome::known_bug) << " known bugs, "
        << report.count(Outcome::failed) << " failed; " << report.proved_clauses().size() << " of "
        << clauses().size() << " clauses proved, " << report.problems.size() << " problems\n";
    if (report.interrupted) out << "interrupted: the other cases did not run\n";
    out << (report.as_declared() ? "as declared\n" : "NOT as declared\n");
}

}  // namespace dbapi::conformance
