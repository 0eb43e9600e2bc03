// SPDX-License-Identifier: BSL-1.0
//
// StoredValue: one value of a row, where SQLite keeps it. Inline, since reading rows is little more than
// this.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "c/error.hpp"
#include "c/statement.hpp"

namespace dbapi::sqlite {

/// How a value is stored, which SQLite decides for each value and not for a column.
enum class StorageClass {
    integer = SQLITE_INTEGER,
    real = SQLITE_FLOAT,
    text = SQLITE_TEXT,
    blob = SQLITE_BLOB,
    null = SQLITE_NULL
};

/// One value of a row. It is asked for once and then looked at without the locks that the columns' own
/// functions take. Threads: that of the statement.
class StoredValue {
 public:
    explicit StoredValue(sqlite3_value* value) noexcept : value_(value) {}

    [[nodiscard]] StorageClass storage_class() const noexcept {
        return static_cast<StorageClass>(sqlite3_value_type(value_));
    }
    [[nodiscard]] std::int64_t integer() const noexcept { return sqlite3_value_int64(value_); }
    [[nodiscard]] double real() const noexcept { return sqlite3_value_double(value_); }
    /// @throws OperationalError  53200: out of memory.
    [[nodiscard]] std::string_view text() const {
        // Not the blob, which is UTF-16 in a database that keeps its text so.
        const auto* const text = sqlite3_value_text(value_);
        if (text == nullptr) throw_out_of_memory();
        return {reinterpret_cast<const char*>(text), size()};  // the size is that of what was just read
    }
    /// @throws OperationalError  53200: out of memory.
    [[nodiscard]] std::string_view blob() const {
        const void* const bytes = sqlite3_value_blob(value_);
        const std::size_t size = this->size();
        if (bytes == nullptr && size > 0) throw_out_of_memory();  // null is the empty blob as well
        return {static_cast<const char*>(bytes), size};
    }

 private:
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(sqlite3_value_bytes(value_));
    }

    sqlite3_value* value_;
};

inline StoredValue PreparedStatement::value(std::size_t index) const noexcept {
    return StoredValue(sqlite3_column_value(statement_, static_cast<int>(index)));
}

}  // namespace dbapi::sqlite
