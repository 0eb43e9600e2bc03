// SPDX-License-Identifier: BSL-1.0
//
// From xids to PostgreSQL's names of prepared transactions, and back.
#pragma once

#include <cstddef>
#include <dbapi/xid.hpp>
#include <string>
#include <string_view>

namespace dbapi::libpq {

/// The bytes that a name may have; those of the longest xid are 188.
inline constexpr std::size_t max_gid_bytes = 199;

/// Returns the name: format id, global transaction id and branch qualifier, the latter two in base64, with
/// `_` between them, as psycopg has it. A native xid is its own name.
[[nodiscard]] std::string gid_of(const Xid& xid);

/// Returns the xid whose gid_of() is this very name: a native one, unless it is of our form.
[[nodiscard]] Xid xid_of(std::string_view gid);

}  // namespace dbapi::libpq
