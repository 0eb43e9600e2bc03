// SPDX-License-Identifier: BSL-1.0
//
// What a caller sees of a fault, in words, so that a table can hold it.
#pragma once

#include <dbapi/dbapi.hpp>
#include <string>

namespace testing {

[[nodiscard]] inline std::string to_string(dbapi::TransactionStatus status) {
    switch (status) {
        case dbapi::TransactionStatus::idle: return "idle";
        case dbapi::TransactionStatus::active: return "active";
        case dbapi::TransactionStatus::failed: return "failed";
        case dbapi::TransactionStatus::unknown: break;
    }
    return "unknown";
}

/// Returns the class, the SQLSTATE, and what the error says of itself: "SerializationFailure 40001
/// retryable".
[[nodiscard]] inline std::string describe(const dbapi::Error& error) {
    std::string text(dbapi::to_string(error.error_class()));
    if (!error.sqlstate().empty()) text += ' ' + std::string(error.sqlstate());
    if (error.is_retryable()) text += " retryable";
    if (error.is_outcome_unknown()) text += " outcome unknown";
    if (!error.is_connection_usable()) text += " connection lost";
    return text;
}

/// Returns what the call throws, in words; "nothing" when it does not.
template <class Call>
[[nodiscard]] std::string thrown_by(Call&& call) {
    try {
        call();
    } catch (const dbapi::Error& error) {
        return describe(error);
    }
    return "nothing";
}

/// Returns what a caller finds who rolls back and goes on: "works", or the error.
[[nodiscard]] inline std::string goes_on(dbapi::Connection& conn) {
    const auto thrown = thrown_by([&] {
        conn.rollback();
        if (conn.execute("SELECT 7").scalar<int>() != 7)
            throw dbapi::InternalError("another statement's answer");
        conn.rollback();
    });
    return thrown == "nothing" ? "works" : thrown;
}

}  // namespace testing
