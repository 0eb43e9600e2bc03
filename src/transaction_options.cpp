// SPDX-License-Identifier: BSL-1.0
#include <dbapi/transaction_options.hpp>

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

}  // namespace dbapi
