// SPDX-License-Identifier: BSL-1.0
//
// dbapi conformance: runs the kit against a URL.
#include <algorithm>
#include <cstdio>
#include <dbapi/conformance/report.hpp>
#include <dbapi/dbapi.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "commands.hpp"
#include "interruption.hpp"
#include "profile_file.hpp"

namespace dbapi::cli {
namespace {

struct Options {
    std::vector<std::string> urls;
    std::string driver;
    std::string profile;
    std::vector<std::string> only;
    std::string report = "text";
    bool list = false;
    bool clauses = false;
    bool strict = false;
};

using Reports = std::vector<conformance::Report>;
using Writer = void (*)(std::ostream&, const Reports&);

// One report after the other.
template <void (*write)(std::ostream&, const conformance::Report&)>
void write_each(std::ostream& out, const Reports& reports) {
    for (const auto& report : reports) write(out, report);
}

const std::map<std::string, Writer> writers = {
    {"text", write_each<conformance::write_text>},
    {"json", write_each<conformance::write_json>},
    {"junit", write_each<conformance::write_junit>},
    {"markdown",
     [](std::ostream& out, const Reports& reports) { conformance::write_markdown(out, reports); }},
};

const Driver& find_driver(const Options& options, const std::string& url) {
    if (!options.driver.empty()) return load_driver(options.driver);
    for (const Driver* driver : drivers()) {
        if (driver->accepts(url)) return *driver;
    }
    // connect() says it best: which schemes are known, and not the URL.
    static_cast<void>(connect(url));
    throw InterfaceError("no driver accepts the URL");
}

// What the profile has to know of a CockroachDB that says "CockroachDB CCL v25.2.1 (…)".
conformance::CockroachDB cockroachdb_of(Connection& conn, const std::string& version) {
    conformance::CockroachDB server;
    const auto number = version.find(" v");
    int year = 0, release = 0, patch = 0;
    if (number != version.npos &&
        std::sscanf(version.c_str() + number, " v%d.%d.%d", &year, &release, &patch) >= 2) {
        server.version = year * 10000 + release * 100 + patch;
    }
    try {
        server.autocommit_before_ddl =
            conn.execute("SHOW autocommit_before_ddl").scalar<std::string>() == "on";
    } catch (const ProgrammingError&) {  // it came later
        server.autocommit_before_ddl = false;
    }
    return server;
}

// The one of the known profiles that fits: by the server where one driver serves two.
conformance::Profile guess_profile(const Driver& driver, const ConnectOptions& options) {
    if (driver.name() == "sqlite") return conformance::sqlite(options);
    if (driver.name() != "libpq") return conformance::profile_named("generic", options);
    const auto conn = driver.connect(options);
    conn->set_autocommit(true);
    const auto version = conn->execute("SELECT version()").scalar<std::string>();
    if (!version.starts_with("CockroachDB")) return conformance::postgresql(options);
    return conformance::cockroachdb(options, cockroachdb_of(*conn, version));
}

// One line on a terminal that tells what runs, overwritten by the next.
class Progress {
 public:
    Progress() : shown_(isatty(STDERR_FILENO) != 0) {}
    ~Progress() {
        if (shown_) std::cerr << "\r\033[K" << std::flush;
    }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(const conformance::Case& test, std::size_t done, std::size_t total) const {
        if (shown_) std::cerr << "\r\033[K" << done + 1 << '/' << total << ' ' << test.id << std::flush;
    }

 private:
    bool shown_;
};

conformance::Report run_url(const Options& options, const std::string& url, const std::stop_token& stop) {
    const Driver& driver = find_driver(options, url);
    const auto profile = options.profile.empty() ? guess_profile(driver, {.dsn = url})
                                                 : read_profile(options.profile, {.dsn = url});
    const Progress progress;
    return conformance::run(driver, profile,
                            {.only = options.only,
                             .strict = options.strict,
                             .on_start = [&](const conformance::Case& test, std::size_t done,
                                             std::size_t total) { progress.show(test, done, total); },
                             .stop = stop});
}

int run_command(const Options& options) {
    if (options.clauses) {
        conformance::write_clauses(std::cout);
        return 0;
    }
    for (const auto& pattern : options.only) {
        if (conformance::select({pattern}).empty())
            throw CLI::ValidationError("--only", "no case is called " + pattern);
    }
    if (options.list) {
        for (const auto* test : conformance::select(options.only)) std::cout << test->id << '\n';
        return 0;
    }
    if (options.urls.empty()) throw CLI::RequiredError("URL");
    const Interruption interruption;
    Reports reports;
    reports.reserve(options.urls.size());
    for (const auto& url : options.urls) reports.push_back(run_url(options, url, interruption.token()));
    writers.at(options.report)(std::cout, reports);
    return std::ranges::all_of(reports, &conformance::Report::as_declared) ? 0 : 1;
}

}  // namespace

void add_conformance(CLI::App& app, int& exit_code) {
    auto* const command =
        app.add_subcommand("conformance", "Checks a driver and its database against PEP 249.");
    const auto options = std::make_shared<Options>();
    command->add_option("URL", options->urls,
                        "The database; tables with a random prefix are made there and removed");
    command->add_option("--driver", options->driver, "A driver's shared library, instead of those built in")
        ->check(CLI::ExistingFile);
    command->add_option(
        "--profile", options->profile,
        "What is declared: generic, postgresql, cockroachdb, sqlite, or a file; by default what fits");
    command->add_option(
        "--only", options->only,
        "Cases whose id matches the pattern (fetch.*), or that prove a clause (C96); may be repeated");
    command->add_flag("--list", options->list, "Prints the ids of the cases, one a line, and runs nothing");
    command->add_flag("--clauses", options->clauses, "Prints PEP 249's clauses with their cases as Markdown");
    command->add_flag("--strict", options->strict, "Accepts no deviation, whatever is declared");
    std::vector<std::string> formats;
    formats.reserve(writers.size());
    for (const auto& writer : writers) formats.push_back(writer.first);
    command->add_option("--report", options->report, "text, json, junit or markdown")
        ->check(CLI::IsMember(formats))
        ->capture_default_str();
    command->footer(
        "Exits with 0 when the results equal the declaration, 1 when they do not, 2 on other trouble.");
    command->callback([options, &exit_code] { exit_code = run_command(*options); });
}

}  // namespace dbapi::cli
