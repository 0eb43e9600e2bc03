// SPDX-License-Identifier: BSL-1.0
//
// Stream: one TCP connection that carries messages; and the socket that waits for new ones. They give up when
// the double ends.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/cockroach/wire.hpp"

namespace testing::cockroach {

/// The other side has gone, or the double ends.
struct Disconnected : std::runtime_error {
    Disconnected() : std::runtime_error("disconnected") {}
};

/// One connection. What is written is kept until flush(), or until it is much. Threads: one at a time.
class Stream {
 public:
    /// @param fd  a connected socket, owned from now on.
    /// @param stopping  kept by reference: once true, waiting throws Disconnected.
    Stream(int fd, const std::atomic<bool>& stopping);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    /// Connects to an IPv4 address, or to a server's socket in the directory that `host` names. @throws
    /// Disconnected  it cannot be reached.
    [[nodiscard]] static int connect_to(const std::string& host, std::uint16_t port);

    /// Returns the next message; waits for it.
    [[nodiscard]] Message read();
    /// Returns a client's first message, or its next after a refused encryption.
    [[nodiscard]] Message read_first();
    /// Returns the next byte, which is no message; waits for it.
    [[nodiscard]] char read_byte();
    /// Whether a message, or a part of one, is there to be read.
    [[nodiscard]] bool has_input() const;
    /// Whether the other side has closed, as far as is known without reading what is there.
    [[nodiscard]] bool is_gone() const;

    void write(const Message& message);
    /// Writes a message before all that waits to be flushed, behind others that were written so.
    void write_ahead(const Message& message);
    void write_bytes(std::string_view bytes);
    void flush();
    /// How many bytes wait to be flushed.
    [[nodiscard]] std::size_t unflushed() const noexcept { return out_.size(); }
    /// Forgets what waits to be flushed.
    void drop_unflushed() noexcept {
        out_.clear();
        ahead_ = 0;
    }
    /// Waits until the other side closes; what it sends is dropped.
    void wait_for_end();

    /// From now on the destructor sends a reset instead of an orderly end.
    void reset_at_end() noexcept { resets_ = true; }

    [[nodiscard]] int fd() const noexcept { return fd_; }

 private:
    [[nodiscard]] Message read_message(bool first);
    void receive();

    int fd_;
    const std::atomic<bool>& stopping_;
    std::string in_;
    std::string out_;
    std::size_t ahead_ = 0;  // bytes of `out_` that were written ahead
    bool resets_ = false;
};

/// Waits until one of the two has something to read. @throws Disconnected  the double ends.
/// @param wait_ms  returns after so long in any case.
void wait_for_either(const Stream& one, const Stream& other, int wait_ms);

/// A listening socket on a free port of 127.0.0.1, which can be closed and opened again.
class Listener {
 public:
    Listener() { open(); }
    ~Listener() { close(); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Listens again, on the port it had. @throws std::runtime_error  the port is taken.
    void open();
    /// Refuses connections from now on.
    void close() noexcept;
    /// Returns the socket of a new connection, within a tick; nothing when there is none.
    [[nodiscard]] std::optional<int> accept();

 private:
    std::atomic<int> fd_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace testing::cockroach
