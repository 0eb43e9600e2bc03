// SPDX-License-Identifier: BSL-1.0
//
// Profile: what differs between the versions of CockroachDB that the double presents itself as; and what each
// refuses.
#pragma once

#include <span>
#include <string_view>

#include "support/cockroach/sql.hpp"

namespace testing::cockroach {

/// An error as the server words it.
struct Complaint {
    std::string_view sqlstate;
    std::string_view message;
    std::string_view hint{};
};

/// One version. Lifetime: static.
struct Profile {
    std::string_view name;
    std::string_view crdb_version;
    std::string_view server_version;
    std::string_view cluster_version;
    /// Parameters reported at start-up, in their order, separated by spaces.
    std::string_view reported;
    /// The fields of an error, in their order.
    std::string_view error_fields;
    /// The answer to GSSENCRequest, before the connection is closed.
    Complaint gss;
    Complaint begin_again;
    Complaint no_transaction;
    Complaint draining;
    Complaint several_statements;
    /// What stands behind a page's address in the hint of 40001; empty: there is no hint.
    std::string_view retry_page;
    bool has_cancel_key;          ///< BackendKeyData is sent, and CancelRequest obeyed.
    bool autocommit_before_ddl;   ///< The default of that setting; on, COMMIT without transaction warns only.
    bool has_autocommit_setting;  ///< Whether there is that setting.
    bool batch_is_transaction;    ///< Statements between two syncs, or in one text, are one transaction.
    bool parses_in_failed;        ///< In a failed transaction Parse, Bind and Describe succeed.
    bool has_read_committed;
};

/// Returns the version called "v20.1", "v23.2" or "v25.2". @throws std::runtime_error  there is none such.
[[nodiscard]] const Profile& find_profile(std::string_view name);
[[nodiscard]] std::span<const Profile> profiles() noexcept;

/// Returns what the version says of a statement that it does not take; null when it takes it.
[[nodiscard]] const Complaint* refusal_of(const Profile& profile, const Statement& statement);

}  // namespace testing::cockroach
