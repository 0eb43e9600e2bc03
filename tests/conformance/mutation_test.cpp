// SPDX-License-Identifier: BSL-1.0
//
// The proof that the kit bites: a driver that makes one mistake must fail a case that is about what it
// breaks, and the same driver without the mistake passes it. mutation_test [NAME…] runs these mistakes alone.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <dbapi/conformance/runner.hpp>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "support/mistaken_driver.hpp"

namespace {

using namespace dbapi::conformance;
using testing::Mistake;
using testing::MistakenDriver;

constexpr std::chrono::seconds for_one_operation(2);
constexpr std::chrono::seconds for_one_mistake(120);

/// SQLite's profile, through the mistaken driver and with what that adds. One file for all cases, as what is
/// prepared needs a second session; locks that a mistake leaves behind are not waited for long.
Profile profile() {
    Profile made = sqlite({.dsn = "sqlite::memory:"});
    made.name = "mistaken";
    made.shared_options.dsn = "mistaken:" + made.shared_options.dsn + "?busy_timeout=300";
    made.options = made.shared_options;
    for (std::string& dsn : made.dialect.unreachable) dsn = "mistaken:" + dsn;
    std::erase_if(made.deviations, [](const Deviation& deviation) {
        return deviation.what == "feature.callproc" || deviation.what == "feature.two_phase";
    });
    made.dialect.function = {.name = "lower_text",
                             .parameters = {"FOO"},
                             .returned = {"FOO"},
                             .rows = {{"foo"}},
                             .gives_rows = true};
    made.dialect.output_parameters = {
        .name = "add_up", .parameters = {1, 2, dbapi::null}, .returned = {1, 2, 3}};
    return made;
}

/// Stops a run that takes too long, as one whose deadlines and cancels do not work.
class Watch {
 public:
    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
    void stop() { source_.request_stop(); }

 private:
    std::stop_source source_;
    std::jthread waiting_{[this](const std::stop_token& done) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any never;
        never.wait_for(lock, done, for_one_mistake, [] { return false; });
        if (!done.stop_requested()) source_.request_stop();
    }};
};

/// Runs the cases that the mistake breaks until one has failed; returns that one, or null.
const Case* run_until_failure(const Mistake& mistake, const std::set<const Case*>& right) {
    const Case* caught = nullptr;
    Watch watch;
    const MistakenDriver driver(mistake);
    RunOptions options;
    options.only.assign(mistake.clauses.begin(), mistake.clauses.end());
    options.timeout = for_one_operation;
    options.stop = watch.token();
    options.on_end = [&](const CaseResult& result) {
        if (result.outcome != Outcome::failed || !right.contains(result.test)) return;
        if (!caught) caught = result.test;
        watch.stop();
    };
    static_cast<void>(run(driver, profile(), options));
    return caught;
}

/// Returns the cases that the driver without a mistake does not fail, or exits: all must be so.
std::set<const Case*> run_without_mistake() {
    const MistakenDriver driver;
    const Report report = run(driver, profile());
    std::set<const Case*> right;
    for (const CaseResult& result : report.results) {
        if (result.outcome != Outcome::failed) {
            right.insert(result.test);
            continue;
        }
        std::cout << "FAILED without a mistake: " << result.test->id << '\n';
        for (const auto& message : result.messages) std::cout << "    " << message << '\n';
    }
    for (const auto& problem : report.problems) std::cout << "FAILED without a mistake: " << problem << '\n';
    return right;
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string text;
    for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    const std::set<std::string_view> wanted(argv + 1, argv + argc);
    const std::set<const Case*> right = run_without_mistake();
    bool is_good = right.size() == cases().size();
    std::size_t seeded = 0;
    std::size_t caught = 0;
    for (const Mistake& mistake : testing::mistakes()) {
        if (!wanted.empty() && !wanted.contains(mistake.name)) continue;
        ++seeded;
        const Case* by = nullptr;
        std::string trouble;
        try {
            by = run_until_failure(mistake, right);
        } catch (const std::exception& error) {
            trouble = std::string(": the run ended: ") + error.what();
        }
        if (by) {
            ++caught;
            std::cout << "caught  " << mistake.name << "  by " << by->id << '\n';
        } else {
            std::cout << "MISSED  " << mistake.name << ": " << mistake.sentence << "; no case of "
                      << joined(mistake.clauses) << " fails" << trouble << '\n';
        }
        std::cout.flush();
    }
    std::cout << "mutations: " << seeded << " seeded, " << caught << " caught" << std::endl;
    is_good = is_good && seeded == caught;
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
