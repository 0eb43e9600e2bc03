// SPDX-License-Identifier: BSL-1.0
//
// What connect() takes: PEP 249's five keywords first, raw, so that no character of a password needs an
// escape.
#pragma once

#include <dbapi/deadline.hpp>
#include <dbapi/globals.hpp>
#include <map>
#include <string>

namespace dbapi {

/// Parameters of connect(), to be written with designated initialisers. PEP 249: C2, C3.
///
///     dbapi::connect({.dsn = "postgresql://db.example.com", .user = "ann", .password = "p@ss%word"});
///
/// A field that is set beats what the dsn says.
struct ConnectOptions {
    std::string dsn{};               ///< URL, or what else the driver takes.
    std::string user{};              ///< As it is, not escaped.
    std::string password{};          ///< As it is, not escaped.
    std::string host{};              ///< As it is, not escaped.
    std::string database{};          ///< As it is, not escaped.
    bool autocommit = false;         ///< Whether every statement is committed by itself.
    Timeout timeout{};               ///< For connecting, and then for each operation; zero is no limit.
    std::string application_name{};  ///< Shown by the server to its operators.
    ParamStyle paramstyle = ParamStyle::automatic;    ///< Inherited by the connection's cursors.
    std::map<std::string, std::string> parameters{};  ///< Anything else the driver knows, by name.
};

}  // namespace dbapi
