// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/translate.hpp"

#include <algorithm>
#include <array>

namespace testing::cockroach {
namespace {

struct Renamed {
    std::string_view from;
    std::string_view to;
};

// In definitions of columns and in casts; INT is 64 bits wide.
constexpr auto type_names = std::to_array<Renamed>({
    {"string", "text"},
    {"bytes", "bytea"},
    {"int", "int8"},
    {"integer", "int8"},
    {"json", "jsonb"},
    {"int64", "int8"},
    {"serial", "bigserial"},
});

constexpr std::string_view sessions =
    "(SELECT application_name, usename AS user_name, pid FROM pg_stat_activity WHERE backend_type = 'client "
    "backend') "
    "AS sessions";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = lower(text).find(from); at != std::string::npos;
         at = lower(text).find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Returns where a word stands outside of quotes and parentheses; npos when nowhere.
std::size_t find_word(std::string_view text, std::string_view word) {
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto token = text.substr(at, token_length(text.substr(at)));
        if (token == "(") ++depth;
        if (token == ")") --depth;
        if (depth == 0 && lower(token) == word) return at;
        at += token.size();
    }
    return std::string_view::npos;
}

std::string with_type_names(std::string_view text, bool everywhere) {
    std::string made;
    bool is_cast = false;
    while (!text.empty()) {
        const auto token = text.substr(0, token_length(text));
        text.remove_prefix(token.size());
        const auto found = std::find_if(type_names.begin(), type_names.end(),
                                        [&](const auto& row) { return row.from == lower(token); });
        made += found != type_names.end() && (everywhere || is_cast) ? found->to : token;
        is_cast = made.ends_with("::");
    }
    return made;
}

/// UPSERT INTO t (k, a) VALUES …: the first column is taken for the key.
std::string without_upsert(std::string text) {
    text.replace(find_word(text, "upsert"), 6, "INSERT");
    const auto open = text.find('(');
    const auto close = text.find(')', open);
    const auto values = find_word(text, "values");
    if (open == std::string::npos || open > values) return text;  // PostgreSQL will refuse a second row
    const auto names = words_of(std::string_view(text).substr(open + 1, close - open - 1), 200);
    std::string conflict = " ON CONFLICT (" + names[0] + ") DO ";
    std::string changes;
    for (std::size_t i = 2; i < names.size(); i += 2)
        changes += (changes.empty() ? "" : ", ") + names[i] + " = excluded." + names[i];
    conflict += changes.empty() ? "NOTHING " : "UPDATE SET " + changes + ' ';
    text.insert(std::min(find_word(text, "returning"), text.size()), conflict);
    return text;
}

std::string without_system_time(std::string text) {
    static constexpr std::string_view clause = "as of system time";
    const auto at = lower(text).find(clause);
    if (at == std::string::npos) return text;
    auto end = text.find_first_not_of(' ', at + clause.size());
    if (end == std::string::npos) return text;
    end += token_length(std::string_view(text).substr(end));
    if (end < text.size() && text[end] == '(') end = text.find(')', end) + 1;  // a function's call
    return text.erase(at, end - at);
}

struct Wording {
    std::string_view sqlstate;
    std::string_view from;
    Complaint to;
};

constexpr auto wordings = std::to_array<Wording>({
    {"57014", "canceling statement due to user request", {"57014", "query execution canceled"}},
    {"57014",
     "canceling statement due to statement timeout",
     {"57014", "query execution canceled due to statement timeout"}},
    {"57P01", "", {"57P01", "server is shutting down"}},
    {"53300", "", {"53300", "sorry, too many clients already"}},
    {"40001",
     "",
     {"40001",
      "restart transaction: TransactionRetryWithProtoRefreshError: TransactionRetryError: retry txn "
      "(RETRY_SERIALIZABLE - failed preemptive refresh)"}},
    {"40P01",
     "",
     {"40001",
      "restart transaction: TransactionRetryWithProtoRefreshError: "
      "TransactionAbortedError(ABORT_REASON_PUSHER_ABORTED)"}},
});

Fields only(const Fields& fields, std::string_view letters) {
    Fields kept;
    for (const char letter : letters) {
        for (const auto& own : fields) {
            if (own.first == letter) kept.push_back(own);
        }
    }
    return kept;
}

void set(Fields& fields, char letter, std::string_view text) {
    std::erase_if(fields, [&](const auto& own) { return own.first == letter; });
    if (!text.empty()) fields.emplace_back(letter, text);
}

}  // namespace

