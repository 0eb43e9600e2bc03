// SPDX-License-Identifier: BSL-1.0
//
// Parsing, and freeing what fell out, happen outside of the lock.
#include <dbapi/driver/statement_cache.hpp>

namespace dbapi::driver {

std::shared_ptr<const Statement> StatementCache::get(std::string_view text, ParamStyle style, bool by_name) {
    const Key key{text, style, by_name && style == ParamStyle::automatic};
    if (capacity_ == 0 || text.size() > longest_text_bytes) {
        return Statement::parse(text, key.style, key.by_name, native_);
    }
    {
        const std::lock_guard lock(mutex_);
        if (const Entry* known = find(key)) return known->statement;
    }
    std::shared_ptr<const Statement> parsed = Statement::parse(text, key.style, key.by_name, native_);
    Entries evicted;
    const std::lock_guard lock(mutex_);
    // Another thread may have been faster: all of them get the same statement, with the same id().
    if (const Entry* known = find(key)) return known->statement;
    evicted = insert({parsed->text(), key.style, key.by_name}, parsed);
    return parsed;
}

const StatementCache::Entry* StatementCache::find(const Key& key) {
    if (entries_.empty()) return nullptr;
    if (entries_.front().key == key) return &entries_.front();  // a loop over one statement
    const auto known = table_.find(key);
    if (known == table_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, known->second);
    return &entries_.front();
}

StatementCache::Entries StatementCache::insert(const Key& key,
                                               const std::shared_ptr<const Statement>& statement) {
    Entries node;
    node.push_back({key, statement});
    table_.emplace(key, node.begin());
    entries_.splice(entries_.begin(), node);
    if (entries_.size() > capacity_) {
        table_.erase(entries_.back().key);
        node.splice(node.begin(), entries_, std::prev(entries_.end()));
    }
    return node;
}

void StatementCache::clear() noexcept {
    Entries dropped;
    const std::lock_guard lock(mutex_);
    table_.clear();
    dropped.swap(entries_);
}

std::size_t StatementCache::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

}  // namespace dbapi::driver
