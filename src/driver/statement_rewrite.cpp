// SPDX-License-Identifier: BSL-1.0
//
// Statements made from others: with lists spread out, and with several rows of values.
#include <algorithm>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>

#include "driver/statement_parts.hpp"
#include "driver/values_clause.hpp"

namespace dbapi::driver {

namespace {

constexpr std::size_t most_kept = 8;                // expansions of one statement,
constexpr std::size_t most_kept_parameters = 1024;  // for that is what they take of memory
// A kept expansion gives way when it was not among so many: widths that always change would else push all
// that a driver keeps out of its cache, those of other statements as well.
constexpr std::uint64_t idle_expansions = 256;

}  // namespace

std::shared_ptr<const Statement> Statement::expanded(std::span<const std::size_t> widths) const {
    if (widths.size() != parameter_count())
        throw InterfaceError("expanded() needs one width for each parameter");
    const std::lock_guard lock(made_->mutex);
    const auto now = ++made_->expansions;
    auto& kept = made_->expanded;
    const auto known = std::ranges::find_if(
        kept, [&](const Made::Expanded& made) { return std::ranges::equal(made.widths, widths); });
    if (known != kept.end()) {
        known->last_use = now;
        return known->statement;
    }
    auto made = make_expanded(widths);
    const auto idlest = std::ranges::min_element(kept, {}, &Made::Expanded::last_use);
    const bool has_place = kept.size() < most_kept || now - idlest->last_use > idle_expansions;
    made->is_single_use_ = !has_place || made->parameter_count() > most_kept_parameters;
    if (made->is_single_use_) return made;
    auto& place = kept.size() < most_kept ? kept.emplace_back() : *idlest;
    place = {{widths.begin(), widths.end()}, made, now};
    return made;
}

std::shared_ptr<Statement> Statement::make_expanded(std::span<const std::size_t> widths) const {
    std::vector<std::size_t> first(widths.size());
    std::size_t total = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        first[i] = total;
        total += std::min<std::size_t>(widths[i], most_parameters + 1);
        check_count(total);
    }

    std::shared_ptr<Statement> made(new Statement);
    made->text_ = text_;
    made->keywords_ = keywords_;
    made->has_native_dollar_ = has_native_dollar_;
    made->native_ = native_;
    made->arity_ = total;
    for (std::uint32_t i = 0; i < total; ++i) made->positions_.push_back(i);

    Writer writer(*made);
    std::size_t copied = 0;
    for (const Slot& slot : slots_) {
        writer.text(std::string_view(sql()).substr(copied, slot.offset - copied));
        copied = slot.offset + slot.length;
        const std::size_t width = widths[slot.parameter];
        if (width == 0) writer.null();
        for (std::size_t i = 0; i < width; ++i) {
            if (i != 0) writer.text(", ");
            writer.placeholder(first[slot.parameter] + i);
        }
    }
    writer.text(std::string_view(sql()).substr(copied));
    writer.finish();
    return made;
}

std::shared_ptr<const Statement> Statement::multi_row(std::size_t rows) const {
    if (parameter_count() == 0 || rows == 0 || rows * parameter_count() > most_parameters) return nullptr;
    const std::lock_guard lock(made_->mutex);
    for (const auto* made : {&made_->largest, &made_->other}) {
        if (made->rows == rows) return made->statement;
    }
    std::vector<TextRange> placeholders;
    for (const Slot& slot : slots_) placeholders.push_back({slot.offset, slot.offset + slot.length});
    const auto row = find_values_row(sql(), placeholders);
    auto& made = rows > made_->largest.rows ? made_->largest : made_->other;
    made = {rows, row ? make_multi_row(row->begin, row->end, rows) : nullptr};
    return made.statement;
}

std::shared_ptr<const Statement> Statement::make_multi_row(std::size_t begin, std::size_t end,
                                                           std::size_t rows) const {
    std::shared_ptr<Statement> made(new Statement);
    made->text_ = text_;
    made->keywords_ = keywords_;
    made->native_ = native_;
    const std::size_t width = parameter_count();
    made->arity_ = rows * width;
    for (std::uint32_t i = 0; i < made->arity_; ++i) made->positions_.push_back(i);

    const std::string_view all = sql();
    made->sql_.reserve(all.size() + rows * (end - begin + 4 * width));
    Writer writer(*made);
    writer.text(all.substr(0, begin));
    for (std::size_t i = 0; i < rows; ++i) {
        if (i != 0) writer.text(", ");
        std::size_t copied = begin;
        for (const Slot& slot : slots_) {  // all of them lie in the row
            writer.text(all.substr(copied, slot.offset - copied));
            copied = slot.offset + slot.length;
            writer.placeholder(i * width + slot.parameter);
        }
        writer.text(all.substr(copied, end - copied));
    }
    writer.text(all.substr(end));
    writer.finish();
    return made;
}

}  // namespace dbapi::driver
