// SPDX-License-Identifier: BSL-1.0
//
// ForkGuard: how an object finds out that fork() has copied it into a child process, where it must not speak
// to the server that its parent talks to.
#pragma once

#include <dbapi/export.hpp>

namespace dbapi::driver {

/// Remembers the process it was made in. Asking costs one atomic load.
class DBAPI_EXPORT ForkGuard {
 public:
    ForkGuard();

    /// Whether this is a child of the process in which the guard was made.
    [[nodiscard]] bool is_child() const noexcept;

 private:
    unsigned generation_;
};

}  // namespace dbapi::driver
