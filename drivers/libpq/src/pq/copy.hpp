// SPDX-License-Identifier: BSL-1.0
//
// A session's COPY: data on its way to the server, and from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "pq/session.hpp"

namespace dbapi::libpq {

/// Data for COPY … FROM STDIN. Threads: as the session. Whoever makes one calls finish() or abort().
class Session::CopyIn {
 public:
    /// Runs the statement. @throws ProgrammingError  it takes no data.
    CopyIn(Session& session, const std::string& sql, Deadline deadline);
    CopyIn(const CopyIn&) = delete;
    CopyIn& operator=(const CopyIn&) = delete;

    /// Returns how many values a row has.
    [[nodiscard]] std::size_t column_count() const noexcept { return column_count_; }

    /// Sends data, and waits until it is sent.
    ///
    /// libpq does not tell that the server has refused something while it still takes data. It can only be
    /// seen that the server has said something, and when no notice comes of it, it was that.
    ///
    /// @throws Error  what the server said; then the COPY is over.
    void put(std::string_view data);

    /// Ends the data. Returns the result. @throws Error  what the server said.
    [[nodiscard]] ResultHandle finish();

    /// Ends the COPY, so that the server drops what it has got; nothing when it is over. Never throws: when
    /// it fails the session is closed.
    void abort() noexcept;

 private:
    void end(const char* complaint, Deadline deadline);
    void listen();
    [[noreturn]] void fail();
    [[noreturn]] void fail_gone();

    Session& session_;
    Deadline deadline_;
    bool is_open_ = false;
    bool is_implicit_ = false;  // it is a transaction by itself
    std::size_t column_count_ = 0;
    Deadline suspected_;  // by when what the server has said is an error
};

/// The data of COPY … TO STDOUT. What is left of it is the session's: it can be drained like any result.
class Session::CopyOut {
 public:
    /// Runs the statement. @throws ProgrammingError  it gives no data.
    CopyOut(Session& session, const std::string& sql, Deadline deadline);

    /// Shows the next piece. Returns false at the end, after which Session::receive() gives the result.
    /// Lifetime: the piece stays until the next call.
    [[nodiscard]] bool next(std::string_view& piece, Deadline deadline);

    /// Cancels what is not over. Never throws: when it fails the session is closed.
    void abort() noexcept;

 private:
    struct Free {
        void operator()(char* data) const noexcept;
    };
    Session& session_;
    Deadline deadline_;
    std::unique_ptr<char, Free> piece_;
};

}  // namespace dbapi::libpq
