// SPDX-License-Identifier: BSL-1.0
#include "c/statement.hpp"

#include <sqlite3.h>

#include <dbapi/errors.hpp>
#include <limits>
#include <utility>

#include "c/error.hpp"
#include "c/handle.hpp"

namespace dbapi::sqlite {
namespace {

/// SQLite takes a null pointer for NULL, however long the value is said to be.
const char* non_null(std::string_view bytes) noexcept { return bytes.data() != nullptr ? bytes.data() : ""; }

constexpr int parameter_number(std::size_t index) noexcept { return static_cast<int>(index) + 1; }

sqlite3_destructor_type destructor_for(bool is_copied) noexcept {
    return is_copied ? SQLITE_TRANSIENT : SQLITE_STATIC;
}

}  // namespace

PreparedStatement::~PreparedStatement() { reset(); }

bool PreparedStatement::prepare(const Handle& handle, const std::string& text, std::size_t& at,
                                bool is_kept) {
    reset();
    const auto size = text.size() - at + 1;  // with its NUL, which spares SQLite a copy
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw_failure({.code = SQLITE_TOOBIG, .message = "statement too long"});
    }
    const char* tail = nullptr;
    const char* const begin = text.c_str() + at;
    const unsigned flags = is_kept ? SQLITE_PREPARE_PERSISTENT : 0;
    if (sqlite3_prepare_v3(handle.get(), begin, static_cast<int>(size), flags, &statement_, &tail) !=
        SQLITE_OK) {
        return false;
    }
    at += static_cast<std::size_t>(tail - begin);
    return true;
}

void PreparedStatement::reset() noexcept {
    sqlite3_stmt* const statement = std::exchange(statement_, nullptr);
    if (!fork_.is_child()) sqlite3_finalize(statement);
}

void PreparedStatement::rewind() noexcept {
    if (fork_.is_child()) return;
    sqlite3_reset(statement_);
    if (std::exchange(holds_copies_, false)) sqlite3_clear_bindings(statement_);
}

int PreparedStatement::version() const noexcept {
    return sqlite3_stmt_status(statement_, SQLITE_STMTSTATUS_REPREPARE, 0);
}

std::string_view PreparedStatement::sql() const noexcept { return sqlite3_sql(statement_); }

std::size_t PreparedStatement::parameter_count() const noexcept {
    return static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_));
}

void PreparedStatement::bind_null(std::size_t index) {
    check(sqlite3_bind_null(statement_, parameter_number(index)));
}

void PreparedStatement::bind_integer(std::size_t index, std::int64_t number) {
    check(sqlite3_bind_int64(statement_, parameter_number(index), number));
}

void PreparedStatement::bind_real(std::size_t index, double number) {
    check(sqlite3_bind_double(statement_, parameter_number(index), number));
}

void PreparedStatement::bind_text(std::size_t index, std::string_view text, BindBytes how) {
    const bool is_copied = how == BindBytes::copied;
    holds_copies_ = holds_copies_ || is_copied;
    check(sqlite3_bind_text64(statement_, parameter_number(index), non_null(text), text.size(),
                              destructor_for(is_copied), SQLITE_UTF8));
}

void PreparedStatement::bind_blob(std::size_t index, std::string_view bytes, BindBytes how) {
    const bool is_copied = how == BindBytes::copied;
    holds_copies_ = holds_copies_ || is_copied;
    check(sqlite3_bind_blob64(statement_, parameter_number(index), non_null(bytes), bytes.size(),
                              destructor_for(is_copied)));
}

Step PreparedStatement::step() noexcept {
    switch (sqlite3_step(statement_)) {
        case SQLITE_ROW: return Step::row;
        case SQLITE_DONE: return Step::done;
        default: return Step::failed;
    }
}

std::size_t PreparedStatement::column_count() const noexcept {
    return static_cast<std::size_t>(sqlite3_column_count(statement_));
}

std::string_view PreparedStatement::column_name(std::size_t index) const {
    const char* const name = sqlite3_column_name(statement_, static_cast<int>(index));
    if (name == nullptr) throw_out_of_memory();
    return name;
}

std::string_view PreparedStatement::declared_type(std::size_t index) const noexcept {
    const char* const type = sqlite3_column_decltype(statement_, static_cast<int>(index));
    return type != nullptr ? type : std::string_view();
}

void PreparedStatement::check(int code) const {
    if (code != SQLITE_OK) throw_failure(last_failure(sqlite3_db_handle(statement_), Stage::step));
}

}  // namespace dbapi::sqlite
