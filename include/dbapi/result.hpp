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

namespace detail {
[[noreturn]] DBAPI_EXPORT void throw_moved_result();
}  // namespace detail

/// A cursor that has executed a statement. Movable; it keeps the connection alive. The functions are the
/// cursor's.
class Result {
 public:
    explicit Result(std::unique_ptr<Cursor> cursor) noexcept : cursor_(cursor.release()) {}
    explicit Result(detail::LentCursor cursor) noexcept : cursor_(std::move(cursor)) {}

    /// Returns the cursor. Lifetime: as this object, so that there is none of a Result that is going away.
    /// @throws InterfaceError  it was moved on, to rows() of a Result that goes away.
    [[nodiscard]] Cursor& cursor() const& {
        if (!cursor_) detail::throw_moved_result();
        return *cursor_;
    }
    Cursor& cursor() const&& = delete;

    [[nodiscard]] std::optional<Row> fetchone() { return cursor().fetchone(); }
    [[nodiscard]] std::vector<Row> fetchmany(std::size_t count) { return cursor().fetchmany(count); }
    [[nodiscard]] std::vector<Row> fetchall() { return cursor().fetchall(); }
    [[nodiscard]] std::optional<RowView> fetchview() { return cursor().fetchview(); }
    bool nextset() { return cursor().nextset(); }

    /// As Cursor::rows(); from a Result that is going away the range owns the cursor.
    template <class... Ts>
    [[nodiscard]] TypedRows<Ts...> rows() & {
        return cursor().rows<Ts...>();
    }
    template <class... Ts>
    [[nodiscard]] TypedRows<Ts...> rows() && {
        static_cast<void>(cursor().rows<Ts...>());  // the checks
        return TypedRows<Ts...>(std::move(cursor_));
    }
    template <class... Ts>
    requires detail::OwnsItsData<typename TypedRows<Ts...>::value_type>
    [[nodiscard]] typename TypedRows<Ts...>::value_type one() { return cursor().one<Ts...>(); }
    template <class... Ts>
    requires detail::OwnsItsData<typename TypedRows<Ts...>::value_type>
    [[nodiscard]] std::optional<typename TypedRows<Ts...>::value_type> first() {
        return cursor().first<Ts...>();
    }
    template <detail::OwnsItsData T>
    [[nodiscard]] T scalar() {
        return cursor().scalar<T>();
    }

    [[nodiscard]] auto begin() { return cursor().begin(); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    [[nodiscard]] Description description() const { return cursor().description(); }
    [[nodiscard]] std::int64_t rowcount() const { return cursor().rowcount(); }
    [[nodiscard]] std::optional<std::int64_t> lastrowid() const { return cursor().lastrowid(); }
    [[nodiscard]] std::string statusmessage() const { return cursor().statusmessage(); }
    [[nodiscard]] std::vector<Message> messages() const { return cursor().messages(); }
    void close() { cursor().close(); }

 private:
    detail::LentCursor cursor_;
};

}  // namespace dbapi
