// SPDX-License-Identifier: BSL-1.0
//
// One run of a pipeline on a connection: which of its statements go prepared, and whose the results are.
#pragma once

#include <dbapi/driver/pipeline_step.hpp>
#include <dbapi/errors.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codec/styled.hpp"
#include "pq/session.hpp"
#include "prepared.hpp"

namespace dbapi::libpq {

class LibpqConnection;
class LibpqCursor;

/// Lifetime: of one do_run_pipeline().
class PipelineRun final : private BatchClient {
 public:
    PipelineRun(LibpqConnection& home, std::span<const driver::PipelineStep> steps, Deadline deadline);

    /// Runs the steps, once more when a prepared statement had become stale and nothing else has run.
    [[nodiscard]] driver::PipelineAnswer run();

 private:
    /// A statement that is prepared in this run, and not yet among those of the connection.
    struct Fresh {
        std::uint64_t statement_id;
        std::shared_ptr<PreparedStatement> prepared;
        std::vector<std::string> dropped;  // what the server forgets with it
        ResultHandle description{};        // null until the server has prepared it
    };
    /// How a step goes.
    struct Sent {
        std::string begin{};
        std::shared_ptr<PreparedStatement> prepared{};  // null when it goes as text
        Fresh* fresh = nullptr;                         // what the step prepares
        bool is_binary = false;
    };

    [[nodiscard]] driver::PipelineAnswer attempt();
    void choose(const driver::Statement& statement, const WireParameters& parameters, Sent& sent);
    void keep_fresh();
    [[nodiscard]] bool heed_error(driver::PipelineAnswer& answer);
    [[nodiscard]] bool heed_error(driver::PipelineAnswer& answer, const DatabaseError& error);

    Request request(std::size_t index) override;
    void reading(std::size_t index) noexcept override;
    void described(std::size_t index, ResultHandle description) override;
    void answered(std::size_t index, ResultHandle result) override;

    LibpqConnection& home_;
    std::span<const driver::PipelineStep> steps_;
    Deadline deadline_;
    TextStyle style_;
    std::vector<Sent> sent_;          // by step
    std::vector<ResultHandle> rows_;  // of the step that is read
    std::vector<std::unique_ptr<Fresh>> fresh_;
    bool may_use_prepared_ = true;  // until something may change what statements mean
    bool may_prepare_ = true;       // nothing in the pipeline may
    std::string begun_{};           // the BEGIN of the open transaction, if nothing else has run in it
    std::optional<std::size_t> rolled_back_;  // the COMMIT that was answered so
};

}  // namespace dbapi::libpq
