// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/report.hpp>

#include "quoted.hpp"

namespace dbapi::conformance {
namespace {

using Seconds = std::chrono::duration<double>;

void write_attribute(std::ostream& out, std::string_view name, std::string_view text) {
    out << ' ' << name << "=\"";
    write_xml_text(out, text);
    out << '"';
}

void write_result(std::ostream& out, const CaseResult& result) {
    const auto group = result.test->id.substr(0, result.test->id.find('.'));
    out << "  <testcase";
    write_attribute(out, "classname", group);
    write_attribute(out, "name", result.test->id.substr(group.size() + 1));
    out << " time=\"" << Seconds(result.duration).count() << "\">";
    if (result.outcome == Outcome::failed) {
        out << "<failure";
        write_attribute(out, "message", result.test->sentence);
        out << '>';
        for (const auto& message : result.messages) {
            write_xml_text(out, message);
            out << '\n';
        }
        out << "</failure>";
    } else if (result.deviation) {
        out << "<skipped";
        write_attribute(out, "message",
                        std::string(to_string(result.deviation->kind)) + ": " + result.deviation->reason);
        out << "/>";
    }
    out << "</testcase>\n";
}

}  // namespace

void write_junit(std::ostream& out, const Report& report) {
    Seconds total{};
    for (const auto& result : report.results) total += result.duration;
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite";
    write_attribute(out, "name", "dbapi conformance of " + report.driver + ", profile " + report.profile);
    out << " tests=\"" << report.results.size() + report.problems.size() << "\" failures=\""
        << report.count(Outcome::failed) + report.problems.size() << "\" skipped=\""
        << report.count(Outcome::lacking) + report.count(Outcome::known_bug) << "\" time=\"" << total.count()
        << "\">\n";
    for (const auto& result : report.results) write_result(out, result);
    for (const auto& problem : report.problems) {
        out << "  <testcase classname=\"declaration\" name=\"problem\"><failure";
        write_attribute(out, "message", problem);
        out << "/></testcase>\n";
    }
    out << "</testsuite>\n";
}

}  // namespace dbapi::conformance
