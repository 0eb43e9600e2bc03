// SPDX-License-Identifier: BSL-1.0
//
// Deadline: arithmetic that never overflows and never says "none" for "now".
#include <doctest/doctest.h>

#include <dbapi/deadline.hpp>
#include <limits>

using dbapi::Deadline;
using dbapi::Timeout;
using namespace std::chrono_literals;

static_assert(Deadline().is_never() && Deadline::never().at() == Deadline::Clock::time_point::max());

TEST_CASE("a timeout of zero, or too long to count, is no deadline") {
    for (const Timeout timeout : {Timeout(0), Timeout::max(), Timeout(24h * 365 * 1000)}) {
        CAPTURE(timeout.count());
        const auto deadline = Deadline::after(timeout);
        CHECK(deadline.is_never());
        CHECK_FALSE(deadline.is_expired());
        CHECK(deadline.remaining_ms() == -1);
    }
}

TEST_CASE("a deadline is the timeout from now") {
    const auto before = Deadline::Clock::now();
    const auto deadline = Deadline::after(1h);
    const auto after = Deadline::Clock::now();
    CHECK(deadline.at() >= before + 1h);
    CHECK(deadline.at() <= after + 1h);
    CHECK_FALSE(deadline.is_never());
    CHECK_FALSE(deadline.is_expired());
    CHECK(deadline.remaining_ms() > 0);
    CHECK(deadline.remaining_ms() <= 3'600'000);
}

TEST_CASE("a negative timeout has passed already") {
    for (const Timeout timeout : {Timeout(-1), Timeout::min()}) {
        CAPTURE(timeout.count());
        CHECK(Deadline::after(timeout).is_expired());
        CHECK(Deadline::after(timeout).remaining_ms() == 0);
    }
}

TEST_CASE("a deadline that has passed leaves nothing") {
    const Deadline past(Deadline::Clock::now() - 1ms);
    CHECK(past.is_expired());
    CHECK(past.remaining_ms() == 0);
    CHECK(Deadline(Deadline::Clock::time_point()).remaining_ms() == 0);
    CHECK(Deadline(Deadline::Clock::time_point::min()).is_expired());
}

TEST_CASE("what is left is rounded up, and bounded so that poll() takes it") {
    const Deadline soon(Deadline::Clock::now() + 24h);
    CHECK(soon.remaining_ms() <= 86'400'000);
    const Deadline far(Deadline::Clock::now() + 24h * 365 * 100);
    CHECK(far.remaining_ms() == 1'000'000'000);
    // A fraction of a millisecond that is left is a millisecond: poll(0) in a loop would burn the processor.
    const Deadline fraction(Deadline::Clock::time_point::max() - 1ns);
    CHECK(fraction.remaining_ms() == 1'000'000'000);
}

TEST_CASE("the earlier of two deadlines is taken, and any comes before never") {
    const Deadline near(Deadline::Clock::now());
    const Deadline far(near.at() + 1s);
    CHECK(Deadline::earlier(near, far).at() == near.at());
    CHECK(Deadline::earlier(far, near).at() == near.at());
    CHECK(Deadline::earlier(Deadline::never(), far).at() == far.at());
    CHECK(Deadline::earlier(Deadline::never(), Deadline::never()).is_never());
}
