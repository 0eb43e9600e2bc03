// SPDX-License-Identifier: BSL-1.0
//
// Profile: what a driver, with its database, declares to the conformance kit before it runs.
#pragma once

#include <dbapi/conformance/dialect.hpp>
#include <dbapi/connect_options.hpp>
#include <dbapi/export.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dbapi::conformance {

/// Why a case does not pass.
enum class DeviationKind {
    database_lacks,  ///< The database has no such thing.
    driver_lacks,    ///< The database has it, the driver does not offer it.
    known_bug,       ///< It is wrong, and known: the case runs, and must fail.
};

/// Returns the kind's name, such as "known bug".
[[nodiscard]] DBAPI_EXPORT std::string_view to_string(DeviationKind kind) noexcept;

/// A declaration that cases do not pass. A case that passes all the same is a failure, so that declarations
/// cannot rot; and a mandatory clause cannot be declared to be lacking.
struct Deviation {
    std::string
        what;  ///< Ids of cases, where `*` stands for anything, or "feature." and a member of Features.
    DeviationKind kind;
    std::string reason;  ///< One sentence for a reader of the report.
    std::string link{};  ///< Where it is documented or tracked.
};

/// What the kit must know of a driver and its database.
struct DBAPI_EXPORT Profile {
    std::string name = "generic";
    ConnectOptions options{};  ///< How to connect; cases start from it.
    /// For cases with several connections, when `options` names a database that only one can see.
    ConnectOptions shared_options{};
    std::shared_ptr<void> shared_owner{};  ///< Removes that database at its end.
    Dialect dialect{};
    std::vector<Deviation> deviations{};

    /// Declares that the cases or features do not pass; `what` as in Deviation.
    void declare(std::string what, DeviationKind kind, std::string reason, std::string link = {});

    /// Returns the type of that name for changes; a new one if there is none.
    [[nodiscard]] TypeSamples& type(std::string_view type_name);
};

/// Returns the profile that all others start from: standard SQL, nothing declared.
[[nodiscard]] DBAPI_EXPORT Profile generic();

/// What its version and its settings decide of a CockroachDB. The defaults are those of a new one.
struct CockroachDB {
    int version = 250200;               ///< 230204 is v23.2.4.
    bool autocommit_before_ddl = true;  ///< Whether a change of the schema commits what was before it.
};

/// Returns the profiles of the databases that this project knows. Each takes the options to connect with.
/// That of a private in-memory database of SQLite makes a file for cases with several connections.
[[nodiscard]] DBAPI_EXPORT Profile postgresql(ConnectOptions options);
[[nodiscard]] DBAPI_EXPORT Profile cockroachdb(ConnectOptions options, const CockroachDB& server = {});
[[nodiscard]] DBAPI_EXPORT Profile sqlite(ConnectOptions options);

/// Returns the names that profile_named() knows. Lifetime: static.
[[nodiscard]] DBAPI_EXPORT std::vector<std::string_view> profile_names();

/// Returns the profile of that name. @throws ProgrammingError  there is none; the message lists those known.
[[nodiscard]] DBAPI_EXPORT Profile profile_named(std::string_view name, ConnectOptions options);

}  // namespace dbapi::conformance
