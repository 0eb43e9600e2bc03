// SPDX-License-Identifier: BSL-1.0
//
// What a program may have called for each error of a connection or cursor.
#pragma once

#include <dbapi/fwd.hpp>
#include <functional>

namespace dbapi {

class Error;

/// Called with an error before it is thrown, when it is in the messages already.
///
/// The cursor is null for an error of the connection itself. Nothing is locked, so that the handler may use
/// both; it may be called by several threads at once. It may throw what the caller shall see instead; when it
/// returns, the error is thrown as without it. An empty one is the standard scheme. The InterfaceError of an
/// object that is closed does not come here. PEP 249: C136 to C140.
using ErrorHandler = std::function<void(Connection& connection, Cursor* cursor, const Error& error)>;

}  // namespace dbapi
