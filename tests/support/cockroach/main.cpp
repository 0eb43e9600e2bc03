// SPDX-License-Identifier: BSL-1.0
//
// cockroach_double: runs a command beside a double of CockroachDB in front of the test PostgreSQL, and exits
// with its exit code.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "support/cockroach/double.hpp"

namespace {

using namespace testing::cockroach;

constexpr int skipped = 77;  // what CTest is told to take for a skip

volatile std::sig_atomic_t child = 0;

extern "C" void pass_on(int signal) {
    if (child > 0) kill(child, signal);
}

Injection injection_of(const std::string& text) {
    const auto equals = text.find('=');
    Injection injection{.fault = fault_named(text.substr(0, equals)), .probability = 1};
    if (equals != std::string::npos) injection.probability = std::stod(text.substr(equals + 1));
    return injection;
}

int run(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    pid_t pid = 0;
    if (posix_spawnp(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) {
        std::cerr << "cockroach_double: cannot run " << command[0] << '\n';
        return 127;
    }
    child = pid;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, pass_on);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void tell_faults() {
    for (const auto& row : faults()) std::cout << row.name << ": " << row.what << '\n';
}

void tell_ledger(const CockroachDouble& server) {
    for (const auto& row : faults()) {
        if (const auto count = server.count(row.fault); count > 0) {
            std::cerr << "cockroach_double: " << row.name << '=' << count
                      << " applied=" << server.count(row.fault, true)
                      << " not_applied=" << server.count(row.fault, false) << '\n';
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Runs a command beside a double of CockroachDB, whose URL is in DBAPI_TEST_COCKROACHDB_URL.\n"
        "The PostgreSQL behind it is that of DBAPI_TEST_POSTGRESQL_URL.");
    std::string profile = "v23.2";
    std::uint32_t seed = 1;
    std::vector<std::string> injections;
    std::vector<std::string> command;
    bool lists = false;
    app.add_option("--profile", profile, "The version to be: v20.1, v23.2 or v25.2")->capture_default_str();
    app.add_option("--fault", injections,
                   "NAME=PROBABILITY: a fault that strikes at random; may be given again")
        ->take_all()
        ->allow_extra_args(false);
    app.add_option("--seed", seed, "Of what is random")->capture_default_str();
    app.add_flag("--list", lists, "Tells the faults, and does nothing else");
    app.add_option("command", command, "The command and its arguments, behind --");
    app.prefix_command();
    CLI11_PARSE(app, argc, argv);
    if (lists) {
        tell_faults();
        return 0;
    }
    for (const auto& rest : app.remaining()) {
        if (rest != "--") command.push_back(rest);
    }
    const char* url = std::getenv("DBAPI_TEST_POSTGRESQL_URL");
    if (!url) {
        std::cout << "skipped: DBAPI_TEST_POSTGRESQL_URL is not set\n";
        return skipped;
    }
    if (command.empty()) {
        std::cerr << "cockroach_double: there is no command\n";
        return 2;
    }
    try {
        CockroachDouble server(url, profile, seed);
        for (const auto& text : injections) server.inject(injection_of(text));
        setenv("DBAPI_TEST_COCKROACHDB_URL", server.url().c_str(), 1);
        const int code = run(command);
        tell_ledger(server);
        return code;
    } catch (const std::exception& error) {
        std::cerr << "cockroach_double: " << error.what() << '\n';
        return 2;
    }
}
