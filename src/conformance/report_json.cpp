// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/clause.hpp>
#include <dbapi/conformance/report.hpp>

#include "quoted.hpp"

namespace dbapi::conformance {
namespace {

void write_member(std::ostream& out, std::string_view name, std::string_view text) {
    write_json_string(out, name);
    out << ": ";
    write_json_string(out, text);
}

void write_result(std::ostream& out, const CaseResult& result) {
    out << "    {";
    write_member(out, "id", result.test->id);
    out << ", \"clauses\": [";
    const char* comma = "";
    for (const int number : result.test->clauses) {
        out << comma << number;
        comma = ", ";
    }
    out << "], ";
    write_member(out, "sentence", result.test->sentence);
    out << ", ";
    write_member(out, "outcome", to_string(result.outcome));
    out << ", \"milliseconds\": "
        << std::chrono::duration_cast<std::chrono::milliseconds>(result.duration).count();
    if (result.deviation) {
        out << ", \"deviation\": {";
        write_member(out, "what", result.deviation->what);
        out << ", ";
        write_member(out, "kind", to_string(result.deviation->kind));
        out << ", ";
        write_member(out, "reason", result.deviation->reason);
        out << ", ";
        write_member(out, "link", result.deviation->link);
        out << '}';
    }
    out << ", \"messages\": [";
    comma = "";
    for (const auto& message : result.messages) {
        out << comma;
        write_json_string(out, message);
        comma = ", ";
    }
    out << "]}";
}

}  // namespace

void write_json(std::ostream& out, const Report& report) {
    out << "{\n  ";
    write_member(out, "driver", report.driver);
    out << ",\n  ";
    write_member(out, "profile", report.profile);
    out << ",\n  \"as_declared\": " << (report.as_declared() ? "true" : "false");
    out << ",\n  \"complete\": " << (report.complete ? "true" : "false");
    for (const auto outcome : {Outcome::passed, Outcome::lacking, Outcome::known_bug, Outcome::failed}) {
        out << ",\n  ";
        write_json_string(out, to_string(outcome));
        out << ": " << report.count(outcome);
    }
    out << ",\n  \"clauses\": " << clauses().size();
    out << ",\n  \"proved clauses\": " << report.proved_clauses().size();
    out << ",\n  \"problems\": [";
    const char* comma = "";
    for (const auto& problem : report.problems) {
        out << comma;
        write_json_string(out, problem);
        comma = ", ";
    }
    out << "],\n  \"cases\": [\n";
    comma = "";
    for (const auto& result : report.results) {
        out << comma;
        write_result(out, result);
        comma = ",\n";
    }
    out << "\n  ]\n}\n";
}

}  // namespace dbapi::conformance
