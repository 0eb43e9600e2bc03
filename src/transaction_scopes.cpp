// SPDX-License-Identifier: BSL-1.0
#include "transaction_scopes.hpp"

#include <algorithm>

namespace dbapi {

TransactionScopes::Id TransactionScopes::open(ScopeKind kind, const TransactionOptions& options,
                                              Deadline limit, bool has_begun) {
    const std::lock_guard lock(mutex_);
    scopes_.push_back({++last_id_, kind, scopes_.size()});
    if (scopes_.size() == 1) {
        options_ = options;
        limit_ = limit;
        has_begun_ = has_begun;
    }
    depth_ = live_ = scopes_.size();
    return last_id_;
}

void TransactionScopes::close(Id id) noexcept {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(scopes_, id, &Scope::id);
    if (found != scopes_.end()) resize(found->level);
}

void TransactionScopes::clear() noexcept {
    const std::lock_guard lock(mutex_);
    resize(0);
}

void TransactionScopes::close_inside(Id id) noexcept {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(scopes_, id, &Scope::id);
    if (found != scopes_.end()) resize(found->level + 1);
}

bool TransactionScopes::abandon(Id id) noexcept {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(scopes_, id, &Scope::id);
    if (found == scopes_.end()) return false;
    live_ = std::min(live_.load(), found->level);
    return true;
}

std::optional<TransactionScopes::Scope> TransactionScopes::abandoned() const {
    if (live_ == depth_) return std::nullopt;  // every statement in a scope asks
    const std::lock_guard lock(mutex_);
    if (live_ == scopes_.size()) return std::nullopt;
    return scopes_[live_];
}

void TransactionScopes::drop_abandoned() noexcept {
    const std::lock_guard lock(mutex_);
    resize(live_);
}

std::optional<TransactionScopes::Scope> TransactionScopes::innermost() const {
    const std::lock_guard lock(mutex_);
    if (live_ == 0) return std::nullopt;
    return scopes_[live_ - 1];
}

bool TransactionScopes::is_open(Id id) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(scopes_, id, &Scope::id);
    return found != scopes_.end() && found->level < live_;
}

bool TransactionScopes::has_attempts() const {
    const std::lock_guard lock(mutex_);
    return live_ > 0 && scopes_.front().kind == ScopeKind::attempts;
}

std::optional<TransactionOptions> TransactionScopes::options() const {
    const std::lock_guard lock(mutex_);
    if (scopes_.empty()) return std::nullopt;
    return options_;
}

void TransactionScopes::resize(std::size_t depth) noexcept {
    scopes_.erase(scopes_.begin() + static_cast<std::ptrdiff_t>(depth), scopes_.end());
    depth_ = depth;
    live_ = std::min(live_.load(), depth);
    if (depth == 0) limit_ = Deadline();
}

std::string savepoint_name(std::size_t level) { return "dbapi_savepoint_" + std::to_string(level + 1); }

}  // namespace dbapi
