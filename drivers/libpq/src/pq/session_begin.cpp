// SPDX-License-Identifier: BSL-1.0
//
// The BEGIN that goes along with a statement: as a text at first, and prepared from its second use on.
#include <libpq-fe.h>

#include <dbapi/sqlstate.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "pq/session.hpp"

namespace dbapi::libpq {
namespace {

constexpr std::string_view duplicate_statement = "42P05";

}  // namespace

/// Sends it, and prepares it when that is due. @pre  in pipeline mode.
void Session::send_begin(const Request& request) {
    PGconn* const c = connection_.get();
    begin_ = request.prepares_begin ? begins_.find(request.begin) : nullptr;
    if (!begin_) {
        const std::string sql(request.begin);
        return send(PQsendQueryParams(c, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    }
    if (begin_->state == PreparedBegins::State::due) {
        send(PQsendPrepare(c, begin_->name.c_str(), begin_->sql.c_str(), 0, nullptr));
    }
    send(PQsendQueryPrepared(c, begin_->name.c_str(), 0, nullptr, nullptr, nullptr, 0));
}

/// Reads the answer, which comes before the statement's own results. Returns whether it has begun; else the
/// server has lost or has still what was prepared here, nothing was run, and it is to be sent as text.
/// @throws Error  what else the server said.
bool Session::finish_begin(Deadline deadline) {
    const bool prepares = begin_ && begin_->state == PreparedBegins::State::due;
    for (int answers = prepares ? 2 : 1; answers > 0; --answers) {
        ResultHandle begun = next(deadline);
        if (begun && PQresultStatus(begun.get()) != PGRES_COMMAND_OK) {
            const char* const code = PQresultErrorField(begun.get(), PG_DIAG_SQLSTATE);
            const std::string_view state = code ? code : "";
            if (!begin_ || (state != sqlstate::no_such_statement && state != duplicate_statement)) {
                fail(std::move(begun), deadline);
            }
            begins_.forget();
            drain(deadline);
            return false;
        }
        static_cast<void>(next(deadline));  // each answer has a null behind it
    }
    if (begin_) begin_->state = PreparedBegins::State::prepared;
    return true;
}

}  // namespace dbapi::libpq
