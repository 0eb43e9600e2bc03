// SPDX-License-Identifier: BSL-1.0
//
// The hooks of Cursor for SQLite.
#pragma once

#include <cstdint>
#include <dbapi/cursor.hpp>
#include <dbapi/driver/execution.hpp>
#include <string>

#include "command_tag.hpp"
#include "row_reader.hpp"
#include "session.hpp"

namespace dbapi::sqlite {

/// A cursor on a SQLite database. It borrows the session, and the statement that it runs is the session's.
class SqliteCursor final : public Cursor {
 public:
    explicit SqliteCursor(Session& session) noexcept : session_(session) {}

 private:
    driver::ResultHead do_execute(const driver::Execution& execution) override;
    bool do_fetch(std::span<ValueView> row, Deadline deadline) override;
    driver::Completion do_complete(Deadline deadline) override;
    driver::ResultHead do_nextset(Deadline deadline) override;
    bool do_reset() noexcept override { return true; }  // the statement that it ran is the session's

    enum class Position { first_row, later_row, end };

    [[nodiscard]] bool is_kept(const driver::Statement& statement) const;
    [[nodiscard]] driver::ResultHead start(std::span<const ValueView> parameters);
    void end_failed_transaction(const std::string& sql);
    [[nodiscard]] driver::Completion completion();

    Session& session_;
    std::string text_;    // of several statements: all of it
    std::size_t at_ = 0;  // where the next one begins
    Command command_;
    RowReader reader_;
    std::int64_t rows_ = 0;  // fetched so far
    Position position_ = Position::end;
    bool returns_rows_ = false;
};

}  // namespace dbapi::sqlite
