// SPDX-License-Identifier: BSL-1.0
//
// From what libpq and the server say of a failure to our exceptions and messages.
#pragma once

#include <dbapi/errors.hpp>
#include <dbapi/message.hpp>
#include <string>
#include <string_view>

struct pg_conn;
struct pg_result;

namespace dbapi::libpq {

/// Returns libpq's text as one line.
[[nodiscard]] std::string one_line(std::string_view text);

/// Returns the message and details of a failed result.
[[nodiscard]] std::string message_of(const pg_result* result);
[[nodiscard]] ErrorDetails details_of(const pg_result* result);

/// Returns a notice, as it goes into `messages`.
[[nodiscard]] Message notice_of(const pg_result* result);

/// Throws the class that fits the SQLSTATE of a failed result.
[[noreturn]] void throw_failed(const pg_result* result, bool connection_usable);

/// Throws ConnectionLost with the error by which the server ended the session: nothing of the statement has
/// remained.
[[noreturn]] void throw_ended(const pg_result* result, bool outcome_unknown);

/// Throws ConnectionLost with what libpq says about the connection.
[[noreturn]] void throw_lost(const pg_conn* connection, bool outcome_unknown);

}  // namespace dbapi::libpq
