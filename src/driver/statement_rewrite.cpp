// SPDX-License-Identifier: BSL-1.0
//
// Statements made from others: with lists spread out, and with several rows of values.
#include <algorithm>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>

#include "driver/statement_parts.hpp"
#include "driver/values_clause.hpp"

namespace dbapi::driver {

std::shared_ptr<const Statement> Statement::expanded(std::span<const std::size_t> widths) const {
    if (widths.size() != parameter_count())
        throw InterfaceError("expanded() needs one width for each parameter");
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
    const std::lock_guard lock(multi_row_->mutex);
    for (const auto* made : {&multi_row_->largest, &multi_row_->other}) {
        if (made->rows == rows) return made->statement;
    }
    std::vector<TextRange> placeholders;
    for (const Slot& slot : slots_) placeholders.push_back({slot.offset, slot.offset + slot.length});
    const auto row = find_values_row(sql(), placeholders);
    auto& made = rows > multi_row_->largest.rows ? multi_row_->largest : multi_row_->other;
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
