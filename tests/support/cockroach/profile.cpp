// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/profile.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace testing::cockroach {
namespace {

constexpr Complaint already{"25001", "there is already a transaction in progress"};
constexpr Complaint none_open{"25P01", "there is no transaction in progress"};
constexpr Complaint no_gss{"08P01", "GSS encryption is not yet supported"};
constexpr Complaint draining{"57P01", "server is not accepting clients, try another node"};
constexpr std::string_view reported =
    "server_version server_encoding client_encoding application_name DateStyle IntervalStyle is_superuser "
    "TimeZone "
    "integer_datetimes standard_conforming_strings crdb_version session_authorization";

constexpr auto all = std::to_array<Profile>({
    {
        .name = "v20.1",
        .crdb_version =
            "CockroachDB OSS v20.2.0-alpha.0-a1a1866e79 (linux amd64, built 2026/11/20 20:00:00, go1.19.8)",
        .server_version = "9.5.0",
        .cluster_version = "20.1-4",
        .reported =
            "server_version server_encoding client_encoding application_name DateStyle IntervalStyle "
            "TimeZone "
            "integer_datetimes standard_conforming_strings crdb_version session_authorization is_superuser",
        .error_fields = "SCDHFLRM",
        .gss = {"08P01", "unknown protocol version 80877104"},
        .begin_again = {"XXUUU", already.message},
        .no_transaction = {"XXUUU", none_open.message},
        .draining = {"57P01", "server is not accepting clients"},
        .several_statements = {"42P14", "prepared statement had more than one statement, expected 1"},
        .retry_page = "",
        .has_cancel_key = false,
        .autocommit_before_ddl = false,
        .has_autocommit_setting = false,
        .batch_is_transaction = false,
        .parses_in_failed = true,
        .has_read_committed = false,
    },
    {
        .name = "v23.2",
        .crdb_version = "CockroachDB CCL v23.2.5 (x86_64-pc-linux-gnu, built 2024/05/07 20:03:03, go1.21.9)",
        .server_version = "13.0.0",
        .cluster_version = "23.2",
        .reported = reported,
        .error_fields = "SVCDHnFLRM",
        .gss = no_gss,
        .begin_again = already,
        .no_transaction = none_open,
        .draining = draining,
        .several_statements = {"42P14", "prepared statement had more than one statement, expected 1"},
        .retry_page = "v23.2",
        .has_cancel_key = true,
        .autocommit_before_ddl = false,
        .has_autocommit_setting = false,
        .batch_is_transaction = true,
        .parses_in_failed = false,
        .has_read_committed = false,
    },
    {
        .name = "v25.2",
        .crdb_version = "CockroachDB CCL v25.2.1 (x86_64-pc-linux-gnu, built 2025/06/10 17:17:37, go1.23.7)",
        .server_version = "13.0.0",
        .cluster_version = "25.2",
        .reported = reported,
        .error_fields = "SVCDHnFLRM",
        .gss = no_gss,
        .begin_again = already,
        .no_transaction = none_open,
        .draining = draining,
        .several_statements = {"42P14", "prepared statement had more than one statement, expected 1"},
        .retry_page = "v25.2",
        .has_cancel_key = true,
        .autocommit_before_ddl = true,
        .has_autocommit_setting = true,
        .batch_is_transaction = true,
        .parses_in_failed = false,
        .has_read_committed = true,
    },
});

constexpr Complaint unknown_syntax{"42601", "at or near \"EOF\": syntax error"};
constexpr std::string_view issue = "You have attempted to use a feature that is not yet implemented.";

/// A statement that is refused: by how it begins, or by what it contains anywhere.
struct Refusal {
    bool old;     ///< v20.1 refuses it.
    bool recent;  ///< The others do.
    std::string_view begins;
    std::string_view contains;
    Complaint complaint;
};

constexpr Complaint unimplemented(std::string_view message) { return {"0A000", message, issue}; }

constexpr auto refusals = std::to_array<Refusal>({
    {true, false, "LISTEN", "", unknown_syntax},
    {true, false, "NOTIFY", "", unknown_syntax},
    {true, false, "UNLISTEN", "", unknown_syntax},
    {false, true, "LISTEN", "", unimplemented("unimplemented: LISTEN is not supported")},
    {false, true, "NOTIFY", "", unimplemented("unimplemented: NOTIFY is not supported")},
    {false, true, "UNLISTEN", "", unimplemented("unimplemented: UNLISTEN is not supported")},
    {true, true, "LOCK", "", unknown_syntax},
    {true, true, "VACUUM", "", unknown_syntax},
    {true, true, "MERGE", "", unknown_syntax},
    {true, false, "ANALYZE", "", unknown_syntax},
    {true, false, "FETCH", "", unknown_syntax},
    {true, false, "DO", "", unknown_syntax},
    {false, true, "DO", "", unimplemented("unimplemented: DO is not supported")},
    {true, false, "PREPARE TRANSACTION", "", unknown_syntax},
    {false, true, "PREPARE TRANSACTION", "",
     unimplemented("unimplemented: PREPARE TRANSACTION is not supported")},
    {true, true, "COMMIT PREPARED", "", unknown_syntax},
    {true, true, "ROLLBACK PREPARED", "", unknown_syntax},
    {true, false, "BEGIN", "deferrable", unknown_syntax},
    {true, true, "COMMIT AND CHAIN", "", unknown_syntax},
    {true, false, "SELECT FROM", "", unknown_syntax},
    {true, true, "CHECKPOINT", "", unknown_syntax},
    {true, false, "DECLARE", "", unimplemented("unimplemented: DECLARE CURSOR is not supported")},
    {false, true, "DECLARE", " scroll ", unimplemented("unimplemented: DECLARE SCROLL CURSOR")},
    {false, true, "DECLARE", "binary cursor", unimplemented("unimplemented: DECLARE BINARY CURSOR")},
    {true, false, "SET LOCAL", "", unimplemented("unimplemented: SET LOCAL is not supported")},
    {true, false, "CREATE SCHEMA", "", unimplemented("unimplemented: CREATE SCHEMA is not supported")},
    {true, false, "CREATE FUNCTION", "", unimplemented("unimplemented: CREATE FUNCTION is not supported")},
    {true, false, "CREATE PROCEDURE", "", unimplemented("unimplemented: CREATE PROCEDURE is not supported")},
    {true, false, "CREATE TEMP", "", unimplemented("temporary tables are only supported experimentally")},
    {true, true, "CREATE DOMAIN", "", unimplemented("unimplemented: CREATE DOMAIN is not supported")},
    {true, true, "CREATE RULE", "", unimplemented("unimplemented: CREATE RULE is not supported")},
    {true, true, "CREATE TABLE", " deferrable", unimplemented("unimplemented: this syntax (deferrable)")},
    {true, true, "CREATE CAST", "", unimplemented("unimplemented: CREATE CAST is not supported")},
    {true, false, "SELECT", "for update nowait", unimplemented("unimplemented: NOWAIT is not supported")},
    {true, false, "SELECT", "skip locked", unimplemented("unimplemented: SKIP LOCKED is not supported")},
    {true, false, "DISCARD PLANS", "", unimplemented("unimplemented: DISCARD PLANS")},
    {true, false, "DISCARD TEMP", "", unimplemented("unimplemented: DISCARD TEMP")},
    {true, false, "DISCARD SEQUENCES", "", unimplemented("unimplemented: DISCARD SEQUENCES")},
    {true, false, "RESET ALL", "", {"42704", "unrecognized configuration parameter \"all\""}},
    {true, false, "COPY", "to stdout", unknown_syntax},
    {true, false, "COPY", "(format", unknown_syntax},
    {true, false, "COPY", "delimiter", unknown_syntax},
    {true, false, "COPY", " csv", {"08P01", "expected 2 values, got 1"}},
    {true, false, "COPY", " binary", {"08P01", "expected 2 values, got 1"}},
    {false, true, "COPY (", "binary", unimplemented("unimplemented: binary format for COPY TO")},
    {false, true, "COPY", "freeze", unimplemented("unimplemented: this syntax (freeze)")},
    {true, true, "", "pg_terminate_backend(", {"42883", "unknown function: pg_terminate_backend()"}},
    {true, false, "", "pg_cancel_backend(", {"42883", "unknown function: pg_cancel_backend()"}},
    {true, false, "", "pg_advisory_lock(", {"42883", "unknown function: pg_advisory_lock()"}},
    {true, false, "", "txid_current(", {"42883", "unknown function: txid_current()"}},
    {true, true, "", "lo_create(", {"42883", "unknown function: lo_create()"}},
    {true, true, "", "lo_from_bytea(", {"42883", "unknown function: lo_from_bytea()"}},
    {true, true, "", "pg_notify(", {"42883", "unknown function: pg_notify()"}},
});

}  // namespace

std::span<const Profile> profiles() noexcept { return all; }

const Profile& find_profile(std::string_view name) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Profile& profile) { return profile.name == name; });
    if (found == all.end()) throw std::runtime_error("no profile " + std::string(name));
    return *found;
}

const Complaint* refusal_of(const Profile& profile, const Statement& statement) {
    const bool is_old = &profile == &all.front();
    if (is_old && statement.words.size() == 1 && statement.words[0] == "SELECT") return &unknown_syntax;
    // What is in quotes is data.
    std::string text;
    std::string_view rest = statement.sql;
    while (!rest.empty()) {
        const auto token = rest.substr(0, token_length(rest));
        rest.remove_prefix(token.size());
        if (token[0] != '\'') text += token;
    }
    if (const auto at = lower(text).find("no scroll"); at != std::string::npos) text.erase(at, 9);
    for (const auto& row : refusals) {
        if (is_old ? !row.old : !row.recent) continue;
        if (begins_with(statement.words, row.begins) && contains(text, row.contains)) return &row.complaint;
    }
    return nullptr;
}

}  // namespace testing::cockroach
