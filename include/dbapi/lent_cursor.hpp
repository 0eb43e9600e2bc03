// SPDX-License-Identifier: BSL-1.0
//
// LentCursor: the cursor behind one Result. When the result goes, its connection keeps the cursor for the
// next Connection::execute(), so that a call costs no allocation.
#pragma once

#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <memory>

namespace dbapi::detail {

/// Gives a cursor back to its connection, or destroys it: one that streams, was closed, whose driver does not
/// have it used again, or that the connection has no room for. Waits for nothing. Threads: any.
struct GiveBack {
    DBAPI_EXPORT void operator()(Cursor* cursor) const noexcept;
};

using LentCursor = std::unique_ptr<Cursor, GiveBack>;

}  // namespace dbapi::detail
