// SPDX-License-Identifier: BSL-1.0
//
// FaultProxy: a TCP proxy between a driver and its server, which can lose the connection at a chosen moment,
// freeze, be slow, and count round trips. It knows nothing of the protocol but bytes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace testing {

/// What happens to a connection when the client sends a text.
enum class Fault : std::uint8_t {
    none,
    cut_before,  ///< The connection is closed; the server never sees the text.
    cut_after,   ///< The text is passed on; the answer is read from the server and lost, then all is closed.
    fail_after,  ///< As cut_after, but the client is told as a pooler does: FATAL, 08P01.
    freeze,      ///< Nothing is passed on any more, in either direction, and nothing is closed.
};

/// Listens on a free port of 127.0.0.1 and passes each connection on. Ends with its scope.
class FaultProxy {
 public:
    FaultProxy(std::string host, std::uint16_t port);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// From now on the fault strikes once, when a client sends bytes that contain the text.
    void arm(Fault fault, std::string text);

    /// From now on the server's answers are passed on slowly: so many bytes every 20 ms.
    void slow_down(std::size_t bytes) noexcept { bytes_at_once_ = bytes; }

    /// How often a client sent something after the server had sent something: round trips, over all
    /// connections.
    [[nodiscard]] std::size_t round_trips() const noexcept { return round_trips_; }

 private:
    void accept_clients();
    void serve(int client);
    [[nodiscard]] Fault fault_for(const std::string& sent);

    std::string host_;
    std::uint16_t server_port_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> round_trips_ = 0;
    std::atomic<std::size_t> bytes_at_once_ = 0;  // 0 when the proxy is not slow
    std::mutex mutex_;
    Fault fault_ = Fault::none;  // guarded by `mutex_`, as is `text_`
    std::string text_;
    std::vector<std::thread> threads_;  // used by the acceptor alone until it has ended
    std::thread acceptor_;
};

}  // namespace testing