std::string to_postgresql(const Profile& profile, const Statement& statement) {
    std::string text = statement.sql;
    if (contains(text, "version()")) {
        const std::string version = '\'' + std::string(profile.crdb_version) + "'::text";
        if (begins_with(statement.words, "SELECT VERSION ( )")) {
            replace_all(text, "version()", version + " AS version");
        } else {
            replace_all(text, "version()", version);
        }
    }
    if (contains(text, "[show sessions]")) replace_all(text, "[show sessions]", sessions);
    // No two of a table are the same in a test, and they are as large.
    replace_all(text, "unique_rowid()", "((random() * 9223372036854774784)::int8)");
    text = without_system_time(std::move(text));
    if (begins_with(statement.words, "UPSERT")) text = without_upsert(std::move(text));
    return with_type_names(text, statement.kind == Kind::ddl && contains(text, "table"));
}

std::string begin_for_postgresql(const Profile& profile, const Statement& begin, bool conflicts_pass) {
    const bool is_weak =
        conflicts_pass || (profile.has_read_committed && contains(begin.sql, "read committed"));
    std::string text = "BEGIN ISOLATION LEVEL ";
    text += is_weak ? "READ COMMITTED" : "SERIALIZABLE";
    if (contains(begin.sql, "read only") || contains(begin.sql, "as of system time")) text += ", READ ONLY";
    if (contains(begin.sql, "read write")) text += ", READ WRITE";
    return text;
}

Message from_postgresql(const Profile& profile, const Message& told) {
    Fields fields = read_fields(told);
    const std::string severity = field(fields, 'V');
    const bool is_error = told.type == 'E';
    set(fields, 'S', is_error ? "ERROR" : severity);
    set(fields, 'V', is_error ? "ERROR" : severity);
    const std::string sqlstate = field(fields, 'C');
    const std::string message = field(fields, 'M');
    for (const auto& row : wordings) {
        if (row.sqlstate != sqlstate || (!row.from.empty() && row.from != message)) continue;
        set(fields, 'C', row.to.sqlstate);
        set(fields, 'M', row.to.message);
        if (row.to.sqlstate == "40001") return retry_error(profile, "retry_serializable", row.to.message);
        break;
    }
    if (sqlstate == "0A000" && !contains(message, "cached plan")) {
        set(fields, 'M', "unimplemented: " + message);
        set(fields, 'H', "You have attempted to use a feature that is not yet implemented.");
    }
    return fields_message(told.type, only(fields, profile.error_fields));
}

Message complain(const Profile& profile, const Complaint& complaint, std::string_view severity) {
    Fields fields;
    set(fields, 'S', severity);
    set(fields, 'V', severity);
    set(fields, 'C', complaint.sqlstate);
    set(fields, 'H', complaint.hint);
    set(fields, 'M', complaint.message);
    return fields_message(severity == "ERROR" ? 'E' : 'N', only(fields, profile.error_fields));
}

Message retry_error(const Profile& profile, std::string_view reason, std::string_view text) {
    std::string hint;
    if (!profile.retry_page.empty()) {
        hint = "See: https://www.cockroachlabs.com/docs/" + std::string(profile.retry_page) +
               "/transaction-retry-error-reference.html#" + std::string(reason);
    }
    return complain(profile, {"40001", text, hint});
}

}  // namespace testing::cockroach
