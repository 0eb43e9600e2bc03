// SPDX-License-Identifier: BSL-1.0
#include <dbapi/errors.hpp>

#include "transaction_rules.hpp"

namespace dbapi {

std::string_view to_string(IsolationLevel level) noexcept {
    switch (level) {
        case IsolationLevel::read_uncommitted: return "READ UNCOMMITTED";
        case IsolationLevel::read_committed: return "READ COMMITTED";
        case IsolationLevel::repeatable_read: return "REPEATABLE READ";
        case IsolationLevel::serializable: return "SERIALIZABLE";
    }
    return "SERIALIZABLE";
}

std::string_view to_string(TransactionPriority priority) noexcept {
    switch (priority) {
        case TransactionPriority::low: return "LOW";
        case TransactionPriority::normal: return "NORMAL";
        case TransactionPriority::high: return "HIGH";
    }
    return "NORMAL";
}

void check_options(const TransactionOptions& options, const Features& features) {
    const bool reads_the_past = !options.as_of_system_time.empty();
    if (options.read_only.value_or(false) && !features.read_only) {
        throw NotSupportedError("the database has no read-only transactions");
    }
    if (options.deferrable && !features.deferrable) {
        throw NotSupportedError("the database has no deferrable transactions");
    }
    if (options.priority && !features.transaction_priority) {
        throw NotSupportedError("the database's transactions have no priorities");
    }
    if (reads_the_past && !features.as_of_system_time) {
        throw NotSupportedError("the database does not read the past: it has no AS OF SYSTEM TIME");
    }
    if (reads_the_past && !options.read_only.value_or(true)) {
        throw ProgrammingError("a transaction as of an earlier time cannot write");
    }
}

TransactionOptions with_defaults(TransactionOptions options, const TransactionOptions& defaults) {
    const auto take = [](auto& value, const auto& otherwise) {
        if (!value) value = otherwise;
    };
    take(options.isolation, defaults.isolation);
    take(options.read_only, defaults.read_only);
    take(options.writes, defaults.writes);
    take(options.deferrable, defaults.deferrable);
    take(options.priority, defaults.priority);
    if (options.as_of_system_time.empty()) options.as_of_system_time = defaults.as_of_system_time;
    return options;
}

}  // namespace dbapi
