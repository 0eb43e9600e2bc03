// SPDX-License-Identifier: BSL-1.0
//
// What all programs of the benchmark share: the clock, the counters, the checksum, and the command line that
// runs one route and prints one line of JSON. measure.cpp replaces malloc, send and recv in the program, and
// so counts what the C libraries do as well.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// Sums up all fields of all rows, in their order, at a cost of a few cycles a field. Equal sums are the
/// proof that two routes did the same work.
class Checksum {
 public:
    void add(std::uint64_t bits) noexcept { sum_ = std::rotl(sum_, 5) + bits * 0x9e37'79b9'7f4a'7c15U; }
    void add(std::int64_t number) noexcept { add(static_cast<std::uint64_t>(number)); }
    void add(double number) noexcept { add(std::bit_cast<std::uint64_t>(number)); }
    void add(bool flag) noexcept { add(std::uint64_t{flag}); }
    void add(std::string_view text) noexcept {
        std::uint64_t bits = 0;
        while (text.size() >= sizeof bits) {
            std::memcpy(&bits, text.data(), sizeof bits);
            add(bits);
            text.remove_prefix(sizeof bits);
        }
        bits = text.size();
        for (const char octet : text) bits = bits << 8U | static_cast<unsigned char>(octet);
        add(bits);
    }
    void add(const char*) = delete;  // it would be a bool

    [[nodiscard]] std::uint64_t value() const noexcept { return sum_; }

 private:
    std::uint64_t sum_ = 0;
};

/// What one thread has done since it began.
struct Counts {
    std::uint64_t allocations = 0;   ///< Calls of malloc, calloc, realloc and their kin.
    std::uint64_t round_trips = 0;   ///< A recv() that gave data, after a send().
    std::uint64_t socket_calls = 0;  ///< send(), recv() and poll().

    Counts& operator+=(const Counts& other) noexcept;
    Counts& operator-=(const Counts& other) noexcept;
};

/// Returns the counts of the calling thread.
[[nodiscard]] Counts thread_counts() noexcept;

/// One measurement. A route prepares what it needs, calls start(), does its work, calls stop(), and may read
/// back what it wrote; then its checksum must be what the workload expects.
class Measurement {
 public:
    explicit Measurement(std::size_t divisor) noexcept : divisor_(divisor) {}

    /// All sizes of the workloads are divided by this; 1, or 10 for a quick look.
    [[nodiscard]] std::size_t divisor() const noexcept { return divisor_; }

    void start();
    void stop();

    /// Adds what other threads did between start() and stop().
    void add(const Counts& counts) noexcept { counts_ += counts; }

    /// Writes the figures as members of a JSON object.
    void print() const;

    Checksum checksum;

 private:
    struct Times {
        std::int64_t wall_ns, cpu_ns, user_us;
    };
    [[nodiscard]] static Times now();

    std::size_t divisor_;
    Times times_{};
    Counts counts_;
    std::int64_t resident_kb_ = 0;  // at the start
    std::int64_t peak_kb_ = 0;
};

/// Runs the same work in several threads, a connection each, with the clock running from the moment all are
/// ready until the last has done.
///
/// @param prepare  is called in each thread with its index, before the clock starts; returns the thread's
/// work.
void concurrently(Measurement& measurement, std::size_t threads,
                  const std::function<std::function<void()>(std::size_t)>& prepare);

/// Puts the calling thread and a server's process on one core, the threads in turn on all cores. Where that
/// is not permitted, says so on standard error and moves neither.
void share_core(std::size_t thread, int backend_pid);

/// One way to do a workload.
struct Route {
    std::string_view workload;
    std::string_view name;
    void (*run)(Measurement&);
};

/// The whole of main(): `PROGRAM --list`, or `PROGRAM WORKLOAD ROUTE DIVISOR`.
int run_program(std::string_view program, std::span<const Route> routes, int argc, char** argv);

/// Joins tables of routes.
template <class... Tables>
[[nodiscard]] std::vector<Route> join(const Tables&... tables) {
    std::vector<Route> routes;
    (routes.insert(routes.end(), tables.begin(), tables.end()), ...);
    return routes;
}

/// Returns the URL of the PostgreSQL server. @throws std::runtime_error  DBAPI_BENCH_URL is not set.
[[nodiscard]] std::string server_url();

}  // namespace bench
