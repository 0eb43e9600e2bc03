// SPDX-License-Identifier: BSL-1.0
//
// Session: one connection to a server, driven without blocking beyond deadlines. It knows the protocol's
// order of events, and nothing of values.
#pragma once

#include <atomic>
#include <cstdint>
#include <dbapi/deadline.hpp>
#include <dbapi/errors.hpp>
#include <dbapi/message.hpp>
#include <dbapi/notification.hpp>
#include <dbapi/transaction_options.hpp>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pq/cancel.hpp"
#include "pq/handle.hpp"
#include "pq/prepared_begins.hpp"

namespace dbapi::libpq {

/// Parameters in libpq's form: parallel arrays.
struct WireParameters {
    std::vector<std::uint32_t> types;  // OIDs; 0 lets the server infer
    std::vector<const char*> values;   // null is NULL
    std::vector<int> lengths;          // bytes; read for binary ones only
    std::vector<int> formats;          // 0 text, 1 binary

    [[nodiscard]] int count() const noexcept { return static_cast<int>(values.size()); }
};

/// How a statement travels.
enum class Protocol : std::uint8_t {
    extended,  ///< Parsed, bound and executed as one statement.
    prepared,  ///< Bound and executed: the text is the name of a prepared statement.
    simple,    ///< As a text, which may hold several statements, or COPY.
};

/// What Session::start() sends. Borrowed until it returns.
struct Request {
    const std::string& text;
    const WireParameters& parameters;
    std::string_view begin = {};  ///< A BEGIN statement to go before it; may be empty.
    bool prepares_begin = false;  ///< Whether that may be prepared.
    Protocol protocol = Protocol::extended;
    bool binary_results = false;  ///< Not in the simple protocol.
    bool few_rows = false;        ///< They may come all in one result, which is cheaper for a few.
    const std::string* prepare =
        nullptr;  ///< In a batch: what `text` names is prepared before, from this SQL,
    std::span<const std::string> dropped = {};  ///< and the server may forget what has these names.
    bool commits = false;                       ///< In a batch: whether its loss leaves the outcome unknown.
};

/// What Session::prepare() sends. Borrowed until it returns.
struct Preparation {
    const std::string& name;
    const std::string& sql;
    const std::vector<std::uint32_t>& types;  ///< OIDs of the parameters; 0 lets the server infer.
    std::span<const std::string> dropped;     ///< Names of prepared statements that the server may forget.
};

/// The requests of a batch, and who takes what comes back. When request() throws, the batch ends before that
/// one; the others throw no dbapi::Error, and when they throw anything else, the session ends.
class BatchClient {
 public:
    virtual ~BatchClient() = default;
    /// Returns a request that is not simple. Borrowed until the next call.
    [[nodiscard]] virtual Request request(std::size_t index) = 0;
    /// What comes from now on, notices included, is about this request.
    virtual void reading(std::size_t index) noexcept = 0;
    /// Takes the description of what the request has prepared.
    virtual void described(std::size_t index, ResultHandle description) = 0;
    /// Takes the result of a request that has succeeded, with all its rows; before it may come some of its
    /// rows one by one.
    virtual void answered(std::size_t index, ResultHandle result) = 0;
};

/// How far a batch got.
struct BatchAnswer {
    std::size_t done = 0;        ///< How many requests, from the first on, have succeeded.
    std::exception_ptr error{};  ///< Why the next one has not; the server has skipped those behind it.
};

/// One session. Threads: one at a time, except for what is said to be otherwise.
class Session {
 public:
    using NoticeSink = std::function<void(Message)>;

    explicit Session(ConnectionHandle connection);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Where notices go from now on.
    void set_notice_sink(NoticeSink sink) { notice_sink_ = std::move(sink); }

    /// The transaction's status, as libpq knew it when the last operation ended. Threads: any.
    [[nodiscard]] TransactionStatus status() const noexcept {
        return status_.load(std::memory_order_relaxed);
    }

    /// What was prepared for BEGIN is gone.
    void forget_begins() { begins_.forget(); }

    /// Counts what ended transactions: what one held is gone when it has changed.
    [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }
    void next_epoch() noexcept { ++epoch_; }

    /// Counts what may have closed cursors of a transaction that goes on.
    [[nodiscard]] std::uint64_t doubts() const noexcept { return doubts_; }
    void doubt_cursors() noexcept { ++doubts_; }

    /// Whether the connection is there, as far as is known. Threads: any.
    [[nodiscard]] bool is_alive() const noexcept { return alive_.load(std::memory_order_relaxed); }

    /// Returns what the server reported of itself, such as "crdb_version"; empty when it did not.
    [[nodiscard]] std::string parameter(const char* name) const;

    /// Takes in what the server has sent unasked: its goodbye, which ends the session. Waits for nothing.
    /// @pre  nothing runs.
    void look() noexcept;

    /// Sends a statement, and before it its `begin`: in the same flush, but for the simple protocol, where it
    /// is a round trip of its own. Results then come by receive().
    void start(const Request& request, Deadline deadline);

