// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/conformance/clause.hpp>
#include <dbapi/conformance/runner.hpp>
#include <set>
#include <thread>

#include "run_state.hpp"
#include "text.hpp"

namespace dbapi::conformance {
namespace {

// How a case ended by itself, before anything that was declared is looked at.
enum class Ending {
    holds,
    fails,
    unmet,          // the profile's dialect has not what it needs
    not_supported,  // it threw NotSupportedError
};

constexpr std::string_view feature_prefix = "feature.";

// Whether the declaration is about an ability, and not about cases by their ids.
bool is_by_feature(const Deviation& deviation) { return deviation.what.starts_with(feature_prefix); }

// Returns the name of the ability. Pre: is_by_feature().
std::string ability_of(const Deviation& deviation) { return deviation.what.substr(feature_prefix.size()); }

std::string names_of(const Needs& abilities) {
    std::string names;
    for (const Need ability : abilities) {
        if (!names.empty()) names += " and ";
        names += feature(ability).name;
    }
    return names;
}

// Whether the declaration says something about the case: by its id, or by one of the abilities.
bool applies(const Deviation& deviation, const Case& test, const Needs& abilities) {
    if (!is_by_feature(deviation)) return matches(deviation.what, test.id);
    return std::ranges::any_of(abilities,
                               [&](Need ability) { return ability_of(deviation) == feature(ability).name; });
}

// The declaration by id beats that by ability, and a later one an earlier one, since profiles are layers. By
// abilities that are there it is not looked for when one that is denied is the reason.
std::optional<Deviation> find_deviation(const Profile& profile, const Case& test, Need denied) {
    std::optional<Deviation> found;
    for (const auto& deviation : profile.deviations) {
        if (!applies(deviation, test, denied ? Needs(denied) : test.needs)) continue;
        if (is_by_feature(deviation) && found && !is_by_feature(*found)) continue;
        found = deviation;
    }
    return found;
}

class Runner {
 public:
    Runner(const Driver& driver, const Profile& profile, const RunOptions& options)
        : profile_(profile), options_(options), run_(driver, profile, options.timeout) {}

    Report go() {
        report_.driver = run_.driver.name();
        report_.profile = profile_.name;
        read_features();
        const auto chosen = select(options_.only);
        report_.complete = chosen.size() == cases().size();
        const std::stop_callback cancel(options_.stop, [this] { run_.cancel(); });
        for (const Case* test : chosen) {
            if (options_.stop.stop_requested()) {
                report_.interrupted = true;
                report_.complete = false;
                break;
            }
            if (options_.on_start) options_.on_start(*test, report_.results.size(), chosen.size());
            report_.results.push_back(run_case(*test));
            if (options_.on_end) options_.on_end(report_.results.back());
        }
        report_.problems = std::move(run_.problems);
        check_selection();
        if (report_.complete) check_declaration();
        return std::move(report_);
    }

 private:
    void read_features() {
        const auto conn = run_.driver.connect(profile_.options);
        features_ = conn->features();
        conn->close();
    }

    // Returns the ability that Features deny and that decides what must come of the case; null if it has all.
    [[nodiscard]] Need denied_of(const Case& test) const {
        Need found = nullptr;
        for (const Need ability : test.needs) {
            if (features_.*ability) continue;
            if (!found || feature(ability).absence > feature(found).absence) found = ability;
        }
        return found;
    }

    Ending attempt(const Case& test, Need denied) {
        if (denied && feature(denied).absence == Absence::untested) return Ending::unmet;
        Ending ending = Ending::holds;
        const auto fail = [&](std::string message) {
            const std::lock_guard lock(run_.mutex);
            run_.failures.push_back(std::move(message));
        };
        {
            Context context(run_.driver, profile_, test, run_);
            try {
                test.run(context);
            } catch (const CaseEnded& end) {
                if (end.why == CaseEnded::Why::unmet) ending = Ending::unmet;
            } catch (const NotSupportedError& error) {
                ending = Ending::not_supported;
                run_.notes.push_back("NotSupportedError: " + std::string(error.what()));
            } catch (const Error& error) {
                fail(std::string(to_string(error.error_class())) + ": " + error.what());
            } catch (const std::exception& error) {
                fail(std::string("an exception that is no dbapi::Error: ") + error.what());
            }
        }
        run_.clean_up(test);
        if (ending != Ending::unmet && !run_.failures.empty()) ending = Ending::fails;
        return ending;
    }

    CaseResult run_case(const Case& test) {
        run_.failures.clear();
        run_.notes.clear();
        CaseResult result{.test = &test};
        const auto start = std::chrono::steady_clock::now();
        const Need denied = denied_of(test);
        const Ending ending = attempt(test, denied);
        result.duration = std::chrono::steady_clock::now() - start;
        result.messages = run_.failures;
        result.messages.insert(result.messages.end(), run_.notes.begin(), run_.notes.end());
        result.deviation = find_deviation(profile_, test, denied);
        result.outcome = judge(test, denied, ending, result);
        return result;
    }

