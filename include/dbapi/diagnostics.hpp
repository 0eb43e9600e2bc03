// SPDX-License-Identifier: BSL-1.0
//
// What a database says about an error or a notice beyond its message: the fields of PostgreSQL's protocol,
// which are the richest that any driver here has. A driver fills what its database sends.
#pragma once

#include <string>

namespace dbapi {

/// Fields sent by the database; an empty string or a zero means that it did not send that one.
///
/// The texts come from the database as they are. `detail` may contain values of the user's data, which is why
/// `what()` of an error never repeats it.
struct Diagnostics {
    std::string severity{};         ///< "ERROR", "WARNING", "NOTICE"…, never localised.
    std::string detail{};           ///< More about the error, such as the key that was taken already.
    std::string hint{};             ///< What to do about it.
    std::string context{};          ///< Where it happened, such as the function that was running.
    std::string schema{};           ///< The schema concerned.
    std::string table{};            ///< The table concerned.
    std::string column{};           ///< The column concerned.
    std::string data_type{};        ///< The data type concerned.
    std::string constraint{};       ///< The constraint that was violated.
    std::string internal_query{};   ///< The internally generated statement that failed.
    std::string source_file{};      ///< The server's own source file,
    std::string source_function{};  ///< and function, that reported it.
    int source_line = 0;            ///< The line in `source_file`.
    int position = 0;               ///< Where in the statement's text, as sent; in characters, from 1.
    int internal_position = 0;      ///< Where in `internal_query`; in characters, from 1.

    friend bool operator==(const Diagnostics&, const Diagnostics&) = default;
};

}  // namespace dbapi
