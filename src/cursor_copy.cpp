// SPDX-License-Identifier: BSL-1.0
//
// The face of COPY: what is checked before a driver is asked, and the program's ranges, streams and functions
// as the driver sees them.
#include <algorithm>
#include <dbapi/cursor.hpp>
#include <dbapi/driver/copying.hpp>
#include <dbapi/errors.hpp>
#include <utility>

#include "connection_state.hpp"
#include "foreign_exception.hpp"
#include "result_set.hpp"

namespace dbapi {
namespace {

constexpr auto has_nul = [](std::string_view name) { return name.find('\0') != std::string_view::npos; };

void check_names(const CopyTable& table) {
    if (table.table.empty()) throw ProgrammingError("COPY needs the name of a table");
    bool is_bad = has_nul(table.table) || has_nul(table.schema);
    for (const auto& column : table.columns) is_bad = is_bad || column.empty() || has_nul(column);
    if (is_bad) throw ProgrammingError("a name for COPY is empty or has a NUL byte");
}

void check_no_format(const CopyOptions& options) {
    if (options.format == CopyFormat::automatic) return;
    throw ProgrammingError(
        "the COPY statement names the format of its data: CopyOptions::format is for rows");
}

[[noreturn]] void throw_no_copy() { throw NotSupportedError("the database has no COPY"); }

/// Says when the program must stop.
class Watch {
 public:
    Watch(const Gate& gate, Deadline deadline) noexcept : gate_(gate), deadline_(deadline) {}

    /// @throws QueryCanceled  by Connection::cancel(). @throws DeadlineExceeded
    void check() const {
        if (gate_.is_cancelled()) {
            throw QueryCanceled("the COPY was cancelled", ErrorDetails{.sqlstate = sqlstate::query_canceled});
        }
        if (deadline_.is_expired()) {
            throw DeadlineExceeded("the deadline passed in the middle of a COPY",
                                   ErrorDetails{.sqlstate = sqlstate::query_canceled});
        }
    }

 private:
    const Gate& gate_;
    Deadline deadline_;
};

/// The rows of the program's range.
class RangeRows final : public driver::CopyRowSource {
 public:
    RangeRows(detail::ParameterSource& source, const CopyTable& table, Watch watch) noexcept
        : source_(source), table_(table), watch_(watch) {}

    bool next(std::span<const ValueView>& row) override {
        watch_.check();
        detail::BoundParameters list;
        if (!detail::next_list(source_, list, index_)) return false;
        try {
            row = list.by_name ? by_column(list) : list.values;
            for (const ValueView& value : row) {
                if (value.is_expansion()) throw ProgrammingError("expand() is for IN lists, not for COPY");
            }
        } catch (const ProgrammingError& error) {
            driver::throw_about(error, {index_, index_});
        }
        ++index_;
        return true;
    }

 private:
    [[nodiscard]] std::span<const ValueView> by_column(const detail::BoundParameters& list) {
        if (table_.columns.empty()) {
            throw ProgrammingError("rows with names need the columns' names: {\"table\", {\"column\", …}}");
        }
        arranged_.clear();
        for (const auto& column : table_.columns) {
            const auto found = std::find(list.names.begin(), list.names.end(), column);
            if (found == list.names.end()) throw ProgrammingError("a row has no value named " + column);
            arranged_.push_back(list.values[static_cast<std::size_t>(found - list.names.begin())]);
        }
        return arranged_;
    }

    detail::ParameterSource& source_;
    const CopyTable& table_;
    Watch watch_;
    std::size_t index_ = 0;
    std::vector<ValueView> arranged_;
};

class WatchedSource final : public detail::CopyDataSource {
 public:
    WatchedSource(detail::CopyDataSource& source, Watch watch) noexcept : source_(source), watch_(watch) {}
    std::string_view next() override {
        watch_.check();
        return detail::run_foreign([&] { return source_.next(); });
    }

 private:
    detail::CopyDataSource& source_;
    Watch watch_;
};

class WatchedSink final : public detail::CopyDataSink {
 public:
    WatchedSink(detail::CopyDataSink& sink, Watch watch) noexcept : sink_(sink), watch_(watch) {}
    void put(std::string_view data) override {
        watch_.check();
        detail::run_foreign([&] { sink_.put(data); });
    }

