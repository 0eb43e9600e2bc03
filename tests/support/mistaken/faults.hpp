// SPDX-License-Identifier: BSL-1.0
//
// The places in a driver where a mistake can be made, as functions that a table fills in. Where none is
// filled in, the mistaken driver does what is right.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <dbapi/driver/execution.hpp>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace testing::mistaken {

/// The statement that runs.
struct Ran {
    std::string keyword{};              ///< As Statement::keyword(); CALL for callproc().
    std::vector<dbapi::Value> bound{};  ///< The parameters as they came.
    bool stream = false;                ///< Whether rows are wanted one by one.
    std::int64_t rows = -1;             ///< How many rows there are or were changed, when that is known.
    std::size_t result = 0;             ///< Of several statements, which one.

    [[nodiscard]] bool is(std::string_view word) const noexcept { return keyword == word; }
    [[nodiscard]] bool is_change() const noexcept { return is("INSERT") || is("UPDATE") || is("DELETE"); }
    [[nodiscard]] bool is_definition() const noexcept { return is("CREATE") || is("DROP") || is("ALTER"); }
};

/// What a session keeps from one statement to the next, for mistakes that mix them up.
struct Memory {
    std::optional<dbapi::driver::Completion> completion{};
    std::optional<std::int64_t> lastrowid{};
    dbapi::Description columns{};
    std::map<std::string, std::vector<dbapi::Value>, std::less<>> parameters{};  // by the statement's text
    bool is_stuck = false;                                                       // after an error
    std::atomic<bool> is_hit = false;                                            // by a cancel, late
    int session = 0;                                                             // counted from 1
};

using OwnedRow = std::vector<dbapi::Value>;

/// One function for each step of a hook; null does what is right.
struct Faults {
    // The driver.
    void (*refused)(const dbapi::Error& error) = nullptr;  ///< Throws in place of what connecting threw.
    bool shares_session = false;                           ///< All connections to one URL are one session.
    bool opens_anything = false;  ///< What cannot be opened is an empty database instead.
    std::optional<dbapi::ThreadSafety> threadsafety = std::nullopt;

    // The connection.
    void (*features)(dbapi::Features& features) = nullptr;
    bool (*is_exempt)(std::string_view keyword, bool is_right) = nullptr;
    void (*begin)(dbapi::Connection& inner) = nullptr;
    dbapi::driver::CommitAnswer (*commit)(dbapi::Connection& inner) = nullptr;
    void (*rollback)(dbapi::Connection& inner) = nullptr;
    void (*close)(dbapi::Connection& inner) = nullptr;
    void (*end_stream)(dbapi::Connection& inner) = nullptr;
    void (*cancel)(dbapi::Connection& inner, Memory& memory) = nullptr;
    dbapi::TransactionStatus (*status)(dbapi::TransactionStatus right) = nullptr;
    bool (*is_usable)(bool right) = nullptr;
    bool (*has_undone)(bool right) = nullptr;
    dbapi::Deadline (*deadline)(dbapi::Deadline right) = nullptr;

    // A statement, in the order in which these are called.
    void (*before)(dbapi::Connection& inner, const Ran& ran) = nullptr;
    void (*statement)(std::string& sql, std::vector<dbapi::Value>& parameters, const Ran& ran,
                      Memory& memory) = nullptr;
    dbapi::Description (*columns)(const dbapi::Description& right, const Ran& ran, Memory& memory) = nullptr;
    void (*rows)(std::vector<OwnedRow>& rows, const Ran& ran) = nullptr;  ///< All are read for it at once.
    void (*value)(dbapi::Value& value) = nullptr;
    void (*completion)(dbapi::driver::Completion& completion, const Ran& ran, Memory& memory) = nullptr;
    void (*after)(dbapi::Connection& inner, const Ran& ran) = nullptr;

    // Two phases.
    void (*prepare)(dbapi::Connection& inner) = nullptr;  ///< Before the inner session is put aside.
    dbapi::driver::CommitAnswer (*commit_one_phase)(dbapi::Connection& inner) = nullptr;
    void (*commit_prepared)(dbapi::Connection& holder) = nullptr;
    void (*rollback_prepared)(dbapi::Connection& holder) = nullptr;
    void (*recovered)(std::vector<dbapi::Xid>& xids) = nullptr;
    bool knows_every_xid = false;
    bool keeps_ended = false;           ///< Transactions that have ended are listed still.
    bool close_drops_prepared = false;  ///< The session's own.

    // Procedures.
    bool drops_called_rows = false;
    void (*returned)(std::span<dbapi::Value> parameters) = nullptr;

    /// What happens in the session when a statement or COMMIT has failed.
    void (*failed)(dbapi::Connection& inner) = nullptr;
    /// Throws in place of what a statement or COMMIT threw; when it returns, nothing is thrown.
    void (*error)(const dbapi::Error& error, const Ran& ran, Memory& memory) = nullptr;
};

}  // namespace testing::mistaken
