// SPDX-License-Identifier: BSL-1.0
#include "interruption.hpp"

#include <pthread.h>

namespace dbapi::cli {

Interruption::Interruption() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, number);
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
    waiting_ = std::jthread([signals, this](const std::stop_token& done) {
        while (!done.stop_requested()) {
            const timespec pause{.tv_sec = 0, .tv_nsec = 100'000'000};
            const int number = sigtimedwait(&signals, nullptr, &pause);
            if (number < 0) continue;
            if (stop_.stop_requested()) {  // it was asked before: now it ends as any program does
                pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
                raise(number);
            }
            stop_.request_stop();
        }
    });
}

Interruption::~Interruption() {
    waiting_.request_stop();
    waiting_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace dbapi::cli
