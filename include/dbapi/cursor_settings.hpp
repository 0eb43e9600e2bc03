// SPDX-License-Identifier: BSL-1.0
//
// The settings of a cursor, apart from what it does.
#pragma once

#include <cstddef>
#include <dbapi/deadline.hpp>
#include <dbapi/error_handler.hpp>
#include <dbapi/export.hpp>
#include <dbapi/fwd.hpp>
#include <dbapi/globals.hpp>
#include <dbapi/input_size.hpp>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>

namespace dbapi {

/// What Cursor has of settings; there is no other class made of it. On a closed cursor all throw
/// InterfaceError.
class DBAPI_EXPORT CursorSettings {
 public:
    CursorSettings(const CursorSettings&) = delete;
    CursorSettings& operator=(const CursorSettings&) = delete;

    /// Rows that fetchmany() without an argument returns; at first 1. PEP 249: C70 to C73.
    [[nodiscard]] std::size_t arraysize() const;
    void set_arraysize(std::size_t rows);

    /// How this cursor's statements mark parameters.
    [[nodiscard]] ParamStyle paramstyle() const;
    void set_paramstyle(ParamStyle style);

    /// The time limit of each of this cursor's operations; zero is none.
    [[nodiscard]] Timeout timeout() const;
    void set_timeout(Timeout timeout);

    /// What is called for this cursor's errors; at first a copy of what the connection had when it made the
    /// cursor. PEP 249: C136 to C140.
    [[nodiscard]] ErrorHandler errorhandler() const;
    void set_errorhandler(ErrorHandler handler);

    /// Accepts PEP 249's hints and does nothing with them, as it allows: `setinputsizes({NUMBER, 25})`.
    /// PEP 249: C83, C103.
    void setinputsizes(std::span<const InputSize> sizes);
    void setinputsizes(std::initializer_list<InputSize> sizes = {});
    void setoutputsize(std::size_t size, std::optional<std::size_t> column = std::nullopt);

 private:
    friend class Cursor;
    friend class Connection;
    CursorSettings() = default;
    ~CursorSettings() = default;

    [[nodiscard]] Cursor& cursor() noexcept;
    [[nodiscard]] const Cursor& cursor() const noexcept;

    std::shared_ptr<const ErrorHandler> handler_;  // null: none
    std::optional<Timeout> timeout_;
    std::size_t arraysize_ = 1;
    ParamStyle paramstyle_ = ParamStyle::automatic;
};

}  // namespace dbapi
