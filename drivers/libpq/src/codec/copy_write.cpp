// SPDX-License-Identifier: BSL-1.0
#include "codec/copy_write.hpp"

#include <dbapi/errors.hpp>

#include "codec/copy_text.hpp"
#include "codec/wire.hpp"
#include "quoting.hpp"

namespace dbapi::libpq {
namespace {

void append_columns(std::string& sql, const CopyTable& table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (i > 0) sql += ", ";
        sql += quoted(table.columns[i]);
    }
}

void append_table(std::string& sql, const CopyTable& table) {
    if (!table.schema.empty()) {
        sql += quoted(table.schema);
        sql += '.';
    }
    sql += quoted(table.table);
}

/// Text is the default, and old servers do not know how to be told so.
std::string_view options_for(CopyFormat format) noexcept {
    if (format == CopyFormat::csv) return " WITH (FORMAT csv)";
    return format == CopyFormat::binary ? " WITH (FORMAT binary)" : "";
}

}  // namespace

void CopyWriter::start(std::string& out) const {
    if (format_ != CopyFormat::binary) return;
    out += copy_signature;
    append(out, std::int32_t{0});  // flags
    append(out, std::int32_t{0});  // bytes of extension
}

void CopyWriter::finish(std::string& out) const {
    if (format_ == CopyFormat::binary) append(out, std::int16_t{-1});
}

void CopyWriter::write(std::string& out, std::span<const ValueView> row) const {
    if (format_ == CopyFormat::binary) append(out, static_cast<std::int16_t>(row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
        try {
            write_value(out, row[i], i);
        } catch (const DataError& error) {
            std::string message = error.what();
            if (i < columns_.size()) message = "column \"" + columns_[i].name + "\": " + message;
            if (format_ == CopyFormat::binary) message += " (CopyFormat::text lets the server convert)";
            throw DataError(message, error.details());
        }
    }
    if (format_ != CopyFormat::binary) out += '\n';
}

void CopyWriter::write_value(std::string& out, const ValueView& value, std::size_t index) const {
    if (format_ == CopyFormat::binary) {
        const std::size_t field = begin_field(out);
        if (value.is_null()) return;
        append_for_column(out, value, columns_[index], dialect_);
        end_field(out, field);
    } else if (format_ == CopyFormat::csv) {
        if (index > 0) out += ',';
        append_copy_csv(out, value);
    } else {
        if (index > 0) out += '\t';
        append_copy_text(out, value);
    }
}

std::string copy_in_statement(const CopyTable& table, CopyFormat format) {
    std::string sql = "COPY ";
    append_table(sql, table);
    if (!table.columns.empty()) {
        sql += " (";
        append_columns(sql, table);
        sql += ')';
    }
    return sql + " FROM STDIN" + std::string(options_for(format));
}

std::string copy_out_statement(std::string_view query, CopyFormat format) {
    // The query may end in a comment.
    return "COPY (" + std::string(query) + "\n) TO STDOUT" + std::string(options_for(format));
}

std::string select_statement(const CopyTable& table) {
    std::string sql = "SELECT ";
    if (table.columns.empty()) sql += '*';
    append_columns(sql, table);
    sql += " FROM ";
    append_table(sql, table);
    return sql;
}

}  // namespace dbapi::libpq
