// SPDX-License-Identifier: BSL-1.0
//
// One sync() of a pipeline: where transactions begin and end in it, and what failed.
#pragma once

#include <dbapi/driver/pipeline_step.hpp>
#include <dbapi/pipeline.hpp>
#include <exception>
#include <memory>
#include <span>
#include <vector>

#include "connection_state.hpp"

namespace dbapi {

/// A statement or, without a cursor, a commit.
struct Pipeline::Step {
    Cursor* cursor = nullptr;
    std::shared_ptr<const driver::Statement> statement{};
    std::size_t first_parameter = 0;  // where they begin among those of all steps
    bool begins = false;              // whether a transaction begins before the statement
    bool is_needed = true;            // whether it is no commit of nothing
};

/// Inside of the connection's operation.
class Pipeline::Run {
 public:
    /// @param parameters  of all steps. Lifetime: both are borrowed.
    Run(Connection& connection, std::vector<Step>& steps, std::span<const ValueView> parameters,
        Deadline deadline);

    /// @throws Error  see Pipeline::sync().
    void run();

 private:
    struct Failure {
        std::size_t index = 0;
        std::exception_ptr error{};
    };

    void plan_transactions();
    [[nodiscard]] std::span<const ValueView> parameters_of(const Step& step) const noexcept;
    void run_in_turn();
    void run_step(const Step& step);
    void run_together();
    [[nodiscard]] Failure take_results(std::span<const driver::PipelineStep> done);
    [[noreturn]] void throw_failed(const std::exception_ptr& failure, std::size_t index);

    Connection& connection_;
    std::vector<Step>& steps_;
    std::span<const ValueView> parameters_;
    std::size_t size_;  // of the user's pipeline; a COMMIT of ours may be behind it
    TransactionOptions options_;
    Deadline deadline_;
    bool autocommit_;
    bool ours_ = false;  // whether the open transaction is one of autocommit mode
};

}  // namespace dbapi
