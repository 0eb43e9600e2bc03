// SPDX-License-Identifier: BSL-1.0
//
// The libpq driver's cursor: it runs a statement in the session and exposes its rows where libpq holds them.
#pragma once

#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>
#include <deque>
#include <memory>
#include <vector>

#include "codec/styled.hpp"
#include "parameters.hpp"
#include "pq/handle.hpp"
#include "prepared.hpp"
#include "result_shape.hpp"

namespace dbapi::libpq {

class LibpqConnection;
class LibpqCursor final : public Cursor {
 public:
    explicit LibpqCursor(LibpqConnection& connection) noexcept : home_(connection) {}

 private:
    driver::ResultHead do_execute(const driver::Execution& execution) override;
    bool do_fetch(std::span<ValueView> row, Deadline deadline) override;
    driver::Completion do_complete(Deadline deadline) override;
    driver::ResultHead do_nextset(Deadline deadline) override;

    // Running.
    const PreparedStatement* prepare(const driver::Execution& execution, const WireParameters& parameters);
    void run(const driver::Execution& execution, const WireParameters& parameters,
             const PreparedStatement* prepared);
    void recover(const driver::Execution& execution, const DatabaseError& error);

    // Results.
    [[nodiscard]] ResultHandle next_result(Deadline deadline);
    void hold_results(Deadline deadline);
    [[nodiscard]] driver::ResultHead take_head(Deadline deadline);
    [[nodiscard]] ValueView view(std::size_t column);

    LibpqConnection& home_;
    ParameterEncoder encoder_;
    PreparedStatement once_;                    // the one that runs, when it is used once
    std::shared_ptr<const ResultShape> shape_;  // of the current result, or what a prepared one will have
    ResultHandle result_;                       // the row that is exposed, or what came last
    std::deque<ResultHandle> held_;             // results that were read before their time
    bool is_held_ = false;                      // whether results come from there
    bool is_binary_ = false;                    // whether the current result's values are
    TextStyle style_{};                         // of their text, if they are not
    bool has_styled_ = false;                   // whether some of it was in that style
    bool is_exposed_ = false;                   // whether result_ was given to the core
    std::vector<Value> objects_;                // values of the exposed row that have no bytes of their own
};

}  // namespace dbapi::libpq
