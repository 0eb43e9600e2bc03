// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/tags.hpp"

#include <array>

namespace testing::cockroach {
namespace {

struct Row {
    std::string_view begins;    // the statement
    std::string_view contains;  // the statement
    std::string_view from;      // PostgreSQL's tag; empty: any
    std::string_view to;
    bool old_with_rows;  // v20.1 counts the rows, the others leave the tag as it is
};

constexpr auto table = std::to_array<Row>({
    {"RESET", "", "RESET", "SET", false},
    {"SET TRANSACTION", "", "SET", "SET TRANSACTION", false},
    {"DISCARD", "", "", "DISCARD", false},
    {"TRUNCATE", "", "", "TRUNCATE", false},
    {"COMMENT ON TABLE", "", "", "COMMENT ON TABLE", false},
    {"ALTER TABLE", "rename to", "", "RENAME TABLE", false},
    {"CREATE TABLE", "as select", "", "CREATE TABLE AS", false},
    {"SHOW", "", "SHOW", "SHOW", true},
    {"EXPLAIN", "", "EXPLAIN", "EXPLAIN", true},
});

}  // namespace

std::string tag_for(const Profile& profile, const Statement& statement, const std::string& tag,
                    std::size_t rows) {
    for (const auto& row : table) {
        if (!begins_with(statement.words, row.begins) || !contains(statement.sql, row.contains)) continue;
        if (!row.from.empty() && row.from != tag) continue;
        if (!row.old_with_rows) return std::string(row.to);
        if (profile.name == "v20.1") return std::string(row.to) + ' ' + std::to_string(rows);
    }
    return tag;
}

}  // namespace testing::cockroach
