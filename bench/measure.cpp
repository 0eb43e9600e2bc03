// SPDX-License-Identifier: BSL-1.0
#include "measure.hpp"

#include "workloads.hpp"

#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>
#include <time.h>
#include <algorithm>
#include <barrier>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

std::int64_t nanoseconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
}

/// Returns a number of kilobytes from /proc/self/status, such as VmHWM.
std::int64_t status_kb(std::string_view name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name)) return std::atoll(line.c_str() + name.size() + 1);
    }
    throw std::runtime_error("no " + std::string(name) + " in /proc/self/status");
}

std::size_t parse_divisor(std::string_view text) {
    std::size_t divisor = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), divisor);
    if (error != std::errc{} || end != text.data() + text.size() || divisor == 0) {
        throw std::runtime_error("a divisor must be a positive number");
    }
    return divisor;
}

void run_route(std::string_view program, const Route& route, std::size_t divisor) {
    Measurement measurement(divisor);
    route.run(measurement);
    std::printf(R"({"program":"%s","workload":"%s","route":"%s",)", std::string(program).c_str(),
                std::string(route.workload).c_str(), std::string(route.name).c_str());
    measurement.print();
    std::printf(R"(,"units":%zu,"checksum":"%016llx","expected":"%016llx"})"
                "\n",
                units(route.workload, divisor), static_cast<unsigned long long>(measurement.checksum.value()),
                static_cast<unsigned long long>(expected_checksum(route.workload, divisor)));
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) noexcept {
    allocations += other.allocations;
    round_trips += other.round_trips;
    socket_calls += other.socket_calls;
    return *this;
}

Counts& Counts::operator-=(const Counts& other) noexcept {
    allocations -= other.allocations;
    round_trips -= other.round_trips;
    socket_calls -= other.socket_calls;
    return *this;
}

Measurement::Times Measurement::now() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {.wall_ns = nanoseconds(CLOCK_MONOTONIC),
            .cpu_ns = nanoseconds(CLOCK_PROCESS_CPUTIME_ID),
            .user_us = usage.ru_utime.tv_sec * std::int64_t{1'000'000} + usage.ru_utime.tv_usec};
}

void Measurement::start() {
    // What the preparation used and gave back is no part of the peak, nor a reserve to draw on.
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;
    resident_kb_ = status_kb("VmRSS");
    counts_ = {};
    counts_ -= thread_counts();
    times_ = now();
}

void Measurement::stop() {
    const Times end = now();
    counts_ += thread_counts();
    peak_kb_ = status_kb("VmHWM");
    times_ = {.wall_ns = end.wall_ns - times_.wall_ns,
              .cpu_ns = end.cpu_ns - times_.cpu_ns,
              .user_us = end.user_us - times_.user_us};
}

void Measurement::print() const {
    std::printf(R"("wall_ms":%.3f,"cpu_ms":%.3f,"user_ms":%.3f,"peak_kb":%lld,"growth_kb":%lld,)",
                static_cast<double>(times_.wall_ns) / 1e6, static_cast<double>(times_.cpu_ns) / 1e6,
                static_cast<double>(times_.user_us) / 1e3, static_cast<long long>(peak_kb_),
                static_cast<long long>(std::max<std::int64_t>(0, peak_kb_ - resident_kb_)));
    std::printf(R"("allocations":%llu,"round_trips":%llu,"socket_calls":%llu)",
                static_cast<unsigned long long>(counts_.allocations),
                static_cast<unsigned long long>(counts_.round_trips),
                static_cast<unsigned long long>(counts_.socket_calls));
}

void concurrently(Measurement& measurement, std::size_t threads,
                  const std::function<std::function<void()>(std::size_t)>& prepare) {
    std::mutex mutex;
    std::exception_ptr failure;
    Counts total;
    std::barrier ready(static_cast<std::ptrdiff_t>(threads) + 1);
    std::barrier go(static_cast<std::ptrdiff_t>(threads) + 1);
    const auto guarded = [&](auto&& step) {
        try {
            step();
        } catch (...) {
            const std::lock_guard lock(mutex);
            failure = std::current_exception();
        }
    };
    std::vector<std::jthread> running;
    for (std::size_t index = 0; index < threads; ++index) {
        running.emplace_back([&, index] {
            std::function<void()> work = [] {};
            guarded([&] { work = prepare(index); });
            ready.arrive_and_wait();
            go.arrive_and_wait();
            const Counts before = thread_counts();
            guarded(work);
            const std::lock_guard lock(mutex);
            total += thread_counts();
            total -= before;
        });
    }
    ready.arrive_and_wait();
    measurement.start();
    go.arrive_and_wait();
    running.clear();
    measurement.stop();
    measurement.add(total);
    if (failure) std::rethrow_exception(failure);
}

void share_core(std::size_t thread, int backend_pid) {
    cpu_set_t allowed;
    cpu_set_t one;
    CPU_ZERO(&one);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    std::size_t turn = thread % static_cast<std::size_t>(CPU_COUNT(&allowed));
    for (std::size_t core = 0; core < CPU_SETSIZE; ++core) {
        if (CPU_ISSET(core, &allowed) && turn-- == 0) CPU_SET(core, &one);
    }
    if (sched_setaffinity(backend_pid, sizeof one, &one) == 0) {
        sched_setaffinity(0, sizeof one, &one);
    } else {
        std::perror("the backend was not pinned");
    }
}

int run_program(std::string_view program, std::span<const Route> routes, int argc, char** argv) try {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    if (arguments.size() == 1 && arguments[0] == "--list") {
        for (const Route& route : routes) {
            std::printf("%s\t%s\n", std::string(route.workload).c_str(), std::string(route.name).c_str());
        }
        return 0;
    }
    if (arguments.size() != 3) throw std::runtime_error("usage: --list, or WORKLOAD ROUTE DIVISOR");
    for (const Route& route : routes) {
        if (route.workload != arguments[0] || route.name != arguments[1]) continue;
        run_route(program, route, parse_divisor(arguments[2]));
        return 0;
    }
    throw std::runtime_error("no such route");
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
}

std::string server_url() {
    const char* url = std::getenv("DBAPI_BENCH_URL");
    if (!url) throw std::runtime_error("DBAPI_BENCH_URL is not set");
    return url;
}

}  // namespace bench
