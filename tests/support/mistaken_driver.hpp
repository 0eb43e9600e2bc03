// SPDX-License-Identifier: BSL-1.0
//
// A driver that is right, but for one mistake that it is told to make: to prove that tests of drivers find
// it. Its hooks are called by the core as any driver's; what they do is done by another connection, the inner
// one, which is SQLite's. `mistaken:` in front of the URL, or what follows it, is SQLite's.
#pragma once

#include <dbapi/driver.hpp>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "mistaken/faults.hpp"

namespace testing {

/// What a driver's author can get wrong, and no core can put right.
struct Mistake {
    std::string_view name;                  ///< A word, as "rowcount_off_by_one".
    std::vector<std::string_view> clauses;  ///< The clauses that are broken, as "C62".
    std::string_view sentence;              ///< What the driver does.
    mistaken::Faults faults;
};

/// All mistakes. Lifetime: static.
[[nodiscard]] std::span<const Mistake> mistakes();

/// Makes connections that make one mistake, or none. It outlives them; so does the mistake.
class MistakenDriver final : public dbapi::Driver {
 public:
    MistakenDriver();
    explicit MistakenDriver(const Mistake& mistake);
    ~MistakenDriver() override;

 private:
    std::string_view do_name() const noexcept override { return "mistaken"; }
    std::span<const std::string_view> do_schemes() const noexcept override;
    std::shared_ptr<dbapi::Connection> do_connect(const dbapi::ConnectOptions& options,
                                                  dbapi::Deadline deadline) const override;
    dbapi::ThreadSafety do_threadsafety() const noexcept override;

    struct Shared;  // by its connections
    const mistaken::Faults faults_;
    std::unique_ptr<Shared> shared_;
};

}  // namespace testing
