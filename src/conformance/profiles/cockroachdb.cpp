// SPDX-License-Identifier: BSL-1.0
//
// CockroachDB: only what differs from PostgreSQL.
#include <dbapi/conformance/profile.hpp>
#include <vector>

namespace dbapi::conformance {

namespace {

/// What came later than other things.
void declare_for_version(Profile& profile, int version) {
    struct Arrival {
        int version;
        const char* what;
        const char* reason;
    };
    constexpr Arrival arrivals[] = {
        {220100, "feature.cancel", "there is no key to cancel by before v22.1"},
        {220103, "feature.named_cursors", "there are no cursors before v22.1.3"},
        {220100, "description.no_columns_are_not_no_result", "a SELECT of an old version has columns"},
        {230100, "copy.loads_and_unloads", "there is no COPY TO before v23.1"},
        {240100, "feature.isolation_levels", "READ COMMITTED is SERIALIZABLE before v24.1"},
    };
    for (const auto& [arrived, what, reason] : arrivals) {
        if (version < arrived) profile.declare(what, DeviationKind::database_lacks, reason);
    }
}

}  // namespace

Profile cockroachdb(ConnectOptions options, const CockroachDB& server) {
    auto profile = postgresql(std::move(options));
    profile.name = "cockroachdb";

    for (const char* offered :
         {"feature.transaction_priority", "feature.as_of_system_time", "feature.restart_savepoint"}) {
        std::erase_if(profile.deviations, [&](const Deviation& d) { return d.what == offered; });
    }

    auto& dialect = profile.dialect;
    dialect.notice = "";  // there is no statement that sends one, and no PL/pgSQL before 23.2
    dialect.output_parameters = {};
    dialect.deferred_reference = "";
    dialect.session_count = "SELECT count(*) FROM [SHOW SESSIONS] WHERE application_name = '{}'";
    dialect.single_colon = "";  // arrays have no slices
    dialect.unreachable = {"cockroachdb://nobody@127.0.0.1:1/none"};
    profile.declare("parameters.colon_is_written_with_a_backslash", DeviationKind::database_lacks,
                    "no syntax has a single colon", "https://www.cockroachlabs.com/docs/stable/array");
    profile.declare("types.arrays_have_two_dimensions", DeviationKind::database_lacks,
                    "arrays have one dimension", "https://github.com/cockroachdb/cockroach/issues/32552");
    profile.declare("feature.deferrable", DeviationKind::database_lacks,
                    "transactions do not choose their snapshot",
                    "https://github.com/cockroachdb/cockroach/issues/48307");
    profile.declare("feature.two_phase", DeviationKind::database_lacks, "there is no PREPARE TRANSACTION",
                    "https://github.com/cockroachdb/cockroach/issues/22329");
    profile.declare("feature.notifications", DeviationKind::database_lacks,
                    "there is no LISTEN; changefeeds tell of changes",
                    "https://github.com/cockroachdb/cockroach/issues/41522");
    profile.declare("feature.copy_binary", DeviationKind::database_lacks,
                    "COPY … TO STDOUT gives text and CSV only",
                    "https://github.com/cockroachdb/cockroach/issues/97180");
    profile.declare("callproc.output_parameters_are_replaced", DeviationKind::database_lacks,
                    "procedures with output parameters came late",
                    "https://www.cockroachlabs.com/docs/stable/stored-procedures");
    profile.declare("extension.*notice*", DeviationKind::database_lacks,
                    "there is no statement that sends a notice");
    profile.declare("extension.a_fetch_keeps_messages", DeviationKind::database_lacks,
                    "there is no statement that sends a notice");
    profile.declare("transaction.commit_reports_deferred_constraints", DeviationKind::database_lacks,
                    "constraints cannot be deferred",
                    "https://github.com/cockroachdb/cockroach/issues/31632");
    if (server.autocommit_before_ddl) {
        profile.declare("feature.transactional_ddl", DeviationKind::database_lacks,
                        "autocommit_before_ddl commits the transaction before a change of the schema",
                        "https://www.cockroachlabs.com/docs/stable/online-schema-changes");
        profile.declare("transaction.every_statement_begins_a_transaction", DeviationKind::database_lacks,
                        "autocommit_before_ddl runs a change of the schema outside of the transaction",
                        "https://www.cockroachlabs.com/docs/stable/online-schema-changes");
    }
    declare_for_version(profile, server.version);
    return profile;
}

}  // namespace dbapi::conformance
