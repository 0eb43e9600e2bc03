// SPDX-License-Identifier: BSL-1.0
#include "c/handle.hpp"

#include <sqlite3.h>

#include <dbapi/errors.hpp>
#include <utility>

#include "interruption.hpp"

namespace dbapi::sqlite {
namespace {

// How often a running statement looks whether it must stop: some ten microseconds of work.
constexpr int operations_between_looks = 1000;

int on_busy(void* interruption, int attempt) {
    return static_cast<Interruption*>(interruption)->wait_for_lock(attempt) ? 1 : 0;
}

int flags_of(OpenMode mode) noexcept {
    switch (mode) {
        case OpenMode::read_only: return SQLITE_OPEN_READONLY;
        case OpenMode::read_write: return SQLITE_OPEN_READWRITE;
        case OpenMode::create: break;
    }
    return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

/// Names that begin with a colon mean something else to SQLite, and to some builds those with "file:".
std::string as_plain_path(const std::string& file) {
    const bool is_special = file.starts_with(':') || file.starts_with("file:");
    return is_special && file != ":memory:" ? "./" + file : file;
}

}  // namespace

// SQLite asks once more when a statement has ended, be it committed. It must not be told to stop then: it
// would call that an interruption of what has happened.
int Handle::on_progress(void* self) {
    auto& handle = *static_cast<Handle*>(self);
    if (!handle.interruption_.must_stop()) return 0;
    for (sqlite3_stmt* statement = sqlite3_next_stmt(handle.handle_, nullptr); statement != nullptr;
         statement = sqlite3_next_stmt(handle.handle_, statement)) {
        if (sqlite3_stmt_busy(statement) != 0) return 1;
    }
    return 0;
}

Handle::Handle(const Options& options, Interruption& interruption) : interruption_(interruption) {
    if (sqlite3_threadsafe() == 0)
        throw NotSupportedError("this SQLite was built without support for threads");
    // The connection lets one thread in at a time, so that SQLite need not lock itself for each value.
    const int flags = flags_of(options.mode) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(as_plain_path(options.file).c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
        Failure failure{.code = SQLITE_NOMEM, .message = "out of memory"};  // which leaves no handle to ask
        if (handle_ != nullptr) failure = last_failure(Stage::step);
        close();
        throw OperationalError(
            "cannot open the database: " + failure.message,
            ErrorDetails{.sqlstate = sqlstate::cannot_connect, .native_code = failure.code});
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, options.foreign_keys ? 1 : 0, nullptr);
    sqlite3_progress_handler(handle_, operations_between_looks, on_progress, this);
    sqlite3_busy_handler(handle_, on_busy, &interruption);
}

Handle::~Handle() { close(); }

void Handle::close() noexcept {
    sqlite3* const handle = std::exchange(handle_, nullptr);
    if (!fork_.is_child()) sqlite3_close_v2(handle);
}

bool Handle::is_autocommit() const noexcept { return sqlite3_get_autocommit(handle_) != 0; }

std::int64_t Handle::changes() const noexcept { return sqlite3_changes64(handle_); }

std::int64_t Handle::last_insert_rowid() const noexcept { return sqlite3_last_insert_rowid(handle_); }

}  // namespace dbapi::sqlite
