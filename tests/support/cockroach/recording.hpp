// SPDX-License-Identifier: BSL-1.0
//
// Recording: a file of tests/data/cockroachdb as steps: what a client sent in one go, and what came back.
#pragma once

#include <string>
#include <vector>

#include "support/cockroach/wire.hpp"

namespace testing::cockroach {

struct Step {
    std::string connection;
    std::string label;  ///< The comment before it.
    std::vector<Message>
        sent{};  ///< The first message of a connection has no letter, nor has an encryption's.
    std::vector<Message> answered{};  ///< A single byte, which answers SSLRequest, has the letter '-'.
    bool closed = false;              ///< The server closed the connection behind its answer.
    bool waits = false;               ///< The answer came when another connection had done something.
};

/// Returns the steps in the order in which they were sent.
/// @param path  of the file. @throws std::runtime_error  there is none, or it is no recording.
[[nodiscard]] std::vector<Step> read_steps(const std::string& path);

/// Returns the texts of the statements that a step sends, in their order.
[[nodiscard]] std::vector<std::string> texts_of(const Step& step);

/// Returns answers as one line, in which letters stand for messages, with what decides of each: tags, codes,
/// states.
[[nodiscard]] std::string shape_of(const std::vector<Message>& answered, bool closed);

/// Returns the rows among the answers, as they are.
[[nodiscard]] std::vector<std::string> rows_of(const std::vector<Message>& answered);

}  // namespace testing::cockroach
