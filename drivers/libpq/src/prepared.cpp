// SPDX-License-Identifier: BSL-1.0
#include "prepared.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dbapi::libpq {
namespace {

constexpr std::size_t most_variants = 8;

bool fits(const PreparedStatement& prepared, const WireParameters& parameters) {
    if (prepared.types.size() != parameters.types.size()) return false;
    const bool returns_rows = !prepared.shape->columns->empty();
    for (std::size_t i = 0; i < prepared.types.size(); ++i) {
        const bool untyped_null = !returns_rows && parameters.types[i] == 0 && !parameters.values[i];
        if (prepared.types[i] != parameters.types[i] && !untyped_null) return false;
    }
    return true;
}

}  // namespace

std::shared_ptr<PreparedStatement> PreparedStatements::find(std::uint64_t statement_id,
                                                            const WireParameters& parameters) {
    const auto found = table_.find(statement_id);
    if (found == table_.end()) {
        if (entries_.size() >= capacity_) {
            drop(entries_.back());
            table_.erase(entries_.back().statement_id);
            entries_.pop_back();
        }
        entries_.push_front({.statement_id = statement_id, .uses = 1});
        table_.emplace(statement_id, entries_.begin());
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    Entry& entry = entries_.front();
    ++entry.uses;
    for (const auto& variant : entry.variants) {
        if (fits(*variant, parameters)) return variant;
    }
    return nullptr;
}

bool PreparedStatements::is_due(std::uint64_t statement_id) const noexcept {
    const auto found = table_.find(statement_id);
    if (found == table_.end()) return false;
    const Entry& entry = *found->second;
    return entry.uses >= threshold_ && entry.variants.size() < most_variants;
}

void PreparedStatements::insert(std::uint64_t statement_id, std::shared_ptr<PreparedStatement> prepared) {
    auto& variants = table_.at(statement_id)->variants;
    if (variants.size() == most_variants) {
        dropped_.push_back(variants.front()->name);
        variants.erase(variants.begin());
    }
    variants.push_back(std::move(prepared));
}

void PreparedStatements::drop(Entry& entry) {
    for (auto& variant : entry.variants) dropped_.push_back(variant->name);
    entry.variants.clear();
}

void PreparedStatements::drop(std::vector<std::string> names) {
    dropped_.insert(dropped_.end(), std::make_move_iterator(names.begin()),
                    std::make_move_iterator(names.end()));
}

void PreparedStatements::forget(std::uint64_t statement_id) {
    if (const auto found = table_.find(statement_id); found != table_.end()) drop(*found->second);
}

void PreparedStatements::clear(bool kept_by_server) {
    for (auto& entry : entries_) drop(entry);
    if (!kept_by_server) dropped_.clear();
}

}  // namespace dbapi::libpq
