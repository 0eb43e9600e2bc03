// SPDX-License-Identifier: BSL-1.0
//
// A profile from a file, for a driver whose author does not build the kit.
#pragma once

#include <dbapi/conformance/profile.hpp>
#include <string>

namespace dbapi::cli {

/// Returns the profile of that name, or the one that the file of that path describes:
///
///     base = "generic"                # or another that is known; it comes first
///     [dialect]
///     slow = "SELECT sleep(60)"       # members of Dialect that are text
///     [types]
///     integer = "INT8"                # as in CREATE TABLE; "" for a type that is not there
///     [lacks."feature.two_phase"]     # ids of cases, or feature.NAME
///     kind = "driver lacks"           # or "database lacks", "known bug"
///     reason = "not written yet"
///     link = "https://…"
///
/// @throws ProgrammingError  no such profile or file, or something in it that is not known.
[[nodiscard]] conformance::Profile read_profile(const std::string& name_or_path, ConnectOptions options);

}  // namespace dbapi::cli
