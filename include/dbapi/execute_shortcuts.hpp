// SPDX-License-Identifier: BSL-1.0
//
// execute(), executemany() and stream() as a connection has them: each runs on a cursor made for it.
#pragma once

#include <concepts>
#include <dbapi/bind.hpp>
#include <dbapi/execute_many_options.hpp>
#include <dbapi/parameters.hpp>
#include <dbapi/value.hpp>
#include <initializer_list>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dbapi::detail {

/// Cursor's functions of these names, with a new cursor in the result. `Self` is Connection, `Made` is
/// Result.
template <class Self, class Made>
class ExecuteShortcuts {
 public:
    /// Runs one statement on a new cursor; see Cursor::execute(). Extension (psycopg, sqlite3).
    template <class... Args>
    Made execute(std::string_view sql, const Args&... arguments) {
        Made result(self().lend_cursor());
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <class... Args>
    requires(MutableRange<Args> || ...) Made execute(std::string_view sql, Args&&... arguments) {
        Made result(self().lend_cursor());
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <std::same_as<NamedParameter> P = NamedParameter>
    Made execute(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters) {
        Made result(self().lend_cursor());
        result.cursor().execute(sql, parameters);
        return result;
    }
    Made execute(std::string_view sql, std::initializer_list<PositionalParameter> parameters) {
        Made result(self().lend_cursor());
        result.cursor().execute(sql, parameters);
        return result;
    }
    template <std::ranges::input_range R>
    Made executemany(std::string_view sql, R&& parameter_lists, const ExecuteManyOptions& options = {}) {
        Made result(self().lend_cursor());
        result.cursor().executemany(sql, parameter_lists, options);
        return result;
    }
    Made executemany(std::string_view sql, std::initializer_list<std::vector<Value>> parameter_lists,
                     const ExecuteManyOptions& options = {}) {
        Made result(self().lend_cursor());
        result.cursor().executemany(sql, parameter_lists, options);
        return result;
    }

    /// As execute(), on a streaming cursor: rows come while they are read, and nothing is kept.
    template <class... Args>
    Made stream(std::string_view sql, const Args&... arguments) {
        Made result(self().cursor({.stream = true}));
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <class... Args>
    requires(MutableRange<Args> || ...) Made stream(std::string_view sql, Args&&... arguments) {
        Made result(self().cursor({.stream = true}));
        result.cursor().execute(sql, arguments...);
        return result;
    }
    template <std::same_as<NamedParameter> P = NamedParameter>
    Made stream(std::string_view sql, std::initializer_list<std::type_identity_t<P>> parameters) {
        Made result(self().cursor({.stream = true}));
        result.cursor().execute(sql, parameters);
        return result;
    }
    Made stream(std::string_view sql, std::initializer_list<PositionalParameter> parameters) {
        Made result(self().cursor({.stream = true}));
        result.cursor().execute(sql, parameters);
        return result;
    }

 private:
    [[nodiscard]] Self& self() noexcept { return static_cast<Self&>(*this); }
};

}  // namespace dbapi::detail
