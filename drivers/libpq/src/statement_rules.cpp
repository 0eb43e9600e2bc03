// SPDX-License-Identifier: BSL-1.0
#include "statement_rules.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace dbapi::libpq {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool is_one_of(std::string_view keyword, std::span<const std::string_view> words) {
    return std::find(words.begin(), words.end(), keyword) != words.end();
}

bool is_begin(const driver::Statement& statement) {
    const auto keyword = statement.keyword();
    return statement.statement_count() == 1 && (keyword == "BEGIN" || keyword == "START");
}

bool commits(const driver::Statement& statement, const Features& features) {
    static constexpr auto schema_changes =
        std::to_array<std::string_view>({"CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT", "GRANT", "REVOKE",
                                         "REASSIGN", "IMPORT", "RESTORE"});
    const auto keyword = statement.keyword();
    return statement.statement_count() > 1 || keyword == "COMMIT" || keyword == "END" ||
           (keyword == "RELEASE" && features.restart_savepoint) ||
           (!features.transactional_ddl && is_one_of(keyword, schema_changes));
}

bool changes_names(const driver::Statement& statement) {
    const auto keywords = statement.keywords();
    const auto has = [&](std::string_view keyword) {
        return std::find(keywords.begin(), keywords.end(), keyword) != keywords.end();
    };
    if (has("DO") || has("CALL") || has("CREATE")) return true;
    if (!has("SET") && !has("RESET")) return false;
    const std::string text = lower(statement.text());
    static constexpr auto words = std::to_array<std::string_view>(
        {"search_path", "schema", "role", "authorization", "database", "all"});
    return std::any_of(words.begin(), words.end(),
                       [&](auto word) { return text.find(word) != std::string::npos; });
}

bool touches_session(const driver::Statement& statement) {
    // Those that leave it alone; the most common ones first.
    static constexpr auto harmless =
        std::to_array<std::string_view>({"SELECT",    "INSERT",      "UPDATE",
                                         "DELETE",    "WITH",        "BEGIN",
                                         "COMMIT",    "ROLLBACK",    "VALUES",
                                         "TABLE",     "UPSERT",      "MERGE",
                                         "START",     "END",         "ABORT",
                                         "SAVEPOINT", "RELEASE",     "FETCH",
                                         "CLOSE",     "ROLLBACK TO", "COPY",
                                         "EXPLAIN",   "SHOW",        "TRUNCATE",
                                         "ALTER",     "DROP",        "LOCK",
                                         "ANALYZE",   "VACUUM",      "GRANT",
                                         "REVOKE",    "COMMENT",     "REINDEX",
                                         "REFRESH",   "NOTIFY",      "CHECKPOINT",
                                         "MOVE",      "CLUSTER",     "PREPARE TRANSACTION"});
    const auto is_harmless = [&](std::string_view keyword) {
        if (is_one_of(keyword, harmless)) return true;
        if (keyword == "CREATE") return lower(statement.text()).find("temp") == std::string::npos;
        // It is over with its transaction, if it stands where it can be told from others.
        const auto is_for_transaction = [&](std::string_view begin) {
            return statement.statement_count() == 1 && lower(statement.text()).starts_with(begin);
        };
        return keyword == "SET" &&
               (is_for_transaction("set local ") || is_for_transaction("set transaction "));
    };
    return !std::ranges::all_of(statement.keywords(), is_harmless);
}

}  // namespace

bool is_plain(const driver::Statement& statement) {
    static constexpr auto keywords = std::to_array<std::string_view>(
        {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "TABLE", "UPSERT", "MERGE"});
    return statement.statement_count() == 1 && is_one_of(statement.keyword(), keywords);
}

StatementRules rules_of(const driver::Statement& statement, const Features& features) {
    if (is_plain(statement)) return {};
    return {.is_begin = is_begin(statement),
            .commits = commits(statement, features),
            .changes_names = changes_names(statement),
            .touches_session = touches_session(statement)};
}

Protocol protocol_for(const driver::Statement& statement, std::size_t parameters) {
    if (statement.statement_count() > 1) {
        const auto keywords = statement.keywords();
        if (std::find(keywords.begin(), keywords.end(), "COPY") != keywords.end()) {
            throw ProgrammingError(
                "COPY goes by itself, not among other statements; with STDIN or STDOUT it needs "
                "copy_in() or copy_out()");
        }
        return Protocol::simple;
    }
    // COPY inside a pipeline wedges libpq. A $1 that has no value is an error of the text in the simple
    // protocol, and one of the protocol itself in the extended one.
    if (statement.keyword() == "COPY" || (statement.has_native_dollar() && parameters == 0))
        return Protocol::simple;
    return Protocol::extended;
}

bool is_stale(const DatabaseError& error, const Dialect& dialect) {
    const auto& said = error.diagnostics();
    const bool is_postgresql = !dialect.stale_plan_function.empty();
    if (error.sqlstate() == sqlstate::no_such_statement) {
        return !is_postgresql || said.source_function == dialect.no_statement_function;
    }
    if (error.sqlstate() != sqlstate::feature_not_supported) return false;
    // The same code says that something is not implemented, for which CockroachDB gives a hint.
    return is_postgresql ? said.source_function == dialect.stale_plan_function : said.hint.empty();
}

bool may_have_old_types(const DatabaseError& error) {
    return error.sqlstate().starts_with("22") || error.sqlstate() == "42804";
}

bool fails_as_text(const driver::Execution& execution, const DatabaseError& error) {
    const bool was_stopped = error.error_class() == ErrorClass::query_canceled ||
                             error.error_class() == ErrorClass::deadline_exceeded;
    return execution.begin && error.is_connection_usable() && !was_stopped;
}

}  // namespace dbapi::libpq
