// SPDX-License-Identifier: BSL-1.0
//
// The vocabulary of Connection::do_run_pipeline(): what goes to the database together, and how far it got.
#pragma once

#include <cstddef>
#include <dbapi/driver/statement.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/transaction_options.hpp>
#include <dbapi/value_view.hpp>
#include <exception>
#include <span>

namespace dbapi::driver {

/// One statement of a pipeline, or a COMMIT between two. All is borrowed until do_run_pipeline() returns.
struct PipelineStep {
    Cursor* cursor = nullptr;  ///< Whose do_receive() gives the answer; null for a COMMIT.
    const Statement* statement =
        nullptr;  ///< As in Execution: one statement, and no COPY; null for a COMMIT.
    std::span<const ValueView> parameters{};    ///< As in Execution.
    const TransactionOptions* begin = nullptr;  ///< When not null, a transaction begins before the statement.
};

/// What came of a pipeline.
struct PipelineAnswer {
    std::size_t done = 0;  ///< How many steps, from the first on, have succeeded.
    /// Why the next one has not; null when all have. It and all behind it have had no effect, except that an
    /// Error with outcome_unknown says that nobody knows.
    std::exception_ptr error{};
};

}  // namespace dbapi::driver
