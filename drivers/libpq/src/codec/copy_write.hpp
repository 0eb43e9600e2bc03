// SPDX-License-Identifier: BSL-1.0
//
// Rows as COPY … FROM STDIN takes them.
#pragma once

#include <cstdint>
#include <dbapi/copy.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/copy_columns.hpp"

namespace dbapi::libpq {

/// Begins and ends every COPY in binary, with no flags and no extension between.
inline constexpr std::string_view copy_signature("PGCOPY\n\377\r\n\0", 11);

/// Writes rows in one of COPY's formats.
class CopyWriter {
 public:
    /// @param format   not automatic.
    /// @param columns  of the table in the order of the rows' values, with their types for binary; else
    ///                 those whose names are known, for messages.
    CopyWriter(CopyFormat format, std::vector<CopyColumn> columns, const Dialect& dialect) noexcept
        : format_(format), columns_(std::move(columns)), dialect_(dialect) {}

    [[nodiscard]] CopyFormat format() const noexcept { return format_; }
    [[nodiscard]] const std::vector<CopyColumn>& columns() const noexcept { return columns_; }

    /// Appends what stands before the first row, and behind the last.
    void start(std::string& out) const;
    void finish(std::string& out) const;

    /// Appends a row. @pre  in binary, as many values as columns.
    /// @throws DataError  a value does not fit; the message names the column. Part of the row was appended.
    void write(std::string& out, std::span<const ValueView> row) const;

 private:
    void write_value(std::string& out, const ValueView& value, std::size_t index) const;

    CopyFormat format_;
    std::vector<CopyColumn> columns_;
    const Dialect& dialect_;
};

/// Returns the statement that takes rows of a table; its names are quoted. @param format  not automatic.
[[nodiscard]] std::string copy_in_statement(const CopyTable& table, CopyFormat format);

/// Returns the statement that gives the rows of a query. @param format  not automatic.
[[nodiscard]] std::string copy_out_statement(std::string_view query, CopyFormat format);

/// Returns the query for the columns of a table, generated ones included.
[[nodiscard]] std::string select_statement(const CopyTable& table);

}  // namespace dbapi::libpq
