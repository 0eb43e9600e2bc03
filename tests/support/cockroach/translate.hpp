// SPDX-License-Identifier: BSL-1.0
//
// From CockroachDB's SQL to PostgreSQL's, and from PostgreSQL's errors to CockroachDB's.
#pragma once

#include <string>
#include <string_view>

#include "support/cockroach/profile.hpp"
#include "support/cockroach/wire.hpp"

namespace testing::cockroach {

/// Returns the statement as PostgreSQL takes it: UPSERT, STRING, version() and the like are its own words.
/// Of what it does not know, nothing is changed.
[[nodiscard]] std::string to_postgresql(const Profile& profile, const Statement& statement);

/// Returns the BEGIN for PostgreSQL of the client's BEGIN: SERIALIZABLE, where the version has nothing else.
/// @param conflicts_pass  it is READ COMMITTED in any case.
[[nodiscard]] std::string begin_for_postgresql(const Profile& profile, const Statement& begin,
                                               bool conflicts_pass = false);

/// Returns the message of a PostgreSQL error or notice as the version words it, with the fields it has.
[[nodiscard]] Message from_postgresql(const Profile& profile, const Message& told);

/// Returns an error (E) or notice (N) of the version's own.
/// @param severity  ERROR, NOTICE or WARNING.
[[nodiscard]] Message complain(const Profile& profile, const Complaint& complaint,
                               std::string_view severity = "ERROR");

/// Returns 40001 with the version's hint. @param reason  such as RETRY_SERIALIZABLE.
[[nodiscard]] Message retry_error(const Profile& profile, std::string_view reason, std::string_view text);

}  // namespace testing::cockroach