 private:
    detail::CopyDataSink& sink_;
    Watch watch_;
};

}  // namespace

namespace detail {

/// Runs a COPY inside of its operation. `copy` is given the deadline, and what begins the transaction that it
/// may need.
template <class F>
void CopyRun::run(Cursor& cursor, CopyFormat format, F&& copy) try {
    cursor.check_open();
    cursor.messages_.clear();
    cursor.noted([&] {
        Connection& connection = *cursor.connection_;
        const Features& features = connection.do_features();
        if (!features.copy) throw_no_copy();
        if (format == CopyFormat::binary && !features.copy_binary) {
            throw NotSupportedError("the database has no binary COPY in both directions");
        }
        cursor.check_own_stream();
        if (cursor.named_) throw ProgrammingError("a named cursor takes a query: COPY needs another cursor");
        cursor.forget_results();
        Connection::Operation operation(connection, &cursor, cursor.deadline());
        connection.settle(operation, Connection::OpenStream::refuse);
        connection.check_not_prepared();
        copy(operation.deadline(), [&] {
            const bool is_idle = connection.do_transaction_status() == TransactionStatus::idle;
            if (connection.state_->commits_each() || !is_idle) return;
            connection.do_begin(connection.state_->begin_options(), operation.deadline());
        });
    });
} catch (const ForeignException& foreign) {
    std::rethrow_exception(foreign.cause);
}

/// Returns a text for the database: one that is a COPY, or one that can stand inside of it.
std::string CopyRun::text_of(Cursor& cursor, std::string_view sql, bool is_copy) {
    const auto statement = cursor.parse(sql, false);
    if (statement->statement_count() > 1) throw ProgrammingError("COPY takes one statement");
    if (statement->parameter_count() > 0 || statement->has_native_dollar()) {
        throw ProgrammingError("COPY takes no parameters (an operator's question mark is written twice)");
    }
    if (is_copy != (statement->keyword() == "COPY")) {
        throw ProgrammingError(is_copy ? "this is no COPY statement"
                                       : "a COPY statement gives data: copy_out() must be told where to");
    }
    std::string text = statement->sql();
    if (!is_copy) text.erase(text.find_last_not_of("; \t\r\n") + 1);
    return text;
}

void CopyRun::rows_in(Cursor& cursor, const CopyTable& table, ParameterSource& source,
                      const CopyOptions& options) {
    run(cursor, options.format, [&](Deadline deadline, const auto& begin) {
        check_names(table);
        begin();
        RangeRows rows(source, table, Watch(cursor.connection_->state_->gate, deadline));
        driver::CopyMeter meter(options);
        auto completion = cursor.do_copy_rows_in({table, options.format, rows, meter, deadline});
        cursor.results_->start(0).completion = std::move(completion);
        cursor.show_results(1);
    });
}

void CopyRun::data_in(Cursor& cursor, std::string_view statement, CopyDataSource& data,
                      const CopyOptions& options) {
    run(cursor, CopyFormat::automatic, [&](Deadline deadline, const auto& begin) {
        check_no_format(options);
        const std::string text = text_of(cursor, statement, true);
        begin();
        WatchedSource source(data, Watch(cursor.connection_->state_->gate, deadline));
        driver::CopyMeter meter(options);
        auto completion = cursor.do_copy_data_in({text, source, meter, deadline});
        cursor.results_->start(0).completion = std::move(completion);
        cursor.show_results(1);
    });
}

void CopyRun::rows_out(Cursor& cursor, const CopyTable* table, std::string_view query, CopyFormat format) {
    run(cursor, format, [&](Deadline deadline, const auto& begin) {
        if (format == CopyFormat::csv) throw NotSupportedError("rows are not read from CSV, but from text");
        if (table) check_names(*table);
        const std::string text = table ? std::string() : text_of(cursor, query, false);
        begin();
        const auto head = cursor.do_copy_rows_out({table, text, format, deadline});
        if (cursor.streaming_) {
            cursor.open_stream(head);
        } else {
            cursor.buffer(head, deadline);
        }
    });
}

void CopyRun::data_out(Cursor& cursor, std::string_view statement, CopyDataSink& data,
                       const CopyOptions& options) {
    run(cursor, CopyFormat::automatic, [&](Deadline deadline, const auto& begin) {
        check_no_format(options);
        const std::string text = text_of(cursor, statement, true);
        begin();
        WatchedSink sink(data, Watch(cursor.connection_->state_->gate, deadline));
        driver::CopyMeter meter(options);
        auto completion = cursor.do_copy_data_out({text, sink, meter, deadline});
        cursor.results_->start(0).completion = std::move(completion);
        cursor.show_results(1);
    });
}

}  // namespace detail

}  // namespace dbapi
