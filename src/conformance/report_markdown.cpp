// SPDX-License-Identifier: BSL-1.0
#include <dbapi/conformance/report.hpp>
#include <map>
#include <string>

#include "quoted.hpp"

namespace dbapi::conformance {
namespace {

struct Tally {
    std::size_t passed = 0;
    std::size_t cases = 0;
    std::string notes;  // which deviations, by number
};

struct Footnotes {
    std::vector<Deviation> entries;

    // The number of the declaration; a new one when it was not there yet.
    std::size_t number(const Deviation& deviation) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (entries[i].what == deviation.what && entries[i].reason == deviation.reason) return i + 1;
        }
        entries.push_back(deviation);
        return entries.size();
    }
};

std::string_view group_of(const CaseResult& result) {
    return result.test->id.substr(0, result.test->id.find('.'));
}

std::string cell(const Report& report, std::string_view group, Footnotes& footnotes) {
    Tally tally;
    std::size_t failed = 0;
    for (const auto& result : report.results) {
        if (group_of(result) != group) continue;
        ++tally.cases;
        if (result.outcome == Outcome::passed) ++tally.passed;
        if (result.outcome == Outcome::failed) ++failed;
        if (result.outcome != Outcome::passed && result.deviation) {
            const auto note = " [" + std::to_string(footnotes.number(*result.deviation)) + "]";
            if (tally.notes.find(note) == std::string::npos) tally.notes += note;
        }
    }
    auto text = std::to_string(tally.passed) + " of " + std::to_string(tally.cases) + tally.notes;
    if (failed > 0) text += ", " + std::to_string(failed) + " failed";
    return text;
}

std::vector<std::string_view> groups() {
    std::vector<std::string_view> names;
    for (const auto& test : cases()) {
        const auto name = test.id.substr(0, test.id.find('.'));
        if (names.empty() || names.back() != name) names.push_back(name);
    }
    return names;
}

}  // namespace

void write_markdown(std::ostream& out, std::span<const Report> reports) {
    Footnotes footnotes;
    out << "| cases |";
    for (const auto& report : reports) out << ' ' << report.profile << " |";
    out << "\n| --- |";
    for (std::size_t i = 0; i < reports.size(); ++i) out << " --- |";
    out << '\n';
    for (const auto name : groups()) {
        out << "| " << name << " |";
        for (const auto& report : reports) out << ' ' << cell(report, name, footnotes) << " |";
        out << '\n';
    }
    out << "| all |";
    for (const auto& report : reports)
        out << ' ' << report.count(Outcome::passed) << " of " << report.results.size() << " |";
    out << "\n\n";
    for (std::size_t i = 0; i < footnotes.entries.size(); ++i) {
        const auto& note = footnotes.entries[i];
        out << i + 1 << ". `" << note.what << "`, " << to_string(note.kind) << ": ";
        write_markdown_cell(out, note.reason);
        if (!note.link.empty()) out << " (<" << note.link << ">)";
        out << '\n';
    }
}

}  // namespace dbapi::conformance
