// SPDX-License-Identifier: BSL-1.0
//
// The libpq driver's cursor: it runs a statement in the session and exposes its rows where libpq holds them.
#pragma once

#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>
#include <memory>
#include <vector>

#include "dialect.hpp"
#include "parameters.hpp"
#include "pq/description.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {

class LibpqCursor final : public Cursor {
 public:
    LibpqCursor(Session& session, const Dialect& dialect) noexcept : session_(session), dialect_(dialect) {}

 private:
    driver::ResultHead do_execute(const driver::Execution& execution) override;
    bool do_fetch(std::span<ValueView> row, Deadline deadline) override;
    driver::Completion do_complete(Deadline deadline) override;
    driver::ResultHead do_nextset(Deadline deadline) override;

    [[nodiscard]] driver::ResultHead take_head();
    [[nodiscard]] ValueView view(std::size_t column);

    Session& session_;
    const Dialect& dialect_;
    ParameterEncoder encoder_;
    ResultShape shape_;
    ResultHandle result_;        // the row that is exposed, or what came last
    bool is_exposed_ = false;    // whether result_ was given to the core
    std::vector<Value> others_;  // values of the exposed row that have no bytes of their own
};

}  // namespace dbapi::libpq
