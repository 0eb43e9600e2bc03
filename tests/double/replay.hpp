// SPDX-License-Identifier: BSL-1.0
//
// Replay: sends what a recorded client sent, and gives what comes back.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/cockroach/double.hpp"
#include "support/cockroach/recording.hpp"

namespace testing {

/// Where the answer to a step is not the recorded one.
struct Difference {
    std::size_t step;  ///< From 1 on.
    std::string label;
    std::string recorded;
    std::string answered;
    bool only_values;  ///< The messages are the same, rows have other values.
};

/// Replays a recording on a server whose sessions need no password. Faults that the recording shows, and that
/// take several nodes or a load, are injected where it shows them.
class Replay {
 public:
    explicit Replay(cockroach::CockroachDouble& server) : server_(server) {}

    [[nodiscard]] std::vector<Difference> run(const std::vector<cockroach::Step>& steps);

 private:
    struct Client {
        std::unique_ptr<cockroach::Stream> stream;
        int number = 0;  // of its connection with the double
        bool was_refused_encryption = false;
        std::size_t owed = 0;     // ends of answers that did not come in time
        std::size_t waiting = 0;  // the step whose answer is still to come, from 1 on; 0: none
    };
    struct Answer {
        std::vector<cockroach::Message> messages;
        bool closed = false;
    };

    void inject_for(const cockroach::Step& step, const Client& client);
    void send(const cockroach::Step& step, Client& client);
    [[nodiscard]] Answer receive(const cockroach::Step& step, Client& client);
    void catch_up(Client& client);
    void compare(const std::vector<cockroach::Step>& steps, std::size_t number, Client& client);

    cockroach::CockroachDouble& server_;
    std::atomic<bool> stopping_ = false;
    std::map<std::string, Client> clients_;
    std::vector<Difference> differences_;
};

}  // namespace testing
