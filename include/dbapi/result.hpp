// SPDX-License-Identifier: BSL-1.0
//
// Result: what Connection::execute() returns, an owning handle on a cursor of its own.
#pragma once

#include <dbapi/cursor.hpp>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace dbapi {

/// A cursor that has executed a statement. Movable; it keeps the connection alive. The functions are the
/// cursor's.
class Result {
 public:
    explicit Result(std::unique_ptr<Cursor> cursor) noexcept : cursor_(std::move(cursor)) {}

    [[nodiscard]] Cursor& cursor() const noexcept { return *cursor_; }

    [[nodiscard]] std::optional<Row> fetchone() { return cursor_->fetchone(); }
    [[nodiscard]] std::vector<Row> fetchmany(std::size_t count) { return cursor_->fetchmany(count); }
    [[nodiscard]] std::vector<Row> fetchall() { return cursor_->fetchall(); }
    [[nodiscard]] std::optional<RowView> fetchview() { return cursor_->fetchview(); }
    bool nextset() { return cursor_->nextset(); }

    /// As Cursor::rows(); from a Result that is going away the range owns the cursor.
    template <class... Ts>
    [[nodiscard]] TypedRows<Ts...> rows() & {
        return cursor_->rows<Ts...>();
    }
    template <class... Ts>
    [[nodiscard]] TypedRows<Ts...> rows() && {
        static_cast<void>(cursor_->rows<Ts...>());  // the checks
        return TypedRows<Ts...>(std::move(cursor_));
    }
    template <class... Ts>
    [[nodiscard]] auto one() {
        return cursor_->one<Ts...>();
    }
    template <class... Ts>
    [[nodiscard]] auto first() {
        return cursor_->first<Ts...>();
    }
    template <class T>
    [[nodiscard]] T scalar() {
        return cursor_->scalar<T>();
    }

    [[nodiscard]] auto begin() { return cursor_->begin(); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    [[nodiscard]] Description description() const { return cursor_->description(); }
    [[nodiscard]] std::int64_t rowcount() const { return cursor_->rowcount(); }
    [[nodiscard]] std::optional<std::int64_t> lastrowid() const { return cursor_->lastrowid(); }
    [[nodiscard]] std::string statusmessage() const { return cursor_->statusmessage(); }
    [[nodiscard]] std::vector<Message> messages() const { return cursor_->messages(); }
    void close() { cursor_->close(); }

 private:
    std::unique_ptr<Cursor> cursor_;
};

}  // namespace dbapi
