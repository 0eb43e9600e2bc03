// SPDX-License-Identifier: BSL-1.0
//
// Backend: the session with PostgreSQL behind one client's, and what the double makes it do by itself.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "support/cockroach/stream.hpp"

namespace testing::cockroach {

/// One session. Its errors never leave it in the middle of the extended protocol. Threads: one at a time.
class Backend {
 public:
    /// The end of a command of the double's own.
    struct Answer {
        std::string tag;
        std::optional<Message> error;
    };

    Backend(int fd, const std::atomic<bool>& stopping) : stream_(fd, stopping) {}

    [[nodiscard]] Stream& stream() noexcept { return stream_; }

    /// Sends a message, at once; the answer is read by read().
    void send(const Message& message);
    [[nodiscard]] Message read();

    /// Runs a statement by itself; rows and notices are dropped.
    Answer command(std::string_view sql);
    /// Gets past the end of a run of extended messages, or of what it left after an error.
    Answer sync();
    /// Makes the transaction fail, or what is run until the next sync.
    void break_transaction();

    /// Whom to tell of parameters that change while the double waits for an end of its own.
    void on_report(std::function<void(const Message&)> report) { report_ = std::move(report); }

    /// Whether something of the extended protocol has been sent since the last sync.
    [[nodiscard]] bool has_unsynced() const noexcept { return unsynced_; }
    /// The status that PostgreSQL told last.
    [[nodiscard]] char status() const noexcept { return status_; }

 private:
    Answer read_answer();

    Stream stream_;
    std::function<void(const Message&)> report_;
    bool unsynced_ = false;
    char status_ = 'I';
};

}  // namespace testing::cockroach
