// SPDX-License-Identifier: BSL-1.0
#include "kept_statements.hpp"

namespace dbapi::sqlite {

KeptStatement* KeptStatements::find(std::uint64_t id) {
    const auto found = table_.find(id);
    if (found == table_.end()) return nullptr;
    statements_.splice(statements_.begin(), statements_, found->second);
    return &statements_.front();
}

KeptStatement& KeptStatements::add(std::uint64_t id) {
    if (statements_.size() >= capacity_) {
        table_.erase(statements_.back().id);
        statements_.pop_back();
    }
    statements_.emplace_front().id = id;
    table_.emplace(id, statements_.begin());
    return statements_.front();
}

void KeptStatements::drop(std::uint64_t id) {
    const auto found = table_.find(id);
    if (found == table_.end()) return;
    statements_.erase(found->second);
    table_.erase(found);
}

void KeptStatements::clear() noexcept {
    table_.clear();
    statements_.clear();
}

}  // namespace dbapi::sqlite
