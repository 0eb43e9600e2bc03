// SPDX-License-Identifier: BSL-1.0
//
// Session: one client of the double, and its PostgreSQL. Every message of the client is answered before the
// next is read, so that both sides are known at any time; and the transaction is kept as CockroachDB keeps
// it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/cockroach/backend.hpp"
#include "support/cockroach/node.hpp"
#include "support/cockroach/settings.hpp"

namespace testing::cockroach {

/// Threads: its own.
class Session {
 public:
    /// @param number  of the connection, from 1 on.
    Session(int client, int number, Node& node);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Serves the client until it goes, or the double ends.
    void run();

 private:
    enum class State : std::uint8_t { idle, open, aborted, commit_wait };
    struct Prepared {
        Statement statement;
        Message parse;            // for PostgreSQL
        bool is_local = false;    // the double answers it by itself
        bool is_pending = false;  // PostgreSQL has not seen it yet
    };
    struct Relay {
        std::string_view until;                     // the letters of which one ends it
        const Statement* statement = nullptr;       // whose tag may have to be another
        bool is_silent = false;                     // nothing of it reaches the client
        std::optional<std::size_t> rows_at_most{};  // then the rest is silent
    };
    struct Relayed {
        bool ok = false;
        std::size_t rows = 0;
        std::string sqlstate{};  // of the error
        Message cut{};           // the first row that was not passed on
    };

    // start-up
    [[nodiscard]] bool start();
    [[nodiscard]] bool answer_first(const Message& first);
    [[nodiscard]] bool authenticate(const Message& startup);
    void report_parameters();
    void forward_cancel(const Message& first);

    // messages
    void serve();
    [[nodiscard]] Message next_message();
    [[nodiscard]] Message next_answer();
    void heed_backend();
    void handle(const Message& message);
    void simple_query(const std::string& text);
    [[nodiscard]] bool run_batch(const std::vector<Statement>& statements);
    [[nodiscard]] bool parses(const std::vector<Statement>& statements);
    void extended(const Message& message);
    [[nodiscard]] bool parse_statement(const Message& message);
    [[nodiscard]] bool bind(const Message& message);
    [[nodiscard]] bool describe(const Message& message);
    [[nodiscard]] bool execute(const Message& message);
    void close_named(const Message& message);
    void sync();
    void be_ready();

    // statements
    [[nodiscard]] bool perform(const Statement& statement, const Message* execute);
    [[nodiscard]] bool carry_out(const Statement& statement, const Message* execute);
    [[nodiscard]] bool pass_on(const Statement& statement, const Message* execute);
    [[nodiscard]] bool begin(const Statement& statement);
    [[nodiscard]] bool commit();
    [[nodiscard]] bool roll_back();
    [[nodiscard]] bool savepoint(const Statement& statement);
    [[nodiscard]] bool roll_back_to(const Statement& statement);
    [[nodiscard]] bool release(const Statement& statement);
    [[nodiscard]] bool define(const Statement& statement);
    [[nodiscard]] bool is_injected(const Statement& statement);
    [[nodiscard]] bool answer_itself(const Statement& statement, const Message* execute);
    [[nodiscard]] bool forget(const Statement& statement, const Message* execute);
    [[nodiscard]] bool give_row(const OneColumn& column, std::string_view tag, const Message* execute);
    [[nodiscard]] bool is_local(const Statement& statement) const;
    [[nodiscard]] bool is_restart(const std::string& name) const;
    [[nodiscard]] unsigned sites_of(const Statement& statement) const;
    void restart_transaction();

    // faults; see session_faults.cpp
    [[nodiscard]] bool suffer(const Injection& hit, const Statement& statement, const Message* execute);
    [[nodiscard]] bool suffer_at_end(const Injection& hit, const Statement& statement,
                                     const Message* execute);
    [[nodiscard]] bool suffer_in_rows(Fault fault, const Statement& statement, const Message* execute);
    [[nodiscard]] bool end_silently(bool applies, const Statement& statement, const Message* execute);
    [[noreturn]] void lose();
    [[noreturn]] void freeze();
    [[noreturn]] void say_goodbye(const Complaint& complaint);
    void record(Fault fault, const Statement& statement, std::optional<bool> applied = {});

    // answers
    [[nodiscard]] bool fail(const Complaint& complaint);
    [[nodiscard]] bool fail(const Message& error);
    [[nodiscard]] bool done(std::string_view tag);
    [[nodiscard]] Relayed relay(const Relay& how);
    void complete(const Relay& how, const Relayed& relayed, const Message& completion);
    void receive_copy();
    [[nodiscard]] bool tells(const Message& notice) const;
    void pass_error(const Message& error);
    void report(const Message& message);
    void notify(const Message& notice);

    Node& node_;
    const Profile& profile_;
    const int number_;
    Stream client_;
    std::unique_ptr<Backend> backend_;
    std::shared_ptr<SessionKey> key_;
    std::string key_bytes_;
    std::map<std::string, std::string> parameters_;  // as reported at start-up
    Settings settings_;

    State state_ = State::idle;
    bool implicit_ = false;      // PostgreSQL is in a transaction that the client does not know of
    bool has_restart_ = false;   // SAVEPOINT cockroach_restart was the first statement
    bool must_restart_ = false;  // after 40001, no other savepoint helps
    bool is_first_ = false;      // nothing has run in the transaction
    int retries_injected_ = 0;
    std::string restart_name_;
    std::string first_savepoint_;  // an ordinary one, set before anything was read
    std::string begin_;            // for PostgreSQL

    std::map<std::string, Prepared> prepared_;
    std::map<std::string, std::string> portals_;  // portal to statement
    bool in_extended_ = false;                    // since the last sync
    bool skipping_ = false;                       // after an error, until the next sync
    bool ddl_commits_ = false;                    // by fault
    bool holding_ = false;                        // a cancel request
    std::optional<Fault> goodbye_;                // when all is answered
};

}  // namespace testing::cockroach
