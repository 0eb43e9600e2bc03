// SPDX-License-Identifier: BSL-1.0
//
// CursorOptions: what Connection::cursor() is told. Of its own because a driver's cursor needs no more of it.
#pragma once

#include <cstddef>
#include <dbapi/deadline.hpp>
#include <dbapi/globals.hpp>
#include <optional>
#include <string>

namespace dbapi {

/// Parameters of Connection::cursor(). PEP 249: C46.
struct CursorOptions {
    /// A cursor of this name in the server, where Features say so: execute() takes a query, rows come
    /// arraysize at a time or as many as fetchmany() wants, and other statements may run meanwhile. It ends
    /// with its transaction or by close(); one that is only destroyed ends with the transaction too, or when
    /// another one takes its name.
    std::string name{};
    bool stream = false;        ///< Rows come while they are fetched; nothing is kept.
    std::size_t arraysize = 1;  ///< See Cursor::arraysize().
    std::optional<ParamStyle> paramstyle = std::nullopt;  ///< Else the connection's.
    std::optional<Timeout> timeout = std::nullopt;        ///< Else the connection's.
};

}  // namespace dbapi
