// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <dbapi/errors.hpp>
#include <utility>

#include "session.hpp"

namespace testing::mistaken {

using dbapi::Deadline;
using dbapi::Value;
using dbapi::ValueView;

dbapi::driver::ResultHead MistakenCursor::do_execute(const dbapi::driver::Execution& execution) {
    const Faults& faults = session_.faults();
    ran_ = {.keyword = std::string(execution.statement.keyword()), .stream = execution.stream};
    for (const ValueView& view : execution.parameters) ran_.bound.push_back(view.to_value());
    is_several_ = execution.statement.statement_count() > 1;
    inner_.reset();
    rows_.reset();
    return session_.judged(ran_, [&] {
        if (faults.before) faults.before(*session_.inner(), ran_);
        std::string sql = execution.statement.sql();
        std::vector<Value> parameters = ran_.bound;
        if (faults.statement) faults.statement(sql, parameters, ran_, session_.memory());
        std::shared_ptr<dbapi::Cursor> cursor = session_.inner()->cursor(
            {.stream = execution.stream, .timeout = session_.limit(execution.deadline)});
        cursor->execute(sql, dbapi::Parameters(std::move(parameters)));
        inner_ = std::move(cursor);
        if (execution.stream) session_.keep_stream(inner_);
        return head();
    });
}

/// Shows the inner cursor's current result.
dbapi::driver::ResultHead MistakenCursor::head() {
    const Faults& faults = session_.faults();
    has_result_ = inner_->description() != nullptr;
    rows_.reset();
    next_row_ = 0;
    ran_.rows = inner_->rowcount();
    if (has_result_ && faults.rows) read_all();
    dbapi::Description columns = inner_->description();
    if (faults.columns) columns = faults.columns(columns, ran_, session_.memory());
    if (columns) session_.memory().columns = columns;
    return {std::move(columns)};
}

void MistakenCursor::read_all() {
    rows_.emplace();
    while (const auto view = inner_->fetchview()) rows_->emplace_back(view->begin(), view->end());
    session_.faults().rows(*rows_, ran_);
}

bool MistakenCursor::do_fetch(std::span<ValueView> row, Deadline deadline) {
    if (!inner_ || !has_result_) return false;
    return session_.judged(ran_, [&] {
        if (rows_) {
            if (next_row_ == rows_->size()) return false;
            expose((*rows_)[next_row_++], row);
            return true;
        }
        inner_->set_timeout(session_.limit(deadline));
        const auto view = inner_->fetchview();
        if (!view) return false;
        if (session_.faults().value) {
            expose({view->begin(), view->end()}, row);
        } else {
            for (std::size_t i = 0; i < std::min(row.size(), view->size()); ++i) row[i] = view->view(i);
        }
        return true;
    });
}

void MistakenCursor::expose(const OwnedRow& values, std::span<ValueView> row) {
    exposed_ = values;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i >= exposed_.size()) {
            row[i] = ValueView();
            continue;
        }
        if (session_.faults().value) session_.faults().value(exposed_[i]);
        row[i] = ValueView(exposed_[i]);
    }
}

dbapi::driver::Completion MistakenCursor::do_complete(Deadline) {
    const Faults& faults = session_.faults();
    return session_.judged(ran_, [&] {
        dbapi::driver::Completion completion;
        if (inner_) {
            completion.rowcount = inner_->rowcount();
            completion.statusmessage = inner_->statusmessage();
            completion.lastrowid = inner_->lastrowid();
            completion.more_results = next_result();
        }
        const auto right = completion;
        if (faults.completion) faults.completion(completion, ran_, session_.memory());
        if (faults.after && !right.more_results) faults.after(*session_.inner(), ran_);
        session_.memory().completion = right;
        if (!completion.more_results) session_.keep_stream(nullptr);
        return completion;
    });
}

/// Moves the inner cursor to the next of several results. It says that there is none by an error as well.
bool MistakenCursor::next_result() {
    if (!is_several_) return false;
    try {
        return inner_->nextset();
    } catch (const dbapi::ProgrammingError&) {
        return false;
    }
}

dbapi::driver::ResultHead MistakenCursor::do_nextset(Deadline) {
    ++ran_.result;
    return session_.judged(ran_, [&] { return head(); });
}

bool MistakenCursor::do_reset() noexcept {
    inner_.reset();
    rows_.reset();
    return true;
}

}  // namespace testing::mistaken
