// SPDX-License-Identifier: BSL-1.0
#include "source.hpp"

#include <algorithm>
#include <array>

namespace odbc {
namespace {

// PostgreSQL's ODBC driver gives instants without their offset, and of an interval no name of its type.
// SQLite's frees the statement in SQLCancel(), under the thread that runs it, takes no notice of the time
// limit, and does not see that INSERT OR ROLLBACK ends a transaction: then a BEGIN works.
constexpr auto sources = std::to_array<Source>({
    {.dbms = "PostgreSQL",
     .has_savepoints = true,
     .can_be_stopped = true,
     .unnamed = dbapi::Kind::interval,
     .setup = "SET TIME ZONE 'UTC'; SET intervalstyle = 'iso_8601'",
     .naming = "SET application_name = {}",
     .probe = "SELECT 1"},
    {.dbms = "SQLite",
     .has_savepoints = true,
     .takes_utf8 = true,
     .setup = "PRAGMA foreign_keys = ON",
     .probe = "BEGIN",
     .probe_works_when_failed = true},
});

constexpr Source unknown{};

}  // namespace

const Source& source_of(std::string_view dbms) noexcept {
    const auto* const found = std::find_if(sources.begin(), sources.end(),
                                           [&](const Source& source) { return source.dbms == dbms; });
    return found != sources.end() ? *found : unknown;
}

}  // namespace odbc
