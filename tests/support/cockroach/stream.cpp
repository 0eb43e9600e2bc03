// SPDX-License-Identifier: BSL-1.0
#include "support/cockroach/stream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace testing::cockroach {
namespace {

constexpr int tick_ms = 20;                   // how soon threads see that the double ends
constexpr std::size_t write_through = 16384;  // as much as CockroachDB keeps of a result before it sends

sockaddr_in address_of(const std::string& host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
        throw std::runtime_error("the double wants an IPv4 address");
    return address;
}

bool is_ready(int fd, short events, int timeout_ms) {
    pollfd waiting{.fd = fd, .events = events, .revents = 0};
    return poll(&waiting, 1, timeout_ms) > 0;
}

int connect_to_path(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw Disconnected();
    path.copy(address.sun_path, path.size());
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) throw Disconnected();
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(fd);
        throw Disconnected();
    }
    return fd;
}

void send_at_once(int fd) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Stream::Stream(int fd, const std::atomic<bool>& stopping) : fd_(fd), stopping_(stopping) {
    send_at_once(fd_);
}

Stream::~Stream() {
    if (resets_) {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    close(fd_);
}

int Stream::connect_to(const std::string& host, std::uint16_t port) {
    if (host.starts_with('/')) return connect_to_path(host + "/.s.PGSQL." + std::to_string(port));
    const sockaddr_in address = address_of(host, port);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) throw Disconnected();
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(fd);
        throw Disconnected();
    }
    return fd;
}

void Stream::receive() {
    while (!is_ready(fd_, POLLIN, tick_ms)) {
        if (stopping_) throw Disconnected();
    }
    std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv()
    const auto size = recv(fd_, buffer.data(), buffer.size(), 0);
    if (size <= 0) throw Disconnected();
    in_.append(buffer.data(), static_cast<std::size_t>(size));
}

Message Stream::read_message(bool first) {
    for (;;) {
        if (auto message = take_message(in_, first)) return std::move(*message);
        receive();
    }
}

char Stream::read_byte() {
    while (in_.empty()) receive();
    const char byte = in_.front();
    in_.erase(0, 1);
    return byte;
}

Message Stream::read() { return read_message(false); }
Message Stream::read_first() { return read_message(true); }

bool Stream::has_input() const { return !in_.empty() || is_ready(fd_, POLLIN, 0); }

bool Stream::is_gone() const {
    pollfd waiting{.fd = fd_, .events = POLLRDHUP, .revents = 0};
    return poll(&waiting, 1, 0) > 0;
}

void Stream::write(const Message& message) {
    out_ += encode(message);
    if (out_.size() >= write_through) flush();
}

void Stream::write_ahead(const Message& message) {
    const auto bytes = encode(message);
    out_.insert(ahead_, bytes);
    ahead_ += bytes.size();
}

void Stream::write_bytes(std::string_view bytes) { out_ += bytes; }

void Stream::flush() {
    std::string_view rest = out_;
    while (!rest.empty()) {
        const auto size = send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size > 0) {
            rest.remove_prefix(static_cast<std::size_t>(size));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            is_ready(fd_, POLLOUT, tick_ms);
            if (stopping_) throw Disconnected();
        } else {
            throw Disconnected();
        }
    }
    drop_unflushed();
}

void Stream::wait_for_end() {
    try {
        for (;;) {
            receive();
            in_.clear();
        }
    } catch (const Disconnected&) {
        return;
    }
}

void wait_for_either(const Stream& one, const Stream& other, int wait_ms) {
    std::array<pollfd, 2> ends{pollfd{one.fd(), POLLIN, 0}, pollfd{other.fd(), POLLIN, 0}};
    if (!one.has_input() && !other.has_input()) poll(ends.data(), ends.size(), wait_ms);
}

void Listener::open() {
    if (fd_ >= 0) return;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = address_of("127.0.0.1", port_);
    socklen_t length = sizeof address;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(fd, 128) != 0 ||
        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        ::close(fd);
        throw std::runtime_error("the double cannot listen");
    }
    port_ = ntohs(address.sin_port);
    fd_ = fd;
}

void Listener::close() noexcept {
    const int fd = fd_.exchange(-1);
    if (fd >= 0) ::close(fd);
}

std::optional<int> Listener::accept() {
    const int fd = fd_;
    if (fd < 0) {
        poll(nullptr, 0, tick_ms);
        return std::nullopt;
    }
    if (!is_ready(fd, POLLIN, tick_ms)) return std::nullopt;
    const int client = ::accept4(fd, nullptr, nullptr, SOCK_CLOEXEC);
    return client >= 0 ? std::optional(client) : std::nullopt;
}

}  // namespace testing::cockroach
