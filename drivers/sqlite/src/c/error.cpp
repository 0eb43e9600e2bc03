// SPDX-License-Identifier: BSL-1.0
//
// The two tables. tests/sqlite/error_test.cpp provokes their rows from the SQLite it runs with, so that a new
// wording is noticed.
#include "c/error.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <dbapi/driver/sqlstate_error.hpp>

namespace dbapi::sqlite {
namespace {

struct CodeRow {
    int code;
    Sqlstate state;
};

// Extended codes before the primary code that they belong to.
constexpr auto codes = std::to_array<CodeRow>({
    {SQLITE_CONSTRAINT_UNIQUE, "23505"},
    {SQLITE_CONSTRAINT_PRIMARYKEY, "23505"},
    {SQLITE_CONSTRAINT_ROWID, "23505"},
    {SQLITE_CONSTRAINT_NOTNULL, "23502"},
    {SQLITE_CONSTRAINT_FOREIGNKEY, "23503"},
    {SQLITE_CONSTRAINT_CHECK, "23514"},
    {SQLITE_CONSTRAINT_DATATYPE, "22P02"},
    {SQLITE_CONSTRAINT, "23000"},  // RAISE() in a trigger too
    {SQLITE_MISMATCH, "22P02"},
    {SQLITE_BUSY, "40001"},
    {SQLITE_LOCKED_SHAREDCACHE, "40001"},
    {SQLITE_LOCKED, "55006"},
    {SQLITE_READONLY, "25006"},
    {SQLITE_IOERR, "58030"},
    {SQLITE_CORRUPT, "XX001"},
    {SQLITE_NOTADB, "08001"},
    {SQLITE_CANTOPEN, "08001"},
    {SQLITE_FULL, "53100"},
    {SQLITE_PERM, "42501"},
    {SQLITE_AUTH, "42501"},
    {SQLITE_NOMEM, "53200"},
    {SQLITE_TOOBIG, "54000"},
    {SQLITE_RANGE, "07009"},
    {SQLITE_NOLFS, "0A000"},
    {SQLITE_INTERRUPT, "57014"},
    {SQLITE_INTERNAL, "XX000"},
    {SQLITE_MISUSE, "XX000"},
});

struct MessageRow {
    std::string_view prefix;
    std::string_view infix;
    std::string_view suffix;
    Sqlstate state;

