// SPDX-License-Identifier: BSL-1.0
//
// Batches: many requests in libpq's pipeline mode, with one Sync behind them. When one fails the server skips
// the others up to the Sync.
#include <libpq-fe.h>

#include <dbapi/errors.hpp>
#include <numeric>
#include <utility>

#include "pq/error.hpp"
#include "pq/row.hpp"
#include "pq/session.hpp"

namespace dbapi::libpq {
namespace {

// How much is handed to libpq before it is seen out: what waits there is moved whenever some of it has left.
constexpr std::size_t most_unsent_bytes = std::size_t{256} * 1024;

// What a request takes besides its text and parameters, about.
constexpr std::size_t request_bytes = 64;

std::size_t size_of(const Request& request) {
    const auto& lengths = request.parameters.lengths;
    return request_bytes + request.text.size() + (request.prepare ? request.prepare->size() : 0) +
           static_cast<std::size_t>(std::accumulate(lengths.begin(), lengths.end(), std::int64_t{0}));
}

}  // namespace

/// What is on its way, and what will come back for it.
struct Session::Sent {
    struct Item {
        bool begins;
        bool prepares;
        bool commits;
        std::size_t drops;  // statements, if it prepares one
    };
    std::vector<Item> items{};
    bool sets = false;             // see Session::set_along()
    std::size_t last_commit = 0;   // behind the last item that commits
    std::exception_ptr stopped{};  // why there are no more of them
};

BatchAnswer Session::run_batch(std::size_t count, BatchClient& client, Deadline deadline) {
    prepare_to_send(deadline);
    implicit_ = false;  // what may commit by itself says so
    BatchAnswer answer;
    try {
        const Sent sent = send_batch(count, client, deadline);
        read_batch(sent, client, answer.done, deadline);
        answer.error = sent.stopped;
    } catch (const Error&) {
        answer.error = std::current_exception();
    } catch (...) {
        close();  // nobody knows what is still to come
        throw;
    }
    // Everything was answered: what became of the session since is for the next one to say.
    if (answer.done == count) answer.error = nullptr;
    commits_ = running_ = false;
    refresh_status();
    return answer;
}

Session::Sent Session::send_batch(std::size_t count, BatchClient& client, Deadline deadline) {
    PGconn* const c = connection_.get();
    Sent sent;
    sent.items.reserve(count);
    sent.sets = send_setting();
    if (!sent.sets) enter_pipeline();
    running_ = true;
    std::size_t unsent = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (interruption_ != Interruption::none) {
            sent.stopped = std::make_exception_ptr(
                DeadlineExceeded("the deadline passed before all statements were sent",
                                 ErrorDetails{.sqlstate = sqlstate::query_canceled}));
            break;
        }
        std::optional<Request> request;
        try {
            request.emplace(client.request(i));
        } catch (...) {
            sent.stopped = std::current_exception();
            break;
        }
        if (!request->begin.empty()) {
            send_text(std::string(request->begin));
        }
        if (request->prepare) {
            for (const auto& name : request->dropped) send_text("DEALLOCATE " + name);
            const auto& types = request->parameters.types;
            send(PQsendPrepare(c, request->text.c_str(), request->prepare->c_str(),
                               static_cast<int>(types.size()), types.data()));
            send(PQsendDescribePrepared(c, request->text.c_str()));
        }
        send_request(*request);
        sent.items.push_back({.begins = !request->begin.empty(),
                              .prepares = request->prepare != nullptr,
                              .commits = request->commits,
                              .drops = request->dropped.size()});
        if (request->commits) {
            commits_ = true;
            sent.last_commit = i + 1;
        }
        unsent += size_of(*request);
        if (unsent >= most_unsent_bytes) {
            flush(deadline);
            unsent = 0;
        }
    }
    send(PQpipelineSync(c));
    flush(deadline);
    return sent;
}

void Session::read_batch(const Sent& sent, BatchClient& client, std::size_t& done, Deadline deadline) {
    if (sent.sets) skip_setting(deadline);
    for (std::size_t i = 0; i < sent.items.size(); ++i) {
        const auto& item = sent.items[i];
        client.reading(i);
        commits_ = i < sent.last_commit;
        if (item.begins) static_cast<void>(next_of_batch(false, deadline));
        if (item.prepares) {
            for (std::size_t d = 0; d < item.drops; ++d) static_cast<void>(next_of_batch(false, deadline));
            static_cast<void>(next_of_batch(false, deadline));
            client.described(i, next_of_batch(false, deadline));
        }
        read_request(i, item.commits, client, deadline);
        ++done;
    }
    commits_ = false;
    leave_pipeline(deadline);
}

/// Reads the result of the request itself. libpq gives that of the first one row by row when the statement
/// before the batch was read so: it forgets that mode only between two requests.
void Session::read_request(std::size_t index, bool commits, BatchClient& client, Deadline deadline) {
    for (bool more = true; more;) {
        ResultHandle result = next_of_batch(commits, deadline);
        more = is_partial(result.get());
        client.answered(index, std::move(result));
    }
}

/// Returns the next result. Its failure ends the batch: once the server has said so, only `commits` itself
/// can have committed.
ResultHandle Session::next_of_batch(bool commits, Deadline deadline) {
    ResultHandle result = next(deadline);
    if (is_partial(result.get())) return result;
    switch (PQresultStatus(result.get())) {
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK:
        case PGRES_EMPTY_QUERY: static_cast<void>(next(deadline)); return result;  // and the null behind it
        default: break;
    }
    if (!result) lose();
    if (PQresultErrorField(result.get(), PG_DIAG_SQLSTATE)) commits_ = commits;
    fail(std::move(result), deadline);
}

}  // namespace dbapi::libpq
