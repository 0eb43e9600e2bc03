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

/// Sends it, and prepares it when that is due. @pre  in pipeline mode.
void Session::send_begin(const Request& request) {
    PGconn* const c = connection_.get();
    begin_ = request.prepares_begin ? begins_.find(request.begin) : nullptr;
    if (!begin_) return send_text(std::string(request.begin));
    if (begin_->state == PreparedBegins::State::due) {
        send(PQsendPrepare(c, begin_->name.c_str(), begin_->sql.c_str(), 0, nullptr));
    }
    send(PQsendQueryPrepared(c, begin_->name.c_str(), 0, nullptr, nullptr, nullptr, 0));
}

/// Reads the answer, which comes before the statement's own results. Returns whether it has begun; else the
/// server has lost what was prepared, nothing was run, and all is to be sent again.
/// @throws Error  what else the server said.
bool Session::finish_begin(Deadline deadline) {
    if (begin_ && begin_->state == PreparedBegins::State::due) {
        read_begin_step(deadline);
        begin_->state = PreparedBegins::State::prepared;
    }
    return read_begin_step(deadline);
}

/// Reads the answer to one message of it, and the null behind that. As finish_begin().
bool Session::read_begin_step(Deadline deadline) {
    ResultHandle answer = next(deadline);
    if (answer && PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
        const char* const code = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
        const bool is_gone = begin_ && code && code == sqlstate::no_such_statement.view();
        if (!is_gone) fail(std::move(answer), deadline);
        begins_.renew(*begin_);
        drain(deadline);
        return false;
    }
    static_cast<void>(next(deadline));
    return true;
}

}  // namespace dbapi::libpq
