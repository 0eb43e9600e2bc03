// SPDX-License-Identifier: BSL-1.0
//
// copy_out(): the rows of a table or a query, as rows or as data.
#include <dbapi/errors.hpp>
#include <string>

#include "connection.hpp"
#include "copied_rows.hpp"
#include "cursor.hpp"
#include "pq/row.hpp"

namespace dbapi::libpq {

LibpqCursor::LibpqCursor(LibpqConnection& connection) noexcept : home_(connection) {}
LibpqCursor::~LibpqCursor() {
    if (is_declared_) home_.left_cursors().add({name_, epoch_, doubts_});
}

namespace {

void check_copy_out(const Dialect& dialect) {
    if (!dialect.has_copy_out)
        throw NotSupportedError("this version of the database has no COPY … TO STDOUT");
}

}  // namespace

driver::ResultHead LibpqCursor::do_copy_rows_out(const driver::CopyRowsOut& copy) {
    check_copy_out(home_.dialect());
    start_copy();
    const std::string query = copy.table ? select_statement(*copy.table) : std::string(copy.query);
    shape_ = describe(query, copy.deadline);
    if (!copy.table && shape_->types.empty()) throw ProgrammingError("the query gives no rows to copy");
    const bool may_be_binary = home_.dialect().features.copy_binary && shape_->can_be_binary;
    if (copy.format == CopyFormat::binary && !may_be_binary) {
        throw NotSupportedError("not every column can be read in binary: use CopyFormat::text");
    }
    is_binary_ = may_be_binary && copy.format != CopyFormat::text &&
                 (copy.format == CopyFormat::binary || home_.settings().format != Format::text);
    style_ = is_binary_ ? TextStyle() : home_.text_style();
    has_styled_ = false;  // nothing can change it before the end
    choose_views();
    const auto format = is_binary_ ? CopyFormat::binary : CopyFormat::text;
    copied_ = std::make_unique<CopiedRows>(
        CopiedRows{Session::CopyOut(home_.session(), copy_out_statement(query, format), copy.deadline),
                   CopyReader(is_binary_, shape_->types.size())});
    return {shape_->columns};
}

/// Moves to the next row. At the end the result of the COPY is what came last.
bool LibpqCursor::next_copied(Deadline deadline) {
    CopyReader& reader = copied_->reader;
    while (!reader.next()) {
        std::string_view piece;
        if (copied_->stream.next(piece, deadline)) {
            reader.feed(piece);
            continue;
        }
        take_result(deadline);  // throws what went wrong in the middle
        reader.finish();
        copied_.reset();
        return false;
    }
    return true;
}

bool LibpqCursor::fetch_copied(std::span<ValueView> row, Deadline deadline) {
    try {
        if (!next_copied(deadline)) return false;
        const auto& fields = copied_->reader.fields();
        for (std::size_t i = 0; i < row.size(); ++i) {
            const CopyField& field = fields[i];
            row[i].emplace([&] {
                if (field.is_null) return ValueView();
                return views_[i] ? views_[i](field.bytes) : make(i, field.bytes);
            });
        }
        return true;
    } catch (...) {
        home_.session().drain(deadline);
        throw;
    }
}

driver::Completion LibpqCursor::do_copy_data_out(const driver::CopyDataOut& copy) {
    check_copy_out(home_.dialect());
    start_copy();
    Session& session = home_.session();
    Session::CopyOut stream(session, copy.statement, copy.deadline);
    try {
        std::string_view piece;
        while (stream.next(piece, copy.deadline)) {
            copy.meter.add(0, piece.size());
            copy.data.put(piece);
        }
        const ResultHandle result = session.receive(copy.deadline);
        copy.meter.finish();
        auto completion = completion_of(result.get());
        session.finish(copy.deadline);
        return completion;
    } catch (...) {
        stop(stream, session);
    }
}

}  // namespace dbapi::libpq
