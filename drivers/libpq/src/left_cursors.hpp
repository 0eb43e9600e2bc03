// SPDX-License-Identifier: BSL-1.0
//
// LeftCursors: what a connection knows of cursors in the server whose objects have gone without close().
// Their names are free again for a program that writes C++: they are closed when one is wanted.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dbapi::libpq {

class LeftCursors {
 public:
    struct Left {
        std::string name;
        std::uint64_t epoch;   // of the session when it was declared,
        std::uint64_t doubts;  // and those that were cleared up
    };

    /// For destructors: waits for nobody, and gives up rather than fail; the name is taken then until the
    /// transaction ends. Threads: any.
    void add(Left left) noexcept {
        try {
            const std::unique_lock lock(mutex_, std::try_to_lock);
            if (lock) left_.push_back(std::move(left));
        } catch (...) {
            // No memory for it.
        }
    }

    /// Takes the one of this name, if there is one, and forgets those of other epochs, which are gone.
    [[nodiscard]] std::optional<Left> take(std::string_view name, std::uint64_t epoch) {
        const std::lock_guard lock(mutex_);
        std::erase_if(left_, [&](const Left& left) { return left.epoch != epoch; });
        for (auto at = left_.begin(); at != left_.end(); ++at) {
            if (at->name != name) continue;
            Left found = std::move(*at);
            left_.erase(at);
            return found;
        }
        return std::nullopt;
    }

 private:
    std::mutex mutex_;
    std::vector<Left> left_;
};

}  // namespace dbapi::libpq
