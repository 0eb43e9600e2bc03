// SPDX-License-Identifier: BSL-1.0
//
// run(): runs the cases on a driver and compares what happens with what its profile declares.
#pragma once

#include <chrono>
#include <cstddef>
#include <dbapi/conformance/case.hpp>
#include <dbapi/conformance/profile.hpp>
#include <dbapi/driver.hpp>
#include <dbapi/export.hpp>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace dbapi::conformance {

/// How a case ended.
enum class Outcome {
    passed,     ///< It holds.
    lacking,    ///< It does not, as was declared: the database or the driver lacks something.
    known_bug,  ///< It does not, as was declared.
    failed,     ///< It does not, or does in spite of what was declared.
};

/// Returns the outcome's name, such as "known bug".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(Outcome outcome) noexcept;

/// What came of one case.
struct CaseResult {
    const Case* test = nullptr;
    Outcome outcome = Outcome::failed;
    std::vector<std::string> messages{};   ///< What was wrong, and remarks.
    std::optional<Deviation> deviation{};  ///< The declaration that applied.
    std::chrono::nanoseconds duration{};
};

/// What came of a run.
struct DBAPI_EXPORT Report {
    std::string driver{};   ///< Its name.
    std::string profile{};  ///< Its name.
    std::vector<CaseResult> results{};
    std::vector<std::string>
        problems{};  ///< What is wrong beside the cases: a declaration that fits nothing, a mandatory clause
                     ///< without a case, a table left behind.
    bool complete = true;  ///< Whether all cases ran; with a selection or an interruption they did not.
    bool interrupted = false;

    [[nodiscard]] std::size_t count(Outcome outcome) const noexcept;
    /// Whether the results equal the declaration: nothing failed, and there are no problems.
    [[nodiscard]] bool as_declared() const noexcept;
    /// The numbers of the clauses that a case which passed is about.
    [[nodiscard]] std::vector<int> proved_clauses() const;
};

/// How to run.
struct RunOptions {
    std::vector<std::string>
        only{};           ///< Patterns of ids, with `*`, or numbers of clauses as "C96"; empty is all.
    bool strict = false;  ///< No deviation is accepted.
    Timeout timeout = std::chrono::seconds(30);  ///< Of each operation of a case.
    /// Called before each case, with the number of those that have run and of all that will.
    std::function<void(const Case& test, std::size_t done, std::size_t total)> on_start{};
    std::function<void(const CaseResult& result)> on_end{};
    /// Ends the run after the current case, whose running statements are cancelled; cleaning up comes next.
    std::stop_token stop{};
};

/// Returns the cases that `only` selects, in their order.
[[nodiscard]] DBAPI_EXPORT std::vector<const Case*> select(const std::vector<std::string>& only);

/// Runs the cases, one after another.
///
/// Tables and whatever else they make have names with a random prefix and are removed, also after an
/// interruption.
/// @throws Error  the database cannot be connected to.
/// @par Blocking
/// About ten seconds on a fast database.
[[nodiscard]] DBAPI_EXPORT Report run(const Driver& driver, const Profile& profile,
                                      const RunOptions& options = {});

}  // namespace dbapi::conformance
