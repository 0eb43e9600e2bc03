// SPDX-License-Identifier: BSL-1.0
//
// dbapi conformance: runs the kit against a URL.
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
    std::string url;
    std::string driver;
    std::string profile;
    std::vector<std::string> only;
    std::string report = "text";
    bool list = false;
    bool clauses = false;
    bool strict = false;
};

using Writer = void (*)(std::ostream&, const conformance::Report&);

const std::map<std::string, Writer> writers = {
    {"text", conformance::write_text},
    {"json", conformance::write_json},
    {"junit", conformance::write_junit},
    {"markdown",
     [](std::ostream& out, const conformance::Report& report) {
         conformance::write_markdown(out, {&report, 1});
     }},
};

const Driver& find_driver(const Options& options) {
    if (!options.driver.empty()) return load_driver(options.driver);
    for (const Driver* driver : drivers()) {
        if (driver->accepts(options.url)) return *driver;
    }
    // connect() says it best: which schemes are known, and not the URL.
    static_cast<void>(connect(options.url));
    throw InterfaceError("no driver accepts the URL");
}

// Which of the known profiles fits: by the server where one driver serves two.
std::string guess_profile(const Driver& driver, const std::string& url) {
    if (driver.name() != "libpq") return driver.name() == "sqlite" ? "sqlite" : "generic";
    const auto version = driver.connect(url)->execute("SELECT version()").scalar<std::string>();
    return version.starts_with("CockroachDB") ? "cockroachdb" : "postgresql";
}

// One line on a terminal that tells what runs, overwritten by the next.
class Progress {
 public:
    Progress() : shown_(isatty(STDERR_FILENO) != 0) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(const conformance::Case& test, std::size_t done, std::size_t total) const {
        if (shown_) std::cerr << "\r\033[K" << done + 1 << '/' << total << ' ' << test.id << std::flush;
    }
    void clear() const {
        if (shown_) std::cerr << "\r\033[K" << std::flush;
    }

 private:
    bool shown_;
};

int run_command(const Options& options) {
    if (options.clauses) {
        conformance::write_clauses(std::cout);
        return 0;
    }
    if (options.list) {
        for (const auto* test : conformance::select(options.only)) std::cout << test->id << '\n';
        return 0;
    }
    if (options.url.empty()) throw CLI::RequiredError("URL");
    const Interruption interruption;
    const Driver& driver = find_driver(options);
    const auto profile_name = options.profile.empty() ? guess_profile(driver, options.url) : options.profile;
    const auto profile = read_profile(profile_name, {.dsn = options.url});
    const Progress progress;
    const auto report =
        conformance::run(driver, profile,
                         {.only = options.only,
                          .strict = options.strict,
                          .on_start = [&](const conformance::Case& test, std::size_t done,
                                          std::size_t total) { progress.show(test, done, total); },
                          .stop = interruption.token()});
    progress.clear();
    writers.at(options.report)(std::cout, report);
    return report.as_declared() ? 0 : 1;
}

}  // namespace

void add_conformance(CLI::App& app, int& exit_code) {
    auto* const command =
        app.add_subcommand("conformance", "Checks a driver and its database against PEP 249.");
    const auto options = std::make_shared<Options>();
    command->add_option("URL", options->url,
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
    for (const auto& writer : writers) formats.push_back(writer.first);
    command->add_option("--report", options->report, "text, json, junit or markdown")
        ->check(CLI::IsMember(formats))
        ->capture_default_str();
    command->footer(
        "Exits with 0 when the results equal the declaration, 1 when they do not, 2 on other trouble.");
    command->callback([options, &exit_code] { exit_code = run_command(*options); });
}

}  // namespace dbapi::cli
