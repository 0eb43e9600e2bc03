// SPDX-License-Identifier: BSL-1.0
//
// Functions of the C library, replaced in the program so that they count. They are apart from the rest since
// nothing else may define names of the C library.
#include "measure.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <cerrno>
#include <cstdlib>
#include <ctime>

namespace {

constinit thread_local bench::Counts counts;
constinit thread_local bool has_sent = false;

}  // namespace

namespace bench {

Counts thread_counts() noexcept { return counts; }

}  // namespace bench

extern "C" {

// glibc's own, under the names that it exports for this purpose.
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) {
    ++counts.allocations;
    return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
    ++counts.allocations;
    return __libc_calloc(count, size);
}

void* realloc(void* block, std::size_t size) {
    ++counts.allocations;
    return __libc_realloc(block, size);
}

void* memalign(std::size_t alignment, std::size_t size) {
    ++counts.allocations;
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
    *block = memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}

ssize_t send(int socket, const void* data, std::size_t size, int flags) {
    ++counts.socket_calls;
    has_sent = true;
    return sendto(socket, data, size, flags, nullptr, 0);
}

ssize_t recv(int socket, void* data, std::size_t size, int flags) {
    ++counts.socket_calls;
    const ssize_t received = recvfrom(socket, data, size, flags, nullptr, nullptr);
    if (received > 0 && has_sent) {
        ++counts.round_trips;
        has_sent = false;
    }
    return received;
}

int poll(pollfd* sockets, nfds_t count, int milliseconds) {
    ++counts.socket_calls;
    if (milliseconds < 0) return ppoll(sockets, count, nullptr, nullptr);
    const timespec limit{.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1'000'000L};
    return ppoll(sockets, count, &limit, nullptr);
}

}  // extern "C"