    [[nodiscard]] constexpr bool matches(std::string_view message) const noexcept {
        return message.starts_with(prefix) && message.ends_with(suffix) &&
               message.find(infix) != std::string_view::npos;
    }
};

// SQLITE_ERROR, by its message; the first row that matches decides.
constexpr auto messages = std::to_array<MessageRow>({
    {"near \"", "", "\": syntax error", "42601"},
    {"incomplete input", "", "", "42601"},
    {"unrecognized token: ", "", "", "42601"},
    {"", " values for ", " columns", "42601"},
    {"table ", " columns but ", " values were supplied", "42601"},
    {"", " columns assigned ", " values", "42601"},
    {"SELECTs to the left and right of ", "", "", "42601"},
    {"all VALUES must have the same number of terms", "", "", "42601"},
    {"sub-select returns ", "", "", "42601"},
    {"row value misused", "", "", "42601"},
    {"no tables specified", "", "", "42601"},

    {"no such table: ", "", "", "42P01"},
    {"no such view: ", "", "", "42P01"},
    {"no such column: ", "", "", "42703"},
    {"table ", " has no column named ", "", "42703"},
    {"unknown column ", " in foreign key definition", "", "42703"},
    {"cannot join using column ", "", "", "42703"},
    {"ambiguous column name: ", "", "", "42702"},
    {"duplicate column name: ", "", "", "42701"},
    {"no such function: ", "", "", "42883"},
    {"", "", " is not a function", "42883"},
    {"wrong number of arguments to function ", "", "", "42883"},
    {"no such index: ", "", "", "42704"},
    {"no such trigger: ", "", "", "42704"},
    {"no such collation sequence: ", "", "", "42704"},
    {"no such module: ", "", "", "42704"},
    {"no such savepoint: ", "", "", "3B001"},
    {"no such database: ", "", "", "3D000"},
    {"unknown database ", "", "", "3D000"},

    {"trigger ", "", " already exists", "42710"},
    {"", "", " already exists", "42P07"},
    {"there is already ", "", "", "42P07"},
    {"database ", "", " is already in use", "42P04"},

    {"misuse of aggregate", "", "", "42803"},
    {"misuse of aliased aggregate", "", "", "42803"},
    {"aggregate functions are not allowed in ", "", "", "42803"},
    {"misuse of window function ", "", "", "42P20"},
    {"misuse of aliased window function ", "", "", "42P20"},
    {"ON CONFLICT clause does not match ", "", "", "42P10"},
    {"", " term out of range - should be between ", "", "42P10"},
    {"foreign key mismatch", "", "", "42830"},
    {"number of columns in foreign key does not match ", "", "", "42830"},
    {"cannot modify ", "", " because it is a view", "42809"},
    {"use DROP ", "", "", "42809"},
    {"cannot INSERT into generated column ", "", "", "428C9"},
    {"cannot UPDATE generated column ", "", "", "428C9"},
    {"object name reserved for internal use: ", "", "", "42939"},
    {"table ", " may not be ", "", "42501"},
    {"not authorized", "", "", "42501"},

    {"integer overflow", "", "", "22003"},
    {"hex literal too big: ", "", "", "22003"},
    {"malformed JSON", "", "", "22P02"},
    {"JSON path error near ", "", "", "22023"},
    {"JSON cannot hold BLOB values", "", "", "22023"},
    {"ESCAPE expression must be a single character", "", "", "22019"},
    {"argument of ntile must be ", "", "", "22014"},
    {"second argument to nth_value must be ", "", "", "22016"},
    {"frame ", " offset must be ", "", "22013"},
    {"LIKE or GLOB pattern too complex", "", "", "54000"},
    {"Expression tree is too large ", "", "", "54001"},
    {"too many levels of trigger recursion", "", "", "54001"},

    {"cannot start a transaction within a transaction", "", "", "25001"},
    {"cannot VACUUM from within a transaction", "", "", "25001"},
    {"cannot change into wal mode from within a transaction", "", "", "25001"},
    {"Safety level may not be changed inside a transaction", "", "", "25001"},
    {"cannot commit - no transaction is active", "", "", "25P01"},
    {"cannot rollback - no transaction is active", "", "", "25P01"},
});

constexpr int primary_code(int code) noexcept { return code & 0xff; }

/// Returns where the error is, in characters from 1.
int position_of(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };  // UTF-8
    return 1 + static_cast<int>(std::count_if(before.begin(), before.end(), is_start));
}

}  // namespace

bool Failure::is_general() const noexcept { return code == SQLITE_ERROR; }

bool Failure::is_stop() const noexcept {
    return primary_code(code) == SQLITE_INTERRUPT || primary_code(code) == SQLITE_BUSY;
}

Failure last_failure(sqlite3* handle, Stage stage) {
    Failure failure{sqlite3_extended_errcode(handle), sqlite3_errmsg(handle), -1, stage};
    if (stage == Stage::prepare) failure.offset_bytes = sqlite3_error_offset(handle);
    std::replace_if(
        failure.message.begin(), failure.message.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return failure;
}

Sqlstate sqlstate_of(const Failure& failure) noexcept {
    if (primary_code(failure.code) == SQLITE_ERROR) {
        const auto row = std::find_if(messages.begin(), messages.end(),
                                      [&](const MessageRow& r) { return r.matches(failure.message); });
        if (row != messages.end()) return row->state;
        return failure.stage == Stage::prepare ? sqlstate::syntax_or_access : sqlstate::internal_error;
    }
    for (const int code : {failure.code, primary_code(failure.code)}) {
        const auto row =
            std::find_if(codes.begin(), codes.end(), [&](const CodeRow& r) { return r.code == code; });
        if (row != codes.end()) return row->state;
    }
    return sqlstate::internal_error;
}

void throw_failure(const Failure& failure, std::string_view text, std::size_t at) {
    ErrorDetails details{.sqlstate = sqlstate_of(failure), .native_code = failure.code};
    details.diagnostics.severity = "ERROR";
    if (failure.offset_bytes >= 0 && !text.empty()) {
        details.diagnostics.position = position_of(text, at + static_cast<std::size_t>(failure.offset_bytes));
    }
    driver::throw_sqlstate_error(failure.message, std::move(details));
}

void throw_out_of_memory() { throw_failure({.code = SQLITE_NOMEM, .message = "out of memory"}); }

}  // namespace dbapi::sqlite
