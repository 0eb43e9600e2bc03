// SPDX-License-Identifier: BSL-1.0
//
// A driver without a database: a test scripts what it answers, where it fails and where it waits, and reads
// back which hooks the core called. The bytes of a row are gone at the next hook, so that ASan finds a core
// that keeps a view.
#pragma once

#include <atomic>
#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <dbapi/driver/execution.hpp>
#include <dbapi/driver/statement.hpp>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace testing {

/// One value of a scripted row; with a codec, the value's text or bytes are in that codec's encoding.
struct FakeCell {
    template <class T>
    requires std::constructible_from<dbapi::Value, const T&> FakeCell(const T& content) : value(content) {}
    FakeCell(dbapi::Kind encoded_kind, const dbapi::Codec& its_codec, dbapi::Value bytes)
        : value(std::move(bytes)), kind(encoded_kind), codec(&its_codec) {}

    dbapi::Value value;
    dbapi::Kind kind = dbapi::Kind::null;  // of an encoded value
    const dbapi::Codec* codec = nullptr;
};

using FakeRow = std::vector<FakeCell>;

/// What one statement gives: columns and rows, or no columns; `completion.more_results` is set by the driver.
struct FakeResult {
    dbapi::Description columns{};
    std::vector<FakeRow> rows{};
    dbapi::driver::Completion completion{};
};

/// Returns the description of columns with these names.
[[nodiscard]] inline dbapi::Description columns(std::initializer_list<std::string_view> names) {
    auto made = std::make_shared<std::vector<dbapi::Column>>();
    for (const auto name : names) made->emplace_back().name = std::string(name);
    return made;
}

/// Returns a result of one column of integers.
[[nodiscard]] inline FakeResult integers(std::string_view column,
                                         std::initializer_list<std::int64_t> numbers) {
    FakeResult result{.columns = columns({column})};
    for (const auto number : numbers) result.rows.push_back({number});
    return result;
}

/// Returns a result without rows that says that so many were affected.
[[nodiscard]] inline FakeResult affected(std::int64_t rows, std::string statusmessage = {}) {
    return {.completion = {.rowcount = rows, .statusmessage = std::move(statusmessage)}};
}

/// A statement that the driver was given, with the parameters as values.
struct FakeExecution {
    std::string sql;
    std::uint64_t statement_id = 0;
    std::vector<dbapi::Value> parameters;
    std::vector<dbapi::TypeHint> hints;  // what came with a NULL or an array, else nothing
    bool stream = false;
    bool has_deadline = false;
};

/// A place where a hook waits until the test lets it go on.
class Gate {
 public:
    void wait_until_entered() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return entered_; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

 private:
    friend class FakeDriver;
    void pass() {
        std::unique_lock lock(mutex_);
        entered_ = true;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool entered_ = false;
    bool open_ = false;
};

class FakeConnection;

/// Connects to nothing. Its settings are made before the connection that they concern; the rest may change at
/// any time. It outlives its connections.
///
/// Hooks have these names: connect, begin, commit, rollback, close, end_stream, cancel, ping, reset, execute,
/// fetch, complete, nextset, callproc, output_parameters, pipeline, receive, tpc_begin, tpc_prepare,
/// tpc_one_phase, tpc_commit, tpc_rollback, tpc_recover; a step of a pipeline is an execute or a
/// piped_commit. In calls() some carry more: "execute SELECT 1 [begin]", "end_stream roll_back", "pipeline
/// 3", "tpc_commit GLOBAL".
///
/// callproc() gives what answer() says for the name; out() its output parameters.
class FakeDriver final : public dbapi::Driver {
 public:
    FakeDriver();
    ~FakeDriver() override;

    // Settings.
    dbapi::Features features;
    dbapi::driver::Placeholder placeholder{};
    bool begins_with_statement = false;
    std::size_t parameters_at_once = 0;
    bool has_undone_statement = true;
    bool is_local = false;
    std::set<std::string, std::less<>> exempt_keywords;
    bool is_private_database = false;
    std::atomic<bool> can_reset = true;

    using Action = std::function<void(FakeConnection&)>;

    /// Makes `sql` give these results; several are those of several statements. An unknown text gives no
    /// rows.
    void answer(std::string sql, std::vector<FakeResult> results);
    void answer(std::string sql, FakeResult result) {
        answer(std::move(sql), std::vector{std::move(result)});
    }

    /// Runs the action in a call of the hook, after it was recorded: the next one, or that after `skip` more.
    void on(std::string_view hook, Action action, unsigned skip = 0);

    /// Throws a copy of the error from that call; one that says that the connection is of no more use ends
    /// the session.
    template <class E>
    void fail(std::string_view hook, E error, unsigned skip = 0) {
        on(
            hook,
            [error = std::move(error)](FakeConnection& session) {
                if constexpr (std::derived_from<E, dbapi::Error>) {
                    if (!error.is_connection_usable()) lose(session);
                }
                throw error;
            },
            skip);
    }

    /// Lets that call wait until the gate is opened.
    [[nodiscard]] std::shared_ptr<Gate> hold(std::string_view hook, unsigned skip = 0);

    /// Lets that call report a notice.
    void notify(std::string_view hook, dbapi::Message message, unsigned skip = 0);

    /// Ends all sessions in the server: they find out when they look or ask.
    void restart() noexcept { ++generation_; }

    /// How many connections there are. Threads: any.
    [[nodiscard]] int sessions() const noexcept { return sessions_; }

    /// For actions: lets the database have ended the transaction.
    static void end_transaction(FakeConnection& session) noexcept;

    /// Answers the next COMMIT, or first phase, with a rollback.
    void refuse_commit();

    /// Makes each callproc() write this value over that parameter.
    void out(std::size_t parameter, dbapi::Value value);

    /// The hooks called so far, in order. Those that only ask, such as do_features(), are left out.
    [[nodiscard]] std::vector<std::string> calls() const;
    /// As calls(), and forgets them.
    std::vector<std::string> take_calls();
    /// How often a hook was called, whatever else its entry says.
    [[nodiscard]] std::size_t count(std::string_view hook) const;
    [[nodiscard]] std::vector<FakeExecution> executions() const;
    /// The options that transactions began with.
    [[nodiscard]] std::vector<dbapi::TransactionOptions> begun() const;

    /// What the core did against the contract of the hooks, such as a fetch without a result.
    [[nodiscard]] std::vector<std::string> violations() const;

 private:
    friend class FakeConnection;
    friend class FakeCursor;

    static void lose(FakeConnection& session) noexcept;

    std::string_view do_name() const noexcept override { return "fake"; }
    std::span<const std::string_view> do_schemes() const noexcept override;
    std::shared_ptr<dbapi::Connection> do_connect(const dbapi::ConnectOptions& options,
                                                  dbapi::Deadline deadline) const override;

    bool do_is_private(const dbapi::ConnectOptions&) const override { return is_private_database; }

    std::atomic<unsigned> generation_ = 0;
    mutable std::atomic<int> sessions_ = 0;
    struct Script;
    std::unique_ptr<Script> script_;
};

}  // namespace testing
