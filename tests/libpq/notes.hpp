// SPDX-License-Identifier: BSL-1.0
//
// What copy_in() has left in a table of numbered notes.
#pragma once

#include <dbapi/dbapi.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace testing {

using Notes = std::vector<std::pair<int, std::optional<std::string>>>;

/// Returns the rows (id, note) of a table, by id.
[[nodiscard]] inline Notes notes_in(dbapi::Connection& conn, const std::string& table) {
    Notes notes;
    for (const auto& note :
         conn.execute("SELECT id, note FROM " + table + " ORDER BY id").rows<Notes::value_type>()) {
        notes.push_back(note);
    }
    return notes;
}

}  // namespace testing