    // What came of it, measured by what was declared.
    Outcome judge(const Case& test, Need denied, Ending ending, CaseResult& result) const {
        const auto wrong = [&](std::string message) {
            result.messages.insert(result.messages.begin(), std::move(message));
            return Outcome::failed;
        };
        const std::string ability = denied ? std::string(feature(denied).name) : names_of(test.needs);
        if (ending == Ending::holds) {
            if (denied) return wrong("Features deny " + ability + ", and it works");
            if (result.deviation)
                return wrong("it is declared not to pass, and passes: " + result.deviation->what);
            return Outcome::passed;
        }
        if (denied && feature(denied).absence == Absence::throws && ending != Ending::not_supported) {
            return wrong("Features deny " + ability + ": NotSupportedError was expected");
        }
        // A part of an ability may be declared to be missing, by the case's own name.
        const bool is_declared = result.deviation && !is_by_feature(*result.deviation);
        if (!test.needs.empty() && !denied && !is_declared && ending == Ending::not_supported) {
            return wrong("Features announce " + ability + ", and it is not supported");
        }
        const bool is_called_lacking = result.deviation && is_by_feature(*result.deviation) &&
                                       result.deviation->kind != DeviationKind::known_bug;
        if (!denied && is_called_lacking) {
            return wrong("Features announce " + ability_of(*result.deviation) +
                         ", and the profile declares that it is lacking");
        }
        if (!result.deviation) {
            if (denied) return wrong("Features deny " + ability + ": the profile must say why");
            if (ending == Ending::unmet) return wrong("the profile must say why this is missing");
            if (ending == Ending::not_supported)
                return wrong("it is not supported, and the profile does not say so");
            return Outcome::failed;
        }
        if (options_.strict)
            return wrong("declared, but no deviation is accepted: " + result.deviation->reason);
        return result.deviation->kind == DeviationKind::known_bug ? Outcome::known_bug : Outcome::lacking;
    }

    // A pattern with a slip in it must not pass for a success.
    void check_selection() {
        for (const auto& pattern : options_.only) {
            if (select({pattern}).empty()) report_.problems.push_back("no case is called " + pattern);
        }
    }

    // What only a whole run can tell.
    void check_declaration() {
        for (const auto& deviation : profile_.deviations) {
            const bool fits = std::ranges::any_of(
                cases(), [&](const Case& test) { return applies(deviation, test, test.needs); });
            if (!fits) report_.problems.push_back("a declaration fits no case: " + deviation.what);
            if (deviation.reason.empty())
                report_.problems.push_back("a declaration gives no reason: " + deviation.what);
        }
        std::set<int> lacking;
        std::set<int> shown;
        for (const auto& result : report_.results) {
            auto& numbers = result.outcome == Outcome::lacking ? lacking : shown;
            numbers.insert(result.test->clauses.begin(), result.test->clauses.end());
        }
        for (const auto& clause : clauses()) {
            if (clause.level == Level::mandatory && lacking.contains(clause.number) &&
                !shown.contains(clause.number)) {
                report_.problems.push_back("C" + std::to_string(clause.number) +
                                           " is mandatory, and all of its cases are declared to be lacking");
            }
        }
    }

    const Profile& profile_;
    const RunOptions& options_;
    Context::Run run_;
    Features features_;
    Report report_;
};

bool is_chosen(const Case& test, const std::string& pattern) {
    if (matches(pattern, test.id)) return true;
    if (!pattern.starts_with('C')) return false;
    return std::ranges::any_of(test.clauses,
                               [&](int number) { return pattern.substr(1) == std::to_string(number); });
}

}  // namespace

std::string_view to_string(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::passed: return "passed";
        case Outcome::lacking: return "lacking";
        case Outcome::known_bug: return "known bug";
        case Outcome::failed: break;
    }
    return "failed";
}

std::size_t Report::count(Outcome outcome) const noexcept {
    return static_cast<std::size_t>(std::ranges::count(results, outcome, &CaseResult::outcome));
}

bool Report::as_declared() const noexcept {
    return count(Outcome::failed) == 0 && problems.empty() && !interrupted;
}

std::vector<int> Report::proved_clauses() const {
    std::set<int> proved;
    for (const auto& result : results) {
        if (result.outcome == Outcome::passed)
            proved.insert(result.test->clauses.begin(), result.test->clauses.end());
    }
    return {proved.begin(), proved.end()};
}

std::vector<const Case*> select(const std::vector<std::string>& only) {
    std::vector<const Case*> chosen;
    for (const auto& test : cases()) {
        const bool wanted = only.empty() || std::ranges::any_of(only, [&](const std::string& pattern) {
                                return is_chosen(test, pattern);
                            });
        if (wanted) chosen.push_back(&test);
    }
    return chosen;
}

Report run(const Driver& driver, const Profile& profile, const RunOptions& options) {
    return Runner(driver, profile, options).go();
}

}  // namespace dbapi::conformance
