// SPDX-License-Identifier: BSL-1.0
//
// copy_in(): rows or data from the program on their way into a table.
#include <dbapi/driver/sqlstate_error.hpp>
#include <dbapi/errors.hpp>
#include <string>
#include <utility>
#include <vector>

#include "codec/copy_position.hpp"
#include "connection.hpp"
#include "copied_rows.hpp"
#include "cursor.hpp"
#include "pq/row.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;  // what is put together before it is sent

/// Whether the error is about rows, and not about time or the connection.
bool is_about_rows(const Error& error) {
    switch (error.error_class()) {
        case ErrorClass::deadline_exceeded:
        case ErrorClass::query_canceled:
        case ErrorClass::connection_lost:
        case ErrorClass::interface_error: return false;
        default: return error.is_connection_usable() && !error.row_range();
    }
}

[[noreturn]] void throw_width(std::size_t given, std::size_t wanted, std::size_t row) {
    throw ProgrammingError(
        "a row has " + std::to_string(given) + " values for " + std::to_string(wanted) + " columns",
        ErrorDetails{.row_range = RowRange{row, row}});
}

}  // namespace

/// Forgets the statement before. A COPY is something that runs in its transaction, so that this cannot be
/// begun anew behind the program's back.
void LibpqCursor::start_copy() {
    static_cast<void>(do_reset());
    home_.heed_end();
    static_cast<void>(home_.take_begun());
}

/// Returns the columns that a query gives, in one round trip and without running it.
std::shared_ptr<const ResultShape> LibpqCursor::describe(const std::string& query, Deadline deadline) {
    const std::string unnamed;
    const std::vector<std::uint32_t> no_types;
    const auto described =
        home_.session().prepare({.name = unnamed, .sql = query, .types = no_types, .dropped = {}}, deadline);
    return home_.shape_of(described.get(), deadline);
}

/// Chooses the format, and how each column is written.
CopyWriter LibpqCursor::plan_copy(const driver::CopyRowsIn& copy) {
    std::vector<CopyColumn> columns;
    const bool may_be_binary = copy.format == CopyFormat::binary || (copy.format == CopyFormat::automatic &&
                                                                     home_.dialect().features.copy_binary &&
                                                                     home_.settings().format != Format::text);
    if (!may_be_binary) {
        for (const auto& name : copy.table.columns) columns.push_back({.name = name});
        const auto format = copy.format == CopyFormat::csv ? CopyFormat::csv : CopyFormat::text;
        return {format, std::move(columns), home_.dialect()};
    }
    const auto shape = describe(select_statement(copy.table), copy.deadline);
    auto format = CopyFormat::binary;
    for (std::size_t i = 0; i < shape->types.size(); ++i) {
        const TypeInfo* const type = shape->types[i];
        columns.push_back({(*shape->columns)[i].name, type, home_.find_type(type->element)});
        if (has_binary_writer(columns.back())) continue;
        if (copy.format == CopyFormat::binary) {
            throw NotSupportedError("column \"" + columns.back().name + "\" of type " +
                                    std::string(type->name) +
                                    " cannot be written in binary: use CopyFormat::text");
        }
        format = CopyFormat::text;
    }
    return {format, std::move(columns), home_.dialect()};
}

driver::Completion LibpqCursor::do_copy_rows_in(const driver::CopyRowsIn& copy) {
    start_copy();
    const auto writer = plan_copy(copy);
    Session& session = home_.session();
    Session::CopyIn stream(session, copy_in_statement(copy.table, writer.format()), copy.deadline);
    if (writer.format() != CopyFormat::binary || stream.column_count() == writer.columns().size()) {
        return copy_rows(copy, stream, writer);
    }
    // All columns of a table are fewer for COPY when some are generated. No row does the transaction no harm.
    std::string nothing;
    writer.start(nothing);
    writer.finish(nothing);
    stream.put(nothing);
    static_cast<void>(stream.finish());
    if (copy.format == CopyFormat::binary) {
        throw ProgrammingError("the table has columns that are generated: name those to be copied");
    }
    Session::CopyIn other(session, copy_in_statement(copy.table, CopyFormat::text), copy.deadline);
    return copy_rows(copy, other, {CopyFormat::text, {}, home_.dialect()});
}

driver::Completion LibpqCursor::copy_rows(const driver::CopyRowsIn& copy, Session::CopyIn& stream,
                                          const CopyWriter& writer) {
    std::size_t count = 0;
    try {
        std::string data;
        std::span<const ValueView> row;
        writer.start(data);
        std::size_t counted = 0;
        for (; copy.rows.next(row); ++count) {
            if (row.size() != stream.column_count()) throw_width(row.size(), stream.column_count(), count);
            try {
                writer.write(data, row);
            } catch (const DataError& error) {
                driver::throw_about(error, {count, count});
            }
            copy.meter.add(1, data.size() - counted);
            counted = data.size();
            if (data.size() < piece_bytes) continue;
            stream.put(data);
            data.clear();
            counted = 0;
        }
        writer.finish(data);
        copy.meter.add(0, data.size() - counted);
        copy.meter.finish();
        stream.put(data);
        return completion_of(stream.finish().get());
    } catch (const Error& error) {
        if (count == 0 || !is_about_rows(error)) stop(stream, home_.session());
        stream.abort();
        driver::throw_about(error,
                            rows_at_fault(error.diagnostics(), copy.table.table, writer.format(), count));
    } catch (...) {
        stop(stream, home_.session());
    }
}

driver::Completion LibpqCursor::do_copy_data_in(const driver::CopyDataIn& copy) {
    start_copy();
    Session::CopyIn stream(home_.session(), copy.statement, copy.deadline);
    try {
        for (auto piece = copy.data.next(); !piece.empty(); piece = copy.data.next()) {
            copy.meter.add(0, piece.size());
            stream.put(piece);
        }
        copy.meter.finish();
        return completion_of(stream.finish().get());
    } catch (...) {
        stop(stream, home_.session());
    }
}

}  // namespace dbapi::libpq
