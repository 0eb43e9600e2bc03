// SPDX-License-Identifier: BSL-1.0
//
// ODBC has SQLSTATEs of its own beside SQL's, and some ODBC drivers give HY000 and the database's own number
// alone. Both tables say what the core calls it; what they do not know stays as it came.
#include "error.hpp"

#include <algorithm>
#include <array>
#include <dbapi/driver/sqlstate_error.hpp>
#include <string_view>

namespace odbc {
namespace {

struct StateRow {
    std::string_view odbc;
    dbapi::Sqlstate state;
};

constexpr auto states = std::to_array<StateRow>({
    {"07002", "42601"},  // fewer values than markers
    {"08S01", "08006"},
    {"42S01", "42P07"},
    {"42S02", "42P01"},
    {"42S12", "42704"},
    {"42S21", "42701"},
    {"42S22", "42703"},
    {"HY001", "53200"},
    {"HY008", "57014"},
    {"HY014", "54000"},
    {"HYC00", "0A000"},
    {"HYT00", "57014"},
    {"HYT01", "08001"},
    {"IM002", "08001"},
    {"IM003", "08001"},
});

struct NativeRow {
    std::string_view
        start;  // of the message: its maker in brackets, and where the code says too little, more
    int code;
    dbapi::Sqlstate state;
};

// The first row that fits decides.
constexpr auto natives = std::to_array<NativeRow>({
    {"[SQLite]", -1, "42601"},  // the ODBC driver itself: several statements
    {"[SQLite]integer overflow", 1, "22003"},
    {"[SQLite]near \"", 1, "42601"},
    {"[SQLite]no such table: ", 1, "42P01"},
    {"[SQLite]no such column: ", 1, "42703"},
    {"[SQLite]no such savepoint: ", 1, "3B001"},
    {"[SQLite]", 1, "42000"},
    {"[SQLite]", 5, "40001"},
    {"[SQLite]", 6, "55006"},
    {"[SQLite]", 8, "25006"},
    {"[SQLite]", 9, "57014"},
    {"[SQLite]", 13, "53100"},
    {"[SQLite]", 14, "08001"},
    {"[SQLite]", 18, "54000"},
    {"[SQLite]UNIQUE constraint failed", 19, "23505"},
    {"[SQLite]FOREIGN KEY constraint failed", 19, "23503"},
    {"[SQLite]NOT NULL constraint failed", 19, "23502"},
    {"[SQLite]CHECK constraint failed", 19, "23514"},
    {"[SQLite]", 19, "23000"},
    {"[SQLite]", 20, "22P02"},
    {"[SQLite]", 26, "08001"},
});

dbapi::Sqlstate state_of(std::string_view state, int native, std::string_view message) {
    if (state == "HY000") {
        const auto row = std::find_if(natives.begin(), natives.end(), [&](const NativeRow& r) {
            return r.code == native && message.starts_with(r.start);
        });
        if (row != natives.end()) return row->state;
    }
    const auto row =
        std::find_if(states.begin(), states.end(), [&](const StateRow& r) { return r.odbc == state; });
    return row != states.end() ? row->state : dbapi::Sqlstate(state);
}

/// What follows the first line may repeat values, and is no part of what() of an error.
void split(std::string text, Record& record) {
    const auto end = text.find('\n');
    if (end != text.npos) {
        constexpr std::string_view mark = "DETAIL: ";
        const auto at = text.find(mark, end);
        if (at != text.npos) {
            record.diagnostics.detail = text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
        }
        text.resize(end);
    }
    record.message = std::move(text);
}

/// A record as ODBC gives it.
template <class Char>
struct Given {
    std::array<Char, 6> state{};
    std::array<Char, 4096> text{};
    static constexpr SQLSMALLINT room = 4096;
};

}  // namespace

std::vector<Record> diagnose(SQLSMALLINT type, SQLHANDLE handle, bool in_utf8) {
    std::vector<Record> records;
    for (SQLSMALLINT i = 1;; ++i) {
        SQLINTEGER native = 0;
        SQLSMALLINT size = 0;
        Given<SQLCHAR> narrow;
        Given<SQLWCHAR> wide;
        const auto code = in_utf8 ? SQLGetDiagRec(type, handle, i, narrow.state.data(), &native,
                                                  narrow.text.data(), narrow.room, &size)
                                  : SQLGetDiagRecW(type, handle, i, wide.state.data(), &native,
                                                   wide.text.data(), wide.room, &size);
        if (!SQL_SUCCEEDED(code)) return records;
        std::string text = in_utf8 ? utf8(narrow.text, size) : utf8(wide.text, size);
        Record& record = records.emplace_back();
        record.sqlstate = state_of(in_utf8 ? utf8(narrow.state, 5) : utf8(wide.state, 5), native, text);
        record.native_code = native;
        split(std::move(text), record);
    }
}

void throw_failure(const std::vector<Record>& records, const Failure& failure) {
    Record record = records.empty() ? Record{.sqlstate = dbapi::sqlstate::internal_error,
                                             .message = "the ODBC driver failed without saying why"}
                                    : records.front();
    dbapi::ErrorDetails details{.sqlstate = record.sqlstate,
                                .diagnostics = std::move(record.diagnostics),
                                .native_code = record.native_code,
                                .outcome_unknown = failure.is_lost && failure.is_outcome_unknown,
                                .connection_usable = !failure.is_lost};
    details.diagnostics.severity = "ERROR";
    const bool is_stopped = record.sqlstate == dbapi::sqlstate::query_canceled;
    if (is_stopped && failure.deadline.is_expired()) {
        throw dbapi::DeadlineExceeded("the statement did not end by its deadline and was stopped", details);
    }
    dbapi::driver::throw_sqlstate_error(record.message, std::move(details));
}

}  // namespace odbc
