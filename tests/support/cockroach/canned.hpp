// SPDX-License-Identifier: BSL-1.0
//
// CannedServer: a server that has nothing behind it, and answers statements with what was recorded of a
// CockroachDB. For what the double cannot do with PostgreSQL's types.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/cockroach/recording.hpp"
#include "support/cockroach/stream.hpp"

namespace testing::cockroach {

/// What there is to say to statements, by their text and whether the result is binary.
class Script {
 public:
    struct Answer {
        Message description;        // T
        std::vector<Message> rows;  // D
        Message end;                // C or E
    };

    /// Takes the statements without parameters out of a recording, and its start-up.
    void add(const std::vector<Step>& steps);
    /// Returns null when the script does not have the statement.
    [[nodiscard]] const Answer* find(const std::string& text, bool is_binary) const;
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] const std::vector<Message>& start() const noexcept { return start_; }

 private:
    std::vector<Message> start_;
    std::map<std::pair<std::string, bool>, Answer> answers_;
};

/// Listens on a free port of 127.0.0.1; ends with its scope. BEGIN, COMMIT, ROLLBACK and SET are answered as
/// well; any other statement that the script has not is an error 42601. Threads: any.
class CannedServer {
 public:
    explicit CannedServer(Script script);
    ~CannedServer();
    CannedServer(const CannedServer&) = delete;
    CannedServer& operator=(const CannedServer&) = delete;

    [[nodiscard]] const Script& script() const noexcept { return script_; }
    [[nodiscard]] std::string url() const;

 private:
    const Script script_;
    Listener listener_;
    std::atomic<bool> stopping_ = false;
    std::list<std::thread> threads_;  // used by the acceptor alone until it has ended
    std::thread acceptor_;
};

}  // namespace testing::cockroach
