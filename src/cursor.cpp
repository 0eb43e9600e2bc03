// SPDX-License-Identifier: BSL-1.0
//
// The face of Cursor: states and results. Running statements is in cursor_execute.cpp.
#include <algorithm>
#include <dbapi/cursor.hpp>
#include <dbapi/errors.hpp>
#include <limits>
#include <stdexcept>

#include "connection_state.hpp"
#include "result_set.hpp"

namespace dbapi {

namespace {

/// Keeps the number of rows that a call still wants, until it ends.
class Wanted {
 public:
    Wanted(std::size_t& place, std::size_t count) noexcept : place_(place) { place_ = count; }
    ~Wanted() { place_ = 0; }
    Wanted(const Wanted&) = delete;
    Wanted& operator=(const Wanted&) = delete;

 private:
    std::size_t& place_;
};

}  // namespace

Cursor::Cursor() : results_(std::make_unique<Results>()) {}

Cursor::~Cursor() {
    move_on();  // views of its rows may be around still
    if (!streaming_ || !connection_) return;
    auto& state = *connection_->state_;
    if (state.fork.is_child()) return;  // the mutex may be in the hands of a thread that fork() left behind
    const std::lock_guard lock(state.mutex);
    if (state.stream != this) return;
    state.stream_abandoned = true;
    state.stream = nullptr;
}

void Cursor::attach(std::shared_ptr<Connection> connection, const CursorOptions& options) {
    connection_ = std::move(connection);
    streaming_ = options.stream;
    named_ = !options.name.empty();
    arraysize_ = options.arraysize;
    paramstyle_ = options.paramstyle.value_or(connection_->state_->paramstyle.load());
    timeout_ = options.timeout;
    if (connection_->state_->has_handler) handler_ = connection_->handler();
}

/// Undoes attach(), for a cursor that can be used again; else does nothing and returns null.
std::shared_ptr<Connection> Cursor::detach() noexcept {
    if (closed_ || streaming_ || named_ || !connection_) return nullptr;
    const auto& state = *connection_->state_;
    if (state.closed || state.broken || state.fork.is_child() || !do_reset()) return nullptr;
    forget_results();
    messages_.clear();
    handler_.reset();
    return std::move(connection_);
}

void detail::GiveBack::operator()(Cursor* cursor) const noexcept {
    if (const auto connection = cursor->detach()) {
        Cursor* none = nullptr;
        if (connection->state_->spare_cursor.compare_exchange_strong(none, cursor)) return;
    }
    delete cursor;
}

void Cursor::check_open() const {
    if (closed_) throw InterfaceError("the cursor is closed");
    connection_->check_open();
}

Deadline Cursor::deadline() const {
    const auto& state = *connection_->state_;
    if (!timeout_) return state.deadline();
    return Deadline::earlier(Deadline::after(*timeout_), state.limit());
}

// ── reading rows ──

Cursor::ResultSet& Cursor::require_result() {
    check_open();
    const char* problem = nullptr;
    if (results_->count == 0) {
        problem = why_empty_ ? why_empty_ : "there is no result: nothing was executed, or it failed";
    } else if (!results_->shown().columns) {
        problem = "the statement produced no rows to fetch";
    }
    if (problem) noted([&] { throw ProgrammingError(problem); });
    return results_->shown();
}

bool Cursor::advance() {
    if (stream_open_) {
        move_on();
        return noted([&] { return advance_stream(results_->shown()); });
    }
    static_cast<void>(require_result());
    move_on();
    if (results_->is_loose) return std::exchange(results_->fetched, 1) == 0;  // the cells view it already
    const auto place = results_->next();
    if (!place) return false;
    (*place.block)->view(place.row, cells_);
    return true;
}

bool Cursor::advance_stream(ResultSet& result) {
    // Outside of the try block: when the connection is not to be had in time, the stream is as it was.
    Connection::Operation operation(*connection_, this, deadline());
    if (named_) {
        connection_->settle(operation, Connection::OpenStream::refuse);
        connection_->check_not_prepared();
    } else if (connection_->state_->stream != this) {
        stream_open_ = false;
        forget_results();
        throw InterfaceError("the stream was ended by rollback() on the connection");
    }
    try {
        if (do_fetch(cells_, operation.deadline())) {
            ++results_->fetched;
            return true;
        }
        result.row_count = results_->fetched;
        result.completion = do_complete(operation.deadline());
        if (result.completion.rowcount < 0)
            result.completion.rowcount = static_cast<std::int64_t>(result.row_count);
        forget_stream();
        return false;
    } catch (...) {
        forget_stream();
        forget_results();
        throw;
    }
}

void Cursor::forget_stream() noexcept {
    auto& state = *connection_->state_;
    const std::lock_guard lock(state.mutex);
    if (state.stream == this) state.stream = nullptr;
    stream_open_ = false;
}

std::optional<Row> Cursor::fetchone() {
    ResultSet& result = require_result();
    if (!stream_open_) {
        move_on();
        results_->settle(cells_);
        const auto place = results_->next();
        if (!place) return std::nullopt;
        return Row(*place.block, place.row);
    }
    if (!advance()) return std::nullopt;
    auto block = std::make_shared<RowBlock>(result.columns, RowBlock::size_of(cells_));
    static_cast<void>(block->append(cells_));
    return Row(std::move(block), 0);
}

std::vector<Row> Cursor::fetchmany(std::size_t count) {
    ResultSet& result = require_result();
    std::vector<Row> rows;
    if (!stream_open_) {
        move_on();
        results_->settle(cells_);
        rows.reserve(std::min(count, result.row_count - results_->fetched));
        while (rows.size() < count) {
            const auto place = results_->next();
            if (!place) break;
            rows.emplace_back(*place.block, place.row);
        }
        return rows;
    }
    ResultSet batch;  // the rows of one call share their memory
    batch.columns = result.columns;
    const Wanted wanted(wanted_, count);
    for (; wanted_ > 0 && advance(); --wanted_) batch.append(cells_);
    rows.reserve(batch.row_count);
    for (const auto& block : batch.blocks) {
        for (std::size_t i = 0; i < block->size(); ++i) rows.emplace_back(block, i);
    }
    return rows;
}

Row Cursor::next() {
    auto row = fetchone();
    if (!row) throw std::out_of_range("there are no more rows");
    return *std::move(row);
}

std::vector<Row> Cursor::fetchall() { return fetchmany(std::numeric_limits<std::size_t>::max()); }

std::optional<RowView> Cursor::fetchview() {
    const ResultSet& result = require_result();
    if (!advance()) return std::nullopt;
    return RowView(cells_, result.columns, generation_);
}

void Cursor::scroll(std::int64_t value, ScrollMode mode) {
    constexpr const char* outside = "there is no such row in the result";
    const ResultSet& result = require_result();
    const std::uint64_t from = mode == ScrollMode::relative ? results_->fetched : 0;
    const std::uint64_t distance =
        value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    if (value < 0 && distance > from) throw std::out_of_range(outside);
    const std::uint64_t target = value < 0 ? from - distance : from + distance;
    if (!stream_open_ && target >= result.row_count) throw std::out_of_range(outside);
    if (!stream_open_ && results_->has_rows()) {
        move_on();
        return results_->seek(static_cast<std::size_t>(target));
    }
    if (target < results_->fetched) {
        noted([] {
            throw NotSupportedError("a streaming or named cursor does not go back: its rows are not kept");
        });
    }
    const Wanted wanted(wanted_, static_cast<std::size_t>(target - results_->fetched));
    for (; wanted_ > 0; --wanted_) {
        if (!advance()) throw std::out_of_range(outside);
    }
}

bool Cursor::nextset() {
    check_open();
    messages_.clear();
    const bool any = std::any_of(results_->sets.begin(),
                                 results_->sets.begin() + static_cast<std::ptrdiff_t>(results_->count),
                                 [](const auto& r) { return r.columns != nullptr; });
    if (!any) {
        noted([] {
            throw ProgrammingError("there is no result: nothing was executed, or it produced no rows");
        });
    }
    if (stream_open_ || results_->current + 1 == results_->count) return false;
    show_result(results_->current + 1);
    return true;
}

void Cursor::show_results(std::size_t count) {
    results_->count = count;
    show_result(0);
}

void Cursor::show_result(std::size_t index) {
    move_on();
    ++result_number_;
    results_->show(index);
    const auto& columns = results_->shown().columns;
    cells_.resize(columns ? columns->size() : 0);
}

void Cursor::check_column_count(std::size_t wanted) {
    const auto have = require_result().columns->size();
    if (have == wanted) return;
    throw ProgrammingError("the result has " + std::to_string(have) + " columns, but " +
                           std::to_string(wanted) + " types were named");
}

// ── the result ──

Description Cursor::description() const {
    check_open();
    return results_->count == 0 ? nullptr : results_->shown().columns;
}

std::int64_t Cursor::rowcount() const {
    check_open();
    return results_->count == 0 ? -1 : results_->shown().completion.rowcount;
}

std::optional<std::size_t> Cursor::rownumber() const {
    check_open();
    if (results_->count == 0 || !results_->shown().columns) return std::nullopt;
    return results_->fetched;
}

std::optional<std::int64_t> Cursor::lastrowid() const {
    check_open();
    return results_->count == 0 ? std::nullopt : results_->shown().completion.lastrowid;
}

std::string Cursor::statusmessage() const {
    check_open();
    return results_->count == 0 ? std::string() : results_->shown().completion.statusmessage;
}

}  // namespace dbapi