    /// Prepares a statement, in one round trip. Returns its description: columns, and types of parameters.
    [[nodiscard]] ResultHandle prepare(const Preparation& preparation, Deadline deadline);

    /// Sends requests in one go, and reads all that comes back while it sends. The session is free then.
    /// @throws Error  nothing was sent.
    [[nodiscard]] BatchAnswer run_batch(std::size_t count, BatchClient& client, Deadline deadline);

    /// Returns the next result of the statement: rows one by one, then its end; null when all is over.
    /// @throws Error  what the server said; then all is over.
    [[nodiscard]] ResultHandle receive(Deadline deadline);

    /// Reads and drops what is left of the statement. Returns the first error among it, or null.
    ResultHandle drain(Deadline deadline);

    /// Reads what is left of the statement. @throws Error  the first error among it.
    void finish(Deadline deadline);

    /// Sends a SET with the next statement that runs outside of a transaction, in the same flush and as a
    /// transaction of its own. A server that refuses it is left as it is. Lifetime: `setting` is kept.
    void set_along(std::string_view setting) noexcept { setting_ = setting; }

    /// Runs a command without rows to its end. Returns its tag, such as "COMMIT".
    std::string command(const std::string& sql, Deadline deadline);

    /// Returns the next notification that has come, or comes by the deadline. @pre  no statement is under
    /// way.
    [[nodiscard]] std::optional<Notification> wait_notification(Deadline deadline);

    /// Asks the server to stop what is running. Threads: any.
    void cancel(Deadline deadline) {
        if (is_alive()) canceller_.request(deadline);
    }

    /// Ends the session without waiting.
    void close() noexcept;

    class CopyIn;  // see copy.hpp
    class CopyOut;

    /// Marks that what runs now commits, so that its loss leaves the outcome unknown.
    class Committing {
     public:
        explicit Committing(Session& session, bool commits = true) noexcept : session_(session) {
            session_.commits_ = commits;
        }
        ~Committing() { session_.commits_ = false; }
        Committing(const Committing&) = delete;
        Committing& operator=(const Committing&) = delete;

     private:
        Session& session_;
    };

 private:
    /// What the server said when it ended the session, unasked.
    struct Goodbye {
        std::string message;
        ErrorDetails details;
    };

    enum class Interruption : std::uint8_t { none, deadline };

    struct Sent;
    [[nodiscard]] Sent send_batch(std::size_t count, BatchClient& client, Deadline deadline);
    void read_batch(const Sent& sent, BatchClient& client, std::size_t& done, Deadline deadline);
    [[nodiscard]] ResultHandle next_of_batch(bool commits, Deadline deadline);
    void read_request(std::size_t index, bool commits, BatchClient& client, Deadline deadline);
    void send_request(const Request& request);

    void prepare_to_send(Deadline deadline);
    void enter_pipeline();
    void send_begin(const Request& request);
    [[nodiscard]] bool finish_begin(Deadline deadline);
    bool read_begin_step(Deadline deadline);
    bool send_setting();
    void skip_setting(Deadline deadline);
    void finish_setting(Deadline deadline);
    void send(int accepted);
    void send_text(const std::string& sql);
    void wait(bool for_reading, Deadline deadline);
    void flush(Deadline deadline);
    [[nodiscard]] ResultHandle next(Deadline deadline);
    void leave_pipeline(Deadline deadline);
    [[nodiscard]] bool ends_session(const pg_result* result) const;
    [[nodiscard]] bool leaves_doubt(const pg_result* result) const;
    [[noreturn]] void fail(ResultHandle result, Deadline deadline);
    [[noreturn]] void throw_result(const pg_result* result) const;
    [[noreturn]] void drop_late_rows(Deadline deadline);
    bool skip_copy(const pg_result* result, Deadline deadline);
    [[nodiscard]] ResultHandle start_copy(const std::string& sql, bool sends, Deadline deadline);
    void refresh_status() noexcept;
    [[noreturn]] void lose();

    ConnectionHandle connection_;
    NoticeSink notice_sink_;
    std::uint64_t notice_count_ = 0;
    Canceller canceller_;
    PreparedBegins begins_;
    PreparedBegins::Entry* begin_ =
        nullptr;                // what was sent for the BEGIN that is under way, if not its text
    std::string_view setting_;  // see set_along(); empty when there is none to send
    Deadline grace_;     // after an interruption: by when the server must have answered, or sent something
    Deadline patience_;  // after an interruption: by when all must be over
    Interruption interruption_ = Interruption::none;
    std::optional<Goodbye> goodbye_;
    bool is_cockroachdb_ = false;
    bool piped_ = false;     // in libpq's pipeline mode
    bool running_ = false;   // a statement was sent, and is not over
    bool implicit_ = false;  // it is a transaction by itself
    bool commits_ = false;
    std::uint64_t epoch_ = 0;
    std::uint64_t doubts_ = 0;
    std::atomic<TransactionStatus> status_ = TransactionStatus::idle;
    std::atomic<bool> alive_ = true;
};

}  // namespace dbapi::libpq
