// SPDX-License-Identifier: BSL-1.0
//
// What the parsing of a Statement and its rewriting share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <dbapi/driver/statement.hpp>
#include <dbapi/errors.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace dbapi::driver {

inline void check_count(std::size_t parameters) {
    if (parameters > most_parameters) {
        throw ProgrammingError("the statement has more than 65535 parameters");
    }
}

struct Statement::Made {
    struct MultiRow {
        std::size_t rows = 0;
        std::shared_ptr<const Statement> statement{};
    };
    struct Expanded {
        std::vector<std::size_t> widths{};
        std::shared_ptr<const Statement> statement{};
        std::uint64_t last_use = 0;
    };

    std::mutex mutex;
    MultiRow largest;  // what a long executemany() uses again and again,
    MultiRow other;    // and the rest at its end
    std::vector<Expanded> expanded;
    std::uint64_t expansions = 0;  // so many times was expanded() called
};

// Writes sql() and keeps placeholders apart from words: PostgreSQL reads LIMIT$1 as one identifier.
class Statement::Writer {
 public:
    explicit Writer(Statement& to) noexcept : to_(to) {}

    void text(std::string_view text) {
        if (text.empty()) return;
        if (after_value_ && is_identifier_byte(text.front())) to_.sql_ += ' ';
        after_value_ = false;
        to_.sql_ += text;
    }

    void placeholder(std::size_t parameter) {
        begin_value();
        const std::size_t offset = to_.sql_.size();
        to_.sql_ += to_.native_ == Placeholder::dollar ? '$' : '?';
        if (needs_number(parameter)) to_.sql_ += std::to_string(parameter + 1);
        to_.slots_.push_back({offset, to_.sql_.size() - offset, parameter});
    }

    void null() {
        begin_value();
        to_.sql_ += "NULL";
    }

    void finish() {
        to_.is_verbatim_ = to_.sql_ == to_.text_;
        if (to_.is_verbatim_) to_.sql_ = std::string();
    }

 private:
    /// SQLite takes a bare `?` for the number behind the highest so far, and for one with a number it
    /// compares with all before it, which is dear in a long statement.
    bool needs_number(std::size_t parameter) {
        const bool is_next = parameter == highest_;
        highest_ = std::max(highest_, parameter + 1);
        return to_.native_ == Placeholder::dollar || (to_.native_ == Placeholder::question && !is_next);
    }

    void begin_value() {
        if (!to_.sql_.empty() && is_identifier_byte(to_.sql_.back())) to_.sql_ += ' ';
        after_value_ = true;
    }

    Statement& to_;
    std::size_t highest_ = 0;  // number so far
    bool after_value_ = false;
};

}  // namespace dbapi::driver
