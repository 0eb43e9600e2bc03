// SPDX-License-Identifier: BSL-1.0
#include "support/fault_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace testing {
namespace {

constexpr int tick_ms = 20;  // how soon threads see that the proxy ends

class Socket {
 public:
    explicit Socket(int fd) : fd_(fd) {
        if (fd_ < 0) throw std::runtime_error("the fault proxy got no socket");
    }
    ~Socket() { close(fd_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    [[nodiscard]] int fd() const noexcept { return fd_; }

 private:
    int fd_;
};

sockaddr_in address_of(const std::string& host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
        throw std::runtime_error("the proxy wants an IPv4 address");
    return address;
}

bool is_readable(int fd) {
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    return poll(&waiting, 1, tick_ms) > 0;
}

/// Returns what has come, up to `most` bytes unless that is 0; empty at the end of the stream.
std::string read_some(int fd, std::size_t most = 0) {
    std::array<char, 65536> buffer{};
    const auto size = read(fd, buffer.data(), most > 0 ? std::min(most, buffer.size()) : buffer.size());
    return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto size = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

/// What PgBouncer says when it has lost the server: an ErrorResponse, as the protocol has it.
std::string pooler_error() {
    std::string fields;
    for (const char* const field : {"SFATAL", "VFATAL", "C08P01", "Mserver conn crashed?"}) {
        fields += field;
        fields += '\0';
    }
    fields += '\0';
    const auto length = static_cast<char>(fields.size() + 4);  // well below 128
    return std::string("E\0\0\0", 4) + length + fields;
}

}  // namespace

FaultProxy::FaultProxy(std::string host, std::uint16_t port) : host_(std::move(host)), server_port_(port) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = address_of("127.0.0.1", 0);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        close(listener_);
        throw std::runtime_error("the fault proxy cannot listen");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_clients(); });
}

FaultProxy::~FaultProxy() {
    stopping_ = true;
    acceptor_.join();
    for (auto& thread : threads_) thread.join();
    close(listener_);
}

void FaultProxy::arm(Fault fault, std::string text) {
    const std::lock_guard lock(mutex_);
    fault_ = fault;
    text_ = std::move(text);
}

Fault FaultProxy::fault_for(const std::string& sent) {
    const std::lock_guard lock(mutex_);
    if (fault_ == Fault::none || sent.find(text_) == std::string::npos) return Fault::none;
    return std::exchange(fault_, Fault::none);
}

void FaultProxy::accept_clients() {
    while (!stopping_) {
        if (!is_readable(listener_)) continue;
        const int client = accept(listener_, nullptr, nullptr);
        if (client >= 0) threads_.emplace_back([this, client] { serve(client); });
    }
}

void FaultProxy::serve(int client_fd) {
    const Socket client(client_fd);
    const Socket server(socket(AF_INET, SOCK_STREAM, 0));
    const sockaddr_in address = address_of(host_, server_port_);
    if (connect(server.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
    const int on = 1;
    setsockopt(client.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(server.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

    bool server_spoke = true;
    while (!stopping_) {
        std::array<pollfd, 2> ends{pollfd{client.fd(), POLLIN, 0}, pollfd{server.fd(), POLLIN, 0}};
        if (poll(ends.data(), ends.size(), tick_ms) <= 0) continue;
        if (ends[0].revents != 0) {
            const std::string sent = read_some(client.fd());
            if (sent.empty()) return;
            if (std::exchange(server_spoke, false)) ++round_trips_;
            const Fault fault = fault_for(sent);
            if (fault == Fault::cut_before) return;
            if (fault == Fault::freeze) {
                while (!stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(tick_ms));
                return;
            }
            if (!write_all(server.fd(), sent)) return;
            if (fault == Fault::cut_after || fault == Fault::fail_after) {
                while (!stopping_ && !is_readable(server.fd())) continue;
                static_cast<void>(read_some(server.fd()));
                if (fault == Fault::fail_after) write_all(client.fd(), pooler_error());
                return;
            }
        }
        if (ends[1].revents != 0) {
            const std::size_t most = bytes_at_once_;
            const std::string answer = read_some(server.fd(), most);
            if (most > 0) std::this_thread::sleep_for(std::chrono::milliseconds(tick_ms));
            if (answer.empty() || !write_all(client.fd(), answer)) return;
            server_spoke = true;
        }
    }
}

}  // namespace testing
